//! Holds the tree against the grammar, and mends it so that it can be typed: what nearly fits is taken for what is meant,
//! what does not fit is taken out. Each mend is reported.

mod coerce;
mod findings;
mod parameter;
mod report;
mod response;
mod schema;
mod security;
#[cfg(test)]
mod tests;
mod versions;
mod words;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

pub(crate) use self::findings::Findings;
pub(crate) use self::schema::is_newer as is_newer_keyword;

use self::coerce::{Fit, expected, fit, shown};
use self::report::Report;
use self::versions::{is_left, newer};
use super::grammar::{Kind, Node, Shape, WEBHOOKS, is_extension};
use super::keywords;
use super::read::tree::{dismantle, measure};
use super::walk::{At, Visitor, walk, walk_all};
use crate::diagnostic::{Code, Pointer, similar};

/// How deep examples, defaults and extensions may be nested: those who read them after this stage use recursion.
const FREE_DEPTH: usize = 128;

/// How many objects other than schemas may stand inside each other: callbacks in operations of callbacks, and headers of
/// encodings of headers.
const MOST_OTHERS: usize = 16;

/// What the check found besides faults.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// The references that stand in the tree, each once: what they expect, and their text.
    pub(crate) references: BTreeSet<(Kind, String)>,
    /// How many schemas stand inside each other at most.
    pub(crate) schema_depth: usize,
    /// The values of discriminators' mappings, each once.
    pub(crate) mappings: BTreeSet<String>,
    /// Places that were renamed, each with the place in the source.
    pub(crate) renamed: Vec<(Pointer, Pointer)>,
}

impl Checked {
    /// Adds what was found in another part.
    pub(crate) fn extend(&mut self, other: Self) {
        self.references.extend(other.references);
        self.mappings.extend(other.mappings);
        self.renamed.extend(other.renamed);
        self.schema_depth = self.schema_depth.max(other.schema_depth);
    }
}

/// What a document was before the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Written {
    /// OpenAPI 3.0: the extensions of the house are taken out of it.
    #[default]
    As3_0,
    /// A later version, brought into the shape of 3.0: these extensions say what 3.0 has no word for, and keywords that
    /// nothing reads but references lead into stay without a word.
    As3_1,
    /// The same of OpenAPI 3.2, which has more of both.
    As3_2,
}

/// Checks a whole document.
pub(crate) fn check(root: &mut Value, written: Written, findings: &mut Findings) -> Checked {
    let mut checked = Checked::default();
    walk_all(
        root,
        || Check::new(written),
        |outcome| {
            findings.extend(outcome.findings);
            checked.extend(outcome.checked);
        },
    );
    checked
}

/// Checks something that was found outside the grammar, as the object that it is used as.
pub(crate) fn check_value(
    value: &mut Value,
    node: Node,
    place: &Pointer,
    written: Written,
    findings: &mut Findings,
) -> Checked {
    let mut check = Check::new(written);
    walk(value, node, place, &mut check);
    findings.extend(check.findings);
    check.checked
}

impl Checked {
    /// References that are not Reference Objects.
    fn note(&mut self, members: &Members, kind: Kind) {
        match (kind, members.get("$ref"), members.get("mapping")) {
            (Kind::PathItem, Some(Value::String(text)), _) => {
                self.references.insert((Kind::PathItem, text.clone()));
            }
            (Kind::Discriminator, _, mapping) => {
                let mapped = mapping.and_then(Value::as_object);
                let mapped = mapped.into_iter().flat_map(Map::values);
                let names = mapped.chain(members.get(keywords::DEFAULT_MAPPING));
                let names = names.filter_map(Value::as_str);
                self.mappings.extend(names.map(ToOwned::to_owned));
            }
            _ => {}
        }
    }
}

/// A pass over a part of the document.
struct Check {
    findings: Findings,
    checked: Checked,
    written: Written,
}

impl Check {
    fn new(written: Written) -> Self {
        Self {
            findings: Findings::of_part(),
            checked: Checked::default(),
            written,
        }
    }
}

type Members = Map<String, Value>;

/// Takes a member out, however deep it is.
fn discard(members: &mut Members, key: &str) {
    if let Some(value) = members.shift_remove(key) {
        dismantle(value);
    }
}

