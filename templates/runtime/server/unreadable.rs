//! What is found out of a body only while the implementation reads it.

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
        Self::new(Rejection::malformed("The body broke off"))
    }

    /// 413: the body is longer than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::new(Rejection::too_large(limit))
    }

    /// 422: this is wrong with it.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        Self::new(Rejection::invalid(faults))
    }

    fn new(rejection: Rejection) -> Self {
        Self(Box::new(rejection))
    }

    /// What is answered.
    pub fn into_rejection(self) -> Rejection {
        *self.0
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl Error for Unreadable {}
