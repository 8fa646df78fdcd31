//! The error of a body that does not fit its type.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::super::support::json::Misfit;
use super::answer::Answer;

/// An answer whose status the document describes and whose body does not fit what the document says of it.
#[derive(Debug)]
pub struct DecodeError(Box<Parts>);

#[derive(Debug)]
struct Parts {
    answer: Answer,
    misfit: Misfit,
}

impl DecodeError {
    /// Puts the error together.
    pub fn new(answer: Answer, misfit: Misfit) -> Self {
        Self(Box::new(Parts { answer, misfit }))
    }

    /// Where in the body the misfit is, such as `events[3].id`; `.` is the whole body.
    pub fn path(&self) -> String {
        match &self.0.misfit.path {
            Some(path) => path.to_string(),
            None => String::from("."),
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.answer.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.0.answer.headers()
    }

    /// The body as it came.
    pub fn body(&self) -> &Bytes {
        self.0.answer.bytes()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status();
        write!(f, "the body of {status} does not fit{}", self.0.misfit)
    }
}

/// What serde says is in its own text already.
impl std::error::Error for DecodeError {}
