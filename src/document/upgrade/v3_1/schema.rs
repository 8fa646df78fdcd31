//! Schemas: from JSON Schema 2020-12 with OpenAPI's vocabulary to the Schema Object of OpenAPI 3.0.

use serde_json::{Map, Value, json};

use super::edit::{Edit, Members};
use super::{DIALECTS, applied, arrays, objects, texts, types};
use crate::diagnostic::Code;
use crate::document::keywords;
use crate::document::read::tree::dismantle;

/// Keywords that combine schemas with the one that has them.
const APPLICATORS: &[&str] = &[
    "$ref",
    "$dynamicRef",
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "then",
    "else",
    "dependentSchemas",
];

/// Whether something stands beside the other keywords that describes the same value.
pub(super) fn has_applicators(members: &Members) -> bool {
    APPLICATORS.iter().any(|key| members.contains_key(*key))
}

/// Whether a schema allows everything.
pub(super) fn allows_all(schema: &Value) -> bool {
    match schema {
        Value::Bool(allows) => *allows,
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether two values are the same, however deep they are.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    let mut open = vec![(one, other)];
    while let Some(pair) = open.pop() {
        match pair {
            (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
                open.extend(one.iter().zip(other));
            }
            (Value::Object(one), Value::Object(other)) if one.len() == other.len() => {
                for (key, value) in one {
                    match other.get(key) {
                        Some(other) => open.push((value, other)),
                        None => return false,
                    }
                }
            }
            (Value::Array(_) | Value::Object(_), _) | (_, Value::Array(_) | Value::Object(_)) => {
                return false;
            }
            (one, other) if one != other => return false,
            _ => {}
        }
    }
    true
}

/// Translates what stands in the place of a schema. The schemas in it are translated when they are met.
pub(super) fn translate(value: &mut Value, edit: &mut Edit<'_>) {
    match value {
        // 4.3.2 of JSON Schema Core.
        Value::Bool(true) => *value = Value::Object(Map::new()),
        Value::Bool(false) => *value = json!({ "not": {} }),
        Value::Object(members) => translate_members(members, edit),
        // The check says that this is no schema.
        _ => {}
    }
}

fn translate_members(members: &mut Members, edit: &mut Edit<'_>) {
    take_reserved(members, edit);
    warn_of_older(members, edit);
    take_words(members, edit);
    types::constant(members, edit);
    types::named_types(members, edit);
    types::null_alternatives(members);
    types::exclusive_bounds(members, edit);
    arrays::translate(members, edit);
    objects::translate(members, edit);
    applied::translate(members, edit);
    texts::translate(members);
    examples(members, edit);
    note_unchecked(members);
}

/// Only this stage writes the extensions of the house.
fn take_reserved(members: &mut Members, edit: &mut Edit<'_>) {
    for key in keywords::CARRIED {
        if let Some(value) = members.shift_remove(*key) {
            dismantle(value);
            let message = format!("the extension `{key}` is reserved and ignored");
            edit.key(Code::UnknownKeyword, key, message);
        }
    }
}

/// Keywords of OpenAPI 3.0 that 3.1 has no more: what is meant by them is plain.
fn warn_of_older(members: &Members, edit: &mut Edit<'_>) {
    for key in ["nullable", "exclusiveMinimum", "exclusiveMaximum"] {
        if members.get(key).is_some_and(Value::is_boolean) {
            let message = format!("`{key}` is written as in OpenAPI 3.0; it is read as there");
            edit.key(Code::CoercedValue, key, message);
        }
    }
}

/// Takes out what only names or remarks.
fn take_words(members: &mut Members, edit: &mut Edit<'_>) {
    if let Some(Value::String(dialect)) = members.get("$schema")
        && !is_known_dialect(dialect)
    {
        let message = "the schema follows another dialect, of which only what OpenAPI 3.1 has in common with it is read";
        edit.value(Code::UnsupportedFeature, "$schema", message);
    }
    for key in [
        "$schema",
        "$comment",
        "$vocabulary",
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
    ] {
        if let Some(value) = members.shift_remove(key) {
            dismantle(value);
        }
    }
}

/// Whether a dialect is the one of OpenAPI 3.1 or the one that it extends.
pub(super) fn is_known_dialect(dialect: &str) -> bool {
    DIALECTS.contains(&dialect.trim_end_matches('#'))
}

/// `examples` is a list here; what 3.0 has is one `example`.
fn examples(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(found) = members.shift_remove("examples") else {
        return;
    };
    let Value::Array(mut list) = found else {
        let message = "`examples` must be an array; it is ignored";
        edit.value(Code::InvalidValue, "examples", message);
        dismantle(found);
        return;
    };
    if !members.contains_key("example") && !list.is_empty() {
        members.insert("example".to_owned(), list.remove(0));
        edit.derived(&["example"], &["examples", "0"]);
    }
    if !list.is_empty() {
        members.insert(keywords::EXAMPLES.to_owned(), Value::Array(list));
        edit.derived(&[keywords::EXAMPLES], &["examples"]);
    }
}

/// Names the keywords that no one checks.
fn note_unchecked(members: &mut Members) {
    let is_unchecked = |key: &str| members.get(key).is_some_and(|value| !allows_all(value));
    let unchecked: Vec<Value> = keywords::UNCHECKED_KEYWORDS
        .iter()
        .filter(|key| is_unchecked(key))
        .map(|key| Value::from(*key))
        .collect();
    if !unchecked.is_empty() {
        members.insert(keywords::UNCHECKED.to_owned(), Value::Array(unchecked));
    }
}
