//! The token endpoint of OAuth 2: what it is asked, and what it answers (RFC 6749).

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{Request, StatusCode};
use reqwest::Url;
use serde_json::Value;
use tokio::sync::OnceCell;

use super::super::support::secret::Secret;
use super::authorized::sensitive;
use super::body::Body;
use super::encode;
use super::platform::Instant;
use super::token_provider::{Token, TokenError, TokenRequest};

/// A token is asked for anew this long before it ends, so that it does not end on its way.
const MARGIN: Duration = Duration::from_secs(30);

/// How many characters of what the endpoint says of an error are shown.
const EXCERPT: usize = 200;

/// A token endpoint, and how this client says there who it is. `Debug` does not show where it is, because there may be a
/// key in the query.
#[derive(Clone)]
pub struct TokenEndpoint {
    url: Option<String>,
    /// Where an OpenID provider describes itself.
    discovery: Option<String>,
    /// What it says of the URL.
    discovered: OnceCell<String>,
    id: String,
    secret: Option<Secret>,
    is_in_body: bool,
    parameters: Vec<(String, Secret)>,
}

impl TokenEndpoint {
    /// An endpoint whose URL is not known yet.
    pub fn new(id: String, secret: Option<Secret>) -> Self {
        Self {
            url: None,
            discovery: None,
            discovered: OnceCell::new(),
            id,
            secret,
            is_in_body: false,
            parameters: Vec::new(),
        }
    }

    /// Says where it is.
    pub fn set_url(&mut self, url: String) {
        self.url = Some(url);
    }

    /// Says where it is, unless that is said already.
    pub fn set_default_url(&mut self, url: &str) {
        self.url.get_or_insert_with(|| url.to_owned());
    }

    /// Says where an OpenID provider says where it is.
    pub fn set_discovery(&mut self, url: &str) {
        self.discovery = Some(url.to_owned());
    }

    /// Sends the id and the secret in the body, and not as `Authorization: Basic …`.
    pub fn set_in_body(&mut self) {
        self.is_in_body = true;
    }

    /// Adds a parameter to what is asked.
    pub fn add(&mut self, name: String, value: Secret) {
        self.parameters.push((name, value));
    }

    /// Asks for a token by a grant.
    ///
    /// # Errors
    ///
    /// When no whole answer comes, or none with a token.
    pub async fn ask(
        &self,
        asked: &TokenRequest<'_>,
        grant: &[(&str, &str)],
    ) -> Result<Granted, TokenError> {
        let url = self.locate(asked).await?;
        let mut request = Request::post(url.as_str())
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(secret) = self.secret.as_ref().filter(|_| !self.is_in_body) {
            // Both are encoded as in a form first (RFC 6749, section 2.3.1).
            let (id, secret) = (encode::text(&self.id), encode::text(secret.expose()));
            let pair = BASE64_STANDARD.encode(format!("{id}:{secret}"));
            let value = sensitive(&format!("Basic {pair}"));
            request = request.header(AUTHORIZATION, value.ok_or("the secret cannot be sent")?);
        }
        let answer = asked.send(request.body(self.body(grant).into())?).await?;
        Granted::read(answer.status(), answer.bytes())
    }

    async fn locate(&self, asked: &TokenRequest<'_>) -> Result<Url, TokenError> {
        let said = self.url.as_deref().filter(|text| !text.is_empty());
        match (said, &self.discovery) {
            (Some(text), _) => resolve(asked, text),
            (None, Some(at)) => {
                let found = self.discovered.get_or_try_init(|| discover(asked, at));
                resolve(asked, found.await?)
            }
            (None, None) => Err("the token endpoint is not known: say it with `token_url`".into()),
        }
    }

    fn body(&self, grant: &[(&str, &str)]) -> String {
        let mut body = String::new();
        let mut push = |name: &str, value: &str| {
            if !body.is_empty() {
                body.push('&');
            }
            encode::push(&mut body, name);
            body.push('=');
            encode::push(&mut body, value);
        };
        for (name, value) in grant {
            push(name, value);
        }
        match &self.secret {
            Some(secret) if self.is_in_body => {
                push("client_id", &self.id);
                push("client_secret", secret.expose());
            }
            Some(_) => {}
            None => push("client_id", &self.id),
        }
        for (name, value) in &self.parameters {
            push(name, value.expose());
        }
        body
    }
}

