//! The answers that lead elsewhere.

use std::fmt;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use super::answer::Answer;

/// An answer with a status of 3xx that the client does not follow, whether the document describes it or not: that nothing
/// has changed (304), a choice, or a redirect that is not to be followed or cannot be.
pub struct Redirection(Box<Answer>);

impl Redirection {
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

    /// Where it leads, as it stands in the header `Location`; it may be relative, and its characters may be any.
    pub fn location(&self) -> Option<&str> {
        std::str::from_utf8(self.headers().get(LOCATION)?.as_bytes()).ok()
    }

    /// Whether it says that what the client has is still good (304).
    pub fn is_not_modified(&self) -> bool {
        self.status() == StatusCode::NOT_MODIFIED
    }
}

/// The body is left out: servers write into it once more where it leads, and there may be a key in that.
impl fmt::Debug for Redirection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirection")
            .field("status", &self.status())
            .field("headers", self.headers())
            .finish_non_exhaustive()
    }
}

/// Where it leads is left out, because there may be a key in it.
impl fmt::Display for Redirection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status();
        match self.location() {
            Some(_) => write!(
                f,
                "the server redirects with {status}, which was not followed"
            ),
            None => write!(f, "the server answered {status}"),
        }
    }
}

impl std::error::Error for Redirection {}
