//! What credentials add to one call.

use http::header::{COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};

use super::super::support::secret::Secret;
use super::auth::Security;
use super::error::SendError;
use super::handle::Client;
use super::invalid::InvalidRequest;
use super::token_provider::Token;

/// What credentials add to one call. It can be added again where the call is sent again; to another host it must not be
/// sent.
#[derive(Debug)]
pub struct Authorized {
    /// What the call needs.
    security: Security,
    /// The tokens in it that were provided, by their scheme.
    tokens: Vec<(&'static str, Token)>,
    is_renewed: bool,
    headers: Vec<(HeaderName, HeaderValue)>,
    cookies: Vec<(&'static str, Secret)>,
    query: Vec<(&'static str, Secret)>,
}

impl Authorized {
    /// Nothing yet, for a call that needs `security`.
    pub fn new(security: Security) -> Self {
        Self {
            security,
            tokens: Vec::new(),
            is_renewed: false,
            headers: Vec::new(),
            cookies: Vec::new(),
            query: Vec::new(),
        }
    }

    /// What to send again with after an answer of this status: after 401, other tokens in place of those that were provided
    /// for this call. None where there are none, where the same are provided again, and where this is renewed already.
    ///
    /// # Errors
    ///
    /// When a provider has no other token, which leaves the answer as it is.
    pub async fn renew(
        &self,
        client: &Client,
        status: StatusCode,
    ) -> Result<Option<Self>, SendError> {
        let is_refused = status == StatusCode::UNAUTHORIZED;
        if !is_refused || self.is_renewed || self.tokens.is_empty() {
            return Ok(None);
        }
        let credentials = client.credentials();
        let mut renewed = credentials
            .authorize_again(client, self.security, &self.tokens)
            .await?;
        renewed.is_renewed = true;
        Ok((renewed.tokens != self.tokens).then_some(renewed))
    }

    /// The keys that belong into the query.
    pub fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, key)| (*name, key.expose()))
    }

    /// Adds all but the query to the headers of a request.
    pub fn apply(&self, headers: &mut HeaderMap) {
        if !self.cookies.is_empty() {
            let own = headers.get(COOKIE).and_then(|value| value.to_str().ok());
            let own = own.map(String::from);
            let keys = self.cookies.iter();
            let keys = keys.map(|(name, key)| format!("{name}={}", key.expose()));
            let all: Vec<String> = own.into_iter().chain(keys).collect();
            // A name or a key that cannot be sent was refused before.
            if let Some(value) = sensitive(&all.join("; ")) {
                headers.insert(COOKIE, value);
            }
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
    }

    /// Notes that this token of `scheme` was provided for the call.
    pub(super) fn add_token(&mut self, scheme: &'static str, token: Token) {
        self.tokens.push((scheme, token));
    }

    /// Adds a header.
    ///
    /// # Errors
    ///
    /// When another scheme says something else in it: a request has it once, so one of the two would not be sent.
    pub(super) fn add_header(
        &mut self,
        name: HeaderName,
        value: HeaderValue,
    ) -> Result<(), InvalidRequest> {
        let mut all = self.headers.iter();
        if all.any(|(of, said)| *of == name && *said != value) {
            return Err(InvalidRequest::new(format!(
                "two credentials that are needed together are both sent in the header `{name}`; `Credential::elsewhere` \
                 leaves out one of them"
            )));
        }
        self.headers.push((name, value));
        Ok(())
    }

    pub(super) fn add_to_query(&mut self, name: &'static str, key: &Secret) {
        self.query.push((name, key.clone()));
    }

    pub(super) fn add_cookie(&mut self, name: &'static str, key: &Secret) {
        self.cookies.push((name, key.clone()));
    }
}

/// A header value that HTTP libraries keep out of their own logs and compression tables.
pub(super) fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}
