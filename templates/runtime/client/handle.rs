//! The client itself.

use std::fmt;
use std::sync::Arc;

use http::Method;
use reqwest::Url;

use super::auth::{Credentials, Security};
use super::builder::ClientBuilder;
use super::hook::Hook;
use super::invalid::InvalidRequest;
use super::options::Options;
use super::request::Request;
use super::transport::Transport;

/// The client. A clone is cheap and shares its connections; `Debug` shows no secret.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    options: Arc<Options>,
}

/// What the clones of a client share.
pub(super) struct Shared {
    /// Where the API is, without a slash at the end.
    pub(super) base_url: String,
    /// What sends.
    pub(super) transport: Arc<dyn Transport>,
    /// What looks on.
    pub(super) hooks: Vec<Arc<dyn Hook>>,
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

    /// The same client with other options, for a single call or for many. It shares connections and credentials with this
    /// one.
    ///
    /// ```text
    /// let client = client.with(|options| options.timeout(Duration::from_secs(2)));
    /// ```
    #[must_use = "the client itself stays as it is"]
    pub fn with(&self, change: impl FnOnce(Options) -> Options) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::new(change(Options::clone(&self.options))),
        }
    }

    pub(super) fn new(shared: Shared, options: Options) -> Self {
        Self {
            shared: Arc::new(shared),
            options: Arc::new(options),
        }
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    pub(super) fn hooks(&self) -> &[Arc<dyn Hook>] {
        &self.shared.hooks
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        self.shared.transport.as_ref()
    }

    pub(super) fn credentials(&self) -> &Credentials {
        &self.shared.credentials
    }

    /// The URL of a call. Both texts are percent-encoded already.
    pub(super) fn url(&self, path: &str, query: &str) -> Result<Url, InvalidRequest> {
        let base = &self.shared.base_url;
        let mark = if query.is_empty() { "" } else { "?" };
        Url::parse(&format!("{base}{path}{mark}{query}"))
            .map_err(|error| InvalidRequest::new("its URL is not one").with_source(error))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.base_url)
            .field("credentials", &self.shared.credentials)
            .finish_non_exhaustive()
    }
}
