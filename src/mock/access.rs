//! By which credentials callers are let in.

use http::request::Parts;

use super::runtime::server::Credentials;
use super::runtime::server::access::{
    Access, Authenticator, Refusal, Requirement, admit, admit_anyone,
};
use super::runtime::server::rejection::Rejection;
use super::runtime::support::secret::Secret;
use super::spec::Spec;
use crate::analyse;
use crate::ir::{ApiKeyLocation, Operation, SecurityKind, SecurityRequirement};

/// Lets in who shows the one credential that is accepted, or any where none is named.
#[derive(Debug, Clone, Default)]
pub(super) struct Accepting(pub Option<Secret>);

impl Authenticator for Accepting {
    type Principal = ();

    async fn authenticate(
        &self,
        Credentials(shown): Credentials,
        _: Access<'_>,
    ) -> Result<(), Refusal> {
        let accepted = self.0.as_ref().map(Secret::expose);
        let mut shown = shown.iter();
        let is_accepted = accepted.is_none_or(|accepted| shown.all(|it| it.is(accepted)));
        is_accepted.then_some(()).ok_or(Refusal::Unauthenticated)
    }
}

/// The ways to be let in to an operation.
#[derive(Debug)]
pub(super) struct Admission {
    requirements: Vec<Requirement>,
    /// Whether somebody unknown may call, too.
    is_optional: bool,
}

impl Admission {
    /// What the operation asks for; none where everybody may call it.
    pub fn of(spec: Spec, operation: &Operation) -> Option<Self> {
        let is_empty = |it: &SecurityRequirement| it.schemes.is_empty();
        let demanding = operation.security.iter().filter(|it| !is_empty(it));
        let requirements: Vec<_> = demanding.map(|it| requirement(spec, it)).collect();
        (!requirements.is_empty()).then(|| Self {
            requirements,
            is_optional: operation.security.iter().any(is_empty),
        })
    }

    /// Lets a caller in, or not.
    ///
    /// # Errors
    ///
    /// 401 where none of the credentials is there, or none is accepted.
    pub async fn admit(
        &self,
        accepting: &Accepting,
        parts: &Parts,
        operation: &'static str,
    ) -> Result<(), Rejection> {
        let requirements = &self.requirements;
        match self.is_optional {
            true => admit_anyone(accepting, parts, operation, requirements)
                .await
                .map(|_| ()),
            false => admit(accepting, parts, operation, requirements).await,
        }
    }
}

fn requirement(spec: Spec, requirement: &SecurityRequirement) -> Requirement {
    let positions = analyse::schemes(spec.api, requirement).into_iter();
    let schemes = positions.filter_map(|it| spec.api.security_schemes.get(it));
    let schemes: Vec<&'static str> = schemes.map(|it| &*scheme(&it.kind).leak()).collect();
    let scopes = requirement.schemes.iter().flat_map(|it| &it.scopes);
    let scopes: Vec<&'static str> = scopes.map(|it| &*it.clone().leak()).collect();
    Requirement {
        schemes: schemes.leak(),
        scopes: scopes.leak(),
    }
}

/// What a scheme asks for, as the code that looks for credentials is told it.
fn scheme(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::Bearer { .. }
        | SecurityKind::OAuth2 { .. }
        | SecurityKind::OpenIdConnect { .. } => "bearer".to_owned(),
        SecurityKind::Basic => "basic".to_owned(),
        SecurityKind::Http { scheme } => format!("http {scheme}"),
        SecurityKind::ApiKey { location, name } => match location {
            ApiKeyLocation::Header => format!("header {}", name.to_ascii_lowercase()),
            ApiKeyLocation::Query => format!("query {name}"),
            ApiKeyLocation::Cookie => format!("cookie {name}"),
        },
        SecurityKind::MutualTls | SecurityKind::Unsupported => String::new(),
    }
}
