//! Credentials, and which of them a call needs.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};

use super::super::support::secret::Secret;
use super::invalid::InvalidRequest;

/// What a call may be authorized by: names of security schemes. Any one of the outer list is enough, and all names of
/// an inner list are needed together. No list at all, or an empty inner one, means that no credential is needed.
pub type Security = &'static [&'static [&'static str]];

/// A credential for one security scheme. `Debug` shows its kind and never its secret.
#[derive(Debug, Clone)]
pub struct Credential(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Bearer(Secret),
    Basic { user: String, password: Secret },
    Header { name: &'static str, key: Secret },
    Query { name: &'static str, key: Secret },
    Cookie { name: &'static str, key: Secret },
}

impl Credential {
    /// A token that is sent as `Authorization: Bearer …`.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self(Kind::Bearer(Secret::new(token)))
    }

    /// A user and a password that are sent as `Authorization: Basic …`.
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self(Kind::Basic {
            user: user.into(),
            password: Secret::new(password),
        })
    }

    /// A key that is sent in the header `name`.
    pub fn header_key(name: &'static str, key: impl Into<String>) -> Self {
        Self(Kind::Header {
            name,
            key: Secret::new(key),
        })
    }

    /// A key that is sent in the query parameter `name`.
    pub fn query_key(name: &'static str, key: impl Into<String>) -> Self {
        Self(Kind::Query {
            name,
            key: Secret::new(key),
        })
    }

    /// A key that is sent in the cookie `name`.
    pub fn cookie_key(name: &'static str, key: impl Into<String>) -> Self {
        Self(Kind::Cookie {
            name,
            key: Secret::new(key),
        })
    }

    /// Whether the credential can be written where it belongs.
    fn is_sendable(&self) -> bool {
        match &self.0 {
            Kind::Bearer(token) => sensitive(token.expose()).is_some(),
            Kind::Basic { user, .. } => !user.contains(':'),
            Kind::Header { name, key } => {
                HeaderName::try_from(*name).is_ok() && sensitive(key.expose()).is_some()
            }
            Kind::Query { .. } => true,
            Kind::Cookie { key, .. } => key.expose().bytes().all(is_cookie_octet),
        }
    }

    fn apply(&self, call: &mut Authorized) {
        match &self.0 {
            Kind::Bearer(token) => {
                call.header(AUTHORIZATION, &format!("Bearer {}", token.expose()));
            }
            Kind::Basic { user, password } => call.basic = Some((user.clone(), password.clone())),
            Kind::Header { name, key } => {
                if let Ok(name) = HeaderName::try_from(*name) {
                    call.header(name, key.expose());
                }
            }
            Kind::Query { name, key } => call.query.push((name, key.clone())),
            Kind::Cookie { name, key } => call.cookies.push((name, key.clone())),
        }
    }
}

/// The bytes that RFC 6265 allows in the value of a cookie.
fn is_cookie_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E)
}

/// A header value that HTTP libraries keep out of their own logs and compression tables.
fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The credentials that a client holds, by the name of their security scheme.
#[derive(Clone, Default)]
pub struct Credentials(BTreeMap<&'static str, Credential>);

impl Credentials {
    /// Keeps `credential` for `scheme`, in place of an earlier one.
    pub fn insert(&mut self, scheme: &'static str, credential: Credential) {
        self.0.insert(scheme, credential);
    }

    /// The scheme of the first credential that cannot be sent because of the characters in it.
    pub fn unsendable(&self) -> Option<&'static str> {
        let mut all = self.0.iter();
        all.find(|(_, credential)| !credential.is_sendable())
            .map(|(scheme, _)| *scheme)
    }

    /// What is to be added to a call that needs `security`: the first alternative that can be met, and none only where
    /// no other can.
    ///
    /// # Errors
    ///
    /// When no alternative can be met; the error names all of them.
    pub fn authorize(&self, security: Security) -> Result<Authorized, InvalidRequest> {
        let mut call = Authorized::default();
        let mut named = security.iter().filter(|schemes| !schemes.is_empty());
        let met = named.find_map(|schemes| self.all(schemes));
        let needless = security.is_empty() || security.iter().any(|schemes| schemes.is_empty());
        if met.is_none() && !needless {
            return Err(missing(security));
        }
        for credential in met.unwrap_or_default() {
            credential.apply(&mut call);
        }
        Ok(call)
    }

    fn all(&self, schemes: &[&str]) -> Option<Vec<&Credential>> {
        schemes.iter().map(|scheme| self.0.get(*scheme)).collect()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.0).finish()
    }
}

fn missing(security: Security) -> InvalidRequest {
    let alternatives: Vec<String> = security
        .iter()
        .map(|schemes| schemes.join(" and "))
        .collect();
    InvalidRequest::new(format!(
        "no credential that this operation accepts was given; what would do: {}",
        alternatives.join(", or ")
    ))
}

/// What credentials add to one call.
#[derive(Debug, Default)]
pub struct Authorized {
    headers: HeaderMap,
    cookies: Vec<(&'static str, Secret)>,
    basic: Option<(String, Secret)>,
    query: Vec<(&'static str, Secret)>,
}

impl Authorized {
    /// The keys that belong into the query.
    pub fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, key)| (*name, key.expose()))
    }

    /// Adds all but the query to the headers of a call, which may have cookies of its own.
    pub fn apply(&self, headers: &mut HeaderMap) {
        if !self.cookies.is_empty() {
            let own = headers.get(COOKIE);
            let own = own.and_then(|value| value.to_str().ok()).map(String::from);
            let keys = self.cookies.iter();
            let keys = keys.map(|(name, key)| format!("{name}={}", key.expose()));
            let all: Vec<String> = own.into_iter().chain(keys).collect();
            set(headers, COOKIE, &all.join("; "));
        }
        if let Some((user, password)) = &self.basic {
            let pair = BASE64_STANDARD.encode(format!("{user}:{}", password.expose()));
            set(headers, AUTHORIZATION, &format!("Basic {pair}"));
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
    }

    fn header(&mut self, name: HeaderName, text: &str) {
        set(&mut self.headers, name, text);
    }
}

/// Sets a header. A text that cannot be one was refused when the client was built.
fn set(headers: &mut HeaderMap, name: HeaderName, text: &str) {
    if let Some(value) = sensitive(text) {
        headers.insert(name, value);
    }
}
