//! Arrays whose items have schemas of their own by position.

use serde_json::{Value, json};

use super::edit::{Edit, Members};
use super::schema::{Distinct, allows_all, has_applicators};
use crate::diagnostic::Code;
use crate::document::read::tree::dismantle;

/// Translates the keywords about items; gives whether the positions of `prefixItems` say more than what became of them.
pub(super) fn translate(members: &mut Members, edit: &mut Edit<'_>) -> bool {
    unevaluated(members, edit);
    let Some(prefix) = members.get("prefixItems") else {
        no_items(members, 0, edit);
        return false;
    };
    let count = match prefix {
        Value::Array(schemas) if !schemas.is_empty() => schemas.len(),
        _ => {
            let message = "`prefixItems` must be a list of schemas; it is ignored";
            edit.value(Code::InvalidValue, "prefixItems", message);
            if let Some(value) = members.shift_remove("prefixItems") {
                dismantle(value);
            }
            no_items(members, 0, edit);
            return false;
        }
    };
    no_items(members, count, edit);
    let most = members.get("maxItems").and_then(Value::as_u64);
    let is_closed = most.is_some_and(|most| usize::try_from(most).is_ok_and(|most| most <= count));
    // Without `items`, what follows is any value, and so is an item by its type alone.
    let is_open = !is_closed && members.get("items").is_none_or(allows_all);
    let has_any = match members.get("prefixItems") {
        Some(Value::Array(schemas)) => schemas.iter().any(allows_all),
        _ => false,
    };
    if is_open || has_any || !Distinct::holds(count) {
        if let Some(items) = members.insert("items".to_owned(), json!({})) {
            dismantle(items);
        }
        return true;
    }
    let rest = members.shift_remove("items");
    let rest = if is_closed {
        rest.map(dismantle).and(None)
    } else {
        rest
    };
    one_schema(members, rest, edit)
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

/// Makes one schema for all items of those by position and of the one for the rest.
fn one_schema(members: &mut Members, rest: Option<Value>, edit: &mut Edit<'_>) -> bool {
    let Some(Value::Array(prefix)) = members.shift_remove("prefixItems") else {
        return false;
    };
    let mut distinct = Distinct::default();
    let places: Vec<usize> = prefix
        .into_iter()
        .map(|schema| distinct.add(schema))
        .collect();
    if let Some(rest) = rest {
        let before = distinct.schemas.len();
        if distinct.add(rest) == before {
            edit.moved(&["items", "anyOf", &before.to_string()], &["items"]);
        }
    }
    let is_one = distinct.schemas.len() == 1;
    for (index, place) in places.iter().enumerate() {
        let (index, place) = (index.to_string(), place.to_string());
        let from = ["prefixItems", index.as_str()];
        match is_one {
            true => edit.moved(&["items"], &from),
            false => edit.moved(&["items", "anyOf", &place], &from),
        }
    }
    if let Some(items) = distinct.combined() {
        members.insert("items".to_owned(), items);
    }
    !is_one
}
