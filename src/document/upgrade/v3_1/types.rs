//! Types: lists of them, null, constants and bounds.

use std::cmp::Ordering;

use serde_json::{Map, Number, Value, json};

use super::edit::{Edit, Members, discard};
use super::schema::{has_applicators, same};
use crate::diagnostic::Code;
use crate::document::read::tree::dismantle;

/// The types other than null, each with the keywords that are about its values alone.
const TYPES: &[(&str, &[&str])] = &[
    (
        "string",
        &[
            "pattern",
            "minLength",
            "maxLength",
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
        ],
    ),
    ("number", NUMERIC),
    ("integer", NUMERIC),
    ("boolean", &[]),
    (
        "array",
        &[
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "contains",
            "minContains",
            "maxContains",
            "unevaluatedItems",
        ],
    ),
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
        ],
    ),
];

const NUMERIC: &[&str] = &[
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

/// The formats that are about numbers.
const NUMERIC_FORMATS: &[&str] = &[
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double",
    "decimal",
];

/// `const` is an `enum` of one value.
pub(super) fn constant(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(value) = members.shift_remove("const") else {
        return;
    };
    if let Some(Value::Array(values)) = members.get("enum")
        && !values.iter().any(|listed| same(listed, &value))
    {
        let message = "`const` is none of the values of `enum`; it holds alone";
        edit.value(Code::InvalidValue, "const", message);
    }
    let of_list = |name: &str| {
        let listed = members.get("type").and_then(Value::as_array);
        listed.is_some_and(|types| types.iter().any(|listed| listed == name))
    };
    let kind = match &value {
        Value::Null => None,
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if !number.is_f64() && !of_list("number") => Some("integer"),
        Value::Number(_) => Some("number"),
        Value::Array(_) | Value::Object(_) => None,
    };
    match (kind, members.get("type")) {
        (Some(kind), None | Some(Value::Array(_))) => {
            members.insert("type".to_owned(), Value::from(kind));
        }
        // A value says by itself of what type it is.
        (None, Some(_)) => discard(members, "type"),
        _ => {}
    }
    if value.is_null() {
        members.insert("nullable".to_owned(), Value::Bool(true));
    }
    discard(members, "enum");
    members.insert("enum".to_owned(), Value::Array(vec![value]));
    edit.derived(&["enum"], &["const"]);
    edit.derived(&["enum", "0"], &["const"]);
}

/// `type: "null"` and lists of types.
pub(super) fn named_types(members: &mut Members, edit: &mut Edit<'_>) {
    let named = match members.get("type") {
        Some(Value::String(name)) if name == "null" => return only_null(members, edit),
        Some(Value::Array(list)) => listed(list, edit),
        _ => return,
    };
    members.shift_remove("type");
    let takes_null = named.contains(&"null");
    let others: Vec<&str> = named.into_iter().filter(|name| *name != "null").collect();
    let null_is_listed = match members.get("enum") {
        Some(Value::Array(values)) => values.iter().any(Value::is_null),
        _ => true,
    };
    if takes_null && !others.is_empty() && null_is_listed {
        members.insert("nullable".to_owned(), Value::Bool(true));
    }
    match others.as_slice() {
        [] if takes_null => only_null(members, edit),
        [] => {}
        [one] => {
            members.insert("type".to_owned(), Value::from(*one));
        }
        several if members.contains_key("enum") => {
            keep_values(members, several, takes_null, edit);
        }
        several => split(members, several, takes_null, edit),
    }
}

/// The types that a list names, each once. Every integer is a number.
fn listed(list: &[Value], edit: &mut Edit<'_>) -> Vec<&'static str> {
    let mut named: Vec<&'static str> = Vec::new();
    for item in list {
        let known = TYPES.iter().map(|(name, _)| *name);
        match known.chain(["null"]).find(|name| item == name) {
            Some(name) if named.contains(&name) => {}
            Some(name) => named.push(name),
            None => {
                let message = "`type` has an item that is no type; it is ignored";
                edit.value(Code::InvalidValue, "type", message);
            }
        }
    }
    if named.contains(&"number") {
        named.retain(|name| *name != "integer");
    }
    named
}

/// Null and nothing else.
fn only_null(members: &mut Members, edit: &mut Edit<'_>) {
    members.shift_remove("type");
    discard(members, "enum");
    members.insert("nullable".to_owned(), Value::Bool(true));
    members.insert("enum".to_owned(), json!([null]));
    edit.derived(&["enum"], &["type"]);
}

/// A list of values says by itself of which types they are, as soon as those of other types are out of it.
fn keep_values(members: &mut Members, types: &[&str], takes_null: bool, edit: &mut Edit<'_>) {
    let Some(Value::Array(values)) = members.get_mut("enum") else {
        return;
    };
    let before = values.len();
    values.retain(|value| match value {
        Value::Null => takes_null,
        Value::String(_) => types.contains(&"string"),
        Value::Bool(_) => types.contains(&"boolean"),
        Value::Number(number) => {
            types.contains(&"number") || (types.contains(&"integer") && !number.is_f64())
        }
        Value::Array(_) => types.contains(&"array"),
        Value::Object(_) => types.contains(&"object"),
    });
    if values.len() < before {
        let message = "`enum` has a value that is of none of the types; it is ignored";
        edit.value(Code::InvalidValue, "enum", message);
    }
}

/// Makes one alternative of each type, with the keywords that are about it. What only describes stays outside.
fn split(members: &mut Members, types: &[&str], takes_null: bool, edit: &mut Edit<'_>) {
    let allows_all = takes_null
        && ["string", "number", "boolean", "array", "object"]
            .iter()
            .all(|name| types.contains(name));
    let is_about_types = |key: &String| TYPES.iter().any(|(_, keys)| keys.contains(&key.as_str()));
    if allows_all && !members.keys().any(is_about_types) {
        return;
    }
    let has_words = members.keys().any(is_about_types) || members.contains_key("format");
    if !has_words && push_down(members, types) {
        return;
    }
    let keeps_unevaluated = has_applicators(members);
    let place: &[&str] = match members.get("anyOf") {
        None => &["anyOf"],
        Some(_) => {
            let list = members.entry("allOf").or_insert_with(|| json!([]));
            let count = list.as_array().map_or(0, Vec::len);
            return split_beside(members, types, count, edit);
        }
    };
    let alternatives = alternatives(members, types, keeps_unevaluated, place, edit);
    members.insert("anyOf".to_owned(), Value::Array(alternatives));
}

/// Where alternatives stand beside the types, each without a type gets them, and the others have one of them: to combine
/// each alternative with each type would make mostly contradictions. Gives whether there are such alternatives.
fn push_down(members: &mut Members, types: &[&str]) -> bool {
    let mut is_done = false;
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(list)) = members.get_mut(key) else {
            continue;
        };
        for alternative in list {
            if let Value::Object(members) = alternative
                && !["type", "enum", "const"]
                    .iter()
                    .any(|key| members.contains_key(*key))
                && !has_applicators(members)
            {
                members.insert("type".to_owned(), json!(types));
            }
        }
        is_done = true;
    }
    is_done
}

