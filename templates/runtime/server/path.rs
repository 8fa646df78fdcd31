//! The parameters in the path of a request.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use super::parameter::Parameter;

/// The parameters in the path of a request, still percent-encoded.
#[derive(Debug)]
pub struct Path<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Path<'a> {
    /// Takes apart a `path` that was routed by `template`, such as `/org/{org}/datasets`.
    ///
    /// axum's own extractor is not used, because it answers a path that is not UTF-8 by itself, in plain text.
    pub fn new(template: &'static str, path: &'a str) -> Self {
        let segments = template.split('/').zip(path.split('/'));
        Self(segments.flat_map(|(of, text)| captures(of, text)).collect())
    }

    /// The parameter `name`. The router lets empty ones through, and they are as good as not given. Where the template has it
    /// several times, the same value is one value.
    pub fn parameter(&self, name: &'static str) -> Parameter<'a> {
        let given = self.0.iter().filter(|(_, value)| !value.is_empty());
        let named = given.filter(|(other, _)| *other == name);
        let mut values: Vec<&[u8]> = named.map(|(_, value)| value.as_bytes()).collect();
        values.dedup();
        Parameter::new("path", name, values, decode)
    }
}

fn decode(text: &[u8]) -> Option<Cow<'_, str>> {
    percent_decode(text).decode_utf8().ok()
}

/// The parameters of one segment: `{name}.{extension}` has two.
fn captures<'a>(template: &'static str, text: &'a str) -> Vec<(&'static str, &'a str)> {
    let mut found = Vec::new();
    let mut template = template;
    let mut rest = text;
    while let Some((before, after)) = template.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        rest = rest.strip_prefix(before).unwrap_or(rest);
        let until = after.split('{').next().unwrap_or_default();
        let end = match (until.is_empty(), until.len() == after.len()) {
            (true, _) => Some(rest.len()),
            (false, true) => rest.rfind(until),
            (false, false) => rest.find(until),
        };
        let (value, remaining) = rest.split_at(end.unwrap_or(rest.len()));
        found.push((name, value));
        rest = remaining;
        template = after;
    }
    found
}
