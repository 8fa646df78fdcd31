//! Schemas (OpenAPI 3.0.3, section 4.7.24): what openapiv3's types hold exactly stays, the rest is said in other words.

use serde_json::{Map, Number, Value, json};

use super::coerce::{parse_number, shown, whole_number};
use super::{Members, Report, discard, note_nulls};
use crate::diagnostic::Code;
use crate::document::keywords;

/// The keywords that JSON Schema 2020-12 has and OpenAPI 3.0 has not.
pub(crate) fn is_newer(key: &str) -> bool {
    matches!(
        key,
        "const"
            | "examples"
            | "prefixItems"
            | "patternProperties"
            | "propertyNames"
            | "contains"
            | "minContains"
            | "maxContains"
            | "dependentRequired"
            | "dependentSchemas"
            | "if"
            | "then"
            | "else"
            | "unevaluatedProperties"
            | "unevaluatedItems"
            | "contentEncoding"
            | "contentMediaType"
            | "contentSchema"
            | "$defs"
            | "$id"
            | "$anchor"
            | "$dynamicRef"
            | "$dynamicAnchor"
            | "$schema"
            | "$comment"
    )
}

/// Before the members are held against the grammar: what other versions of JSON Schema write in another shape.
pub(super) fn prepare(members: &mut Members, report: &mut Report<'_>) {
    match members.get("type") {
        Some(Value::Array(_)) => type_list(members, report),
        Some(Value::String(name)) if !is_type(name) => unknown_type(members, report),
        _ => {}
    }
    exclusive_number(members, "minimum", "exclusiveMinimum", report);
    exclusive_number(members, "maximum", "exclusiveMaximum", report);
    if let Some(Value::Array(schemas)) = members.get_mut("items") {
        let mut schemas = std::mem::take(schemas);
        let items = match schemas.len() {
            0 => json!({}),
            1 => schemas.pop().unwrap_or_default(),
            _ => {
                let mut any = Map::new();
                any.insert("anyOf".to_owned(), Value::Array(schemas));
                Value::Object(any)
            }
        };
        let message = "`items` is a list of schemas; each item is read as any of them";
        report.member(Code::CoercedValue, "items", message);
        members.insert("items".to_owned(), items);
    }
}

fn is_type(name: &str) -> bool {
    matches!(
        name,
        "string" | "number" | "integer" | "boolean" | "object" | "array"
    )
}

/// `type: [string, "null"]`, as OpenAPI 3.1 has it.
fn type_list(members: &mut Members, report: &mut Report<'_>) {
    let Some(Value::Array(types)) = members.shift_remove("type") else {
        return;
    };
    let message = "`type` is a list, which OpenAPI 3.1 allows; it is read as there";
    report.member(Code::CoercedValue, "type", message);
    let named: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
    if named.contains(&"null") {
        members.insert("nullable".to_owned(), Value::Bool(true));
    }
    let others: Vec<&str> = named.into_iter().filter(|name| is_type(name)).collect();
    match others.as_slice() {
        [] => {}
        [one] => {
            members.insert("type".to_owned(), Value::from(*one));
        }
        several => {
            let any = several.iter().map(|name| json!({ "type": name }));
            if !members.contains_key("anyOf") {
                members.insert("anyOf".to_owned(), any.collect());
            }
        }
    }
}

