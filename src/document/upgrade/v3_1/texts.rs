//! Texts that hold something else (JSON Schema Validation, section 8).

use serde_json::Value;

use super::edit::Members;
use super::schema::has_applicators;

/// Encodings in which a text is what it says.
const PLAIN: &[&str] = &["7bit", "8bit", "binary"];

/// Keywords that tell the type by themselves.
const TELLING: &[&str] = &[
    "properties",
    "items",
    "prefixItems",
    "enum",
    "additionalProperties",
];

/// Makes formats of `contentEncoding` and `contentMediaType`. One that has no format in 3.0 stays, as unchecked.
pub(super) fn translate(members: &mut Members) {
    let media_type = members.get("contentMediaType").and_then(Value::as_str);
    let holds_bytes = media_type.is_some_and(|name| !is_text(name));
    let encoding = members
        .get("contentEncoding")
        .and_then(Value::as_str)
        .map(str::to_ascii_lowercase);
    let is_plain = encoding
        .as_deref()
        .is_none_or(|encoding| PLAIN.contains(&encoding));
    let format = match encoding.as_deref() {
        Some("base64") => Some("byte"),
        _ if is_plain && holds_bytes => Some("binary"),
        _ => None,
    };
    if let Some(format) = format
        && takes_format(members)
    {
        members.insert("type".to_owned(), Value::from("string"));
        if !members.contains_key("format") {
            members.insert("format".to_owned(), Value::from(format));
        }
        members.shift_remove("contentEncoding");
    } else if is_plain {
        members.shift_remove("contentEncoding");
    }
    members.shift_remove("contentMediaType");
}

/// Whether it is a text, or nothing else is said of its type.
fn takes_format(members: &Members) -> bool {
    match members.get("type") {
        Some(kind) => kind == "string",
        None => !has_applicators(members) && !TELLING.iter().any(|key| members.contains_key(*key)),
    }
}

/// Whether what a media type names is a text by itself.
fn is_text(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default();
    let name = name.trim().to_ascii_lowercase();
    let subtype = name.split_once('/').map_or("", |(_, subtype)| subtype);
    name.starts_with("text/")
        || subtype.ends_with("+json")
        || subtype.ends_with("+xml")
        || matches!(
            subtype,
            "json" | "xml" | "yaml" | "javascript" | "jwt" | "graphql" | "x-www-form-urlencoded"
        )
}
