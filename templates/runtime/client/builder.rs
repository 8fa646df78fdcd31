//! How a client is set up.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::auth::{Credential, Credentials};
use super::base_url::{BaseUrl, IntoBaseUrl};
use super::handle::{Client, Shared};

/// How long a body may be, unless told otherwise: 64 MiB.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// Sets up a [`Client`]. `Debug` shows no secret.
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    base_url: BaseUrl,
    servers: BTreeMap<&'static str, BaseUrl>,
    http: Option<reqwest::Client>,
    timeout: Option<Duration>,
    max_body_bytes: usize,
    credentials: Credentials,
}

impl ClientBuilder {
    /// Begins with the API's address.
    pub fn new(base_url: impl IntoBaseUrl) -> Self {
        Self {
            base_url: base_url.into_base_url(),
            servers: BTreeMap::new(),
            http: None,
            timeout: None,
            max_body_bytes: MAX_BODY_BYTES,
            credentials: Credentials::default(),
        }
    }

    /// How long a call may take, from its first byte sent to the last byte of the answer read. There is no limit unless
    /// one is set here or in one's own HTTP client.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sends with one's own HTTP client, for a proxy, a certificate or a connection pool of one's own.
    ///
    /// The client that is made otherwise follows no redirect: a 3xx is an unexpected response. One's own does what it
    /// was told, and when it follows a redirect to another host, reqwest takes along all but the standard headers for
    /// authentication: keys in other headers, in the query or in a cookie of this client would reach that host. Give
    /// it `reqwest::redirect::Policy::none()` where that matters.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// How many bytes of an answer's body are read at most; a longer one is an error. The default is 64 MiB.
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.max_body_bytes = limit;
        self
    }

    /// Sets the credential of a security scheme by the name that the document gives it.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.insert(scheme, credential);
        self
    }

    /// Sets where those operations are sent that have servers of their own, by the name of these: one of them, or any URL.
    pub fn server(mut self, name: &'static str, server: impl IntoBaseUrl) -> Self {
        self.servers.insert(name, server.into_base_url());
        self
    }

    /// Checks what was set and makes the client.
    ///
    /// # Errors
    ///
    /// When the base URL is not an absolute `http` or `https` URL, or holds a user, a query or a fragment; when a
    /// credential has characters that cannot be sent; when the HTTP client cannot be made.
    pub fn build(self) -> Result<Client, BuildError> {
        let own = self.servers.into_iter();
        let own = own.map(|(name, server)| Ok((name, server.into_url()?)));
        let servers = own.collect::<Result<_, BuildError>>()?;
        let is_documented = self.base_url.is_documented();
        let base_url = self.base_url.into_url()?;
        let http = match self.http {
            Some(client) => client,
            None => default_client()?,
        };
        let shared = Shared {
            base_url,
            servers,
            is_documented,
            http,
            timeout: self.timeout,
            max_body_bytes: self.max_body_bytes,
            credentials: self.credentials,
        };
        shared.checked().map(Client::from_shared)
    }
}

fn default_client() -> Result<reqwest::Client, BuildError> {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    builder.build().map_err(|error| BuildError {
        message: format!("the HTTP client cannot be made: {error}"),
    })
}

/// Why a client could not be made.
#[derive(Debug, Clone)]
pub struct BuildError {
    message: String,
}

impl BuildError {
    /// The error of a credential.
    pub(super) fn of_credential(scheme: &str) -> Self {
        Self {
            message: format!("the credential for `{scheme}` has characters that cannot be sent"),
        }
    }

    /// The error of an address.
    pub(super) fn of_url(reason: &str) -> Self {
        Self {
            message: format!("the base URL {reason}"),
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BuildError {}