impl fmt::Debug for TokenEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenEndpoint")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// What an OpenID provider says of its token endpoint (OpenID Connect Discovery 1.0, section 4).
async fn discover(asked: &TokenRequest<'_>, at: &str) -> Result<String, TokenError> {
    let request = Request::get(resolve(asked, at)?.as_str()).body(Body::default())?;
    let answer = asked.send(request).await?;
    let status = answer.status();
    if !status.is_success() {
        return Err(format!("the OpenID provider answered {status}").into());
    }
    let said: Value = serde_json::from_slice(answer.bytes()).unwrap_or_default();
    let endpoint = said.get("token_endpoint").and_then(Value::as_str);
    let endpoint = endpoint.ok_or("the OpenID provider does not say where its tokens are")?;
    Ok(endpoint.to_owned())
}

/// A URL that is relative is so to the API.
fn resolve(asked: &TokenRequest<'_>, text: &str) -> Result<Url, TokenError> {
    let url = asked.client().url(None, "/", "")?.join(text);
    Ok(url.map_err(|error| format!("the token endpoint has no URL: {error}"))?)
}

/// What a token endpoint grants.
#[derive(Debug)]
pub struct Granted {
    /// The token, and how long it is kept.
    pub kept: Kept,
    /// What the next token is asked for with, where that is another than before.
    pub refresh_token: Option<Secret>,
}

impl Granted {
    /// Reads an answer. No error shows what is in it but the two members that describe an error.
    fn read(status: StatusCode, body: &Bytes) -> Result<Self, TokenError> {
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |name: &str| answer.get(name).and_then(Value::as_str);
        if !status.is_success() || text("error").is_some() {
            let said: Vec<String> = ["error", "error_description"]
                .iter()
                .filter_map(|name| text(name))
                .map(excerpt)
                .collect();
            let said = if said.is_empty() {
                String::new()
            } else {
                format!(": {}", said.join(": "))
            };
            return Err(format!("the token endpoint answered {status}{said}").into());
        }
        let token = text("access_token").ok_or("the token endpoint answered without a token")?;
        let kind = text("token_type").unwrap_or("bearer");
        if !kind.to_ascii_lowercase().starts_with("bearer") {
            let kind = excerpt(kind);
            return Err(format!("the token endpoint gave a token of the type `{kind}`").into());
        }
        Ok(Self {
            kept: Kept::new(Token::new(token), lifetime(answer.get("expires_in"))),
            refresh_token: text("refresh_token").map(Secret::new),
        })
    }
}

/// Seconds, which some servers write as a text.
fn lifetime(value: Option<&Value>) -> Option<Duration> {
    let seconds = match value? {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    };
    Duration::try_from_secs_f64(seconds?).ok()
}

/// The beginning of a text, on one line.
fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(EXCERPT).collect();
    start.replace(char::is_control, " ")
}

/// A token that is used until shortly before it ends.
#[derive(Debug, Clone)]
pub struct Kept {
    token: Token,
    until: Option<Instant>,
}

impl Kept {
    /// Keeps a token that lives so long; for ever where that is not said.
    fn new(token: Token, lifetime: Option<Duration>) -> Self {
        let until = lifetime.and_then(|lifetime| {
            let margin = MARGIN.min(lifetime / 2);
            Instant::now().checked_add(lifetime - margin)
        });
        Self { token, until }
    }

    /// The token, if it is good still and not the one that was refused.
    pub fn good(&self, refused: Option<&Token>) -> Option<Token> {
        let is_over = self.until.is_some_and(|until| Instant::now() >= until);
        (!is_over && refused != Some(&self.token)).then(|| self.token.clone())
    }

    /// The token.
    pub fn token(&self) -> Token {
        self.token.clone()
    }
}
