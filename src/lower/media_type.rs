//! What a media type says of how a body is written.

use crate::ir::Framing;

/// A media type without its parameters, in lower case; none where the text is no media type (RFC 9110, section 8.3.1).
pub(super) fn essence(media_type: &str) -> Option<String> {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/')?;
    (is_token(kind) && is_token(subtype)).then_some(essence)
}

fn is_token(text: &str) -> bool {
    let is_of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_of_token)
}

/// `application/json` and everything that ends in `+json` (RFC 6839, section 3.1), whatever its parameters.
pub(super) fn is_json(media_type: &str) -> bool {
    essence(media_type).is_some_and(|essence| {
        matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
    })
}

/// Whether JSON is in a range of media types (RFC 9110, section 12.5.1).
pub(super) fn takes_json(essence: &str) -> bool {
    matches!(essence, "*/*" | "application/*")
}

/// Whether nothing but JSON in general is meant, not a kind of JSON that has a meaning of its own.
pub(super) fn is_plain_json(essence: &str) -> bool {
    matches!(
        essence,
        "application/json" | "text/json" | "application/*+json" | "*/*" | "application/*"
    )
}

/// Pairs of names and values, percent-encoded.
pub(super) fn is_form(essence: &str) -> bool {
    essence == "application/x-www-form-urlencoded"
}

/// XML, by itself or as what another format is written in (RFC 7303).
pub(super) fn is_xml(essence: &str) -> bool {
    matches!(essence, "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// What is for people to read, or is written in characters by its definition.
pub(super) fn is_text(essence: &str) -> bool {
    const TEXTS: [&str; 10] = [
        "application/yaml",
        "application/x-yaml",
        "application/javascript",
        "application/ecmascript",
        "application/graphql",
        "application/jwt",
        "application/sql",
        "application/sdp",
        "application/toml",
        "application/x-www-form-urlencoded",
    ];
    essence.starts_with("text/")
        || is_xml(essence)
        || essence.ends_with("+yaml")
        || TEXTS.contains(&essence)
}

/// How values come one after the other. `described` says that the document describes them one by one, as 3.2 does.
pub(super) fn framing(essence: &str, described: bool) -> Option<Framing> {
    const LINES: [&str; 7] = [
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/ndjson",
        "application/x-ndjson",
        "application/json-lines",
    ];
    match essence {
        "text/event-stream" if described => Some(Framing::Events),
        "text/event-stream" => Some(Framing::EventData),
        "application/json-seq" => Some(Framing::Records),
        _ if essence.ends_with("+json-seq") => Some(Framing::Records),
        _ => LINES.contains(&essence).then_some(Framing::Lines),
    }
}
