//! What credentials are called: the methods of the client's builder, and what the server is shown.

use serde::Serialize;

use super::rust_name::{Case, RustName};
use super::scope::Scope;
use crate::analyse::access::Access;
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

/// What the server knows the credentials of a set of schemes by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CredentialNames {
    /// The variant.
    pub variant: RustName,
    /// The field for each scheme.
    pub fields: Vec<RustName>,
}

/// The names of the sets are one scope.
pub(super) fn name_credentials(api: &Api, access: &Access) -> Vec<CredentialNames> {
    let mut variants = Scope::default();
    let sets = access.sets().iter();
    let names = sets.map(|set| {
        let schemes = set.iter().filter_map(|it| api.security_schemes.get(*it));
        let schemes: Vec<&str> = schemes.map(|scheme| scheme.name.as_str()).collect();
        let mut fields = Scope::default();
        CredentialNames {
            variant: variants.take(&[&schemes.join(" and ")], Case::Camel, "Credentials"),
            fields: schemes
                .iter()
                .map(|name| fields.take(&[name], Case::Snake, "credential"))
                .collect(),
        }
    });
    names.collect()
}
