//! Of which media type a body is.

use http::header::CONTENT_TYPE;
use http::request::Parts;

use super::super::support::media_type;
use super::rejection::Rejection;

/// The position of the media type that a body is of, among those that the document has: what is nearest to it.
///
/// # Errors
///
/// 415 when it is none of them, or does not say which it is.
pub fn choose(parts: &Parts, described: &[&str]) -> Result<usize, Rejection> {
    let each: Vec<&[&str]> = described.iter().map(std::slice::from_ref).collect();
    let is_said = parts.headers.contains_key(CONTENT_TYPE);
    let found = is_said.then(|| media_type::find(&parts.headers, &each));
    let unsupported = || Rejection::unsupported_media_type(described);
    found.flatten().ok_or_else(unsupported)
}
