//! An answer as it came: status, headers, and the bytes of its body.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::super::support::json;
use super::api_error::ApiError;
use super::decode::DecodeError;
use super::error::Error;
use super::redirection::Redirection;
use super::response::Response;
use super::unexpected::UnexpectedResponse;

/// How many characters of a body an error message shows.
const EXCERPT: usize = 200;

/// An answer as it came, its body read to the end and not yet understood.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// Puts an answer together.
    pub fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text; what is not UTF-8 in it is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The answer as a success with this body.
    pub fn with_body<T>(self, body: T) -> Response<T> {
        Response::new(self.status, self.headers, body)
    }

    /// The answer as a success with a JSON body. A body that does not fit is a decoding error, unless its content type
    /// says that it is something else.
    ///
    /// # Errors
    ///
    /// When the body does not fit `T`.
    pub fn json<T: DeserializeOwned, E>(self) -> Result<Response<T>, Error<E>> {
        match json::decode(&self.body) {
            Ok(body) => Ok(Response::new(self.status, self.headers, body)),
            Err(misfit) if self.may_be_json() => Err(DecodeError::new(self, misfit).into()),
            Err(_) => Err(self.unexpected()),
        }
    }

    /// The answer as a success whose body does not matter.
    pub fn empty(self) -> Response<()> {
        Response::new(self.status, self.headers, ())
    }

    /// The answer as a success whose body is kept as it came.
    pub fn raw(self) -> Response<Bytes> {
        Response::new(self.status, self.headers, self.body)
    }

    /// The answer as an error that the document describes, with a JSON body. Where the content type says that it is not
    /// JSON, something between the client and the server has answered.
    pub fn error<E: DeserializeOwned>(self) -> Error<E> {
        self.error_with(std::convert::identity)
    }

    /// The answer as an error that the document describes, with a JSON body that `wrap` makes the operation's error.
    pub fn error_with<T: DeserializeOwned, E>(self, wrap: fn(T) -> E) -> Error<E> {
        if !self.may_be_json() {
            return self.unexpected();
        }
        match json::decode(&self.body) {
            Ok(body) => ApiError::new(self, wrap(body)).into(),
            Err(misfit) => DecodeError::new(self, misfit).into(),
        }
    }

    /// The answer as an error that the document describes, with a body that `wrap` makes the operation's error as it came.
    pub fn error_with_bytes<E>(self, wrap: fn(Bytes) -> E) -> Error<E> {
        let body = wrap(self.body.clone());
        ApiError::new(self, body).into()
    }

    /// The answer as an error for which the document describes no body.
    pub fn error_without_body<E>(self, error: E) -> Error<E> {
        ApiError::new(self, error).into()
    }

    /// The answer as one that is no success and no error of the document's: a redirection, or one that is not described.
    pub fn unexpected<E>(self) -> Error<E> {
        if self.status.is_redirection() {
            return Redirection::new(self).into();
        }
        UnexpectedResponse::new(self).into()
    }

    /// Whether the body claims to be JSON. One without a content type is taken for it, unless there is none at all.
    fn may_be_json(&self) -> bool {
        match self.headers.get(CONTENT_TYPE).map(|value| value.to_str()) {
            Some(Ok(content_type)) => json::is_json(content_type),
            Some(Err(_)) => false,
            None => !self.body.is_empty(),
        }
    }
}

/// The status and the beginning of the body, on one line.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        let text = self.text();
        let mut rest = text.trim().chars();
        let start: String = rest.by_ref().take(EXCERPT).collect();
        if start.is_empty() {
            return Ok(());
        }
        let more = if rest.next().is_some() { "…" } else { "" };
        let line = start.replace(char::is_control, " ");
        write!(f, ": {line}{more}")
    }
}
