//! Bearer tokens (RFC 6750).

use http::HeaderMap;

use super::super::support::secret::Secret;
use super::authorization;
use super::rejection::Rejection;

/// The bearer token of a request. It is well formed; whether it is good for anything, the implementation decides.
#[derive(Debug, Clone)]
pub struct BearerToken(Secret);

impl BearerToken {
    /// Reads the token from `Authorization: Bearer …`.
    ///
    /// # Errors
    ///
    /// 401 when there is none, or one that is not well formed.
    pub fn read(headers: &HeaderMap) -> Result<Self, Rejection> {
        authorization::credentials(headers, "Bearer")
            .filter(|token| is_token68(token))
            .map(|token| Self(Secret::new(token)))
            .ok_or_else(|| Rejection::unauthenticated("Bearer"))
    }

    /// The token itself, which `Debug` does not show.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// Letters, digits and `-._~+/`, and equals signs only at the end.
fn is_token68(token: &str) -> bool {
    let body = token.trim_end_matches('=');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !body.is_empty() && body.bytes().all(allowed)
}