/// The same beside an `anyOf` that is there already.
fn split_beside(members: &mut Members, types: &[&str], index: usize, edit: &mut Edit<'_>) {
    let index = index.to_string();
    let place = ["allOf", index.as_str(), "anyOf"];
    let alternatives = alternatives(members, types, true, &place, edit);
    if let Some(Value::Array(parts)) = members.get_mut("allOf") {
        parts.push(json!({ "anyOf": alternatives }));
    }
}

fn alternatives(
    members: &mut Members,
    types: &[&str],
    keeps_unevaluated: bool,
    place: &[&str],
    edit: &mut Edit<'_>,
) -> Vec<Value> {
    let numeric = members
        .get("format")
        .and_then(Value::as_str)
        .map(|format| NUMERIC_FORMATS.contains(&format));
    let mut alternatives = Vec::new();
    for (index, name) in types.iter().enumerate() {
        let index = index.to_string();
        let mut alternative = Map::new();
        alternative.insert("type".to_owned(), Value::from(*name));
        let about = TYPES.iter().find(|(known, _)| known == name);
        let format = match numeric {
            Some(true) if matches!(*name, "number" | "integer") => Some("format"),
            Some(false) if *name == "string" => Some("format"),
            _ => None,
        };
        let keys = about.map_or(&[] as &[&str], |(_, keys)| keys);
        let here: Vec<&str> = place.iter().copied().chain([index.as_str()]).collect();
        for key in keys.iter().copied().chain(format) {
            if keeps_unevaluated && key.starts_with("unevaluated") {
                continue;
            }
            if let Some(value) = members.shift_remove(key) {
                alternative.insert(key.to_owned(), value);
                let there: Vec<&str> = here.iter().copied().chain([key]).collect();
                edit.relocated(&there, &[key]);
            }
        }
        edit.derived(&here, &[]);
        alternatives.push(Value::Object(alternative));
    }
    drop_others(members, keeps_unevaluated, edit);
    alternatives
}

