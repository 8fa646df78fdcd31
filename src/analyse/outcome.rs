//! What an operation can come to: which responses are successes, which are errors, and what each kind has in common.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Content, Operation, OperationId, Response, SchemaId, StatusPattern};

/// What a response holds, as far as its type goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyShape {
    /// Nothing.
    Empty,
    /// A JSON value.
    Json(SchemaId),
    /// Bytes as they are.
    Bytes,
}

impl BodyShape {
    /// What a response holds; schemas that are the same under another name are the same.
    pub fn of(api: &Api, response: &Response) -> Self {
        match &response.content {
            None => Self::Empty,
            Some(Content::Json { schema, .. }) => Self::Json(api.schemas.identity(*schema)),
            Some(Content::Bytes { .. }) => Self::Bytes,
        }
    }
}

/// What the documented errors of an operation have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorShape {
    /// The operation documents no error.
    Undocumented,
    /// They all hold the same.
    Same(BodyShape),
    /// It depends on the status.
    ByStatus,
}

/// The responses of an operation, sorted. Positions are those in [`Operation::responses`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The responses that are successes; empty where the document names none, and then every 2xx is one.
    pub successes: Vec<usize>,
    /// What a success holds.
    pub success: BodyShape,
    /// The responses that are errors.
    pub errors: Vec<usize>,
    /// What the errors have in common.
    pub error: ErrorShape,
    /// The responses that a server gives when all went well: the successes, and what is neither success nor error.
    pub answers: Vec<usize>,
}

/// The outcomes of all operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    by_operation: BTreeMap<OperationId, Outcome>,
    /// What most operations hold in their errors; it is what the error type holds when nothing else is said.
    pub common_error: Option<BodyShape>,
}

impl Outcomes {
    /// The outcome of an operation.
    pub fn get(&self, operation: OperationId) -> Option<&Outcome> {
        self.by_operation.get(&operation)
    }

    /// What the error type of an operation holds; an operation without documented errors takes what most others have, so
    /// that they all have the same error type.
    pub fn error_shape(&self, operation: OperationId) -> ErrorShape {
        match (
            self.get(operation).map(|outcome| outcome.error),
            self.common_error,
        ) {
            (Some(ErrorShape::Undocumented), Some(common)) => ErrorShape::Same(common),
            (Some(shape), _) => shape,
            (None, _) => ErrorShape::Undocumented,
        }
    }
}

/// Sorts the responses of every operation.
pub(super) fn sort(api: &Api, sink: &mut Diagnostics) -> Outcomes {
    let numbered = (0..).map(OperationId).zip(&api.operations);
    let by_operation: BTreeMap<OperationId, Outcome> = numbered
        .map(|(id, operation)| (id, sort_one(api, operation, sink)))
        .collect();
    Outcomes {
        common_error: most_common(by_operation.values()),
        by_operation,
    }
}

fn sort_one(api: &Api, operation: &Operation, sink: &mut Diagnostics) -> Outcome {
    let responses = &operation.responses;
    let mut successes = positions(responses, StatusPattern::is_success);
    // Where only `default` is described it describes the success too.
    if successes.is_empty() {
        successes = positions(responses, |status| {
            status == StatusPattern::Default && responses.len() == 1
        });
    }
    let errors = positions(responses, StatusPattern::is_error);
    let only_default = successes
        .iter()
        .filter(|position| errors.contains(position))
        .copied();
    let mut answers = positions(responses, |status| !status.is_error());
    answers.extend(only_default);
    report_others(responses, sink);
    let success = keep_same(api, responses, &mut successes, sink);
    let error = match bodies(api, responses, &errors).as_slice() {
        [] => ErrorShape::Undocumented,
        [first, rest @ ..] if rest.iter().all(|body| body == first) => ErrorShape::Same(*first),
        _ => ErrorShape::ByStatus,
    };
    Outcome {
        successes,
        success,
        errors,
        error,
        answers,
    }
}

fn positions(responses: &[Response], wanted: impl Fn(StatusPattern) -> bool) -> Vec<usize> {
    let numbered = responses.iter().enumerate();
    numbered
        .filter(|(_, response)| wanted(response.status))
        .map(|(index, _)| index)
        .collect()
}

/// What the successes hold. Those that hold something else than the first are left out of the list.
fn keep_same(
    api: &Api,
    responses: &[Response],
    successes: &mut Vec<usize>,
    sink: &mut Diagnostics,
) -> BodyShape {
    let all = successes.iter().filter_map(|index| responses.get(*index));
    let Some(first) = all.map(|response| BodyShape::of(api, response)).next() else {
        return BodyShape::Empty;
    };
    successes.retain(|index| {
        let Some(response) = responses.get(*index) else { return false };
        let same = BodyShape::of(api, response) == first;
        if !same {
            let message = format!("the success {} holds something else than the first one and is an unexpected response yet", response.status);
            sink.push(Diagnostic::at(Code::UnsupportedResponse, &response.pointer, message));
        }
        same
    });
    first
}

fn report_others(responses: &[Response], sink: &mut Diagnostics) {
    for response in responses {
        if !response.status.is_success() && !response.status.is_error() {
            let message = format!("the response {} is an unexpected one yet", response.status);
            sink.push(Diagnostic::at(
                Code::UnsupportedResponse,
                &response.pointer,
                message,
            ));
        }
    }
}

fn bodies(api: &Api, responses: &[Response], positions: &[usize]) -> Vec<BodyShape> {
    positions
        .iter()
        .filter_map(|index| responses.get(*index))
        .map(|response| BodyShape::of(api, response))
        .collect()
}

/// The shape that most operations have; of equally common ones the one met first.
fn most_common<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Option<BodyShape> {
    let mut counts: HashMap<BodyShape, usize> = HashMap::new();
    let mut order = Vec::new();
    for outcome in outcomes {
        if let ErrorShape::Same(shape) = outcome.error {
            let count = counts.entry(shape).or_default();
            if *count == 0 {
                order.push(shape);
            }
            *count += 1;
        }
    }
    let count = |shape: &BodyShape| counts.get(shape).copied().unwrap_or_default();
    order.into_iter().rev().max_by_key(count)
}
