//! Keys in headers, queries and cookies.

use http::HeaderMap;
use http::header::COOKIE;

use super::super::support::secret::Secret;
use super::fault::Faults;
use super::pairs::Pairs;
use super::parameter::Parameter;
use super::rejection::Rejection;

/// The challenge of a 401 for which HTTP has no scheme.
const CHALLENGE: &str = "ApiKey";

/// The key of a request. Whether it is good for anything, the implementation decides.
#[derive(Debug, Clone)]
pub struct ApiKey(Secret);

impl ApiKey {
    /// Reads the key from the header `name`.
    ///
    /// # Errors
    ///
    /// 401 when there is none, or more than one.
    pub fn in_header(headers: &HeaderMap, name: &'static str) -> Result<Self, Rejection> {
        Self::from_parameter(super::header::parameter(headers, name))
    }

    /// Reads the key from the query parameter `name`.
    ///
    /// # Errors
    ///
    /// 401 when there is none, or more than one.
    pub fn in_query(query: &Pairs<'_>, name: &'static str) -> Result<Self, Rejection> {
        Self::from_parameter(query.parameter(name))
    }

    /// Reads the key from the cookie `name`.
    ///
    /// # Errors
    ///
    /// 401 when there is none.
    pub fn in_cookie(headers: &HeaderMap, name: &str) -> Result<Self, Rejection> {
        let lines = headers.get_all(COOKIE).iter();
        let mut cookies = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='));
        let key = cookies.find(|(other, _)| *other == name);
        Self::keep(key.map(|(_, key)| key.to_owned()))
    }

    /// The key itself, which `Debug` does not show.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }

    fn from_parameter(parameter: Parameter<'_>) -> Result<Self, Rejection> {
        // What is wrong with a key is not told, so these faults go nowhere.
        Self::keep(parameter.decode::<String>().required(&mut Faults::new()))
    }

    fn keep(key: Option<String>) -> Result<Self, Rejection> {
        key.filter(|key| !key.is_empty())
            .map(|key| Self(Secret::new(key)))
            .ok_or_else(|| Rejection::unauthenticated(CHALLENGE))
    }
}
