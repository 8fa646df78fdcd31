//! Bodies that are texts.

use http::HeaderMap;

use super::super::support::charset;
use super::super::support::json::Misfit;
use super::answer::Answer;
use super::api_error::ApiError;
use super::decode::DecodeError;
use super::error::Error;
use super::invalid::InvalidRequest;
use super::request::Request;
use super::response::Response;

impl Request {
    /// Sets a body that is a text, in the charset of its media type, or else in UTF-8.
    pub fn text(self, media_type: &str, text: &str) -> Self {
        match charset::encode(media_type, text) {
            Ok((media_type, body)) => self.body(&media_type, body),
            Err(why) => self.refused(InvalidRequest::new(format!("its body: {why}"))),
        }
    }
}

impl Answer {
    /// The body as a text.
    ///
    /// # Errors
    ///
    /// When it is none in its charset.
    pub fn decoded_text(&self) -> Result<String, Misfit> {
        let headers: &HeaderMap = self.headers();
        charset::decode(headers, self.bytes()).map_err(Misfit::of_text)
    }

    /// The answer as a success that holds a text.
    ///
    /// # Errors
    ///
    /// When it is none in its charset.
    pub fn text_body<E>(self) -> Result<Response<String>, Error<E>> {
        match self.decoded_text() {
            Ok(text) => Ok(self.with_body(text)),
            Err(misfit) => Err(DecodeError::new(self, misfit).into()),
        }
    }

    /// The answer as an error that the document describes, with a text that `wrap` makes the operation's error.
    pub fn error_with_text<E>(self, wrap: fn(String) -> E) -> Error<E> {
        match self.decoded_text() {
            Ok(text) => ApiError::new(self, wrap(text)).into(),
            Err(misfit) => DecodeError::new(self, misfit).into(),
        }
    }
}
