//! What looks on while calls are sent.

use std::fmt;
use std::future::ready;
use std::time::Duration;

use http::{Extensions, HeaderMap, Method, StatusCode};
use reqwest::Url;

use super::body::Body;
use super::error::SendError;
use super::invalid::InvalidRequest;
use super::operation::Operation;
use super::platform::BoxFuture;
use super::redirects::Hop;
use super::transport::TransportError;

/// What looks on while calls are sent: for logs, metrics and signatures. Give it to `ClientBuilder::hook`. Hooks are
/// asked in the order in which they were given, and told of the end in the opposite one.
///
/// ```text
/// impl Hook for Signing {
///     fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
///         Box::pin(async move {
///             let signature = self.sign(attempt.method(), attempt.url(), attempt.body()).await?;
///             attempt.headers_mut().insert("x-signature", signature);
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait Hook: Send + Sync {
    /// Is asked before each attempt of a call, and may change its headers. After an error nothing is sent, and the call
    /// ends with it. What it changes is taken for confidential: it is not sent to another host, to which a redirect leads.
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
        let _ = attempt;
        Box::pin(ready(Ok(())))
    }

    /// Is told what became of an attempt that it let pass: as soon as the headers of the answer are there, or when none can
    /// come. A call that is dropped before has no end.
    fn after<'a>(&'a self, attempt: &'a mut Attempt, end: &'a AttemptEnd<'a>) -> BoxFuture<'a, ()> {
        let _ = (attempt, end);
        Box::pin(ready(()))
    }
}

/// One attempt of a call. `Debug` shows neither where it goes nor what it says, because there may be keys in it.
pub struct Attempt {
    pub(super) operation: Option<&'static Operation>,
    pub(super) number: u32,
    pub(super) hop: Hop,
    pub(super) extensions: Extensions,
}

impl Attempt {
    /// The operation, unless the request was made by hand.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }

    /// Which attempt it is, beginning with 1. What is sent again with another token counts as well.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.hop.method
    }

    /// Where it goes. The keys of the query are in it, so it does not belong into a log.
    pub fn url(&self) -> &Url {
        &self.hop.url
    }

    /// The headers, with all credentials.
    pub fn headers(&self) -> &HeaderMap {
        &self.hop.headers
    }

    /// The headers, to change them.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.hop.headers
    }

    /// The body.
    pub fn body(&self) -> &Body {
        &self.hop.body
    }

    /// Where hooks keep what they want to find again when the attempt ends.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.extensions
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("operation", &self.operation)
            .field("number", &self.number)
            .field("method", &self.hop.method)
            .finish_non_exhaustive()
    }
}

/// What became of an attempt.
#[derive(Debug)]
pub struct AttemptEnd<'a> {
    pub(super) answer: Result<(StatusCode, &'a HeaderMap), &'a SendError>,
    pub(super) duration: Duration,
}

impl<'a> AttemptEnd<'a> {
    /// The status, where an answer came.
    pub fn status(&self) -> Option<StatusCode> {
        self.answer.ok().map(|(status, _)| status)
    }

    /// The headers, where an answer came.
    pub fn headers(&self) -> Option<&'a HeaderMap> {
        self.answer.ok().map(|(_, headers)| headers)
    }

    /// Why no answer came.
    pub fn error(&self) -> Option<&'a TransportError> {
        match self.answer {
            Err(SendError::Transport(error)) => Some(error),
            _ => None,
        }
    }

    /// Why nothing was sent, where another hook did not let it pass or it cannot be sent as it is.
    pub fn unsent(&self) -> Option<&'a InvalidRequest> {
        match self.answer {
            Err(SendError::InvalidRequest(error)) => Some(error),
            _ => None,
        }
    }

    /// How long it took until then.
    pub fn duration(&self) -> Duration {
        self.duration
    }
}
