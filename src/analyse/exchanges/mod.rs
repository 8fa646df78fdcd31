//! What client and server tell each other in the tests in which both are generated: values by chance, and every answer that
//! the document describes.

mod answer;
mod place;
mod sent;

use std::collections::BTreeMap;

use serde::Serialize;

use self::answer::Answers;
use super::checks::Checks;
use super::conform::Conformance;
use super::{CallBody, Outcomes, Routes};
use crate::ir::{Api, Json, Operation, OperationId};

/// How many exchanges there are of an operation at least.
const LEAST: usize = 8;

/// The exchanges by operation: those that can be made up.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Exchanges {
    by_operation: BTreeMap<OperationId, Talk>,
    /// What could not be made up: the operation, and what of it.
    pub left_out: Vec<(OperationId, String)>,
}

/// What is tried of an operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Talk {
    /// The answers that it can give.
    pub cases: Vec<AnswerCase>,
    /// What is asked, and which of them is given.
    pub exchanges: Vec<Exchange>,
}

/// An answer that the document describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AnswerCase {
    /// The position of the response; none where the document describes no success.
    pub response: Option<usize>,
    /// Whether the server gives it as an error.
    pub refuses: bool,
    /// The position of the alternative, where what it holds depends on the media type.
    pub alternative: Option<usize>,
    /// The status.
    pub status: u16,
}

/// What is asked and answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exchange {
    /// A value for each parameter, in their order; none for one that is left out.
    pub parameters: Vec<Option<Json>>,
    /// The body, where there is one.
    pub body: Option<CallBody>,
    /// The position of the answer among the cases.
    pub case: usize,
    /// What the answer holds, where it holds something.
    pub holds: Option<Json>,
    /// A value for each of its headers, in their order; none for one that is left out.
    pub headers: Vec<Option<Json>>,
}

impl Exchanges {
    /// What is tried of an operation.
    pub fn get(&self, operation: OperationId) -> Option<&Talk> {
        self.by_operation.get(&operation)
    }

    /// Whether there is nothing to try.
    pub fn is_empty(&self) -> bool {
        self.by_operation.is_empty()
    }
}

/// What values are made from.
#[derive(Clone, Copy)]
struct Making<'a, 'b> {
    api: &'a Api,
    checks: &'a Checks,
    conformance: &'a Conformance<'b>,
}

/// Makes exchanges of each operation that the server has.
pub(super) fn make_up(
    api: &Api,
    (outcomes, routes): (&Outcomes, &Routes),
    checks: &Checks,
    conformance: &Conformance<'_>,
) -> Exchanges {
    let making = Making {
        api,
        checks,
        conformance,
    };
    let mut made = Exchanges::default();
    let numbered = (0..).map(OperationId).zip(&api.operations);
    for (id, operation) in numbered.filter(|(id, _)| routes.has(*id)) {
        let mut left_out = Vec::new();
        let answers = Answers::of(making, id, operation, outcomes, &mut left_out);
        if let Some(talk) = talk(making, (id, operation), &answers, &mut left_out) {
            made.by_operation.insert(id, talk);
        }
        let left_out = left_out.into_iter().map(|what| (id, what));
        made.left_out.extend(left_out);
    }
    made
}

fn talk(
    making: Making<'_, '_>,
    (id, operation): (OperationId, &Operation),
    answers: &Answers<'_>,
    left_out: &mut Vec<String>,
) -> Option<Talk> {
    let contents = sent::contents(making, id, operation, left_out);
    let least = LEAST.max(answers.cases.len()).max(contents.len());
    let mut exchanges = Vec::new();
    for turn in 0..least {
        let seed = seed(id, turn);
        match sent::sent(making, seed, operation, (&contents, turn)) {
            Ok((parameters, body)) => {
                // The first has all that can be made.
                let all = operation.parameters.iter().zip(&parameters);
                let missing = all.filter(|(_, value)| turn == 0 && value.is_none());
                left_out.extend(missing.map(|(it, _)| format!("the parameter `{}`", it.name)));
                let case = turn % answers.cases.len().max(1);
                let (holds, headers) = answers.given(making, seed, case)?;
                exchanges.push(Exchange {
                    parameters,
                    body,
                    case,
                    holds,
                    headers,
                });
            }
            Err(what) => {
                left_out.push(what);
                return None;
            }
        }
    }
    let cases = answers.cases.clone();
    (!cases.is_empty()).then_some(Talk { cases, exchanges })
}

/// Another seed for each exchange.
fn seed(id: OperationId, turn: usize) -> u64 {
    let both = id.0.wrapping_mul(1_000).wrapping_add(turn);
    u64::try_from(both).unwrap_or(0).wrapping_mul(7_919)
}
