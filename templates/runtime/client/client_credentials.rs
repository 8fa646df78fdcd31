//! The client credentials grant of OAuth 2 (RFC 6749, section 4.4).

use std::collections::BTreeMap;

use tokio::sync::Mutex;

use super::super::support::secret::Secret;
use super::token_endpoint::{Kept, TokenEndpoint};
use super::token_provider::{TokenFuture, TokenProvider, TokenRequest};

/// Gives the tokens of a client that acts for itself, with an id and a secret.
///
/// A token is kept until shortly before it ends. Calls that need one at the same time wait for one request to the token
/// endpoint, which is sent as the calls of the client are. `Debug` shows no secret.
#[derive(Debug)]
pub struct ClientCredentials {
    endpoint: TokenEndpoint,
    scopes: Option<String>,
    /// By the scopes that they were asked for with.
    tokens: Mutex<BTreeMap<String, Kept>>,
}

impl ClientCredentials {
    /// The client's id and secret. They are sent as `Authorization: Basic …`.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            endpoint: TokenEndpoint::new(id.into(), Some(Secret::new(secret))),
            scopes: None,
            tokens: Mutex::default(),
        }
    }

    /// Where tokens are asked for, in place of what the document says. A relative URL is relative to the API.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint.set_url(url.into());
        self
    }

    /// Where tokens are asked for, unless that is said already.
    #[must_use]
    pub fn or_token_url(mut self, url: &str) -> Self {
        self.endpoint.set_default_url(url);
        self
    }

    /// The scopes of every token, in place of those that the document names for each operation.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        self.scopes = Some(scopes.join(" "));
        self
    }

    /// Where the OpenID provider says at which URL tokens are asked for, unless that URL is said already.
    #[must_use]
    pub fn or_discovered_at(mut self, url: &str) -> Self {
        self.endpoint.set_discovery(url);
        self
    }

    /// Sends the id and the secret in the body.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.endpoint.set_in_body();
        self
    }

    /// Adds a parameter to what the token endpoint is asked, such as `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.endpoint.add(name.into(), Secret::new(value));
        self
    }
}

impl TokenProvider for ClientCredentials {
    fn token<'a>(&'a self, asked: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let scopes = match &self.scopes {
                Some(scopes) => scopes.clone(),
                None => asked.scopes().join(" "),
            };
            // It stays locked while a token is asked for, so that all who need it wait for the same.
            let mut tokens = self.tokens.lock().await;
            let kept = tokens.get(&scopes);
            if let Some(token) = kept.and_then(|kept| kept.good(asked.refused())) {
                return Ok(token);
            }
            let mut grant = vec![("grant_type", "client_credentials")];
            if !scopes.is_empty() {
                grant.push(("scope", &scopes));
            }
            let granted = self.endpoint.ask(&asked, &grant).await?;
            let token = granted.kept.token();
            tokens.insert(scopes, granted.kept);
            Ok(token)
        })
    }
}
