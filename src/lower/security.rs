//! Security schemes and requirements.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, SecurityScheme as Scheme};

use super::{Lowering, fault, resolve};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::keywords;
use crate::ir::{
    ApiKeyLocation, NeededScheme, OAuthFlow, OAuthFlowKind, SecurityKind, SecurityRequirement,
    SecurityScheme,
};

/// The schemes of HTTP that answer a challenge or sign each request (the registry of IANA): their credential is no text that
/// could be given once.
const INTERACTIVE: &[&str] = &[
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "oauth",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
];

impl Lowering<'_> {
    /// Lowers everything under `components/securitySchemes`. What could not be read there is unsupported.
    pub(super) fn read_security_schemes(&mut self) {
        let components = self.components;
        let root = Pointer::root().join("components").join("securitySchemes");
        for (name, place) in &components.security_schemes {
            let scheme = resolve(place, &components.security_schemes, "securitySchemes");
            let scheme = scheme.filter(|scheme| fault(extensions(scheme)).is_none());
            let kind = scheme.map(|scheme| self.security_kind(scheme, &root.join(name)));
            self.security_schemes.push(SecurityScheme {
                name: name.clone(),
                description: scheme.and_then(description),
                kind: kind.unwrap_or(SecurityKind::Unsupported),
            });
        }
    }

    fn security_kind(&mut self, scheme: &Scheme, pointer: &Pointer) -> SecurityKind {
        match scheme {
            Scheme::HTTP { extensions, .. } if extensions.contains_key(keywords::MUTUAL_TLS) => {
                let message = "the client shows a certificate only if it is given an HTTP client that has one, and the \
                               server asks for none";
                self.report(Diagnostic::at(Code::UnsupportedSecurity, pointer, message));
                SecurityKind::MutualTls
            }
            Scheme::HTTP {
                scheme,
                bearer_format,
                ..
            } => self.http_kind(scheme, bearer_format.clone(), pointer),
            Scheme::APIKey { location, name, .. } => SecurityKind::ApiKey {
                location: match location {
                    APIKeyLocation::Query => ApiKeyLocation::Query,
                    APIKeyLocation::Header => ApiKeyLocation::Header,
                    APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
                },
                name: name.clone(),
            },
            Scheme::OAuth2 { flows, .. } => SecurityKind::OAuth2 {
                flows: oauth_flows(flows),
            },
            Scheme::OpenIDConnect {
                open_id_connect_url,
                ..
            } => SecurityKind::OpenIdConnect {
                url: open_id_connect_url.clone(),
            },
        }
    }

    fn http_kind(
        &mut self,
        scheme: &str,
        format: Option<String>,
        pointer: &Pointer,
    ) -> SecurityKind {
        let name = scheme.to_ascii_lowercase();
        let (kind, message) = match name.as_str() {
            "bearer" => return SecurityKind::Bearer { format },
            "basic" => return SecurityKind::Basic,
            name if INTERACTIVE.contains(&name) || !is_token(name) => (
                SecurityKind::Unsupported,
                format!(
                    "the HTTP scheme `{scheme}` is not implemented: the client sends no credential for it, and the \
                     server asks for none"
                ),
            ),
            _ => (
                SecurityKind::Http {
                    scheme: scheme.to_owned(),
                },
                format!(
                    "of the HTTP scheme `{scheme}` the client sends the value that it is given, and the server asks for \
                     none"
                ),
            ),
        };
        self.report(Diagnostic::at(Code::UnsupportedSecurity, pointer, message));
        kind
    }

    /// The requirements of an operation: its own, or those of the whole document.
    pub(super) fn security(
        &mut self,
        requirements: &[openapiv3::SecurityRequirement],
        pointer: &Pointer,
    ) -> Vec<SecurityRequirement> {
        let mut lowered = Vec::new();
        for (index, requirement) in requirements.iter().enumerate() {
            let unknown = requirement
                .keys()
                .find(|name| !self.components.security_schemes.contains_key(*name));
            if let Some(name) = unknown {
                let place = pointer.join(index).join(name);
                let message = format!("there is no security scheme `{name}`");
                self.report(
                    Diagnostic::at_key(Code::UnknownSecurityScheme, &place, message)
                        .help("declare it under `components/securitySchemes`"),
                );
                continue;
            }
            let schemes = requirement.iter().map(|(name, scopes)| NeededScheme {
                name: name.clone(),
                scopes: self.scopes(name, scopes),
            });
            let schemes = schemes.collect();
            let requirement = SecurityRequirement { schemes };
            self.report_shared_header(&requirement, &pointer.join(index));
            lowered.push(requirement);
        }
        lowered
    }

    /// The scopes that a requirement names, of a scheme that has them. What is none by its characters could not be asked
    /// for (RFC 6749, section 3.3).
    fn scopes(&self, scheme: &str, named: &[String]) -> Vec<String> {
        let known = &self.components.security_schemes;
        let kind = known
            .get(scheme)
            .and_then(|place| resolve(place, known, "securitySchemes"));
        let has_scopes = matches!(
            kind,
            Some(Scheme::OAuth2 { .. } | Scheme::OpenIDConnect { .. })
        );
        // Scopes stand in brackets behind the name, which then cannot have any itself.
        if !has_scopes || scheme.contains('[') {
            return Vec::new();
        }
        let is_scope = |text: &&String| {
            let mut bytes = text.bytes();
            !text.is_empty() && bytes.all(|it| it.is_ascii_graphic() && it != b'"' && it != b'\\')
        };
        named.iter().filter(is_scope).cloned().collect()
    }
}

