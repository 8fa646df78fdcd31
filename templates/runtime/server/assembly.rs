//! Parameters that have parts: how their texts become one JSON value, and that the value of a type.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use super::super::support::objects::Objects;
use super::fault::{Fault, Faults, Problem, Segment};
use super::misfit;
use super::outline::{ANYTHING, Outline};
use super::parameter::Read;

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

/// Reads a value from the texts that came, none where nothing came.
pub fn read<T: DeserializeOwned>(
    location: [Segment; 2],
    node: Result<Option<Node<'_>>, Problem>,
    outline: &'static Outline,
) -> Read<T> {
    let mut faults = Vec::new();
    let value = node.map(|node| {
        let at = Place::Whole(&location);
        node.and_then(|node| value(&node, outline, &at, &mut faults))
    });
    if faults.is_empty() {
        decode(location, value)
    } else {
        Read::new(location, None, faults)
    }
}

/// Reads a value from the JSON that came.
pub fn decode<T: DeserializeOwned>(
    location: [Segment; 2],
    value: Result<Option<Value>, Problem>,
) -> Read<T> {
    let decoded = value
        .map_err(|problem| problem.at(location.clone()))
        .and_then(|value| {
            let decoded = value
                .map(|value| serde_path_to_error::deserialize::<_, T>(Objects(value)))
                .transpose();
            decoded.map_err(|error| misfit::fault(location.clone(), error.path(), error.inner()))
        });
    match decoded {
        Ok(value) => Read::new(location, value, Vec::new()),
        Err(fault) => Read::new(location, None, vec![fault]),
    }
}

/// Reads a body from the texts that came. `None` means that a fault was added.
pub fn body<T: DeserializeOwned>(
    location: &[Segment],
    node: Result<Node<'_>, Problem>,
    outline: &'static Outline,
    faults: &mut Faults,
) -> Option<T> {
    let mut found = Vec::new();
    let read = node.map(|node| value(&node, outline, &Place::Whole(location), &mut found));
    let decoded = match read {
        Err(problem) => Err(problem.at(location.iter().cloned())),
        Ok(None) => {
            faults.extend(found);
            return None;
        }
        Ok(Some(value)) => serde_path_to_error::deserialize::<_, T>(Objects(value))
            .map_err(|error| misfit::fault(location.iter().cloned(), error.path(), error.inner())),
    };
    decoded.map_err(|fault| faults.push(fault)).ok()
}

/// Where a part is. It lies on the stack and is only written out where there is a fault.
enum Place<'a> {
    Whole(&'a [Segment]),
    Member(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl Place<'_> {
    /// Whether it is in a value, where most styles write a list as JSON.
    fn is_part(&self) -> bool {
        !matches!(self, Self::Whole(_))
    }

    fn segments(&self) -> Vec<Segment> {
        match self {
            Self::Whole(location) => location.to_vec(),
            Self::Member(whole, name) => whole.with(Segment::from((*name).to_owned())),
            Self::Item(whole, index) => whole.with(Segment::from(*index)),
        }
    }

    fn with(&self, last: Segment) -> Vec<Segment> {
        let mut segments = self.segments();
        segments.push(last);
        segments
    }
}

/// The JSON value of the texts. `None` means that a fault was added.
fn value(
    node: &Node<'_>,
    outline: &'static Outline,
    at: &Place<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Value> {
    let outcome = match (node.texts.as_slice(), outline.items) {
        _ if !node.parts.is_empty() => return parts(node, outline, at, faults),
        ([text], items) if items.is_none() || outline.is_plain() => plain(text, outline),
        ([text], _) if at.is_part() && text.starts_with('[') => plain(text, outline),
        (texts, Some(items)) => {
            let values = texts.iter().enumerate().map(|(index, text)| {
                let outcome = plain(text, outline.item(index).unwrap_or(items));
                outcome.map_err(|problem| problem.at(Place::Item(at, index).segments()))
            });
            return all(values, faults).map(Value::Array);
        }
        ([], None) if outline.members.is_some() => Ok(Value::Object(Map::new())),
        _ => Err(Problem::repeated()),
    };
    match outcome {
        Ok(value) => Some(value),
        Err(problem) => {
            faults.push(problem.at(at.segments()));
            None
        }
    }
}

fn all(
    values: impl Iterator<Item = Result<Value, Fault>>,
    faults: &mut Vec<Fault>,
) -> Option<Vec<Value>> {
    let mut found = Vec::new();
    let before = faults.len();
    for value in values {
        match value {
            Ok(value) => found.push(value),
            Err(fault) => faults.push(fault),
        }
    }
    (faults.len() == before).then_some(found)
}

/// An object of the members, or a list of the items.
fn parts(
    node: &Node<'_>,
    outline: &'static Outline,
    at: &Place<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Value> {
    let are_positions = || {
        let mut names = node.parts.keys();
        names.all(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match outline.items {
        Some(items) if outline.members.is_none() || are_positions() => {
            list(node, (outline, items), at, faults)
        }
        _ if outline.members.is_some() => {
            let mut object = Map::new();
            let before = faults.len();
            for (name, part) in &node.parts {
                // What the document forbids, or does not know, the type refuses or drops.
                let outline = outline.member(name).unwrap_or(&ANYTHING);
                let member = value(part, outline, &Place::Member(at, name), faults);
                object.extend(member.map(|member| (name.to_string(), member)));
            }
            (faults.len() == before).then_some(Value::Object(object))
        }
        _ => {
            let problem = Problem::new("value_error", "Must not have members");
            faults.push(problem.at(at.segments()));
            None
        }
    }
}

/// The items that have no position first, then the others by their positions.
fn list(
    node: &Node<'_>,
    (outline, items): (&'static Outline, &'static Outline),
    at: &Place<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Value> {
    let mut placed: Vec<(Option<u64>, &Node<'_>)> = Vec::new();
    for (name, part) in &node.parts {
        let position = match name.parse() {
            Ok(position) => Some(position),
            Err(_) if name.is_empty() => None,
            Err(_) => {
                let problem = Problem::new("value_error", "Must be a position in the list");
                faults.push(problem.at(Place::Member(at, name).segments()));
                return None;
            }
        };
        placed.push((position, part));
    }
    placed.sort_by_key(|(position, _)| *position);
    let own = Node::of_texts(node.texts.clone());
    if !own.texts.is_empty() {
        placed.insert(0, (None, &own));
    }
    let before = faults.len();
    let mut values = Vec::new();
    for (position, part) in placed {
        let is_several = position.is_none() && part.parts.is_empty() && items.items.is_none();
        if is_several {
            for text in &part.texts {
                match plain(text, outline.item(values.len()).unwrap_or(items)) {
                    Ok(value) => values.push(value),
                    Err(problem) => {
                        faults.push(problem.at(Place::Item(at, values.len()).segments()));
                    }
                }
            }
        } else {
            let item = outline.item(values.len()).unwrap_or(items);
            values.extend(value(part, item, &Place::Item(at, values.len()), faults));
        }
    }
    (faults.len() == before).then_some(Value::Array(values))
}

/// A list or an object that is written as JSON.
fn json(text: &str, outline: &Outline) -> Option<Value> {
    let is_json = outline.has_parts() && text.starts_with(['{', '[']);
    is_json.then(|| serde_json::from_str(text).ok()).flatten()
}

/// The value of one text: what has parts where there is no place for them is JSON.
fn plain(text: &str, outline: &Outline) -> Result<Value, Problem> {
    if let Some(value) = json(text, outline) {
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
