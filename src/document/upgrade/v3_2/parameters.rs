//! Parameters (OpenAPI 3.2.0, Parameter Object).

use serde_json::{Value, json};

use super::context::Context;
use super::{discard, take_reserved};
use crate::diagnostic::Code;
use crate::document::keywords;
use crate::document::upgrade::v3_1::edit::{Edit, Members};

/// The media type of a query that is made of pairs.
const FORM: &str = "application/x-www-form-urlencoded";

/// Translates where a parameter stands and how it is written.
pub(super) fn translate(members: &mut Members, edit: &mut Edit<'_>) {
    take_reserved(members, keywords::QUERYSTRING, edit);
    take_reserved(members, keywords::COOKIE_STYLE, edit);
    take_reserved(members, keywords::ALLOW_RESERVED, edit);
    match members.get("in").and_then(Value::as_str) {
        Some("querystring") => querystring(members, edit),
        Some("cookie") => cookie(members, edit),
        Some("path") => carry_allow_reserved(members),
        _ => {}
    }
}

/// The whole query is what the one media type of the parameter says.
fn querystring(members: &mut Members, edit: &mut Edit<'_>) {
    for key in ["style", "explode", "allowReserved"] {
        if members.contains_key(key) {
            let message = format!("`{key}` does not hold for a parameter that is the whole query");
            edit.key(Code::IgnoredKeyword, key, message);
            discard(members, key);
        }
    }
    if !members.contains_key("content")
        && let Some(schema) = members.shift_remove("schema")
    {
        let message = "the schema of a parameter that is the whole query stands in its `content`";
        edit.key(Code::CoercedValue, "schema", message);
        members.insert("content".to_owned(), json!({ FORM: { "schema": schema } }));
        edit.derived(&["content", FORM, "schema"], &["schema"]);
    }
    members.insert("in".to_owned(), Value::from("query"));
    members.insert(keywords::QUERYSTRING.to_owned(), Value::Bool(true));
}

/// The style `cookie` is that of `form` without any encoding.
fn cookie(members: &mut Members, edit: &mut Edit<'_>) {
    if members.get("style").is_none_or(|style| style != "cookie") {
        carry_allow_reserved(members);
        return;
    }
    if members.contains_key("allowReserved") {
        let message = "`allowReserved` does not hold for the style `cookie`, which encodes nothing";
        edit.key(Code::IgnoredKeyword, "allowReserved", message);
        discard(members, "allowReserved");
    }
    members.insert("style".to_owned(), Value::from("form"));
    members.insert(keywords::COOKIE_STYLE.to_owned(), Value::Bool(true));
}

fn carry_allow_reserved(members: &mut Members) {
    if members.get("allowReserved") == Some(&Value::Bool(true)) {
        members.shift_remove("allowReserved");
        members.insert(keywords::ALLOW_RESERVED.to_owned(), Value::Bool(true));
    }
}

/// A parameter that is the whole query is the only one of the query.
pub(super) fn check_queries(
    item: &Members,
    carried: &Members,
    context: &Context,
    edit: &mut Edit<'_>,
) {
    let fixed = super::operations::FIXED
        .iter()
        .filter_map(|(_, key)| item.get(*key));
    let operations = fixed.chain(carried.values()).filter_map(Value::as_object);
    let is_mixed = |operation: &Members| {
        let all = parameters(operation).chain(parameters(item));
        has_several(all, context)
    };
    if operations.into_iter().any(is_mixed) {
        let message =
            "a parameter that is the whole query stands beside others of the query; they share it";
        edit.here(Code::InvalidValue, message);
    }
}

fn parameters(members: &Members) -> impl Iterator<Item = &Value> {
    let items = members.get("parameters").and_then(Value::as_array);
    items.into_iter().flatten()
}

fn has_several<'m>(parameters: impl Iterator<Item = &'m Value>, context: &Context) -> bool {
    let mut whole = 0;
    let mut parts = 0;
    for parameter in parameters {
        let referred = parameter.get("$ref").and_then(Value::as_str);
        let place = match referred {
            Some(text) => context
                .own(text)
                .and_then(|text| context.parameters.get(&text).map(String::as_str)),
            None => parameter.get("in").and_then(Value::as_str),
        };
        match place {
            Some("querystring") => whole += 1,
            Some("query") => parts += 1,
            _ => {}
        }
    }
    whole > 1 || (whole == 1 && parts > 0)
}
