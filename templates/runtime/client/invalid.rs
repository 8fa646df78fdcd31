//! The error of a request that cannot be sent as it is.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// A request that was refused before anything was sent: a path parameter that no URL can hold, a header with forbidden
/// characters, a missing credential.
#[derive(Debug, Clone)]
pub struct InvalidRequest {
    message: Box<str>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl InvalidRequest {
    /// An error that says `message`.
    pub fn new(message: impl Into<Box<str>>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }

    /// The error of an address.
    pub(super) fn of_url(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new("its URL is not one").with_source(source)
    }

    /// Adds what led to the error.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: Some(Arc::from(source.into())),
            ..self
        }
    }
}

/// What led to it is its source, and stands there alone.
impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request was not sent: {}", self.message)
    }
}

impl Error for InvalidRequest {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
