//! What each operation is called with in tests: the document's own examples, or values made from its schemas.

use std::collections::BTreeMap;

use serde::Serialize;

use super::maker::Maker;
use super::{Outcomes, SuccessShape};
use crate::ir::{
    Api, Content, Format, Json, Operation, OperationId, Parameter, ParameterLocation, PartFormat,
};

/// The calls by operation: those that can be made up.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Calls {
    by_operation: BTreeMap<OperationId, Call>,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Call {
    /// A value for each parameter, in their order; none for one that may be left out and is.
    pub parameters: Vec<Option<Json>>,
    /// The body, where there is one.
    pub body: Option<CallBody>,
    /// Whether the document describes a success.
    pub succeeds: bool,
}

/// The body of a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallBody {
    /// The position of its content.
    pub content: usize,
    /// What it holds.
    pub value: CallValue,
}

/// What the body of a call holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallValue {
    /// A value.
    Json(Json),
    /// The parts, in their order; none for one that is left out.
    Parts(Vec<Option<Json>>),
    /// A text, or bytes that are one.
    Text(String),
}

impl Calls {
    /// The call of an operation.
    pub fn get(&self, operation: OperationId) -> Option<&Call> {
        self.by_operation.get(&operation)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_operation.is_empty()
    }
}

/// Makes a call of each operation.
pub(super) fn make_up(api: &Api, outcomes: &Outcomes, maker: &Maker<'_, '_>) -> Calls {
    let numbered = (0..).map(OperationId).zip(&api.operations);
    let of_api = numbered.filter(|(_, operation)| operation.is_of_api());
    let calls = of_api.filter_map(|(id, operation)| {
        let outcome = outcomes.get(id)?;
        let succeeds = !outcome.successes.is_empty() || outcome.success == SuccessShape::ByStatus;
        Some((id, call(operation, succeeds, maker)?))
    });
    Calls {
        by_operation: calls.collect(),
    }
}

fn call(operation: &Operation, succeeds: bool, maker: &Maker<'_, '_>) -> Option<Call> {
    let parameters = operation.parameters.iter().map(|it| {
        let value = parameter(it, maker);
        // A call without what has to be there is none.
        (value.is_some() || !it.required).then_some(value)
    });
    let parameters: Vec<Option<Json>> = parameters.collect::<Option<_>>()?;
    let body = match &operation.body {
        None => None,
        Some(described) => {
            let made = body(&described.contents, maker);
            if made.is_none() && described.required {
                return None;
            }
            made
        }
    };
    Some(Call {
        parameters,
        body,
        succeeds,
    })
}

/// A value that can stand in its place: a path takes no text that is empty, or dots.
fn parameter(parameter: &Parameter, maker: &Maker<'_, '_>) -> Option<Json> {
    let shown = parameter.examples.iter().map(|example| &example.value);
    let fits_path = |value: &Json| match value {
        Json::String(text) => !matches!(text.as_str(), "" | "." | ".."),
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
        _ => true,
    };
    let in_path = parameter.location == ParameterLocation::Path;
    let shown = shown.filter(|value| !in_path || fits_path(value));
    maker.value(parameter.schema, shown)
}

/// The first content for which there is a value, JSON before others.
fn body(contents: &[Content], maker: &Maker<'_, '_>) -> Option<CallBody> {
    let mut positions: Vec<usize> = (0..contents.len()).collect();
    positions.sort_by_key(|position| {
        let content = contents.get(*position);
        content.is_none_or(|it| it.json().is_none())
    });
    positions.into_iter().find_map(|position| {
        let value = held(contents.get(position)?, maker)?;
        Some(CallBody {
            content: position,
            value,
        })
    })
}

fn held(content: &Content, maker: &Maker<'_, '_>) -> Option<CallValue> {
    let shown = || content.examples.iter().map(|example| &example.value);
    Some(match &content.format {
        Format::Json(schema) | Format::Form { schema, .. } => {
            CallValue::Json(maker.value(*schema, shown())?)
        }
        Format::Sequence { item, .. } => CallValue::Json(maker.value(*item, [])?),
        Format::Multipart { parts, .. } => {
            let shown = content.examples.first().and_then(|it| it.value.as_object());
            let parts = parts.iter().map(|part| {
                if part.format == PartFormat::File {
                    return Some(part.required.then(|| Json::from("example")));
                }
                let shown = shown.and_then(|members| members.get(&part.name));
                let shown = shown.filter(|_| !part.repeated);
                let value = maker
                    .value(part.schema, shown)
                    .filter(|_| part.required || shown.is_some());
                (value.is_some() || !part.required).then_some(value)
            });
            CallValue::Parts(parts.collect::<Option<_>>()?)
        }
        Format::Text { schema } | Format::Bytes { schema } => {
            let shown = content.examples.iter().find_map(|it| it.value.as_str());
            let made = || match schema {
                Some(schema) => maker.value(*schema, [])?.as_str().map(str::to_owned),
                None => Some("example".to_owned()),
            };
            CallValue::Text(shown.map(str::to_owned).or_else(made)?)
        }
    })
}
