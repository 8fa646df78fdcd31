//! Credentials, and which of them a call needs.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use super::super::support::secret::Secret;
use super::SCHEMES;
use super::authorized::{Authorized, sensitive};
use super::error::SendError;
use super::handle::Client;
use super::invalid::InvalidRequest;
use super::token_provider::{Token, TokenError, TokenProvider, TokenRequest};
use super::transport::TransportError;

/// What a call may be authorized by: names of security schemes. Any one of the outer list is enough, and all names of
/// an inner list are needed together. No list at all, or an empty inner one, means that no credential is needed.
///
/// Behind the name of a scheme may stand the scopes that its token needs: `oauth[pets:read pets:write]`.
pub type Security = &'static [&'static [&'static str]];

/// A credential for one security scheme. `Debug` shows its kind and never its secret.
#[derive(Debug, Clone)]
pub struct Credential(Kind);

#[derive(Debug, Clone)]
enum Kind {
    /// A header that is made once and shows no value; `None` where its characters cannot be sent.
    Header(Option<(HeaderName, HeaderValue)>),
    Query {
        name: &'static str,
        key: Secret,
    },
    Cookie {
        name: &'static str,
        key: Secret,
    },
    Provided(Provider),
    Elsewhere,
}

impl Kind {
    fn authorization(value: Option<HeaderValue>) -> Self {
        Self::Header(value.map(|value| (AUTHORIZATION, value)))
    }
}

#[derive(Clone)]
struct Provider(Arc<dyn TokenProvider>);

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(a token provider)")
    }
}

impl Credential {
    /// A token that is sent as `Authorization: Bearer …`.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self(Kind::authorization(bearer(&token.into())))
    }

    /// Tokens that come from a provider, and are sent as `Authorization: Bearer …`.
    pub fn provider(provider: impl TokenProvider + 'static) -> Self {
        Self(Kind::Provided(Provider(Arc::new(provider))))
    }

    /// A user and a password that are sent as `Authorization: Basic …`.
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        let (user, password) = (user.into(), password.into());
        let pair = BASE64_STANDARD.encode(format!("{user}:{password}"));
        let value = sensitive(&format!("Basic {pair}"));
        Self(Kind::authorization(value.filter(|_| !user.contains(':'))))
    }

    /// A value that is sent as `Authorization:`, this scheme of HTTP, and the value as it is.
    pub fn http(scheme: &'static str, value: impl Into<String>) -> Self {
        let value = sensitive(&format!("{scheme} {}", value.into()));
        Self(Kind::authorization(value))
    }

    /// A key that is sent in the header `name`.
    pub fn header_key(name: &'static str, key: impl Into<String>) -> Self {
        let name = HeaderName::try_from(name).ok();
        Self(Kind::Header(name.zip(sensitive(&key.into()))))
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

    /// What proves who calls is added elsewhere: the certificate of one's own HTTP client, a proxy. Nothing is sent for it.
    pub fn elsewhere() -> Self {
        Self(Kind::Elsewhere)
    }

    /// Whether the credential can be written where it belongs.
    fn is_sendable(&self) -> bool {
        match &self.0 {
            Kind::Header(header) => header.is_some(),
            Kind::Cookie { name, key } => {
                is_cookie_name(name) && key.expose().bytes().all(is_cookie_octet)
            }
            Kind::Query { .. } | Kind::Provided(_) | Kind::Elsewhere => true,
        }
    }

    /// Adds the credential to a call; a provider is asked elsewhere.
    fn apply(&self, call: &mut Authorized) -> Result<(), InvalidRequest> {
        match &self.0 {
            Kind::Header(header) => {
                if let Some((name, value)) = header {
                    call.add_header(name.clone(), value.clone())?;
                }
            }
            Kind::Query { name, key } => call.add_to_query(name, key),
            Kind::Cookie { name, key } => call.add_cookie(name, key),
            Kind::Provided(_) | Kind::Elsewhere => {}
        }
        Ok(())
    }
}

fn bearer(token: &str) -> Option<HeaderValue> {
    sensitive(&format!("Bearer {token}"))
}

/// Whether servers find a cookie by this name. It is not held to what RFC 6265 allows, since many names have brackets.
fn is_cookie_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_graphic() && !br#""=;,\"#.contains(&byte);
    !name.is_empty() && name.bytes().all(fits)
}

