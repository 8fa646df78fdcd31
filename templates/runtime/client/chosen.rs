//! Bodies that may be one thing or another, by their media type.

use serde::de::DeserializeOwned;

use super::super::support::json::{self, Misfit};
use super::super::support::media_type;
use super::answer::Answer;
use super::api_error::ApiError;
use super::decode::DecodeError;
use super::error::Error;
use super::incoming::Incoming;
use super::response::Response;

/// What a body may hold by its media type.
pub trait Chosen: Sized {
    /// The media types of each thing that it may hold.
    const MEDIA_TYPES: &[&[&str]];

    /// Reads what has the media types at this position; nothing where the answer is none of that.
    ///
    /// # Errors
    ///
    /// When the body is not what it says.
    fn read(answer: &Answer, position: usize) -> Result<Option<Self>, Misfit>;
}

impl Incoming {
    /// Whether the answer is what stands at one of these positions among the things that `T` may hold, by its media type.
    pub fn holds<T: Chosen>(&self, positions: &[usize]) -> bool {
        let found = media_type::find(self.headers(), T::MEDIA_TYPES);
        found.is_some_and(|position| positions.contains(&position))
    }
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// When it does not fit `T`.
    pub fn decoded<T: DeserializeOwned>(&self) -> Result<T, Misfit> {
        json::decode(self.bytes())
    }

    /// The answer as a success with a body of one of several media types.
    ///
    /// # Errors
    ///
    /// When its media type is none of them, and when the body is not what it says.
    pub fn chosen<T: Chosen, E>(self) -> Result<Response<T>, Error<E>> {
        match self.choose() {
            Ok(Some(body)) => Ok(self.with_body(body)),
            Ok(None) => Err(self.unexpected()),
            Err(misfit) => Err(DecodeError::new(self, misfit).into()),
        }
    }

    /// The answer as an error that the document describes, with a body of one of several media types that `wrap` makes the
    /// operation's error.
    pub fn error_chosen<T: Chosen, E>(self, wrap: fn(T) -> E) -> Error<E> {
        match self.choose() {
            Ok(Some(body)) => ApiError::new(self, wrap(body)).into(),
            Ok(None) => self.unexpected(),
            Err(misfit) => DecodeError::new(self, misfit).into(),
        }
    }

    fn choose<T: Chosen>(&self) -> Result<Option<T>, Misfit> {
        match media_type::find(self.headers(), T::MEDIA_TYPES) {
            Some(position) => T::read(self, position),
            None => Ok(None),
        }
    }
}
