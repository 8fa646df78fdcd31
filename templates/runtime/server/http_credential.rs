//! Credentials in the header `Authorization` of any other scheme of HTTP.

use http::HeaderMap;

use super::super::support::secret::Secret;
use super::authorization;
use super::constant_time;

/// What follows the name of the scheme. What it means, the implementation knows.
#[derive(Debug, Clone)]
pub struct HttpCredential(Secret);

impl HttpCredential {
    /// Reads it from `Authorization: scheme …`; `None` where there is none.
    pub fn read(headers: &HeaderMap, scheme: &str) -> Option<Self> {
        let text = authorization::credentials(headers, scheme)?;
        (!text.is_empty()).then(|| Self(Secret::new(text)))
    }

    /// The credential itself, which `Debug` does not show.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }

    /// Whether it is this one. How long that takes says nothing of where they differ.
    pub fn is(&self, expected: &str) -> bool {
        constant_time::is_same(self.as_str(), expected)
    }
}
