//! Arrays whose items have schemas of their own by position.

use serde_json::{Value, json};

use super::edit::{Edit, Members, discard};
use super::schema::{allows_all, has_applicators};
use crate::diagnostic::Code;
use crate::document::keywords;
use crate::document::read::tree::dismantle;

/// Translates the keywords about items.
pub(super) fn translate(members: &mut Members, edit: &mut Edit<'_>) {
    unevaluated(members, edit);
    let count = match members.get("prefixItems") {
        Some(Value::Array(schemas)) => schemas.len(),
        Some(_) => {
            let message = "`prefixItems` must be a list of schemas; it is ignored";
            edit.value(Code::InvalidValue, "prefixItems", message);
            0
        }
        None => 0,
    };
    no_items(members, count, edit);
    if count == 0 {
        discard(members, "prefixItems");
    } else {
        by_position(members, edit);
    }
}

/// Where nothing stands beside it that could have looked at items, `unevaluatedItems` is what is said of the others.
fn unevaluated(members: &mut Members, edit: &mut Edit<'_>) {
    if has_applicators(members) || members.contains_key("contains") {
        return;
    }
    let Some(schema) = members.shift_remove("unevaluatedItems") else {
        return;
    };
    if members.contains_key("items") {
        dismantle(schema);
        return;
    }
    members.insert("items".to_owned(), schema);
    edit.moved(&["items"], &["unevaluatedItems"]);
}

/// `items: false`: there are no more than those of `prefixItems`.
fn no_items(members: &mut Members, count: usize, edit: &mut Edit<'_>) {
    if members.get("items") != Some(&Value::Bool(false)) {
        return;
    }
    members.shift_remove("items");
    let most = members.get("maxItems").and_then(Value::as_u64);
    let fewer = most.is_some_and(|most| usize::try_from(most).is_ok_and(|most| most < count));
    if !fewer {
        members.insert("maxItems".to_owned(), Value::from(count));
        edit.derived(&["maxItems"], &["items"]);
    }
}

/// Puts the schemas of `prefixItems` and the one of the items behind them where 3.0 has schemas of items.
fn by_position(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(Value::Array(mut schemas)) = members.shift_remove("prefixItems") else {
        return;
    };
    let count = schemas.len();
    for index in 0..count {
        let index = index.to_string();
        edit.moved(&["items", "oneOf", &index], &["prefixItems", &index]);
    }
    let rest = members.shift_remove("items");
    if let Some(rest) = rest.filter(|rest| !allows_all(rest)) {
        schemas.push(rest);
        edit.moved(&["items", "oneOf", &count.to_string()], &["items"]);
    }
    members.insert(
        "items".to_owned(),
        json!({ "oneOf": Value::Array(schemas) }),
    );
    members.insert(keywords::POSITIONS.to_owned(), Value::from(count));
}
