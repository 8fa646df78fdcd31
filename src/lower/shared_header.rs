//! Schemes that are needed together although a request has room for one of them only.

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{ApiKeyLocation, SecurityKind, SecurityRequirement};

impl Lowering<'_> {
    /// Says which schemes of one requirement are sent in the same header. Mostly they were meant as alternatives.
    pub(super) fn report_shared_header(
        &mut self,
        requirement: &SecurityRequirement,
        pointer: &Pointer,
    ) {
        let mut taken: Vec<(String, &str)> = Vec::new();
        for needed in &requirement.schemes {
            let Some(header) = self.header_of(&needed.name) else {
                continue;
            };
            let Some((_, first)) = taken.iter().find(|(of, _)| *of == header) else {
                taken.push((header, &needed.name));
                continue;
            };
            let second = &needed.name;
            let message = format!(
                "`{first}` and `{second}` are needed together, and both are sent in the header `{header}`, which a request \
                 has only once"
            );
            let found =
                Diagnostic::at_key(Code::UnsupportedSecurity, &pointer.join(second), message);
            self.report(found.help("make them two entries of the list if either is enough"));
        }
    }

    /// The header in which the credential of a scheme is sent, in small letters.
    fn header_of(&self, scheme: &str) -> Option<String> {
        let mut all = self.security_schemes.iter();
        match &all.find(|of| of.name == scheme)?.kind {
            SecurityKind::Basic
            | SecurityKind::Bearer { .. }
            | SecurityKind::Http { .. }
            | SecurityKind::OAuth2 { .. }
            | SecurityKind::OpenIdConnect { .. } => Some("authorization".to_owned()),
            SecurityKind::ApiKey {
                location: ApiKeyLocation::Header,
                name,
            } => Some(name.to_ascii_lowercase()),
            SecurityKind::ApiKey { .. } | SecurityKind::MutualTls | SecurityKind::Unsupported => {
                None
            }
        }
    }
}
