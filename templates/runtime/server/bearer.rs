//! Bearer tokens (RFC 6750).

use http::HeaderMap;

use super::super::support::secret::Secret;
use super::authorization;
use super::constant_time;

/// The bearer token of a request. It is well formed; whether it is good for anything, the implementation decides.
#[derive(Debug, Clone)]
pub struct BearerToken(Secret);

impl BearerToken {
    /// Reads the token from `Authorization: Bearer …`; `None` where there is none, or one that is not well formed.
    pub fn read(headers: &HeaderMap) -> Option<Self> {
        authorization::credentials(headers, "Bearer")
            .filter(|token| is_token68(token))
            .map(|token| Self(Secret::new(token)))
    }

    /// The token itself, which `Debug` does not show.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }

    /// Whether it is this one. How long that takes says nothing of where they differ.
    pub fn is(&self, expected: &str) -> bool {
        constant_time::is_same(self.as_str(), expected)
    }
}

/// Letters, digits and `-._~+/`, and equals signs only at the end.
fn is_token68(token: &str) -> bool {
    let body = token.trim_end_matches('=');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !body.is_empty() && body.bytes().all(allowed)
}
