//! What a part is called (`Content-Disposition`: RFC 7578, section 4.2).

use http::HeaderMap;
use http::header::CONTENT_DISPOSITION;
use percent_encoding::percent_decode_str;

use super::super::support::quoted;

/// The value of a parameter of the disposition; none where it has no such parameter, and where that is no UTF-8.
pub fn parameter(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let disposition = std::str::from_utf8(headers.get(CONTENT_DISPOSITION)?.as_bytes()).ok()?;
    let parameters = quoted::split(disposition, ';').skip(1);
    let mut pairs = parameters.filter_map(|parameter| parameter.split_once('='));
    let found = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| unquoted(value.trim()))
}

/// The name of a file. Outside of forms it may be written in a way of its own for letters beyond ASCII (RFC 8187), which then counts.
pub fn file_name(headers: &HeaderMap) -> Option<String> {
    let extended = parameter(headers, "filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_language, encoded) = rest.split_once('\'')?;
        let decoded = percent_decode_str(encoded).decode_utf8().ok()?;
        let is_utf8 = charset.eq_ignore_ascii_case("utf-8");
        is_utf8.then(|| decoded.into_owned())
    });
    extended.or_else(|| parameter(headers, "filename"))
}

/// A value without its quotes. Between them a backslash may stand before a quote; browsers have other signs for what they cannot write
/// (WHATWG HTML, section 4.10.21.8).
fn unquoted(value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let Some(inner) = inner else {
        return value.to_owned();
    };
    inner
        .replace("\\\"", "\"")
        .replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
}
