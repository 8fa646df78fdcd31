//! Keys in headers, queries and cookies.

use http::HeaderMap;

use super::super::support::secret::Secret;
use super::constant_time;
use super::pairs::{self, Pairs};

/// The key of a request. Whether it is good for anything, the implementation decides.
#[derive(Debug, Clone)]
pub struct ApiKey(Secret);

impl ApiKey {
    /// Reads the key from the header `name`; `None` where there is none, or more than one.
    pub fn in_header(headers: &HeaderMap, name: &str) -> Option<Self> {
        let mut values = headers.get_all(name).iter();
        let value = values.next().filter(|_| values.next().is_none())?;
        Self::keep(value.to_str().ok()?.trim().to_owned())
    }

    /// Reads the key from the query parameter `name`; `None` where there is none, or more than one.
    pub fn in_query(query: Option<&str>, name: &str) -> Option<Self> {
        let pairs = Pairs::of_query(query);
        let mut keys = pairs.list.iter().filter(|(other, _)| other == name);
        let (_, key) = keys.next().filter(|_| keys.next().is_none())?;
        Self::keep((pairs.decoding)(key)?.into_owned())
    }

    /// Reads the key from the cookie `name`; `None` where there is none, or more than one.
    pub fn in_cookie(headers: &HeaderMap, name: &str) -> Option<Self> {
        let mut keys = pairs::cookies(headers).filter(|(other, _)| *other == name.as_bytes());
        let (_, key) = keys.next().filter(|_| keys.next().is_none())?;
        Self::keep(std::str::from_utf8(key).ok()?.to_owned())
    }

    /// The key itself, which `Debug` does not show.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }

    /// Whether it is this one. How long that takes says nothing of where they differ.
    pub fn is(&self, expected: &str) -> bool {
        constant_time::is_same(self.as_str(), expected)
    }

    fn keep(key: String) -> Option<Self> {
        (!key.is_empty()).then(|| Self(Secret::new(key)))
    }
}
