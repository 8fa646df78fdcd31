//! The parameters in the path of a request.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use super::parameter::Parameter;
use super::template::captures;

/// The parameters in the path of a request, still percent-encoded.
#[derive(Debug)]
pub struct Path<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Path<'a> {
    /// Takes apart a `path` that was routed by `template`, such as `/org/{org}/datasets`.
    ///
    /// axum's own extractor is not used, because it answers a path that is not UTF-8 by itself, in plain text.
    pub fn new(template: &'static str, path: &'a str) -> Self {
        let segments = template.split('/').zip(path.split('/'));
        let segments = segments.filter(|(of, _)| of.contains('{'));
        let all = segments.filter_map(|(of, text)| captures(of, text));
        Self(all.flatten().collect())
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