/// A name that is no type, but often meant as one.
fn unknown_type(members: &mut Members, report: &mut Report<'_>) {
    let Some(Value::String(name)) = members.shift_remove("type") else {
        return;
    };
    let lower = name.to_lowercase();
    let (meant, format): (Option<&str>, Option<&str>) = match lower.as_str() {
        "int" | "long" => (Some("integer"), None),
        "int32" => (Some("integer"), Some("int32")),
        "int64" => (Some("integer"), Some("int64")),
        "float" | "double" => (Some("number"), Some(lower.as_str())),
        "decimal" => (Some("number"), None),
        "bool" => (Some("boolean"), None),
        "text" => (Some("string"), None),
        "uuid" | "date" | "date-time" | "password" => (Some("string"), Some(lower.as_str())),
        "datetime" | "timestamp" => (Some("string"), Some("date-time")),
        "file" | "binary" => (Some("string"), Some("binary")),
        "list" => (Some("array"), None),
        "map" | "dict" => (Some("object"), None),
        "null" => {
            members.insert("nullable".to_owned(), Value::Bool(true));
            members.insert("enum".to_owned(), json!([null]));
            (None, None)
        }
        other if is_type(other) => (Some(other), None),
        _ => (None, None),
    };
    if let Some(meant) = meant {
        let message = format!("`{name}` is no type; it is read as `{meant}`");
        report.member(Code::CoercedValue, "type", message);
        members.insert("type".to_owned(), Value::from(meant));
        if let Some(format) = format
            && !members.contains_key("format")
        {
            members.insert("format".to_owned(), Value::from(format));
        }
    } else {
        let message = format!("`{name}` is no type; the schema is read as if it named none");
        let help = "write string, number, integer, boolean, object or array";
        report.member_help(Code::InvalidValue, "type", message, help);
    }
}

/// `exclusiveMinimum: 5`, as OpenAPI 3.1 has it.
fn exclusive_number(members: &mut Members, bound: &str, exclusive: &str, report: &mut Report<'_>) {
    let Some(Value::Number(number)) = members.get(exclusive) else {
        return;
    };
    let number = number.clone();
    let message =
        format!("`{exclusive}` is a number, which OpenAPI 3.1 allows; it is read as there");
    report.member(Code::CoercedValue, exclusive, message);
    let tighter = match members.get(bound).and_then(Value::as_f64) {
        None => true,
        Some(held) if bound == "minimum" => number.as_f64().is_some_and(|value| value >= held),
        Some(held) => number.as_f64().is_some_and(|value| value <= held),
    };
    if tighter {
        members.insert(bound.to_owned(), Value::Number(number));
        members.insert(exclusive.to_owned(), Value::Bool(true));
    } else {
        discard(members, exclusive);
    }
}

/// After it.
pub(super) fn normalise(members: &mut Members, report: &mut Report<'_>) {
    for key in ["oneOf", "anyOf", "allOf", "enum"] {
        if matches!(members.get(key), Some(Value::Array(items)) if items.is_empty()) {
            let message = format!("`{key}` is empty; it is ignored");
            report.member(Code::InvalidValue, key, message);
            discard(members, key);
        }
    }
    let kind = members.get("type").and_then(Value::as_str);
    if let Some(kind) = kind.map(ToOwned::to_owned) {
        drop_inapplicable(members, &kind, report);
        fit_enum(members, &kind, report);
    }
    carry_bounds(members, report);
    note_nulls(members, &["default", "example"]);
    if let Some(xml) = members.get("xml") {
        // Strings and booleans only: small.
        let xml = xml.clone();
        members.insert(keywords::XML.to_owned(), xml);
    }
}

