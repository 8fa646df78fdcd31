//! Of which media type a body is.

use http::header::CONTENT_TYPE;
use http::request::Parts;

use super::super::support::media_type;
use super::rejection::Rejection;

/// The position of the media type that a body is of, among those that the document has: what is nearest to it.
///
/// # Errors
///
/// 415 when it is none of them, or does not say which it is. Who says it twice does not: whoever stands in between may have read the
/// other one.
pub fn choose(parts: &Parts, described: &[&str]) -> Result<usize, Rejection> {
    let each: Vec<&[&str]> = described.iter().map(std::slice::from_ref).collect();
    let mut said = parts.headers.get_all(CONTENT_TYPE).iter();
    let is_said = said.next().is_some() && said.next().is_none();
    let found = is_said.then(|| media_type::find(&parts.headers, &each));
    let unsupported = || Rejection::unsupported_media_type(described);
    found.flatten().ok_or_else(unsupported)
}
