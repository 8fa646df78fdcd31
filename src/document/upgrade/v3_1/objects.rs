//! Objects whose members have schemas by the pattern of their names.

use serde_json::Value;

use super::edit::{Edit, Members};
use super::schema::{Distinct, allows_all, has_applicators};
use crate::diagnostic::Code;
use crate::document::read::tree::dismantle;

/// Patterns that match every name.
const EVERY_NAME: &[&str] = &["", "^", ".*", "^.*$", "^.*", ".*$", "(.*)", "^(.*)$"];

const PATTERNS: &str = "patternProperties";
const ADDITIONAL: &str = "additionalProperties";

/// Translates the keywords about members; gives whether patterns say more than what became of them.
pub(super) fn translate(members: &mut Members, edit: &mut Edit<'_>) -> bool {
    unevaluated(members, edit);
    let Some(found) = members.get(PATTERNS) else {
        return false;
    };
    let Value::Object(patterns) = found else {
        let message = "`patternProperties` must be an object; it is ignored";
        edit.value(Code::InvalidValue, PATTERNS, message);
        if let Some(value) = members.shift_remove(PATTERNS) {
            dismantle(value);
        }
        return false;
    };
    if patterns.is_empty() {
        members.shift_remove(PATTERNS);
        return false;
    }
    let only_every_name =
        patterns.len() == 1 && patterns.keys().all(|it| EVERY_NAME.contains(&it.as_str()));
    let is_exact = only_every_name && !members.contains_key("properties");
    if only_every_name || is_map(members) || is_closed(members) {
        by_patterns_alone(members, edit);
    } else {
        by_patterns_or_more(members, edit);
    }
    !is_exact
}

/// Where nothing stands beside it that could have looked at members, `unevaluatedProperties` says what
/// `additionalProperties` does.
fn unevaluated(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(schema) = members.get("unevaluatedProperties") else {
        return;
    };
    let is_alone = !has_applicators(members);
    if !is_alone && !allows_all(schema) {
        return;
    }
    let Some(schema) = members.shift_remove("unevaluatedProperties") else {
        return;
    };
    if is_alone && !members.contains_key(ADDITIONAL) {
        members.insert(ADDITIONAL.to_owned(), schema);
        edit.moved(&[ADDITIONAL], &["unevaluatedProperties"]);
    } else {
        dismantle(schema);
    }
}

/// Whether the members are those of one pattern, and nothing else is said of any.
fn is_map(members: &Members) -> bool {
    let has_one =
        matches!(members.get(PATTERNS), Some(Value::Object(patterns)) if patterns.len() == 1);
    let is_object = members.get("type").is_some_and(|kind| kind == "object");
    has_one
        && is_object
        && !members.contains_key(ADDITIONAL)
        && !members.contains_key("properties")
        && !has_applicators(members)
}

fn is_closed(members: &Members) -> bool {
    members.get(ADDITIONAL) == Some(&Value::Bool(false))
}

/// The members that are not named are of one of the patterns' schemas.
fn by_patterns_alone(members: &mut Members, edit: &mut Edit<'_>) {
    if let Some(value) = members.shift_remove(ADDITIONAL) {
        dismantle(value);
    }
    combine(members, None, edit);
}

/// They are of one of the patterns' schemas, or what is said of all others.
fn by_patterns_or_more(members: &mut Members, edit: &mut Edit<'_>) {
    match members.shift_remove(ADDITIONAL) {
        Some(schema @ Value::Object(_)) if !allows_all(&schema) => {
            combine(members, Some(schema), edit);
        }
        // The members are described, so they are kept.
        _ => {
            members.insert(ADDITIONAL.to_owned(), Value::Bool(true));
        }
    }
}

/// Makes one schema of those of the patterns and of the one for the rest.
fn combine(members: &mut Members, rest: Option<Value>, edit: &mut Edit<'_>) {
    let any = match members.get(PATTERNS) {
        Some(Value::Object(patterns)) => {
            !Distinct::holds(patterns.len()) || patterns.values().any(allows_all)
        }
        _ => false,
    };
    if any {
        rest.map(dismantle).unwrap_or_default();
        members.insert(ADDITIONAL.to_owned(), Value::Bool(true));
        return;
    }
    let Some(Value::Object(patterns)) = members.shift_remove(PATTERNS) else {
        return;
    };
    let mut distinct = Distinct::default();
    let mut places: Vec<(String, usize)> = Vec::new();
    for (pattern, schema) in patterns {
        // Names of a pattern whose schema is `false` are not allowed.
        if schema != Value::Bool(false) {
            places.push((pattern, distinct.add(schema)));
        }
    }
    if let Some(rest) = rest {
        let before = distinct.schemas.len();
        if distinct.add(rest) == before && before > 0 {
            let place = before.to_string();
            edit.moved(&[ADDITIONAL, "anyOf", &place], &[ADDITIONAL]);
        }
    }
    let is_one = distinct.schemas.len() == 1;
    for (pattern, place) in places {
        let (place, from) = (place.to_string(), [PATTERNS, pattern.as_str()]);
        match is_one {
            true => edit.moved(&[ADDITIONAL], &from),
            false => edit.moved(&[ADDITIONAL, "anyOf", &place], &from),
        }
    }
    let additional = distinct.combined().unwrap_or(Value::Bool(false));
    members.insert(ADDITIONAL.to_owned(), additional);
}
