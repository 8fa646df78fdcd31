//! What describes: tags, servers, responses, examples, XML.

use serde_json::Value;

use super::discard;
use crate::diagnostic::Code;
use crate::document::keywords;
use crate::document::upgrade::v3_1::edit::{Edit, Members};

/// A short text that 3.0 has no place for comes before the description.
pub(super) fn lead_with(members: &mut Members, key: &str, edit: &mut Edit<'_>) {
    let short = match members.get(key) {
        Some(Value::String(short)) => short.clone(),
        Some(_) => return leave_out(members, key, "a string", edit),
        None => return,
    };
    let whole = match members.get("description") {
        Some(Value::String(description)) => format!("{short}\n\n{description}"),
        _ => short,
    };
    members.insert("description".to_owned(), Value::from(whole));
    discard(members, key);
}

/// The name of a server is carried.
pub(super) fn server_name(members: &mut Members, edit: &mut Edit<'_>) {
    match members.get("name") {
        Some(Value::String(name)) => {
            let name = Value::from(name.as_str());
            members.insert(keywords::SERVER_NAME.to_owned(), name);
            discard(members, "name");
        }
        Some(_) => leave_out(members, "name", "a string", edit),
        None => {}
    }
}

/// A value that the keyword cannot have.
pub(super) fn leave_out(members: &mut Members, key: &str, expected: &str, edit: &mut Edit<'_>) {
    let message = format!("`{key}` must be {expected}; it is ignored");
    edit.value(Code::InvalidValue, key, message);
    discard(members, key);
}

/// A response need not have a description.
pub(super) fn response(members: &mut Members, edit: &mut Edit<'_>) {
    lead_with(members, "summary", edit);
    if !members.contains_key("description") {
        members.insert("description".to_owned(), Value::from(""));
    }
}

/// The output groups operations by their tags, and has no groups in groups: that is said once, and which kind a tag is of.
pub(super) fn tags(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(Value::Array(tags)) = members.get_mut("tags") else {
        return;
    };
    let names: Vec<Option<String>> = tags.iter().map(name).collect();
    for (key, message) in [
        (
            "parent",
            "the tags are not put into each other: each is a group by itself",
        ),
        ("kind", "of which kind a tag is makes no difference yet"),
    ] {
        let first = tags.iter().position(|tag| tag.get(key).is_some());
        if let Some(first) = first {
            let place = ["tags", &first.to_string(), key];
            edit.inner_key(Code::IgnoredKeyword, &place, message);
        }
    }
    for (index, tag) in tags.iter_mut().enumerate() {
        let Value::Object(tag) = tag else {
            continue;
        };
        if let Some(Value::String(parent)) = tag.get("parent")
            && !names.contains(&Some(parent.clone()))
        {
            let message = format!("`{parent}` is no tag of the document");
            let place = ["tags", &index.to_string(), "parent"];
            edit.inner_value(Code::InvalidValue, &place, message);
        }
        discard(tag, "parent");
        discard(tag, "kind");
    }
}

fn name(tag: &Value) -> Option<String> {
    Some(tag.get("name")?.as_str()?.to_owned())
}

/// The value is what 3.0 calls so. How it looks on the wire says no more where the value is there.
pub(super) fn example(members: &mut Members, edit: &mut Edit<'_>) {
    if let Some(value) = members.shift_remove("dataValue") {
        if members.contains_key("value") {
            let message = "`value` next to `dataValue` is ignored";
            edit.key(Code::IgnoredKeyword, "value", message);
            discard(members, "value");
        }
        members.insert("value".to_owned(), value);
        edit.derived(&["value"], &["dataValue"]);
    }
    if members.contains_key("serializedValue") {
        if !members.contains_key("value") {
            let message = "the text of an example is not read: write its value as `dataValue`";
            edit.key(Code::IgnoredKeyword, "serializedValue", message);
        }
        discard(members, "serializedValue");
    }
}

/// What a node is, as 3.0 says it where it can. The output speaks no XML.
pub(super) fn xml(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(node_type) = members.get("nodeType") else {
        return;
    };
    let key = match node_type.as_str() {
        Some("attribute") => Some("attribute"),
        Some("element") => Some("wrapped"),
        Some("none" | "text" | "cdata") => None,
        _ => {
            return leave_out(
                members,
                "nodeType",
                "`element`, `attribute`, `text`, `cdata` or `none`",
                edit,
            );
        }
    };
    if let Some(key) = key {
        members.insert(key.to_owned(), Value::Bool(true));
    }
    discard(members, "nodeType");
}
