//! Which example the mock answers with: the first one of each response that fits its schema.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;

use super::Outcomes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Api, Content, EnumerationType, Example, Json, Object, OperationId, Response, SchemaId,
    SchemaKind, TextFormat,
};

/// The examples of the responses.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Examples {
    /// The examples that are used, none twice.
    list: Vec<Json>,
    /// Which one a response has, by operation and position of the response.
    responses: BTreeMap<OperationId, BTreeMap<usize, usize>>,
    /// The operations that the mock can answer with a success.
    succeeding: BTreeSet<OperationId>,
}

impl Examples {
    /// The example of a response, as its position in [`Self::list`].
    pub fn get(&self, operation: OperationId, position: usize) -> Option<usize> {
        self.responses.get(&operation)?.get(&position).copied()
    }

    /// The examples that are used, none twice.
    pub fn list(&self) -> &[Json] {
        &self.list
    }

    /// Whether the mock can answer the operation with a success.
    pub fn has_success(&self, operation: OperationId) -> bool {
        self.succeeding.contains(&operation)
    }
}

/// Looks at every example of every response; one that does not fit is reported.
pub(super) fn choose(api: &Api, outcomes: &Outcomes, sink: &mut Diagnostics) -> Examples {
    let mut examples = Examples::default();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        for (position, response) in operation.responses.iter().enumerate() {
            let Some(example) = example(api, response, sink) else {
                continue;
            };
            let index = *known.entry(example.to_string()).or_insert_with(|| {
                examples.list.push(example.clone());
                examples.list.len() - 1
            });
            examples
                .responses
                .entry(id)
                .or_default()
                .insert(position, index);
        }
        let Some(outcome) = outcomes.get(id) else {
            continue;
        };
        let is_answered = |position: &usize| {
            let response = operation.responses.get(*position);
            response.is_some_and(|response| !is_json(response))
                || examples.get(id, *position).is_some()
        };
        if outcome.answers.is_empty() || outcome.successes.iter().any(is_answered) {
            examples.succeeding.insert(id);
        }
    }
    examples
}

fn is_json(response: &Response) -> bool {
    matches!(response.content, Some(Content::Json { .. }))
}

/// An example of the media type, or of its schema.
fn example<'a>(api: &'a Api, response: &'a Response, sink: &mut Diagnostics) -> Option<&'a Json> {
    let Some(Content::Json {
        schema, examples, ..
    }) = &response.content
    else {
        return None;
    };
    let own = examples.iter();
    let of_schema = api.schemas.resolve(*schema).1.examples.iter();
    let mut fitting = own.chain(of_schema).filter(|example| {
        let misfit = misfit(api, *schema, &example.value, DEPTH);
        if let Some(misfit) = &misfit {
            report(response, example, misfit, sink);
        }
        misfit.is_none()
    });
    fitting.next().map(|example| &example.value)
}

fn report(response: &Response, example: &Example, misfit: &str, sink: &mut Diagnostics) {
    let name = example
        .name
        .as_deref()
        .map(|name| format!(" `{name}`"))
        .unwrap_or_default();
    let message = format!("the example{name} does not fit its schema and is not used: {misfit}");
    sink.push(Diagnostic::at(
        Code::InvalidExample,
        &response.pointer,
        message,
    ));
}

/// How deep an example is looked into; deeper ones are not used.
const DEPTH: usize = 64;