/// The keywords that speak of one type only, and the types of which they speak.
const APPLICABLE: &[(&str, &[&str])] = &[
    ("pattern", &["string"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("multipleOf", &["number", "integer"]),
    ("minimum", &["number", "integer"]),
    ("maximum", &["number", "integer"]),
    ("exclusiveMinimum", &["number", "integer"]),
    ("exclusiveMaximum", &["number", "integer"]),
    ("format", &["string", "number", "integer"]),
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
];

/// Takes out what says nothing about values of the schema's type.
fn drop_inapplicable(members: &mut Members, kind: &str, report: &mut Report<'_>) {
    for (key, kinds) in APPLICABLE {
        if !kinds.contains(&kind) && members.contains_key(*key) {
            let message = format!("`{key}` has no meaning for the type `{kind}`");
            report.key(Code::IgnoredKeyword, key, message, None);
            discard(members, key);
        }
    }
}

/// What becomes of one value of `enum`.
enum Choice {
    Keep,
    /// It is written in another type than is meant.
    Meant(Value),
    /// No value of the schema's type is equal to it.
    Impossible,
}

/// Makes the values of `enum` ones of the schema's type.
fn fit_enum(members: &mut Members, kind: &str, report: &mut Report<'_>) {
    let Some(Value::Array(values)) = members.get_mut("enum") else {
        return;
    };
    let mut changed = 0_usize;
    let mut impossible = Vec::new();
    values.retain_mut(|value| match choice(kind, value) {
        Choice::Keep => true,
        Choice::Meant(meant) => {
            changed += 1;
            *value = meant;
            true
        }
        Choice::Impossible => {
            impossible.push(shown(value));
            super::replace(value, Value::Null);
            false
        }
    });
    let (empty, inexact) = (values.is_empty(), !values.iter().all(is_exact));
    if changed > 0 {
        let message = format!("`enum` has values that are not written as the type `{kind}`");
        report.member(Code::CoercedValue, "enum", message);
    }
    if let Some(first) = impossible.first() {
        let message =
            format!("`enum` has {first}, which is not of the type `{kind}`; it is ignored");
        report.member(Code::InvalidValue, "enum", message);
    }
    if empty {
        discard(members, "enum");
    } else if inexact
        && matches!(kind, "integer" | "number")
        && let Some(values) = members.shift_remove("enum")
    {
        members.insert(keywords::ENUM.to_owned(), values);
    }
}

fn choice(kind: &str, value: &Value) -> Choice {
    match (kind, value) {
        (_, Value::Null)
        | ("string", Value::String(_))
        | ("number", Value::Number(_))
        | ("boolean", Value::Bool(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_)) => Choice::Keep,
        ("string", Value::Number(_) | Value::Bool(_)) => {
            Choice::Meant(Value::String(value.to_string()))
        }
        ("integer", Value::Number(number)) => match whole_number(number) {
            Some(_) if !number.is_f64() => Choice::Keep,
            Some(whole) => Choice::Meant(Value::Number(whole)),
            None => Choice::Impossible,
        },
        ("integer", Value::String(text)) => parse_number(text)
            .and_then(|number| whole_number(&number))
            .map_or(Choice::Impossible, |number| {
                Choice::Meant(Value::Number(number))
            }),
        ("number", Value::String(text)) => parse_number(text)
            .map_or(Choice::Impossible, |number| {
                Choice::Meant(Value::Number(number))
            }),
        ("boolean", Value::String(text)) if text.eq_ignore_ascii_case("true") => {
            Choice::Meant(Value::Bool(true))
        }
        ("boolean", Value::String(text)) if text.eq_ignore_ascii_case("false") => {
            Choice::Meant(Value::Bool(false))
        }
        _ => Choice::Impossible,
    }
}

/// Whether a value is no number, or one that `i64` and `f64` hold exactly.
fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64() || is_exact_float(number),
        _ => true,
    }
}

/// Whether an integer is the same as an `f64`.
fn is_exact_float(number: &Number) -> bool {
    const EXACT: u64 = 1 << 53;
    number
        .as_i64()
        .is_some_and(|integer| integer.unsigned_abs() <= EXACT)
}

/// Moves the bounds that openapiv3 would refuse or round.
fn carry_bounds(members: &mut Members, report: &mut Report<'_>) {
    for (key, carried) in [
        ("minimum", keywords::MINIMUM),
        ("maximum", keywords::MAXIMUM),
        ("multipleOf", keywords::MULTIPLE_OF),
    ] {
        let Some(Value::Number(number)) = members.get(key) else {
            continue;
        };
        if key == "multipleOf" && number.as_f64().is_none_or(|value| value <= 0.0) {
            let message = format!("`multipleOf` must be above 0, but is `{number}`");
            report.member(Code::InvalidValue, key, message);
            discard(members, key);
            continue;
        }
        let is_integer = members.get("type").and_then(Value::as_str) == Some("integer");
        match whole_number(number) {
            Some(whole) if is_exact_float(&whole) => {
                if is_integer && number.is_f64() {
                    members.insert(key.to_owned(), Value::Number(whole));
                }
            }
            None if !is_integer => {}
            _ => {
                let number = Value::Number(number.clone());
                members.shift_remove(key);
                members.insert(carried.to_owned(), number);
            }
        }
    }
}
