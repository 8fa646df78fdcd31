//! The error of a call that got no whole answer.

use std::error::Error;
use std::fmt;

/// A call that got no whole answer: no connection, no time left, a connection that broke, a body over the limit.
///
/// It never holds the URL, because a URL may hold a key.
#[derive(Debug)]
pub struct TransportError(Cause);

#[derive(Debug)]
enum Cause {
    Http(Box<reqwest::Error>),
    TooLarge { limit: usize },
}

impl TransportError {
    /// The error of a body that is longer than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self(Cause::TooLarge { limit })
    }

    /// Whether the deadline passed, be it before the answer began or while its body was read.
    pub fn is_timeout(&self) -> bool {
        matches!(&self.0, Cause::Http(error) if error.is_timeout())
    }

    /// Whether no connection could be made, so that the server has seen nothing of the request.
    pub fn is_connect(&self) -> bool {
        matches!(&self.0, Cause::Http(error) if error.is_connect())
    }

    /// Whether the body was longer than the client reads; `ClientBuilder::max_body_bytes` sets how much that is.
    pub fn is_too_large(&self) -> bool {
        matches!(self.0, Cause::TooLarge { .. })
    }
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        Self(Cause::Http(Box::new(error.without_url())))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::TooLarge { limit } => {
                write!(f, "the body of the answer is longer than {limit} bytes")
            }
            Cause::Http(error) if error.is_timeout() => {
                f.write_str("the deadline passed before the whole answer was there")
            }
            Cause::Http(error) if error.is_connect() => {
                write!(f, "no connection to the server: {}", root(error))
            }
            Cause::Http(error) => write!(f, "the exchange with the server failed: {}", root(error)),
        }
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Cause::Http(error) => Some(error.as_ref()),
            Cause::TooLarge { .. } => None,
        }
    }
}

/// The error at the end of the chain: the others say no more than that something failed.
fn root<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last
}
