//! What the mock answers with: of each response the first example that is right, or else a value made from its schema.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::Outcomes;
use super::conform::Conformance;
use super::maker::Maker;
use crate::ir::{Api, Json, OperationId, Response, SchemaId};

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

/// Looks for the example of every response; where there is none, `maker` makes one up.
pub(super) fn choose(
    api: &Api,
    outcomes: &Outcomes,
    conformance: &Conformance<'_>,
    maker: Option<&Maker<'_, '_>>,
) -> Examples {
    let mut examples = Examples::default();
    let mut chooser = Chooser {
        api,
        conformance,
        maker,
        made: HashMap::new(),
    };
    let mut known: HashMap<String, usize> = HashMap::new();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        for (position, response) in operation.responses.iter().enumerate() {
            let is_of_api = operation.is_of_api();
            let Some(example) = chooser.example(response).filter(|_| is_of_api) else {
                continue;
            };
            let index = *known.entry(example.to_string()).or_insert_with(|| {
                examples.list.push(example);
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

/// Chooses an example for a response.
struct Chooser<'a, 'b, 'c> {
    api: &'a Api,
    conformance: &'a Conformance<'b>,
    maker: Option<&'a Maker<'a, 'c>>,
    /// What was made of each schema.
    made: HashMap<SchemaId, Option<Json>>,
}

impl<'a> Chooser<'a, '_, '_> {
    /// An example of the media type, or of its schema, that is right, or else a value that is made up. Where there is neither, an
    /// example that its type can hold: a rule that it breaks does not keep a client from reading it.
    fn example(&mut self, response: &'a Response) -> Option<Json> {
        let content = response.preferred()?;
        let schema = content.json()?;
        let own = content.examples.iter();
        let of_schema = self.api.schemas.resolve(schema).1.examples.iter();
        let mut held = None;
        for example in own.chain(of_schema).map(|example| &example.value) {
            let misfits = self.conformance.misfits(schema, example);
            if misfits.is_empty() {
                return Some(example.clone());
            }
            if misfits.iter().all(|misfit| !misfit.breaks_type) {
                held.get_or_insert(example);
            }
        }
        self.make(schema).or_else(|| held.cloned())
    }

    fn make(&mut self, schema: SchemaId) -> Option<Json> {
        let maker = self.maker?;
        let schema = self.api.schemas.identity(schema);
        let made = self.made.entry(schema);
        made.or_insert_with(|| maker.value(schema, [])).clone()
    }
}
