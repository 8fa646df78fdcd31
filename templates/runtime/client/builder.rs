//! How a client is set up.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::auth::{Credential, Credentials};
use super::base_url::{Base, BaseUrl, IntoBaseUrl};
use super::handle::{Client, Shared};
use super::hook::Hook;
use super::options::Options;
use super::over_reqwest::OverReqwest;
use super::retries::RetryPolicy;
use super::transport::{Carrier, Transport};

/// Sets up a [`Client`]. `Debug` shows no secret.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    base_url: BaseUrl,
    servers: BTreeMap<&'static str, BaseUrl>,
    carrier: Option<Carrier>,
    connect_timeout: Option<Duration>,
    options: Options,
    hooks: Vec<Arc<dyn Hook>>,
    credentials: Credentials,
}

impl ClientBuilder {
    /// Begins with the API's address.
    pub fn new(base_url: impl IntoBaseUrl) -> Self {
        Self {
            base_url: base_url.into_base_url(),
            servers: BTreeMap::new(),
            carrier: None,
            connect_timeout: None,
            options: Options::default(),
            hooks: Vec::new(),
            credentials: Credentials::default(),
        }
    }

    /// How long a call may take, from its beginning to the last byte of the answer, with all that is done again. There
    /// is no limit unless one is set here or in one's own HTTP client.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|options| options.timeout(timeout))
    }

    /// How long making a connection may take. It has no effect on an HTTP client or a transport of one's own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How long may pass before the next piece of an answer's body is there. There is no limit unless one is set.
    pub fn read_timeout(self, timeout: Duration) -> Self {
        self.with(|options| options.read_timeout(timeout))
    }

    /// How many bytes of an answer's body are read into memory at most; a longer one is an error. The default is 64 MiB.
    pub fn max_body_bytes(self, limit: usize) -> Self {
        self.with(|options| options.max_body_bytes(limit))
    }

    /// How many redirects are followed at most. The default is 10; with 0, each is an error that says where it leads.
    /// Credentials do not reach another host; see `http_client` for the client of one's own.
    pub fn follow_redirects(self, most: usize) -> Self {
        self.with(|options| options.follow_redirects(most))
    }

    /// Sends again what failed, as the policy says. Nothing is sent again unless one is set.
    pub fn retries(self, policy: RetryPolicy) -> Self {
        self.with(|options| options.retries(policy))
    }

    /// Sets options for all calls; `Client::with` changes them for some.
    pub fn with(mut self, change: impl FnOnce(Options) -> Options) -> Self {
        self.options = change(self.options);
        self
    }

    /// Has a hook look on while calls are sent, after those that were given before.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }

    /// Sends with one's own HTTP client, for a proxy, a certificate or a connection pool of one's own.
    ///
    /// Redirects that it follows by itself are out of our hands: when one leads to another host, reqwest takes along all
    /// but the standard headers for authentication, so that keys in other headers, in the query or in a cookie would reach
    /// that host. Give it `reqwest::redirect::Policy::none()` and `referer(false)`, and redirects are followed here.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.carrier = Some(Carrier::Reqwest(OverReqwest(client)));
        self
    }

    /// Sends with a transport of one's own, such as one for tests that needs no socket.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.carrier = Some(Carrier::Other(Arc::new(transport)));
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
        let base_url = Base::new(self.base_url.into_url()?)?;
        let carrier = match self.carrier {
            Some(carrier) => carrier,
            None => Carrier::Reqwest(OverReqwest::new(self.connect_timeout)?),
        };
        let shared = Shared {
            base_url,
            servers,
            is_documented,
            carrier,
            hooks: self.hooks,
            credentials: self.credentials,
        };
        Ok(Client::new(shared.checked()?, self.options))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// Why a client could not be made.
#[derive(Debug, Clone)]
pub struct BuildError {
    message: String,
}

impl BuildError {
    pub(super) fn new(message: String) -> Self {
        Self { message }
    }

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
