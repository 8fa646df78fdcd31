//! What credentials add to one call.

use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use reqwest::RequestBuilder;

use super::super::support::secret::Secret;
use super::auth::Security;
use super::error::SendError;
use super::handle::Client;
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
    headers: HeaderMap,
    cookies: Vec<(&'static str, Secret)>,
    basic: Option<(String, Secret)>,
    query: Vec<(&'static str, Secret)>,
}

impl Authorized {
    /// Nothing yet, for a call that needs `security`.
    pub fn new(security: Security) -> Self {
        Self {
            security,
            tokens: Vec::new(),
            is_renewed: false,
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            basic: None,
            query: Vec::new(),
        }
    }

    /// What to send again with after an answer of this status: after 401, other tokens in place of those that were provided
    /// for this call. None where there are none, where the same are provided again, and where this is renewed already.
    ///
    /// # Errors
    ///
    /// When a provider has no other token.
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

    /// The names of the headers that credentials are in.
    pub fn header_names(&self) -> impl Iterator<Item = HeaderName> + '_ {
        let basic = self.basic.iter().map(|_| AUTHORIZATION);
        let cookies = (!self.cookies.is_empty()).then_some(COOKIE);
        let all = self.headers.keys().cloned().chain(basic);
        all.chain(cookies)
    }

    /// The keys that belong into the query.
    pub fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, key)| (*name, key.expose()))
    }

    /// Adds all but the query to `request`, which has the header `Cookie` from `own` if it has one.
    pub fn apply(&self, request: RequestBuilder, own: Option<&HeaderValue>) -> RequestBuilder {
        let mut headers = self.headers.clone();
        if !self.cookies.is_empty() {
            let own = own.and_then(|value| value.to_str().ok()).map(String::from);
            let keys = self.cookies.iter();
            let keys = keys.map(|(name, key)| format!("{name}={}", key.expose()));
            let all: Vec<String> = own.into_iter().chain(keys).collect();
            if let Some(value) = sensitive(&all.join("; ")) {
                headers.insert(COOKIE, value);
            }
        }
        let request = request.headers(headers);
        match &self.basic {
            Some((user, password)) => request.basic_auth(user, Some(password.expose())),
            None => request,
        }
    }

    /// Notes that this token of `scheme` was provided for the call.
    pub(super) fn add_token(&mut self, scheme: &'static str, token: Token) {
        self.tokens.push((scheme, token));
    }

    /// Adds a header. A text that cannot be one was refused before.
    pub(super) fn add_header(&mut self, name: HeaderName, text: &str) {
        if let Some(value) = sensitive(text) {
            self.headers.insert(name, value);
        }
    }

    pub(super) fn add_basic(&mut self, user: &str, password: &Secret) {
        self.basic = Some((user.to_owned(), password.clone()));
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
