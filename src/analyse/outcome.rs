//! What an operation can come to: which responses are successes, which are errors, and what each kind has in common.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::shapes::{BodyChoice, BodyShape, ChoiceId, Choices};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Method, Operation, OperationId, Response, StatusPattern};

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

/// What the successes of an operation have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessShape {
    /// They all hold the same. Where the document names none it is nothing, or bytes where a redirect leads to them.
    Same(BodyShape),
    /// It depends on the status.
    ByStatus,
}

/// The responses of an operation, sorted. Positions are those in [`Operation::responses`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The responses that are successes; empty where the document names none, and then every 2xx is one.
    pub successes: Vec<usize>,
    /// What the successes have in common.
    pub success: SuccessShape,
    /// The responses that are errors.
    pub errors: Vec<usize>,
    /// What the errors have in common.
    pub error: ErrorShape,
    /// The responses that a server gives when all went well: the successes, and what is neither success nor error.
    pub answers: Vec<usize>,
    /// What each response holds.
    pub shapes: Vec<BodyShape>,
}

impl Outcome {
    /// What a success holds, where all hold the same.
    pub fn success_body(&self) -> Option<BodyShape> {
        match self.success {
            SuccessShape::Same(shape) => Some(shape),
            SuccessShape::ByStatus => None,
        }
    }

    /// What a response holds.
    pub fn shape(&self, position: usize) -> BodyShape {
        let shape = self.shapes.get(position);
        shape.copied().unwrap_or(BodyShape::Empty)
    }
}

/// The outcomes of all operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    by_operation: BTreeMap<OperationId, Outcome>,
    /// What most operations hold in their errors; it is what the error type holds when nothing else is said.
    pub common_error: Option<BodyShape>,
    /// What bodies may hold by their media type, where that is more than one thing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<BodyChoice>,
}

impl Outcomes {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Outcome> {
        self.by_operation.values()
    }

    /// A choice.
    pub fn choice(&self, id: ChoiceId) -> Option<&BodyChoice> {
        self.choices.get(id.0)
    }

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
    let mut choices = Choices::default();
    let numbered = (0..).map(OperationId).zip(&api.operations);
    let by_operation: BTreeMap<OperationId, Outcome> = numbered
        .map(|(id, operation)| {
            let responses = operation.responses.iter().enumerate();
            let shapes = responses.map(|(position, it)| choices.shape(api, (id, position), it));
            (id, sort_one(operation, shapes.collect(), sink))
        })
        .collect();
    // What the receivers of webhooks refuse with says nothing of the API.
    let of_api = by_operation.iter().filter(|(id, _)| {
        let operation = api.operations.get(id.0);
        operation.is_some_and(Operation::is_of_api)
    });
    Outcomes {
        common_error: most_common(of_api.map(|(_, outcome)| outcome)),
        by_operation,
        choices: choices.all,
    }
}

fn sort_one(operation: &Operation, shapes: Vec<BodyShape>, sink: &mut Diagnostics) -> Outcome {
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
    let success = match common(&shapes, &successes) {
        Common::None => SuccessShape::Same(undescribed(operation)),
        Common::Same(shape) => SuccessShape::Same(shape),
        Common::Different => SuccessShape::ByStatus,
    };
    let error = match common(&shapes, &errors) {
        Common::None => ErrorShape::Undocumented,
        Common::Same(shape) => ErrorShape::Same(shape),
        Common::Different => ErrorShape::ByStatus,
    };
    Outcome {
        successes,
        success,
        errors,
        error,
        answers,
        shapes,
    }
}

/// What a success holds that the document does not name. Nobody says what is at the end of a redirect.
fn undescribed(operation: &Operation) -> BodyShape {
    match operation.method {
        Method::Head => BodyShape::Empty,
        _ if operation.leads_elsewhere() => BodyShape::Bytes,
        _ => BodyShape::Empty,
    }
}

/// What responses have in common.
enum Common {
    /// There are none.
    None,
    Same(BodyShape),
    Different,
}

fn common(shapes: &[BodyShape], positions: &[usize]) -> Common {
    let mut held = positions.iter().filter_map(|index| shapes.get(*index));
    match held.next() {
        None => Common::None,
        Some(first) if held.all(|shape| shape == first) => Common::Same(*first),
        Some(_) => Common::Different,
    }
}

fn positions(responses: &[Response], wanted: impl Fn(StatusPattern) -> bool) -> Vec<usize> {
    let numbered = responses.iter().enumerate();
    numbered
        .filter(|(_, response)| wanted(response.status))
        .map(|(index, _)| index)
        .collect()
}

fn report_others(responses: &[Response], sink: &mut Diagnostics) {
    for response in responses {
        let what = match response.status {
            StatusPattern::Code(300..=399) | StatusPattern::Range(3) => {
                if response.contents.is_empty() {
                    continue;
                }
                "is a redirection to the client, which keeps its body as it came"
            }
            status if status.is_success() || status.is_error() => continue,
            _ => "is no answer to the client, which waits for another one",
        };
        let message = format!("the response {} {what}", response.status);
        let place = &response.pointer;
        sink.push(Diagnostic::at(Code::UnsupportedResponse, place, message));
    }
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
