//! What carries requests to the server and answers back, and the error of a call that got no whole answer.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::body::Body;
use super::byte_stream::ByteStream;
use super::confidential;
use super::error::SendError;
use super::over_reqwest::OverReqwest;
use super::platform::BoxFuture;
use super::redirects::Hop;
use super::response::Response;
use super::token_provider::TokenError;

/// What carries a request to the server and its answer back. Put one in place of the client's own with
/// `ClientBuilder::transport`, for tests above all.
///
/// It sends what it is given, once, and answers as soon as the headers are there. Redirects, retries and the time that a
/// call may take are the client's. Where the body's length is known, it says so to the server.
pub trait Transport: Send + Sync {
    /// Sends `request`.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

/// One that its owner keeps at hand, such as one for tests that is asked afterwards what it was sent.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        T::send(self, request)
    }
}

/// What a client sends with.
#[derive(Clone)]
pub(super) enum Carrier {
    /// Its own way, which takes a request as it is put together here, with its URL parsed already.
    Reqwest(OverReqwest),
    /// One that its user has put in place of it.
    Other(Arc<dyn Transport>),
}

impl Carrier {
    /// The transport that it is.
    pub(super) fn transport(&self) -> &dyn Transport {
        match self {
            Self::Reqwest(reqwest) => reqwest,
            Self::Other(transport) => transport.as_ref(),
        }
    }

    /// Sends the request, and gives the answer as soon as its headers are there.
    pub(super) async fn send(&self, hop: Hop) -> Result<Response<ByteStream>, SendError> {
        let (status, mut headers, body) = self.exchange(hop).await?.into_parts();
        confidential::hide(&mut headers);
        Ok(Response::new(status, headers, body))
    }

    async fn exchange(&self, hop: Hop) -> Result<Response<ByteStream>, SendError> {
        match self {
            Self::Reqwest(reqwest) => reqwest.send_hop(hop).await,
            Self::Other(transport) => {
                let (parts, body) = transport.send(hop.try_into()?).await?.into_parts();
                Ok(Response::new(
                    parts.status,
                    parts.headers,
                    body.into_stream(),
                ))
            }
        }
    }
}

/// A call that got no whole answer: no connection, no time left, a connection that broke, a body over the limit.
///
/// It never holds the URL, because a URL may hold a key.
#[derive(Debug)]
pub struct TransportError(Cause);

#[derive(Debug)]
enum Cause {
    Http(Box<reqwest::Error>),
    TooLarge {
        limit: usize,
    },
    Redirects {
        is_circle: bool,
        most: usize,
    },
    Elsewhere(Box<TransportError>),
    Timeout,
    Connect(Box<dyn Error + Send + Sync>),
    Token {
        scheme: &'static str,
        error: Box<dyn Error + Send + Sync>,
    },
    Other(Box<dyn Error + Send + Sync>),
}

impl TransportError {
    /// The error of an exchange that failed, for a transport of one's own. One that is a `TransportError` stays as it is.
    pub fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        match error.into().downcast::<Self>() {
            Ok(error) => *error,
            Err(error) => Self(Cause::Other(error)),
        }
    }

    /// The error of a connection that could not be made: the server has seen nothing of the request.
    pub fn connect(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Cause::Connect(error.into()))
    }

    /// The error of a deadline that passed.
    pub fn timeout() -> Self {
        Self(Cause::Timeout)
    }

    /// The error of a body that is longer than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self(Cause::TooLarge { limit })
    }

    /// The error of redirects that lead round in a circle, or are more than `most`.
    pub(super) fn redirects(is_circle: bool, most: usize) -> Self {
        Self(Cause::Redirects { is_circle, most })
    }

    /// An error at the place to which a redirect has led, so that the first server has seen the request.
    pub(super) fn elsewhere(self) -> Self {
        Self(Cause::Elsewhere(Box::new(self)))
    }

    /// The error of a token for `scheme` that was not come by because there was no whole answer, so that it counts as that of
    /// the call. What has another reason is given back.
    pub(super) fn of_token(scheme: &'static str, error: TokenError) -> Result<Self, TokenError> {
        match within(error.as_ref()) {
            Some(_) => Ok(Self(Cause::Token { scheme, error })),
            None => Err(error),
        }
    }

    /// Whether the deadline passed, be it before the answer began or while its body was read.
    pub fn is_timeout(&self) -> bool {
        match &self.0 {
            Cause::Http(error) => error.is_timeout(),
            Cause::Elsewhere(error) => error.is_timeout(),
            Cause::Token { error, .. } => within(error.as_ref()).is_some_and(Self::is_timeout),
            Cause::Timeout => true,
            _ => false,
        }
    }

    /// Whether no connection could be made, so that the server has seen nothing of the request.
    pub fn is_connect(&self) -> bool {
        match &self.0 {
            Cause::Http(error) => is_connect(error),
            Cause::Token { error, .. } => within(error.as_ref()).is_some_and(Self::is_connect),
            Cause::Connect(_) => true,
            _ => false,
        }
    }

    /// Whether redirects led round in a circle, or were too many.
    pub fn is_redirect(&self) -> bool {
        matches!(self.0, Cause::Redirects { .. })
    }

    /// Whether the exchange broke off, so that the same once more may succeed. What the server has seen of it is not known.
    pub(super) fn is_broken(&self) -> bool {
        match &self.0 {
            Cause::Http(error) => error.is_request() && !error.is_timeout(),
            Cause::Elsewhere(error) => error.is_connect() || error.is_broken(),
            Cause::Token { error, .. } => within(error.as_ref()).is_some_and(Self::is_broken),
            Cause::Connect(_) | Cause::Other(_) => true,
            Cause::TooLarge { .. } | Cause::Redirects { .. } | Cause::Timeout => false,
        }
    }

    /// Whether the body was longer than the client reads; `ClientBuilder::max_body_bytes` sets how much that is.
    pub fn is_too_large(&self) -> bool {
        matches!(self.0, Cause::TooLarge { .. })
    }
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn is_connect(error: &reqwest::Error) -> bool {
    error.is_connect()
}

/// A browser does not say.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn is_connect(_: &reqwest::Error) -> bool {
    false
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        Self(Cause::Http(Box::new(error.without_url())))
    }
}

/// What led to it is its source, and stands there alone.
impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::TooLarge { limit } => {
                write!(f, "the body of the answer is longer than {limit} bytes")
            }
            Cause::Redirects {
                is_circle: true, ..
            } => f.write_str("the redirects of the server lead round in a circle"),
            Cause::Redirects { most, .. } => {
                write!(f, "the server redirects more than {most} times")
            }
            Cause::Token { scheme, .. } => write!(f, "there is no token for `{scheme}`"),
            Cause::Elsewhere(error) => write!(f, "where the server redirects to: {error}"),
            _ if self.is_connect() => f.write_str("no connection to the server"),
            _ if self.is_timeout() => {
                f.write_str("the deadline passed before the whole answer was there")
            }
            _ => f.write_str("the exchange with the server failed"),
        }
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Cause::Http(error) => Some(error.as_ref()),
            Cause::Elsewhere(error) => error.source(),
            Cause::Connect(error) | Cause::Other(error) | Cause::Token { error, .. } => {
                Some(error.as_ref())
            }
            Cause::TooLarge { .. } | Cause::Redirects { .. } | Cause::Timeout => None,
        }
    }
}

/// The error of an exchange in a chain of errors.
fn within<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a TransportError> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(SendError::Transport(found)) = error.downcast_ref() {
            return Some(found);
        }
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}
