//! What an implementation answers when the document has no word for it.

use std::borrow::Cow;
use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;

use super::rejection::Rejection;
use super::unreadable::Unreadable;

/// How many failures this process has answered.
static UNDOCUMENTED: AtomicU64 = AtomicU64::new(0);

/// How many answers of this process were failures, which the document does not describe.
pub fn undocumented() -> u64 {
    UNDOCUMENTED.load(Ordering::Relaxed)
}

/// An answer that the document does not describe: a status, a message for the caller, and a source that only the log
/// sees. Every error becomes one by `?`, with the status 500 and a message that gives nothing away.
///
/// It is no `std::error::Error` itself: if it were, it could not be made from every other.
#[derive(Debug)]
pub struct Failure {
    status: StatusCode,
    message: Cow<'static, str>,
    source: Option<Box<dyn Error + Send + Sync>>,
    /// What was found out of the request too late to refuse it.
    rejection: Option<Box<Rejection>>,
}

impl Failure {
    /// Answers `status`, and tells the caller `message`.
    pub fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            message: message.into(),
            source: None,
            rejection: None,
        }
    }

    /// 501: the implementation has no answer for the operation yet.
    pub fn not_implemented() -> Self {
        Self::new(
            StatusCode::NOT_IMPLEMENTED,
            "The server does not do this yet",
        )
    }

    /// Adds what led to it, for the log alone.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: Some(source.into()),
            ..self
        }
    }

    /// The status that is answered.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What the caller is told.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Logs and counts the failure of `operation`; what is left is what the caller sees. What is wrong with the request is no failure
    /// of the operation.
    pub fn report(self, operation: &'static str) -> Rejection {
        if let Some(rejection) = self.rejection {
            return *rejection;
        }
        UNDOCUMENTED.fetch_add(1, Ordering::Relaxed);
        let status = self.status.as_u16();
        let cause = self.source.as_deref().map(chain).unwrap_or_default();
        if self.status.is_server_error() {
            tracing::error!(operation, status, cause, "{}", self.message);
        } else {
            tracing::warn!(operation, status, cause, "{}", self.message);
        }
        Rejection::new(self.status, kind(self.status), self.message)
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        if let Some(unreadable) = (&error as &dyn Error).downcast_ref::<Unreadable>() {
            let rejection = unreadable.clone().into_rejection();
            return Self {
                rejection: Some(Box::new(rejection.clone())),
                ..Self::new(rejection.status, rejection.message)
            };
        }
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The server failed to answer",
        )
        .with_source(error)
    }
}

/// The machine-readable type of a failure.
fn kind(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found",
        429 => "rate_limited",
        501 => "not_implemented",
        500..=599 => "server_error",
        _ => "request_error",
    }
}

fn chain(error: &(dyn Error + Send + Sync + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text.push_str(": ");
        text.push_str(&error.to_string());
        next = error.source();
    }
    text
}
