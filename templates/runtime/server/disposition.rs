//! What a part is called (`Content-Disposition`: RFC 7578, section 4.2).

use http::HeaderMap;
use http::header::CONTENT_DISPOSITION;

use super::super::support::quoted;

/// The value of a parameter of the disposition; none where it has no such parameter, and where that is no UTF-8.
pub fn parameter(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let disposition = std::str::from_utf8(headers.get(CONTENT_DISPOSITION)?.as_bytes()).ok()?;
    let parameters = quoted::split(disposition, ';').skip(1);
    let mut pairs = parameters.filter_map(|parameter| parameter.split_once('='));
    let found = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| unquoted(value.trim()))
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
