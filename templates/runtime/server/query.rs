//! The parameters in the query of a request.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use super::parameter::Parameter;

/// The parameters in the query of a request, taken apart by the rules of `application/x-www-form-urlencoded`. The
/// values are still encoded, because an array's separators must be found first.
#[derive(Debug)]
pub struct Query<'a>(Vec<(Cow<'a, str>, &'a [u8])>);

impl<'a> Query<'a> {
    /// Takes a query apart.
    pub fn new(query: Option<&'a str>) -> Self {
        let pairs = query.unwrap_or_default().split('&');
        let pairs = pairs.filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    // A name that is not UTF-8 is no name that the document has.
                    let name = decode(name.as_bytes()).unwrap_or_default();
                    (name, value.as_bytes())
                })
                .collect(),
        )
    }

    /// The parameter `name`.
    pub fn parameter(&self, name: &'static str) -> Parameter<'a> {
        let named = self.0.iter().filter(|(other, _)| other == name);
        let values = named.map(|(_, value)| *value).collect();
        Parameter::new("query", name, values, decode)
    }
}

fn decode(text: &[u8]) -> Option<Cow<'_, str>> {
    if !text.contains(&b'+') {
        return percent_decode(text).decode_utf8().ok();
    }
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let decoded = percent_decode(&spaced).decode_utf8().ok()?;
    Some(Cow::Owned(decoded.into_owned()))
}
