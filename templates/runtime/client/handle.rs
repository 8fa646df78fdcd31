//! The client itself.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use reqwest::Url;

use super::auth::{Credential, Credentials, Security};
use super::base_url::IntoBaseUrl;
use super::builder::{BuildError, ClientBuilder};
use super::invalid::InvalidRequest;
use super::request::Request;

/// The client. A clone is cheap and shares its connections; `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct Client(Arc<Shared>);

/// What the clones of a client share.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    /// Where the API is, without a slash at the end.
    pub(super) base_url: String,
    /// Where operations are that have servers of their own, by the name of these.
    pub(super) servers: BTreeMap<&'static str, String>,
    /// Whether operations with servers of their own are sent to those unless another is set.
    pub(super) is_documented: bool,
    /// What sends.
    pub(super) http: reqwest::Client,
    /// How long a call may take.
    pub(super) timeout: Option<Duration>,
    /// How long a body may be.
    pub(super) max_body_bytes: usize,
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
        let mut shared = Shared::clone(&self.0);
        shared.credentials.insert(scheme, credential);
        shared.checked().map(Self::from_shared)
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

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.0.http
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

    /// Where an operation is sent that has servers of its own; none where that is where all others are.
    pub(super) fn own_server(
        &self,
        name: &str,
        url: &str,
    ) -> Result<Option<String>, InvalidRequest> {
        if let Some(server) = self.0.servers.get(name) {
            return Ok(Some(server.clone()));
        }
        if !self.0.is_documented {
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
        let base = server.unwrap_or(&self.0.base_url);
        let mark = if query.is_empty() { "" } else { "?" };
        Url::parse(&format!("{base}{path}{mark}{query}"))
            .map_err(|error| InvalidRequest::new("its URL is not one").with_source(error))
    }
}
