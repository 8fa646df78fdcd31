//! Everything that can go wrong with a call.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::api_error::ApiError;
use super::decode::DecodeError;
use super::invalid::InvalidRequest;
use super::redirection::Redirection;
use super::retry_after;
use super::transport::TransportError;
use super::unexpected::UnexpectedResponse;

/// Everything that can go wrong with a call. `E` is the body of the errors that the document describes.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// An error that the document describes.
    Api(ApiError<E>),
    /// An answer that the document does not describe, kept whole.
    Unexpected(UnexpectedResponse),
    /// An answer that leads elsewhere and was not followed, or says that nothing has changed (304), whether the document
    /// describes it or not.
    Redirection(Redirection),
    /// A body that does not fit what the document says of it.
    Decode(DecodeError),
    /// No whole answer came.
    Transport(TransportError),
    /// The request cannot be sent as it is; nothing was sent.
    InvalidRequest(InvalidRequest),
}

impl<E> Error<E> {
    /// The status of the answer, where one came.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Unexpected(error) => Some(error.status()),
            Self::Redirection(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            Self::Transport(_) | Self::InvalidRequest(_) => None,
        }
    }

    /// The headers of the answer, where one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(error) => Some(error.headers()),
            Self::Unexpected(error) => Some(error.headers()),
            Self::Redirection(error) => Some(error.headers()),
            Self::Decode(error) => Some(error.headers()),
            Self::Transport(_) | Self::InvalidRequest(_) => None,
        }
    }

    /// How long the server asks to be left alone, from its `Retry-After`.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::read(self.headers()?)
    }

    /// Whether the deadline passed.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_timeout())
    }

    /// Whether no connection could be made, so that the server has seen nothing of the request.
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Unexpected(error) => error.fmt(f),
            Self::Redirection(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::InvalidRequest(error) => error.fmt(f),
        }
    }
}

/// The variants' own text is this error's text, so the chain goes on with what led to them.
impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Api(_) => None,
            Self::Unexpected(error) => error.source(),
            Self::Redirection(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::InvalidRequest(error) => error.source(),
        }
    }
}

impl<E> From<ApiError<E>> for Error<E> {
    fn from(error: ApiError<E>) -> Self {
        Self::Api(error)
    }
}

impl<E> From<UnexpectedResponse> for Error<E> {
    fn from(error: UnexpectedResponse) -> Self {
        Self::Unexpected(error)
    }
}

impl<E> From<Redirection> for Error<E> {
    fn from(error: Redirection) -> Self {
        Self::Redirection(error)
    }
}

impl<E> From<DecodeError> for Error<E> {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

/// Why no answer came: the part of [`Error`] that does not depend on the operation.
#[derive(Debug)]
pub enum SendError {
    /// No whole answer came.
    Transport(TransportError),
    /// The request cannot be sent as it is; nothing was sent.
    InvalidRequest(InvalidRequest),
}

impl SendError {
    /// An error at the place to which a redirect has led.
    pub(super) fn elsewhere(self) -> Self {
        match self {
            Self::Transport(error) => Self::Transport(error.elsewhere()),
            unsent => unsent,
        }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::InvalidRequest(error) => error.fmt(f),
        }
    }
}

/// As [`Error`], it goes on with what led to its variants.
impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::InvalidRequest(error) => error.source(),
        }
    }
}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl<E> From<SendError> for Error<E> {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Transport(error) => Self::Transport(error),
            SendError::InvalidRequest(error) => Self::InvalidRequest(error),
        }
    }
}

impl From<TransportError> for SendError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<InvalidRequest> for SendError {
    fn from(error: InvalidRequest) -> Self {
        Self::InvalidRequest(error)
    }
}
