//! Parameters that have parts: how their texts become one JSON value, and that the value of a type.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use super::super::support::json;
use super::fault::{Fault, Faults, Problem, Segment};
use super::mend::{self, Misfitting};
use super::outline::{ANYTHING, Outline};
use super::parameter::Read;
use super::place::Place;
use super::reviewed::Reviewed;
use super::schema::Schema;

/// The texts of a value, and of its parts.
#[derive(Debug, Default)]
pub struct Node<'a> {
    /// One for a plain value, any number for a list.
    pub texts: Vec<Cow<'a, str>>,
    /// Members by name, or items by position.
    pub parts: BTreeMap<Cow<'a, str>, Node<'a>>,
}

impl<'a> Node<'a> {
    /// A node without parts.
    pub fn of_texts(texts: Vec<Cow<'a, str>>) -> Self {
        Self {
            texts,
            ..Self::default()
        }
    }

    /// Adds a part that is one text.
    pub fn add(&mut self, name: Cow<'a, str>, text: Cow<'a, str>) {
        self.parts.entry(name).or_default().texts.push(text);
    }
}

/// What a value that is written as texts is.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// What it looks like.
    pub outline: &'static Outline,
    /// What the document says of it.
    pub schema: Schema,
}

impl Written {
    /// Anything.
    pub const ANYTHING: Self = Self {
        outline: &ANYTHING,
        schema: Schema::ANYTHING,
    };
}

/// Reads a value from the texts that came, none where nothing came.
pub fn read<T: DeserializeOwned>(
    location: [Segment; 2],
    node: Result<Option<Node<'_>>, Problem>,
    written: Written,
) -> Read<T> {
    let mut faults = Faults::new();
    let value = match node {
        Ok(None) => return Read::new(location, None, Vec::new()),
        Ok(Some(node)) => assembled(&location, &node, written, &mut faults),
        Err(problem) => return Read::refused(location, problem),
    };
    Read::reviewed(location, value, faults)
}

/// Reads a body from the texts that came.
pub fn body<T: DeserializeOwned>(
    location: &[Segment],
    node: Result<Node<'_>, Problem>,
    written: Written,
    faults: &mut Faults,
) -> Reviewed<T> {
    match node {
        Ok(node) => assembled(location, &node, written, faults),
        Err(problem) => {
            faults.push(problem.at(location.iter().cloned()));
            Reviewed::nothing()
        }
    }
}

/// Decodes the value of the texts. Of one that does not fit its type all faults are added.
fn assembled<T: DeserializeOwned>(
    location: &[Segment],
    node: &Node<'_>,
    written: Written,
    faults: &mut Faults,
) -> Reviewed<T> {
    let mut told = Vec::new();
    let value = value(node, written.outline, &Place::Whole(location), &mut told);
    if told.is_empty() {
        let text = serde_json::to_vec(&value).unwrap_or_default();
        if let Ok(value) = json::decode(&text) {
            return Reviewed::fits(value);
        }
    }
    let misfitting = Misfitting {
        value,
        at: location,
        schema: written.schema,
        told,
    };
    mend::mend(misfitting, json::decode, faults)
}

/// The JSON value of the texts. Where there is none, a fault is added, and null stands for it.
fn value(
    node: &Node<'_>,
    outline: &'static Outline,
    at: &Place<'_>,
    faults: &mut Vec<Fault>,
) -> Value {
    let outcome = match (node.texts.as_slice(), outline.items) {
        _ if !node.parts.is_empty() => return parts(node, outline, at, faults),
        ([text], items) if items.is_none() || outline.is_plain() => plain(text, outline),
        ([text], _) if at.is_part() && text.starts_with('[') => plain(text, outline),
        (texts, Some(items)) => {
            let values = texts.iter().enumerate().map(|(index, text)| {
                let outcome = plain(text, outline.item(index).unwrap_or(items));
                or_null(outcome, &Place::Item(at, index), faults)
            });
            return Value::Array(values.collect());
        }
        ([], None) if outline.members.is_some() => Ok(Value::Object(Map::new())),
        _ => Err(Problem::repeated()),
    };
    or_null(outcome, at, faults)
}

