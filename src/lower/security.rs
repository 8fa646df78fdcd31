//! Security schemes and requirements.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, SecurityScheme as Scheme};

use super::{Lowering, fault, resolve};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{ApiKeyLocation, SecurityKind, SecurityRequirement, SecurityScheme};

impl Lowering<'_> {
    /// Lowers everything under `components/securitySchemes`.
    pub(super) fn security_schemes(&mut self) -> Vec<SecurityScheme> {
        let components = self.components;
        let root = Pointer::root().join("components").join("securitySchemes");
        let mut schemes = Vec::new();
        for (name, place) in &components.security_schemes {
            if let Some(scheme) = resolve(place, &components.security_schemes, "securitySchemes") {
                let kind = self.security_kind(scheme, &root.join(name));
                schemes.push(SecurityScheme {
                    name: name.clone(),
                    description: description(scheme),
                    kind,
                });
            }
        }
        schemes
    }

    fn security_kind(&mut self, scheme: &Scheme, pointer: &Pointer) -> SecurityKind {
        match scheme {
            _ if fault(extensions(scheme)).is_some() => SecurityKind::Unsupported,
            Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
                SecurityKind::Bearer
            }
            Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
                SecurityKind::Basic
            }
            Scheme::HTTP { scheme, .. } => {
                self.unsupported(pointer, &format!("the HTTP scheme `{scheme}`"))
            }
            Scheme::APIKey { location, name, .. } => SecurityKind::ApiKey {
                location: match location {
                    APIKeyLocation::Query => ApiKeyLocation::Query,
                    APIKeyLocation::Header => ApiKeyLocation::Header,
                    APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
                },
                name: name.clone(),
            },
            Scheme::OAuth2 { .. } => self.unsupported(pointer, "OAuth 2"),
            Scheme::OpenIDConnect { .. } => self.unsupported(pointer, "OpenID Connect"),
        }
    }

    fn unsupported(&mut self, pointer: &Pointer, what: &str) -> SecurityKind {
        let message =
            format!("{what} is not implemented yet: calls that need it are sent without it");
        self.report(Diagnostic::at(Code::UnsupportedSecurity, pointer, message));
        SecurityKind::Unsupported
    }

    /// The requirements of an operation: its own, or those of the whole document.
    pub(super) fn security(
        &mut self,
        requirements: &[openapiv3::SecurityRequirement],
        pointer: &Pointer,
    ) -> Vec<SecurityRequirement> {
        let mut lowered = Vec::new();
        for (index, requirement) in requirements.iter().enumerate() {
            let mut schemes = Vec::new();
            for name in requirement.keys() {
                if self.components.security_schemes.contains_key(name) {
                    schemes.push(name.clone());
                } else {
                    let place = pointer.join(index).join(name);
                    let message = format!("there is no security scheme `{name}`");
                    self.report(
                        Diagnostic::at_key(Code::UnknownSecurityScheme, &place, message)
                            .help("declare it under `components/securitySchemes`"),
                    );
                }
            }
            if schemes.len() == requirement.len() {
                lowered.push(SecurityRequirement { schemes });
            }
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
