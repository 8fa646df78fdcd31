//! Parameters, headers and encodings (OpenAPI 3.0.3, sections 4.7.12, 4.7.21 and 4.7.15).

use serde_json::{Map, Value, json};

use super::{Members, Report, discard, note_nulls};
use crate::diagnostic::Code;
use crate::document::grammar::Kind;
use crate::document::keywords;

/// Where parameters stand, and the styles that they can have there (4.7.12.2.2.1), the default one first.
const STYLES: &[(&str, &[&str])] = &[
    (
        "query",
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    ),
    ("path", &["simple", "label", "matrix"]),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

/// A parameter that could not be read, as something that can be typed: see [`keywords::FAULT`].
pub(crate) fn stand_in(reason: &str) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("name".to_owned(), Value::from(""));
    members.insert("in".to_owned(), Value::from("query"));
    members.insert("schema".to_owned(), json!({}));
    members.insert(keywords::FAULT.to_owned(), Value::from(reason));
    members
}

/// Before the members are held against the grammar: a type beside the name, as Swagger 2.0 has it, is the schema's.
pub(super) fn prepare(members: &mut Members, report: &mut Report<'_>) {
    if !members.contains_key("type")
        || members.contains_key("schema")
        || members.contains_key("content")
    {
        return;
    }
    let message = "the type of a parameter stands in its `schema`";
    report.key(Code::CoercedValue, "type", message.to_owned(), None);
    let moved: Vec<String> = members
        .keys()
        .filter(|key| Kind::Schema.shape(key).is_some() && Kind::Parameter.shape(key).is_none())
        .cloned()
        .collect();
    let mut schema = Map::new();
    for key in moved {
        if let Some(value) = members.shift_remove(&key) {
            schema.insert(key, value);
        }
    }
    members.insert("schema".to_owned(), Value::Object(schema));
}

/// After it.
pub(super) fn normalise(members: &mut Members, report: &mut Report<'_>) {
    let text = |key: &str| members.get(key).and_then(Value::as_str).unwrap_or("");
    let (name, place) = (text("name"), text("in"));
    let styles = STYLES.iter().find(|(known, _)| *known == place);
    let fault = match styles {
        _ if name.is_empty() => Some("a parameter has no `name`".to_owned()),
        None if place.is_empty() => Some(format!("the parameter `{name}` has no `in`")),
        None => Some(format!(
            "the parameter `{name}` stands in `{place}`, which OpenAPI 3.0 does not know"
        )),
        Some(_) => None,
    };
    if let Some(fault) = fault {
        report.here(Code::UnsupportedParameter, fault.as_str());
        super::dismantle(Value::Object(std::mem::replace(members, stand_in(&fault))));
        return;
    }
    let in_path = place == "path";
    if let Some((place, styles)) = styles {
        check_style(members, place, styles, report);
    }
    if in_path && members.get("required") != Some(&Value::Bool(true)) {
        let message = "a parameter of the path is always required";
        report.here(Code::CoercedValue, message);
        members.insert("required".to_owned(), Value::Bool(true));
    }
    one_format(members, report);
    note_nulls(members, &["example"]);
}

/// Headers are parameters without a name and a place.
pub(super) fn normalise_header(members: &mut Members, report: &mut Report<'_>) {
    check_style(members, "header", &["simple"], report);
    one_format(members, report);
    say_explode(members);
    note_nulls(members, &["example"]);
}

/// The style of an encoding is that of a query parameter.
pub(super) fn normalise_encoding(members: &mut Members, report: &mut Report<'_>) {
    if let Some((place, styles)) = STYLES.first() {
        check_style(members, place, styles, report);
    }
    say_explode(members);
}

fn check_style(members: &mut Members, place: &str, styles: &[&str], report: &mut Report<'_>) {
    let Some(style) = members.get("style").and_then(Value::as_str) else {
        return;
    };
    if styles.contains(&style) {
        return;
    }
    let known = styles.join("`, `");
    let message = format!("the style `{style}` does not exist for `{place}`; the default is used");
    let help = format!("write one of `{known}`");
    report.member_help(Code::InvalidValue, "style", message, &help);
    discard(members, "style");
}

/// Leaves exactly one of `schema` and `content`.
fn one_format(members: &mut Members, report: &mut Report<'_>) {
    match (
        members.contains_key("schema"),
        members.contains_key("content"),
    ) {
        (true, true) => {
            let message = "`content` next to `schema` is ignored".to_owned();
            report.key(Code::IgnoredKeyword, "content", message, None);
            discard(members, "content");
        }
        (false, false) => {
            let message = "there is neither `schema` nor `content`; any value is allowed";
            report.here(Code::MissingKeyword, message);
            members.insert("schema".to_owned(), json!({}));
        }
        _ => {}
    }
}

fn say_explode(members: &mut Members) {
    if let Some(Value::Bool(explode)) = members.get("explode") {
        let explode = Value::Bool(*explode);
        members.insert(keywords::EXPLODE.to_owned(), explode);
    }
}
