//! The answers that the document does not describe.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::answer::Answer;
use super::retry_after;

/// An answer that the document does not describe: another status, or a body of another kind.
#[derive(Debug)]
pub struct UnexpectedResponse(Box<Answer>);

impl UnexpectedResponse {
    /// Keeps the answer as it came.
    pub fn new(answer: Answer) -> Self {
        Self(Box::new(answer))
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// The body as it came.
    pub fn body(&self) -> &Bytes {
        self.0.bytes()
    }

    /// The body as text; what is not UTF-8 in it is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        self.0.text()
    }

    /// How long the server asks to be left alone, from its `Retry-After`.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::read(self.headers())
    }
}

impl fmt::Display for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the document does not describe this answer: {}", self.0)
    }
}

impl std::error::Error for UnexpectedResponse {}