/// Puts something else in a value's place, however deep it is.
fn replace(value: &mut Value, with: Value) {
    dismantle(std::mem::replace(value, with));
}

impl Visitor for Check {
    fn visit(&mut self, value: &mut Value, node: Node, at: At<'_>) -> bool {
        let checked = &mut self.checked;
        checked.schema_depth = checked.schema_depth.max(at.depth.schemas);
        let mut report = Report::new(&mut self.findings, &mut checked.renamed, self.written, at);
        if at.depth.others > MOST_OTHERS {
            let message = format!(
                "more than {MOST_OTHERS} objects that are no schemas stand inside each other"
            );
            report.here(Code::LimitReached, message);
            replace(value, Value::Object(Map::new()));
        }
        make_object(value, node.kind, &mut report);
        let Value::Object(members) = value else {
            return false;
        };
        if node.reference && is_reference(members, node.kind, &mut report) {
            if let Some(Value::String(text)) = members.get("$ref") {
                checked.references.insert((node.kind, text.clone()));
            }
            return false;
        }
        check_object(members, node.kind, &mut report);
        checked.note(members, node.kind);
        true
    }
}

/// Makes an object of what stands in an object's place.
fn make_object(value: &mut Value, kind: Kind, report: &mut Report<'_>) {
    if value.is_object() {
        return;
    }
    let found = shown(value);
    let (code, meant) = match (kind, &mut *value) {
        (Kind::Schema, Value::Bool(false)) => {
            (Code::CoercedValue, serde_json::json!({ "not": {} }))
        }
        (Kind::Example, value) => (
            Code::CoercedValue,
            serde_json::json!({ "value": value.take() }),
        ),
        (Kind::Schema, Value::Bool(true)) | (_, Value::Null) => {
            (Code::CoercedValue, Value::Object(Map::new()))
        }
        (_, Value::Array(items)) if items.is_empty() => {
            (Code::CoercedValue, Value::Object(Map::new()))
        }
        _ => (misfit_code(kind), Value::Object(Map::new())),
    };
    let message = format!("expected a {}, but found {found}", kind.name());
    report.here(code, message);
    replace(value, meant);
}

fn misfit_code(kind: Kind) -> Code {
    if kind.is_structural() {
        Code::WrongType
    } else {
        Code::InvalidValue
    }
}

/// Whether the members are a Reference Object (4.7.23). What stands next to the reference is ignored, as the specification
/// says, but in a schema, where everyone means it: there the two are combined by `allOf`.
fn is_reference(members: &mut Members, kind: Kind, report: &mut Report<'_>) -> bool {
    let Some(reference) = members.get("$ref") else {
        return false;
    };
    if !reference.is_string() {
        let message = format!("`$ref` must be a string, but is {}", shown(reference));
        report.member(Code::WrongType, "$ref", message);
        discard(members, "$ref");
        return false;
    }
    if members.len() == 1 {
        return true;
    }
    if kind == Kind::Schema {
        combine(members);
        return false;
    }
    let others: Vec<String> = members
        .keys()
        .filter(|key| *key != "$ref")
        .cloned()
        .collect();
    for key in others {
        // OpenAPI 3.1 gives these two a meaning, and they only describe.
        if !is_extension(&key) && key != "description" && key != "summary" {
            let message = format!("`{key}` next to `$ref` is ignored");
            report.key(Code::IgnoredKeyword, &key, message, None);
        }
        discard(members, &key);
    }
    true
}

/// Makes `allOf: [{$ref}]` of a `$ref` with siblings.
fn combine(members: &mut Members) {
    let Some(reference) = members.shift_remove("$ref") else {
        return;
    };
    let reference = serde_json::json!({ "$ref": reference });
    match members.get_mut("allOf") {
        Some(Value::Array(schemas)) => schemas.insert(0, reference),
        _ => {
            members.insert("allOf".to_owned(), Value::Array(vec![reference]));
        }
    }
}

