//! Which example the mock answers with: the first one of each response that its type can hold.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::Outcomes;
use super::conform::Conformance;
use crate::ir::{Api, Json, OperationId, Response};

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

/// Looks for the example of every response.
pub(super) fn choose(api: &Api, outcomes: &Outcomes, conformance: &Conformance<'_>) -> Examples {
    let mut examples = Examples::default();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        for (position, response) in operation.responses.iter().enumerate() {
            let Some(example) = example(api, response, conformance) else {
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
    response.preferred().is_some_and(|it| it.json().is_some())
}

/// An example of the media type, or of its schema: one that its type can hold. A rule that it breaks does not keep a client
/// from reading it.
fn example<'a>(
    api: &'a Api,
    response: &'a Response,
    conformance: &Conformance<'_>,
) -> Option<&'a Json> {
    let content = response.preferred()?;
    let schema = content.json()?;
    let own = content.examples.iter();
    let of_schema = api.schemas.resolve(schema).1.examples.iter();
    let mut fitting = own.chain(of_schema).filter(|example| {
        let misfits = conformance.misfits(schema, &example.value);
        misfits.iter().all(|misfit| !misfit.breaks_type)
    });
    fitting.next().map(|example| &example.value)
}
