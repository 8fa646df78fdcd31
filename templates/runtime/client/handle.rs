//! The client itself.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use http::Method;
use reqwest::Url;

use super::auth::{Credential, Credentials, Security};
use super::base_url::{Base, IntoBaseUrl};
use super::builder::{BuildError, ClientBuilder};
use super::hook::Hook;
use super::invalid::InvalidRequest;
use super::options::Options;
use super::request::Request;
use super::transport::Carrier;

/// The client. A clone is cheap and shares its connections; `Debug` shows no secret.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    options: Arc<Options>,
}

/// What the clones of a client share.
#[derive(Clone)]
pub(super) struct Shared {
    /// Where the API is.
    pub(super) base_url: Base,
    /// Where operations are that have servers of their own, by the name of these.
    pub(super) servers: BTreeMap<&'static str, String>,
    /// Whether operations with servers of their own are sent to those unless another is set.
    pub(super) is_documented: bool,
    /// What sends.
    pub(super) carrier: Carrier,
    /// What looks on.
    pub(super) hooks: Vec<Arc<dyn Hook>>,
    /// What authorizes calls.
    pub(super) credentials: Credentials,
}

impl Shared {
    /// Refuses a credential that cannot be sent.
    pub(super) fn checked(self) -> Result<Self, BuildError> {
        match self.credentials.unsendable() {
            Some(scheme) => Err(BuildError::of_credential(scheme)),
            None => Ok(self),
        }
    }
}

impl Client {
    /// Begins a client for the API at `base_url`: a URL such as `https://example.com/api`, or a server of the document. It
    /// is checked by [`ClientBuilder::build`].
    pub fn builder(base_url: impl IntoBaseUrl) -> ClientBuilder {
        ClientBuilder::new(base_url)
    }

    /// The same client with this credential for a security scheme, in place of an earlier one. It shares the connections,
    /// and is cheap enough to be made for one call.
    ///
    /// # Errors
    ///
    /// When the credential has characters that cannot be sent.
    pub fn with_credential(
        &self,
        scheme: &'static str,
        credential: Credential,
    ) -> Result<Self, BuildError> {
        let mut shared = Shared::clone(&self.shared);
        shared.credentials.insert(scheme, credential);
        Ok(Self {
            shared: Arc::new(shared.checked()?),
            options: Arc::clone(&self.options),
        })
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

    pub(super) fn carrier(&self) -> &Carrier {
        &self.shared.carrier
    }

    pub(super) fn credentials(&self) -> &Credentials {
        &self.shared.credentials
    }

    /// Where an operation is sent that has servers of its own; none where that is where all others are.
    pub(super) fn own_server(
        &self,
        name: &str,
        url: &str,
    ) -> Result<Option<String>, InvalidRequest> {
        if let Some(server) = self.shared.servers.get(name) {
            return Ok(Some(server.clone()));
        }
        if !self.shared.is_documented {
            return Ok(None);
        }
        let whole = self.url(None, "/", "")?.join(url);
        let whole = whole.map_err(|error| InvalidRequest::new("no server").with_source(error))?;
        Ok(Some(whole.as_str().trim_end_matches('/').to_owned()))
    }

    /// The URL of a call to the server at this URL, else to the client's. The texts are percent-encoded already.
    pub(super) fn url(
        &self,
        server: Option<&str>,
        path: &str,
        query: &str,
    ) -> Result<Url, InvalidRequest> {
        let Some(server) = server else {
            return self.shared.base_url.below(path, query);
        };
        let mark = if query.is_empty() { "" } else { "?" };
        Url::parse(&[server, path, mark, query].concat()).map_err(InvalidRequest::of_url)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.base_url.as_str())
            .field("credentials", &self.shared.credentials)
            .finish_non_exhaustive()
    }
}