/// What is about none of the types has no effect.
fn drop_others(members: &mut Members, keeps_unevaluated: bool, edit: &mut Edit<'_>) {
    let others = TYPES.iter().flat_map(|(_, keys)| keys.iter().copied());
    for key in others.chain(["format"]) {
        let stays = keeps_unevaluated && key.starts_with("unevaluated");
        if !stays && members.contains_key(key) {
            let message = format!("`{key}` has no meaning for any of the types");
            edit.key(Code::IgnoredKeyword, key, message);
            discard(members, key);
        }
    }
}

/// An alternative that is null makes the whole nullable. Only the last ones are taken out, so that the others stay where
/// they are; one between them says the same where it stands.
pub(super) fn null_alternatives(members: &mut Members) {
    let mut takes_null = false;
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(list)) = members.get_mut(key) else {
            continue;
        };
        while list.len() > 1 && list.last().is_some_and(is_null) {
            list.pop().map(dismantle).unwrap_or_default();
            takes_null = true;
        }
    }
    if takes_null {
        members.insert("nullable".to_owned(), Value::Bool(true));
    }
}

/// Whether a schema allows null alone, in any of the ways to write that.
fn is_null(schema: &Value) -> bool {
    let only = |value: &Value| matches!(value.as_array().map(Vec::as_slice), Some([item]) if item == "null" || item.is_null());
    schema
        .get("type")
        .is_some_and(|kind| kind == "null" || only(kind))
        || schema.get("const").is_some_and(Value::is_null)
        || schema.get("enum").is_some_and(|values| {
            matches!(values.as_array().map(Vec::as_slice), Some([Value::Null]))
        })
}

/// A bound that is left out is a number of its own; in 3.0 it is a flag beside the bound.
pub(super) fn exclusive_bounds(members: &mut Members, edit: &mut Edit<'_>) {
    for (bound, exclusive, inner) in [
        ("minimum", "exclusiveMinimum", Ordering::Greater),
        ("maximum", "exclusiveMaximum", Ordering::Less),
    ] {
        let Some(Value::Number(open)) = members.get(exclusive) else {
            continue;
        };
        let closed = members.get(bound).and_then(Value::as_number);
        let order = closed.map(|closed| compare(closed, open));
        if order == Some(inner) {
            members.shift_remove(exclusive);
            continue;
        }
        let open = open.clone();
        members.insert(bound.to_owned(), Value::Number(open));
        members.insert(exclusive.to_owned(), Value::Bool(true));
        edit.derived(&[bound], &[exclusive]);
    }
}

fn compare(one: &Number, other: &Number) -> Ordering {
    match (one.as_i128(), other.as_i128(), one.as_f64(), other.as_f64()) {
        (Some(one), Some(other), ..) => one.cmp(&other),
        (.., Some(one), Some(other)) => one.partial_cmp(&other).unwrap_or(Ordering::Equal),
        _ => Ordering::Equal,
    }
}