/// Checks the members of an object of the specification.
fn check_object(members: &mut Members, kind: Kind, report: &mut Report<'_>) {
    match kind {
        Kind::Schema => schema::prepare(members, report),
        Kind::Parameter => parameter::prepare(members, report),
        Kind::Example => prepare_example(members, report),
        _ => {}
    }
    let removed = check_members(members, kind, report);
    words::shorten(members, report);
    for keyword in kind.keywords().iter().filter(|keyword| keyword.required) {
        if members.contains_key(keyword.name) {
            continue;
        }
        // Those that miss their name, place or type are replaced altogether, with words of their own; and of what was taken
        // out there is nothing more to say.
        let is_said = matches!(kind, Kind::Parameter | Kind::SecurityScheme)
            || removed.iter().any(|key| key == keyword.name);
        if !is_said {
            let name = keyword.name;
            let message = format!("the {} has no `{name}`, which is required", kind.name());
            report.here(Code::MissingKeyword, message);
        }
        members.insert(keyword.name.to_owned(), empty_value(keyword.shape));
    }
    match kind {
        Kind::Schema => schema::normalise(members, report),
        Kind::Parameter => parameter::normalise(members, report),
        Kind::Header => parameter::normalise_header(members, report),
        Kind::Encoding => parameter::normalise_encoding(members, report),
        Kind::Paths => response::normalise_paths(members, report),
        Kind::Responses => response::normalise_responses(members, report),
        Kind::Callback => response::normalise_callback(members, report),
        Kind::Link => response::normalise_link(members, report),
        Kind::SecurityScheme => security::normalise_scheme(members, report),
        Kind::OAuthFlow => security::normalise_flow(members, report),
        Kind::MediaType => note_nulls(members, &["example"]),
        Kind::Example => note_nulls(members, &["value"]),
        _ => {}
    }
}

/// Checks each member by itself; gives the keys of those that were taken out.
fn check_members(members: &mut Members, kind: Kind, report: &mut Report<'_>) -> Vec<String> {
    let mut unwanted = Vec::new();
    for (key, value) in members.iter_mut() {
        let is_house = key.starts_with(keywords::PREFIX) && kind != Kind::SecurityRequirement;
        let is_later = is_house || kind == Kind::OpenApi && key == WEBHOOKS;
        let shape = kind
            .shape(key)
            .filter(|_| !is_later || is_left(key, kind, report.written));
        let keep = match shape {
            Some(shape) if kind.members() == Some(shape) => {
                check_named(key, value, shape, report);
                true
            }
            Some(shape) => check_member(key, value, shape, report),
            None => check_other(key, value, kind, report),
        };
        if !keep {
            unwanted.push(key.clone());
        }
    }
    for key in &unwanted {
        discard(members, key);
    }
    unwanted
}

/// A member that the document names itself stays, whatever its value: to leave out a response, or a scheme of a security
/// requirement, would change what the others mean.
fn check_named(key: &str, value: &mut Value, shape: Shape, report: &mut Report<'_>) {
    if !check_member(key, value, shape, report) {
        replace(value, empty_value(shape));
    }
}

/// Whether a keyword's value can stay.
fn check_member(key: &str, value: &mut Value, shape: Shape, report: &mut Report<'_>) -> bool {
    if matches!(shape, Shape::Free | Shape::FreeArray | Shape::AnyMap) && !is_shallow(value) {
        return too_deep(key, report);
    }
    let fit_before = needs_words(shape, value).then(|| shown(value));
    match fit(shape, value) {
        Fit::Fits => true,
        Fit::Absent => {
            let message = format!("`{key}` is `null`; it is read as absent");
            report.member(Code::CoercedValue, key, message);
            false
        }
        Fit::Coerced => {
            let found = fit_before.unwrap_or_else(|| shown(value));
            let message = format!("`{key}` is {found}, where {} is expected", expected(shape));
            report.member(Code::CoercedValue, key, message);
            true
        }
        Fit::Misfit => {
            let message = format!(
                "`{key}` must be {}, but is {}",
                expected(shape),
                shown(value)
            );
            report.member(misfit_code_of(shape), key, message);
            false
        }
    }
}

/// Whether a message about the value must be prepared before it is coerced: of scalars only, since they are short.
fn needs_words(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::String | Shape::Type => !value.is_string(),
        Shape::Boolean | Shape::AdditionalProperties => value.is_string(),
        Shape::Count | Shape::Number => value.is_string() || value.is_f64(),
        Shape::Free => false,
        Shape::FreeArray | Shape::StringArray | Shape::Array(_) => !value.is_array(),
        Shape::AnyMap | Shape::StringMap | Shape::Object(_) | Shape::Map(_) => !value.is_object(),
    }
}

