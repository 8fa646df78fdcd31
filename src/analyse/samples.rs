//! A value for each parameter to show or to test with: the document's own example, or one that its schema allows.

use std::collections::BTreeMap;

use serde::Serialize;

use super::checks::Checks;
use super::conform::Conformance;
use super::defaults::{PlainValue, plain_value};
use super::maker::Maker;
use crate::ir::{Api, OperationId, Parameter};

/// A sample for each parameter that has one, by operation and position.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Samples {
    by_operation: BTreeMap<OperationId, BTreeMap<usize, PlainValue>>,
}

impl Samples {
    /// The sample of a parameter.
    pub fn get(&self, operation: OperationId, position: usize) -> Option<&PlainValue> {
        self.by_operation.get(&operation)?.get(&position)
    }
}

/// Finds a sample for every required parameter.
pub(super) fn find(api: &Api, checks: &Checks, conformance: &Conformance<'_>) -> Samples {
    let finder = Finder {
        api,
        conformance,
        maker: Maker::new(api, checks, conformance),
    };
    let mut samples = Samples::default();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        let numbered = operation.parameters.iter().enumerate();
        for (position, parameter) in numbered.filter(|(_, parameter)| parameter.required) {
            if let Some(sample) = finder.sample(parameter) {
                let of_operation = samples.by_operation.entry(id).or_default();
                of_operation.insert(position, sample);
            }
        }
    }
    samples
}

struct Finder<'a, 'b> {
    api: &'a Api,
    conformance: &'a Conformance<'b>,
    maker: Maker<'a, 'b>,
}

impl Finder<'_, '_> {
    /// The first candidate that keeps to every rule of its schema, those of the document before those made up.
    fn sample(&self, parameter: &Parameter) -> Option<PlainValue> {
        let schema = parameter.schema;
        let own = parameter.examples.iter();
        let of_schema = self.api.schemas.resolve(schema).1.examples.iter();
        let shown = own.chain(of_schema).map(|example| example.value.clone());
        let mut candidates = shown.chain(self.maker.candidates(schema, 1));
        candidates.find_map(|value| {
            let is_sound = self.conformance.misfits(schema, &value).is_empty();
            let sample = plain_value(self.api, schema, &value).filter(|_| is_sound)?;
            // A path takes no empty text.
            let is_empty = matches!(&sample, PlainValue::Text(text) if text.is_empty());
            (!is_empty).then_some(sample)
        })
    }
}
