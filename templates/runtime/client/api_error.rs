//! The errors that the document describes.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::answer::Answer;
use super::retry_after;

/// An answer with an error that the document describes, its body decoded.
#[derive(Debug)]
pub struct ApiError<E>(Box<Parts<E>>);

#[derive(Debug)]
struct Parts<E> {
    answer: Answer,
    body: E,
}

impl<E> ApiError<E> {
    /// Puts the error together.
    pub fn new(answer: Answer, body: E) -> Self {
        Self(Box::new(Parts { answer, body }))
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.answer.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.0.answer.headers()
    }

    /// The body.
    pub fn body(&self) -> &E {
        &self.0.body
    }

    /// The body, without the rest.
    pub fn into_body(self) -> E {
        self.0.body
    }

    /// The body as it came.
    pub fn bytes(&self) -> &Bytes {
        self.0.answer.bytes()
    }

    /// How long the server asks to be left alone, from its `Retry-After`.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::read(self.headers())
    }
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", self.0.answer)
    }
}

impl<E: fmt::Debug> std::error::Error for ApiError<E> {}
