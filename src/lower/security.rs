//! Security schemes and requirements.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, SecurityScheme as Scheme};

use super::{Lowering, fault, resolve};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{ApiKeyLocation, SecurityKind, SecurityRequirement, SecurityScheme};

impl Lowering<'_> {
    /// Lowers everything under `components/securitySchemes` that there is a credential for.
    pub(super) fn read_security_schemes(&mut self) {
        let components = self.components;
        let root = Pointer::root().join("components").join("securitySchemes");
        for (name, place) in &components.security_schemes {
            let scheme = resolve(place, &components.security_schemes, "securitySchemes");
            let scheme = scheme.filter(|scheme| fault(extensions(scheme)).is_none());
            if let Some(scheme) = scheme
                && let Some(kind) = self.security_kind(scheme, &root.join(name))
            {
                self.security_schemes.push(SecurityScheme {
                    name: name.clone(),
                    description: description(scheme),
                    kind,
                });
            }
        }
    }

    fn security_kind(&mut self, scheme: &Scheme, pointer: &Pointer) -> Option<SecurityKind> {
        Some(match scheme {
            Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
                SecurityKind::Bearer
            }
            Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
                SecurityKind::Basic
            }
            Scheme::HTTP { scheme, .. } => {
                let message = format!(
                    "the HTTP scheme `{scheme}` is not implemented yet: the client sends no credential for it, and the \
                     server asks for none"
                );
                self.report(Diagnostic::at(Code::UnsupportedSecurity, pointer, message));
                return None;
            }
            Scheme::APIKey { location, name, .. } => SecurityKind::ApiKey {
                location: match location {
                    APIKeyLocation::Query => ApiKeyLocation::Query,
                    APIKeyLocation::Header => ApiKeyLocation::Header,
                    APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
                },
                name: name.clone(),
            },
            Scheme::OAuth2 { .. } => self.token(pointer, "OAuth 2"),
            Scheme::OpenIDConnect { .. } => self.token(pointer, "OpenID Connect"),
        })
    }

    /// What such a scheme gives its callers in the end is a bearer token (RFC 6750); how they come by it is up to them yet.
    fn token(&mut self, pointer: &Pointer, what: &str) -> SecurityKind {
        let message = format!(
            "the flows of {what} are not implemented yet: the client is given a token, and sends it as a bearer token"
        );
        self.report(Diagnostic::at(Code::UnsupportedSecurity, pointer, message));
        SecurityKind::Bearer
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
            // A scheme that is missing among the lowered ones has been reported.
            let known = |name: &&String| self.security_schemes.iter().any(|it| it.name == **name);
            let schemes = requirement.keys().filter(known).cloned().collect();
            lowered.push(SecurityRequirement { schemes });
        }
        lowered
    }
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
