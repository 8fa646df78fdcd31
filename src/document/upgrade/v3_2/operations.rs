//! Operations with methods that a path item of 3.0 has no keyword for (OpenAPI 3.2.0, Path Item Object).

use serde_json::{Map, Value};

use super::context::Context;
use super::{discard, parameters, take_reserved};
use crate::diagnostic::Code;
use crate::document::keywords;
use crate::document::read::tree::dismantle;
use crate::document::upgrade::v3_1::edit::{Edit, Members};

/// The methods that have a keyword of their own, with it.
pub(super) const FIXED: &[(&str, &str)] = &[
    ("GET", "get"),
    ("PUT", "put"),
    ("POST", "post"),
    ("DELETE", "delete"),
    ("OPTIONS", "options"),
    ("HEAD", "head"),
    ("PATCH", "patch"),
    ("TRACE", "trace"),
    ("QUERY", "query"),
];

const ADDITIONAL: &str = "additionalOperations";

/// Carries the operations that 3.0 has no keyword for.
pub(super) fn translate(members: &mut Members, context: &Context, edit: &mut Edit<'_>) {
    take_reserved(members, keywords::OPERATIONS, edit);
    let additional = additional(members, edit);
    let mut carried = Map::new();
    for (method, operation) in additional {
        match FIXED.iter().find(|(fixed, _)| *fixed == method) {
            Some((_, key)) => fixed(members, &method, key, operation, edit),
            None => {
                edit.derived(&[keywords::OPERATIONS, &method], &[ADDITIONAL, &method]);
                carried.insert(method, operation);
            }
        }
    }
    if let Some(query) = members.shift_remove("query") {
        edit.derived(&[keywords::OPERATIONS, "QUERY"], &["query"]);
        carried.shift_insert(0, "QUERY".to_owned(), query);
    }
    parameters::check_queries(members, &carried, context, edit);
    if !carried.is_empty() {
        members.insert(keywords::OPERATIONS.to_owned(), Value::Object(carried));
    }
}

fn additional(members: &mut Members, edit: &mut Edit<'_>) -> Members {
    match members.shift_remove(ADDITIONAL) {
        None => Map::new(),
        Some(Value::Object(additional)) => additional,
        Some(other) => {
            dismantle(other);
            let message = "`additionalOperations` must be an object; it is left out";
            edit.value(Code::WrongType, ADDITIONAL, message);
            Map::new()
        }
    }
}

/// An operation that the path item has a keyword for belongs there.
fn fixed(members: &mut Members, method: &str, key: &str, operation: Value, edit: &mut Edit<'_>) {
    if members.contains_key(key) {
        dismantle(operation);
        let message = format!("the path has another operation under `{key}`, which holds");
        edit.inner_key(Code::IgnoredKeyword, &[ADDITIONAL, method], message);
        return;
    }
    let message = format!("the operation of the method {method} stands under `{key}`");
    edit.inner_key(Code::CoercedValue, &[ADDITIONAL, method], message);
    discard(members, key);
    members.insert(key.to_owned(), operation);
    edit.derived(&[key], &[ADDITIONAL, method]);
}
