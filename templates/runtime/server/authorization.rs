//! The header `Authorization`.

use http::HeaderMap;
use http::header::AUTHORIZATION;

/// What follows `scheme` in the one header `Authorization`, if it is that scheme's. Two such headers are as good as
/// none, because whoever stands in between may have read the other one.
pub fn credentials<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().filter(|_| values.next().is_none())?;
    let (named, rest) = value.to_str().ok()?.split_once(' ')?;
    named
        .eq_ignore_ascii_case(scheme)
        .then_some(rest.trim_matches(' '))
}