fn misfit_code_of(shape: Shape) -> Code {
    match shape {
        Shape::Object(node) | Shape::Array(node) | Shape::Map(node) => misfit_code(node.kind),
        Shape::AdditionalProperties => Code::WrongType,
        _ => Code::InvalidValue,
    }
}

/// Whether a member that the specification does not know can stay.
fn check_other(key: &str, value: &Value, kind: Kind, report: &mut Report<'_>) -> bool {
    if is_left(key, kind, report.written) {
        return !is_extension(key) || is_shallow(value) || too_deep(key, report);
    }
    if key.starts_with(keywords::PREFIX) {
        let message = format!("the extension `{key}` is reserved and ignored");
        report.key(Code::UnknownKeyword, key, message, None);
        return false;
    }
    if is_extension(key) {
        // openapiv3 would take an extension in a callback for a path item.
        return kind != Kind::Callback && (is_shallow(value) || too_deep(key, report));
    }
    let message = format!("the {} has no keyword `{key}`", kind.name());
    let known = kind.keywords().iter().map(|keyword| keyword.name);
    let help = similar(key, known)
        .map(|name| format!("did you mean `{name}`?"))
        .or_else(|| newer(key, kind));
    report.key(Code::UnknownKeyword, key, message, help);
    true
}

fn is_shallow(value: &Value) -> bool {
    match value {
        Value::Array(_) | Value::Object(_) => measure(value).depth <= FREE_DEPTH,
        _ => true,
    }
}

fn too_deep(key: &str, report: &mut Report<'_>) -> bool {
    let message = format!("`{key}` is nested deeper than {FREE_DEPTH} levels");
    report.member(Code::LimitReached, key, message);
    false
}

/// The harmless value that stands in for a required one.
fn empty_value(shape: Shape) -> Value {
    match shape {
        Shape::Object(_) | Shape::Map(_) | Shape::StringMap => Value::Object(Map::new()),
        Shape::StringArray => Value::Array(Vec::new()),
        _ => Value::String(String::new()),
    }
}

/// Notes which of these free values are `null`, for [`keywords::NULLS`].
fn note_nulls(members: &mut Members, keys: &[&str]) {
    let nulls: Vec<Value> = keys
        .iter()
        .filter(|key| members.get(**key).is_some_and(Value::is_null))
        .map(|key| Value::from(*key))
        .collect();
    if !nulls.is_empty() {
        members.insert(keywords::NULLS.to_owned(), Value::Array(nulls));
    }
}

/// An example that is written where an Example Object (4.7.19) is expected becomes the value of one.
fn prepare_example(members: &mut Members, report: &mut Report<'_>) {
    let known = |key: &String| Kind::Example.shape(key).is_some() || is_extension(key);
    if members.is_empty() || members.keys().any(known) {
        return;
    }
    let message =
        "the example stands where an Example Object is expected, whose `value` it should be";
    report.here(Code::CoercedValue, message);
    let value = Value::Object(std::mem::take(members));
    members.insert("value".to_owned(), value);
}

/// What stands for an object that could not be read. It can be typed, and carries the reason: [`keywords::FAULT`].
pub(crate) fn stand_in(kind: Kind, reason: &str) -> Value {
    let mut members = match kind {
        Kind::Parameter => return Value::Object(parameter::stand_in(reason)),
        Kind::SecurityScheme => return Value::Object(security::stand_in(reason)),
        Kind::Link => return Value::Object(response::link_stand_in(reason)),
        // A callback has no extensions.
        Kind::Callback => return Value::Object(Map::new()),
        _ => Map::new(),
    };
    match kind {
        Kind::Response => {
            members.insert("description".to_owned(), Value::from(""));
        }
        Kind::RequestBody => {
            members.insert("content".to_owned(), Value::Object(Map::new()));
        }
        Kind::Header => {
            members.insert("schema".to_owned(), Value::Object(Map::new()));
        }
        _ => {}
    }
    members.insert(keywords::FAULT.to_owned(), Value::from(reason));
    Value::Object(members)
}