fn or_null(outcome: Result<Value, Problem>, at: &Place<'_>, faults: &mut Vec<Fault>) -> Value {
    outcome.unwrap_or_else(|problem| {
        tell(problem, at, faults);
        Value::Null
    })
}

/// Adds a fault, unless there are so many that nobody looks further.
fn tell(problem: Problem, at: &Place<'_>, faults: &mut Vec<Fault>) {
    if faults.len() < mend::MOST {
        faults.push(problem.at(at.segments()));
    }
}

/// An object of the members, or a list of the items.
fn parts(
    node: &Node<'_>,
    outline: &'static Outline,
    at: &Place<'_>,
    faults: &mut Vec<Fault>,
) -> Value {
    let are_positions = || {
        let mut names = node.parts.keys();
        names.all(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match outline.items {
        Some(items) if outline.members.is_none() || are_positions() => {
            list(node, (outline, items), at, faults)
        }
        _ if outline.members.is_some() => {
            let members = node.parts.iter().map(|(name, part)| {
                // What the document forbids, or does not know, the type refuses or drops.
                let outline = outline.member(name).unwrap_or(&ANYTHING);
                let member = value(part, outline, &Place::Member(at, name), faults);
                (name.to_string(), member)
            });
            Value::Object(members.collect())
        }
        _ => {
            let problem = Problem::new("value_error", "Must not have members");
            or_null(Err(problem), at, faults)
        }
    }
}

/// The items that have no position first, then the others by their positions.
fn list(
    node: &Node<'_>,
    (outline, items): (&'static Outline, &'static Outline),
    at: &Place<'_>,
    faults: &mut Vec<Fault>,
) -> Value {
    let mut placed: Vec<(Option<u64>, &Node<'_>)> = Vec::new();
    for (name, part) in &node.parts {
        let position = match name.parse() {
            Ok(position) => Some(position),
            Err(_) if name.is_empty() => None,
            Err(_) => {
                let problem = Problem::new("value_error", "Must be a position in the list");
                tell(problem, &Place::Member(at, name), faults);
                return Value::Array(Vec::new());
            }
        };
        placed.push((position, part));
    }
    placed.sort_by_key(|(position, _)| *position);
    let own = Node::of_texts(node.texts.clone());
    if !own.texts.is_empty() {
        placed.insert(0, (None, &own));
    }
    let mut values = Vec::new();
    for (position, part) in placed {
        let is_several = position.is_none() && part.parts.is_empty() && items.items.is_none();
        if is_several {
            for text in &part.texts {
                let index = values.len();
                let outcome = plain(text, outline.item(index).unwrap_or(items));
                values.push(or_null(outcome, &Place::Item(at, index), faults));
            }
        } else {
            let index = values.len();
            let item = outline.item(index).unwrap_or(items);
            values.push(value(part, item, &Place::Item(at, index), faults));
        }
    }
    Value::Array(values)
}

/// A list or an object that is written as JSON.
fn as_json(text: &str, outline: &Outline) -> Option<Value> {
    let is_json = outline.has_parts() && text.starts_with(['{', '[']);
    is_json.then(|| serde_json::from_str(text).ok()).flatten()
}

/// The value of one text: what has parts where there is no place for them is JSON.
fn plain(text: &str, outline: &Outline) -> Result<Value, Problem> {
    if let Some(value) = as_json(text, outline) {
        return Ok(value);
    }
    if outline.null && text.is_empty() && !outline.text {
        return Ok(Value::Null);
    }
    if outline.boolean && matches!(text, "true" | "false") {
        return Ok(Value::Bool(text == "true"));
    }
    if outline.number {
        // `007` and `1.0` are other texts than the numbers that they could be.
        match serde_json::from_str::<Number>(text) {
            Ok(number) if !outline.text || number.to_string() == text => {
                return Ok(Value::Number(number));
            }
            _ => {}
        }
    }
    if outline.text {
        return Ok(Value::from(text));
    }
    Err(match (outline.number, outline.boolean) {
        (true, true) => Problem::new("value_error", "Must be a number, `true` or `false`"),
        (true, false) => Problem::new("number_parsing", "Must be a number"),
        (false, true) => Problem::new("bool_parsing", "Must be `true` or `false`"),
        (false, false) => Problem::new("json_invalid", "Must be JSON"),
    })
}
