//! The parameters in the headers of a request.

use std::borrow::Cow;

use http::{HeaderMap, HeaderValue};

use super::parameter::Parameter;

/// The parameter in the header `name`.
pub fn parameter<'a>(headers: &'a HeaderMap, name: &'static str) -> Parameter<'a> {
    let values = headers.get_all(name).iter();
    let values = values.map(HeaderValue::as_bytes).collect();
    Parameter::new("header", name, values, decode)
}

/// Headers are not encoded, but have white space around the items of a list.
fn decode(text: &[u8]) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(text).ok()?;
    Some(Cow::Borrowed(text.trim()))
}
