//! The client itself.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use reqwest::Url;

use super::auth::{Credentials, Security};
use super::builder::ClientBuilder;
use super::invalid::InvalidRequest;
use super::request::Request;
use super::transport::Transport;

/// The client. A clone is cheap and shares its connections; `Debug` shows no secret.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

/// What the clones of a client share.
pub(super) struct Shared {
    /// Where the API is, without a slash at the end.
    pub(super) base_url: String,
    /// What sends.
    pub(super) transport: Arc<dyn Transport>,
    /// How long a call may take.
    pub(super) timeout: Option<Duration>,
    /// How long a body may be.
    pub(super) max_body_bytes: usize,
    /// What authorizes calls.
    pub(super) credentials: Credentials,
}

impl Client {
    /// Begins a client for the API at `base_url`, such as `https://example.com/api`. The URL is checked by
    /// [`ClientBuilder::build`].
    pub fn builder(base_url: impl AsRef<str>) -> ClientBuilder {
        ClientBuilder::new(base_url.as_ref())
    }

    /// Begins a call by hand, to what the document does not describe. `security` says which credentials it needs, as
    /// alternatives of scheme names.
    pub fn request(&self, method: Method, security: Security) -> Request {
        Request::new(self.clone(), method, security)
    }

    /// The same by the name of a method, which may be any. One that no request can have is said where it is sent.
    pub fn request_by(&self, method: &str, security: Security) -> Request {
        Request::by(self.clone(), method, security)
    }

    pub(super) fn from_shared(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        self.0.transport.as_ref()
    }

    pub(super) fn timeout(&self) -> Option<Duration> {
        self.0.timeout
    }

    pub(super) fn max_body_bytes(&self) -> usize {
        self.0.max_body_bytes
    }

    pub(super) fn credentials(&self) -> &Credentials {
        &self.0.credentials
    }

    /// The URL of a call. Both texts are percent-encoded already.
    pub(super) fn url(&self, path: &str, query: &str) -> Result<Url, InvalidRequest> {
        let base = &self.0.base_url;
        let mark = if query.is_empty() { "" } else { "?" };
        Url::parse(&format!("{base}{path}{mark}{query}"))
            .map_err(|error| InvalidRequest::new("its URL is not one").with_source(error))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base_url)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}