/// Why the type of the schema could not be read from a value; `None` where it could.
fn misfit(api: &Api, id: SchemaId, value: &Json, depth: usize) -> Option<String> {
    let Some(depth) = depth.checked_sub(1) else {
        return Some("it nests too deeply".to_owned());
    };
    let (_, schema) = api.schemas.resolve(id);
    if value.is_null() && api.schemas.is_nullable(id) {
        return None;
    }
    let fits = match (&schema.kind, value) {
        (SchemaKind::Any | SchemaKind::Opaque | SchemaKind::Union(_), _) => true,
        (SchemaKind::Boolean, Json::Bool(_)) | (SchemaKind::Number(_), Json::Number(_)) => true,
        (SchemaKind::Integer(integer), Json::Number(number)) => {
            let whole = |number: f64| (number.fract() == 0.0).then_some(number as i128);
            let number = number.as_i128().or(number.as_f64().and_then(whole));
            number.is_some_and(|number| integer.format.range().contains(&number))
        }
        (SchemaKind::String(text), Json::String(value)) => is_text(text.format, value),
        (SchemaKind::Enumeration(listed), value) => match listed.values_type {
            EnumerationType::Text => value.is_string(),
            EnumerationType::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            EnumerationType::Mixed => true,
        },
        (SchemaKind::Array(array), Json::Array(items)) => {
            return items
                .iter()
                .find_map(|item| misfit(api, array.items, item, depth));
        }
        (SchemaKind::Map(map), Json::Object(members)) => {
            return members
                .values()
                .find_map(|member| misfit(api, map.values, member, depth));
        }
        (SchemaKind::Object(object), Json::Object(members)) => {
            return object_misfit(api, object, members, depth);
        }
        _ => false,
    };
    (!fits).then(|| format!("`{value}` is not of the type"))
}

fn object_misfit(
    api: &Api,
    object: &Object,
    members: &serde_json::Map<String, Json>,
    depth: usize,
) -> Option<String> {
    let missing = object
        .properties
        .iter()
        .find(|(name, property)| property.required && !members.contains_key(*name));
    if let Some((name, _)) = missing {
        return Some(format!("`{name}` is missing"));
    }
    members.iter().find_map(|(name, member)| {
        let schema = object
            .properties
            .get(name)
            .map(|property| property.schema)
            .or(object.additional.schema())?;
        misfit(api, schema, member, depth).map(|misfit| format!("in `{name}`: {misfit}"))
    })
}

/// Whether a text is in the form that the format's type reads.
fn is_text(format: TextFormat, text: &str) -> bool {
    match format {
        TextFormat::Uuid => shaped(text, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"),
        TextFormat::Date => is_date(text),
        TextFormat::DateTime => {
            let (Some(date), Some(time)) = (text.get(..10), text.get(10..)) else {
                return false;
            };
            let time = time.strip_prefix(['T', 't']).unwrap_or_default();
            let (clock, rest) = time.split_at_checked(8).unwrap_or(("", ""));
            let digits = rest
                .strip_prefix('.')
                .map(|rest| rest.trim_start_matches(|it: char| it.is_ascii_digit()));
            let zone = digits.unwrap_or(rest);
            let is_zone =
                matches!(zone, "Z" | "z") || shaped(zone.get(1..).unwrap_or_default(), "dd:dd");
            is_date(date) && shaped(clock, "dd:dd:dd") && is_zone
        }
        TextFormat::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
        TextFormat::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
        TextFormat::Byte => is_base64(text),
        _ => true,
    }
}

/// Groups of four characters, of which up to two at the end are padding. That the bits which the padding leaves over are
/// zero is not looked at.
fn is_base64(text: &str) -> bool {
    let digits = text
        .strip_suffix("==")
        .or_else(|| text.strip_suffix('='))
        .unwrap_or(text);
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len().is_multiple_of(4) && digits.bytes().all(is_digit)
}

fn is_date(text: &str) -> bool {
    let number =
        |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u8>().ok());
    shaped(text, "dddd-dd-dd")
        && number(5..7).is_some_and(|month| (1..=12).contains(&month))
        && number(8..10).is_some_and(|day| {
            (1..=28).contains(&day)
                || text.ends_with("-29")
                || text.ends_with("-30")
                || text.ends_with("-31")
        })
}

/// Whether a text has this shape: `d` is a digit, `h` a hexadecimal one, anything else stands for itself.
fn shaped(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text
            .chars()
            .zip(shape.chars())
            .all(|(character, wanted)| match wanted {
                'd' => character.is_ascii_digit(),
                'h' => character.is_ascii_hexdigit(),
                other => character == other,
            })
}