/// Whether a text can be the name of a scheme of HTTP (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    let is_part = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    !text.is_empty() && text.bytes().all(is_part)
}

/// All flows, with the addresses that are not empty: an empty one stands in for what the document does not say.
fn oauth_flows(flows: &openapiv3::OAuth2Flows) -> Vec<OAuthFlow> {
    type Scopes = IndexMap<String, String>;
    let flow =
        |kind, [authorization_url, token_url, refresh_url]: [Option<&str>; 3], scopes: &Scopes| {
            let said = |url: Option<&str>| url.filter(|url| !url.is_empty()).map(str::to_owned);
            let scopes = scopes.iter();
            OAuthFlow {
                kind,
                authorization_url: said(authorization_url),
                token_url: said(token_url),
                refresh_url: said(refresh_url),
                scopes: scopes
                    .map(|(name, words)| (name.clone(), words.clone()))
                    .collect(),
            }
        };
    let implicit = flows.implicit.iter().map(|it| {
        let urls = [
            Some(it.authorization_url.as_str()),
            None,
            it.refresh_url.as_deref(),
        ];
        flow(OAuthFlowKind::Implicit, urls, &it.scopes)
    });
    let password = flows.password.iter().map(|it| {
        let urls = [None, Some(it.token_url.as_str()), it.refresh_url.as_deref()];
        flow(OAuthFlowKind::Password, urls, &it.scopes)
    });
    let client = flows.client_credentials.iter().map(|it| {
        let urls = [None, Some(it.token_url.as_str()), it.refresh_url.as_deref()];
        flow(OAuthFlowKind::ClientCredentials, urls, &it.scopes)
    });
    let code = flows.authorization_code.iter().map(|it| {
        let urls = [
            Some(it.authorization_url.as_str()),
            Some(it.token_url.as_str()),
            it.refresh_url.as_deref(),
        ];
        flow(OAuthFlowKind::AuthorizationCode, urls, &it.scopes)
    });
    implicit.chain(password).chain(client).chain(code).collect()
}

fn description(scheme: &Scheme) -> Option<String> {
    let (Scheme::APIKey { description, .. }
    | Scheme::HTTP { description, .. }
    | Scheme::OAuth2 { description, .. }
    | Scheme::OpenIDConnect { description, .. }) = scheme;
    description.clone()
}

fn extensions(scheme: &Scheme) -> &IndexMap<String, serde_json::Value> {
    let (Scheme::APIKey { extensions, .. }
    | Scheme::HTTP { extensions, .. }
    | Scheme::OAuth2 { extensions, .. }
    | Scheme::OpenIDConnect { extensions, .. }) = scheme;
    extensions
}
