//! Paths, responses, callbacks and links (OpenAPI 3.0.3, sections 4.7.8, 4.7.16, 4.7.18 and 4.7.20).

use serde_json::{Map, Value};

use super::{Members, Report, discard};
use crate::diagnostic::Code;
use crate::document::grammar::is_extension;
use crate::document::keywords;

/// A path begins with a slash; one that does not is not left out for it.
pub(super) fn normalise_paths(members: &mut Members, report: &mut Report<'_>) {
    let begins = |key: &String| key.starts_with('/') || is_extension(key);
    if members.keys().all(begins) {
        return;
    }
    let taken = std::mem::take(members);
    for (key, value) in taken {
        if begins(&key) {
            members.insert(key, value);
            continue;
        }
        let message = format!("the path `{key}` does not begin with `/`");
        report.key(Code::CoercedValue, &key, message, None);
        let path = format!("/{key}");
        if members.contains_key(&path) {
            super::dismantle(value);
        } else {
            report.renamed(&key, &path);
            members.insert(path, value);
        }
    }
}

/// Leaves only keys that are a status, a range of them, or `default`, in capitals.
pub(super) fn normalise_responses(members: &mut Members, report: &mut Report<'_>) {
    let known = |key: &String| key == "default" || is_extension(key) || is_status(key);
    if members.keys().all(known) {
        return;
    }
    let taken = std::mem::take(members);
    for (key, value) in taken {
        let upper = key.to_ascii_uppercase();
        if known(&key) {
            members.insert(key, value);
        } else if is_status(&upper) && !members.contains_key(&upper) {
            report.renamed(&key, &upper);
            members.insert(upper, value);
        } else {
            let message = format!("`{key}` is no status code; the response is ignored");
            let help = "write a code such as `404`, a range such as `4XX`, or `default`";
            report.key(Code::UnknownKeyword, &key, message, Some(help.to_owned()));
            super::dismantle(value);
        }
    }
}

/// 4.7.16.2: three digits, or `1XX` to `5XX`.
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [first, b'X', b'X'] => (b'1'..=b'5').contains(first),
        [first, second, third] => {
            (b'1'..=b'9').contains(first) && second.is_ascii_digit() && third.is_ascii_digit()
        }
        _ => false,
    }
}

/// openapiv3 has no place for the extensions of a callback.
pub(super) fn normalise_callback(members: &mut Members, _: &mut Report<'_>) {
    members.retain(|key, _| !is_extension(key));
}

/// A link that could not be read, as something that can be typed: see [`keywords::FAULT`].
pub(crate) fn link_stand_in(reason: &str) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("operationId".to_owned(), Value::from(""));
    members.insert(keywords::FAULT.to_owned(), Value::from(reason));
    members
}

/// Leaves exactly one of `operationId` and `operationRef`.
pub(super) fn normalise_link(members: &mut Members, report: &mut Report<'_>) {
    match (
        members.contains_key("operationId"),
        members.contains_key("operationRef"),
    ) {
        (true, true) => {
            let message = "`operationRef` next to `operationId` is ignored".to_owned();
            report.key(Code::IgnoredKeyword, "operationRef", message, None);
            discard(members, "operationRef");
        }
        (false, false) => {
            let message = "the link has neither `operationId` nor `operationRef`";
            report.here(Code::MissingKeyword, message);
            *members = link_stand_in(message);
        }
        _ => {}
    }
}