/// The bytes that RFC 6265 allows in the value of a cookie.
fn is_cookie_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E)
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
    /// When no alternative can be met; the error names all of them. When a provider has no token, and when two credentials
    /// need the same header.
    pub async fn authorize(
        &self,
        client: &Client,
        security: Security,
    ) -> Result<Authorized, SendError> {
        self.authorize_again(client, security, &[]).await
    }

    /// The same after these tokens were refused.
    pub(super) async fn authorize_again(
        &self,
        client: &Client,
        security: Security,
        refused: &[(&'static str, Token)],
    ) -> Result<Authorized, SendError> {
        let mut call = Authorized::new(security);
        for need in self.met(security)? {
            let (scheme, scopes) = parts(need);
            let held = self.0.get_key_value(scheme);
            let (&scheme, credential) = held.ok_or_else(|| missing(security))?;
            let Kind::Provided(Provider(provider)) = &credential.0 else {
                credential.apply(&mut call)?;
                continue;
            };
            let refused = refused.iter().find(|(of, _)| *of == scheme);
            let refused = refused.map(|(_, token)| token);
            let asked = TokenRequest::new(client, scopes, refused);
            let token = provider.token(asked).await;
            let token = token.map_err(|error| no_token(scheme, error))?;
            let value = bearer(token.expose()).ok_or_else(|| {
                let message = "has characters that cannot be sent";
                InvalidRequest::new(format!("the token for `{scheme}` {message}"))
            })?;
            call.add_header(AUTHORIZATION, value)?;
            call.add_token(scheme, token);
        }
        Ok(call)
    }

    /// The first alternative of which all credentials are there.
    fn met(&self, security: Security) -> Result<&'static [&'static str], InvalidRequest> {
        let has = |need: &&'static str| self.0.contains_key(parts(need).0);
        let mut named = security.iter().filter(|schemes| !schemes.is_empty());
        let met = named.find(|schemes| schemes.iter().all(has));
        let needless = security.is_empty() || security.iter().any(|schemes| schemes.is_empty());
        match met {
            None if !needless => Err(missing(security)),
            met => Ok(met.copied().unwrap_or_default()),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.0).finish()
    }
}

/// The scheme and the scopes of `oauth[pets:read pets:write]`; what is the name of a scheme as a whole has none.
fn parts(need: &'static str) -> (&'static str, Vec<&'static str>) {
    let is_name = SCHEMES.iter().any(|(name, _)| *name == need);
    let written = need.strip_suffix(']').filter(|_| !is_name);
    let written = written.and_then(|it| it.split_once('['));
    match written {
        Some((scheme, scopes)) => (scheme, scopes.split(' ').collect()),
        None => (need, Vec::new()),
    }
}

/// A provider without an answer is as a server without one: another attempt may have it.
fn no_token(scheme: &'static str, error: TokenError) -> SendError {
    match TransportError::of_token(scheme, error) {
        Ok(error) => error.into(),
        Err(error) => {
            let message = format!("there is no token for `{scheme}`");
            InvalidRequest::new(message).with_source(error).into()
        }
    }
}

fn missing(security: Security) -> InvalidRequest {
    let alternatives = security.iter().map(|schemes| {
        let schemes = schemes.iter().map(|need| described(need));
        schemes.collect::<Vec<_>>().join(" and ")
    });
    let alternatives: Vec<String> = alternatives.collect();
    InvalidRequest::new(format!(
        "no credential that this operation accepts was given; what would do: {}",
        alternatives.join(", or ")
    ))
}

/// `oauth` with the scopes read and write, from `ClientBuilder::oauth`.
fn described(need: &'static str) -> String {
    let (scheme, scopes) = parts(need);
    let with = match scopes.as_slice() {
        [] => String::new(),
        [scope] => format!(" with the scope {scope}"),
        scopes => format!(" with the scopes {}", scopes.join(", ")),
    };
    let known = SCHEMES.iter().find(|(name, _)| *name == scheme);
    let method = known.map_or("credential", |(_, method)| *method);
    format!("`{scheme}`{with}, from `ClientBuilder::{method}`")
}
