//! Who may call.

use std::future::Future;

use http::header::{HeaderValue, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{Extensions, StatusCode};

use super::failure::Failure;
use super::rejection::Rejection;
use super::{Credentials, challenge, credentials};

/// Says who calls. An implementation is written with `async fn`.
pub trait Authenticator: Send + Sync + 'static {
    /// What is known of a caller: a user, an account, a tenant.
    type Principal: Send + Sync + 'static;

    /// Says who calls with these credentials. They are all that one of the operation's requirements asks for, and well formed;
    /// whether they are good for anything is not known. Where several requirements are met, they are tried in their order until
    /// one lets the caller in.
    fn authenticate(
        &self,
        credentials: Credentials,
        access: Access<'_>,
    ) -> impl Future<Output = Result<Self::Principal, Refusal>> + Send;
}

/// What a caller wants to be let in to.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Access<'a> {
    /// The method of the trait that is called.
    pub operation: &'static str,
    /// What the caller has to be allowed: the scopes that the requirement names.
    pub scopes: &'static [&'static str],
    /// What layers and whoever accepts connections have added to the request, such as a certificate that the client has shown.
    pub extensions: &'a Extensions,
}

/// Why a caller is not let in. Every error becomes one by `?`: the caller sees a status of 500, the log sees the error.
#[derive(Debug)]
pub enum Refusal {
    /// 401: the credentials are none that are known, or not any more.
    Unauthenticated,
    /// 403: it is known who calls, who may not call this.
    Forbidden,
    /// It cannot be said.
    Other(Failure),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Other(failure)
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// One way to be let in: a Security Requirement Object.
#[derive(Debug)]
pub struct Requirement {
    /// The schemes whose credentials it asks for.
    pub schemes: &'static [&'static str],
    /// What they have to be good for.
    pub scopes: &'static [&'static str],
}

/// Who calls, where one of the requirements lets the caller in.
///
/// # Errors
///
/// 401 without credentials for any of them, else what the last refusal comes to; 403 stands above 401.
pub async fn admit<T: Authenticator>(
    authenticator: &T,
    parts: &Parts,
    operation: &'static str,
    requirements: &[Requirement],
) -> Result<T::Principal, Rejection> {
    let mut refused = None;
    for requirement in requirements {
        let Some(credentials) = credentials(parts, requirement.schemes) else {
            continue;
        };
        let access = Access {
            operation,
            scopes: requirement.scopes,
            extensions: &parts.extensions,
        };
        match authenticator.authenticate(credentials, access).await {
            Ok(principal) => return Ok(principal),
            Err(Refusal::Other(failure)) => return Err(failure.report(operation)),
            Err(Refusal::Forbidden) => refused = Some(forbidden(requirement)),
            Err(Refusal::Unauthenticated) if refused.is_none() => {
                refused = Some(unauthenticated(requirements, true));
            }
            Err(Refusal::Unauthenticated) => {}
        }
    }
    Err(refused.unwrap_or_else(|| unauthenticated(requirements, false)))
}

/// The same where nobody has to say who calls. Who does is looked at all the same.
///
/// # Errors
///
/// As [`admit`], but not without credentials.
pub async fn admit_anyone<T: Authenticator>(
    authenticator: &T,
    parts: &Parts,
    operation: &'static str,
    requirements: &[Requirement],
) -> Result<Option<T::Principal>, Rejection> {
    let mut given = requirements.iter();
    if !given.any(|requirement| credentials(parts, requirement.schemes).is_some()) {
        return Ok(None);
    }
    let admitted = admit(authenticator, parts, operation, requirements).await;
    admitted.map(Some)
}

/// 401, with a challenge for each scheme that has one (RFC 9110, section 11.6.1).
fn unauthenticated(requirements: &[Requirement], is_refused: bool) -> Rejection {
    let mut challenges: Vec<String> = Vec::new();
    for requirement in requirements {
        for scheme in requirement.schemes {
            let challenge = challenge(scheme).map(|challenge| match challenge {
                "Bearer" if is_refused => bearer("invalid_token", &[]),
                challenge => challenge.to_owned(),
            });
            if let Some(challenge) = challenge.filter(|it| !challenges.contains(it)) {
                challenges.push(challenge);
            }
        }
    }
    let rejection = Rejection::new(
        StatusCode::UNAUTHORIZED,
        "authentication_error",
        "Authentication failed",
    );
    challenged(rejection, &challenges)
}

/// 403. A bearer token that is not good for enough is told what for (RFC 6750, section 3.1).
fn forbidden(requirement: &Requirement) -> Rejection {
    let mut schemes = requirement.schemes.iter();
    let is_bearer = schemes.any(|scheme| challenge(scheme) == Some("Bearer"));
    let challenge = is_bearer.then(|| bearer("insufficient_scope", requirement.scopes));
    let rejection = Rejection::new(
        StatusCode::FORBIDDEN,
        "permission_error",
        "The caller may not do this",
    );
    challenged(rejection, challenge.as_slice())
}

fn bearer(error: &str, scopes: &[&str]) -> String {
    let mut text = format!("Bearer error=\"{error}\"");
    if !scopes.is_empty() {
        text.push_str(&format!(", scope=\"{}\"", scopes.join(" ")));
    }
    text
}

fn challenged(mut rejection: Rejection, challenges: &[String]) -> Rejection {
    let values = challenges
        .iter()
        .filter_map(|it| HeaderValue::try_from(it).ok());
    let headers = values.map(|value| (WWW_AUTHENTICATE, value));
    rejection.headers.extend(headers);
    rejection
}
