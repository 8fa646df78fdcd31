//! Objects whose members have schemas by the pattern of their names.

use serde_json::{Value, json};

use super::edit::{Edit, Members, discard};
use super::schema::{allows_all, has_applicators};
use crate::diagnostic::Code;
use crate::document::keywords;

/// Patterns that match every name.
const EVERY_NAME: &[&str] = &["", "^", ".*", "^.*$", "^.*", ".*$", "(.*)", "^(.*)$"];

const PATTERNS: &str = "patternProperties";
const ADDITIONAL: &str = "additionalProperties";
const UNEVALUATED: &str = "unevaluatedProperties";

/// Translates the keywords about members.
pub(super) fn translate(members: &mut Members, edit: &mut Edit<'_>) {
    unevaluated(members, edit);
    match members.get(PATTERNS) {
        Some(Value::Object(patterns)) if patterns.is_empty() => discard(members, PATTERNS),
        Some(Value::Object(patterns)) => {
            let is_every_name =
                patterns.len() == 1 && patterns.keys().all(|it| EVERY_NAME.contains(&it.as_str()));
            if is_every_name && !members.contains_key("properties") {
                every_name(members, edit);
            } else {
                by_pattern(members, edit);
            }
        }
        Some(_) => {
            let message = "`patternProperties` must be an object; it is ignored";
            edit.value(Code::InvalidValue, PATTERNS, message);
            discard(members, PATTERNS);
        }
        None => {}
    }
}

/// Where nothing stands beside it that could have looked at members, `unevaluatedProperties` says what
/// `additionalProperties` does. Else no more can be said than that nothing else is allowed.
fn unevaluated(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(schema) = members.get(UNEVALUATED) else {
        return;
    };
    if allows_all(schema) {
        members.shift_remove(UNEVALUATED);
    } else if has_applicators(members) {
        if members.get(UNEVALUATED) == Some(&Value::Bool(false)) {
            members.shift_remove(UNEVALUATED);
            members.insert(keywords::CLOSED.to_owned(), Value::Bool(true));
        }
    } else if members.contains_key(ADDITIONAL) {
        discard(members, UNEVALUATED);
    } else if let Some(schema) = members.shift_remove(UNEVALUATED) {
        members.insert(ADDITIONAL.to_owned(), schema);
        edit.moved(&[ADDITIONAL], &[UNEVALUATED]);
    }
}

/// A pattern that every name matches says what `additionalProperties` does.
fn every_name(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(Value::Object(patterns)) = members.shift_remove(PATTERNS) else {
        return;
    };
    discard(members, ADDITIONAL);
    for (pattern, schema) in patterns {
        members.insert(ADDITIONAL.to_owned(), schema);
        edit.moved(&[ADDITIONAL], &[PATTERNS, &pattern]);
    }
}

/// Puts the schemas of the patterns, and the one of other members, where 3.0 has a schema of members that are not named.
fn by_pattern(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(Value::Object(patterns)) = members.shift_remove(PATTERNS) else {
        return;
    };
    let mut names = Vec::with_capacity(patterns.len());
    let mut schemas = Vec::with_capacity(patterns.len());
    for (index, (pattern, schema)) in patterns.into_iter().enumerate() {
        let index = index.to_string();
        edit.moved(&[ADDITIONAL, "oneOf", &index], &[PATTERNS, &pattern]);
        names.push(Value::from(pattern));
        schemas.push(schema);
    }
    match members.shift_remove(ADDITIONAL) {
        Some(others @ Value::Bool(_)) => {
            members.insert(keywords::OTHERS.to_owned(), others);
        }
        Some(others) => {
            let index = schemas.len().to_string();
            edit.moved(&[ADDITIONAL, "oneOf", &index], &[ADDITIONAL]);
            schemas.push(others);
        }
        None => {}
    }
    members.insert(
        ADDITIONAL.to_owned(),
        json!({ "oneOf": Value::Array(schemas) }),
    );
    members.insert(keywords::PATTERNS.to_owned(), Value::Array(names));
}
