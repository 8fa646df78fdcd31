//! The builder's methods for credentials.

use serde::Serialize;

use super::rust_name::{Case, RustName};
use super::scope::Scope;
use crate::ir::{Api, SecurityKind, SecurityScheme};

/// The builder's methods for a security scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecurityNames {
    /// The one that takes the credential; none where there is no such credential.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<RustName>,
    /// The one that takes a provider of tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<RustName>,
    /// The one for a client that acts for itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_credentials: Option<RustName>,
    /// The one for a user's refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<RustName>,
}

/// Methods that the client's builder has whatever the document says.
const RESERVED: &[&str] = &[
    "build",
    "clone",
    "credential",
    "http_client",
    "max_body_bytes",
    "new",
    "server",
    "timeout",
];

/// The names of the builder's methods are one scope; the ones that take credentials come first.
pub(super) fn name_security(api: &Api) -> (Vec<SecurityNames>, Scope) {
    let mut scope = Scope::with(RESERVED);
    let schemes = api.security_schemes.iter();
    let credentials = schemes.map(|scheme| {
        (scheme.kind != SecurityKind::Unsupported)
            .then(|| scope.take(&[&scheme.name], Case::Snake, "credential"))
    });
    let credentials: Vec<Option<RustName>> = credentials.collect();
    let schemes = api.security_schemes.iter().zip(credentials);
    let names = schemes.map(|(scheme, credential)| further(scheme, credential, &mut scope));
    (names.collect(), scope)
}

fn further(
    scheme: &SecurityScheme,
    credential: Option<RustName>,
    scope: &mut Scope,
) -> SecurityNames {
    let mut take = |is_there: bool, suffix: &str| {
        let words = format!("{} {suffix}", scheme.name);
        is_there.then(|| scope.take(&[&words], Case::Snake, "credential"))
    };
    let kind = &scheme.kind;
    SecurityNames {
        credential,
        provider: take(kind.is_token(), "provider"),
        client_credentials: take(kind.client_credentials().is_some(), "client credentials"),
        refresh_token: take(kind.refresh_token().is_some(), "refresh token"),
    }
}
