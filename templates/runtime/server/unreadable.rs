//! What is found out of a body only while the implementation reads it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::fault::Fault;
use super::rejection::Rejection;

/// A body that cannot be read to its end, or is not what it should be: the caller's fault. By `?` it becomes the answer that says so,
/// as if the fault had been found before.
#[derive(Debug, Clone)]
pub struct Unreadable(Box<Rejection>);

impl Unreadable {
    /// 400: the body broke off.
    pub fn broken_off() -> Self {
        Self::from(Rejection::malformed("The body broke off"))
    }

    /// 413: the body is longer than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::from(Rejection::too_large(limit))
    }

    /// 400: the body cannot be read at all.
    pub fn malformed(message: impl Into<Cow<'static, str>>) -> Self {
        Self::from(Rejection::malformed(message))
    }

    /// 413: there is more of it than is taken.
    pub fn over_limit(message: impl Into<Cow<'static, str>>) -> Self {
        Self::from(Rejection::over_limit(message))
    }

    /// 422: this is wrong with it.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        Self::from(Rejection::invalid(faults))
    }

    /// 500: the implementation has gone on to what comes after it.
    pub fn passed_over() -> Self {
        let status = http::StatusCode::INTERNAL_SERVER_ERROR;
        let message = "The server failed to answer";
        Self::from(Rejection::new(status, "server_error", message))
    }

    /// What is answered.
    pub fn into_rejection(self) -> Rejection {
        *self.0
    }
}

impl From<Rejection> for Unreadable {
    fn from(rejection: Rejection) -> Self {
        Self(Box::new(rejection))
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl Error for Unreadable {}
