//! A value for each parameter to show or to test with: the document's own example, or one that its schema allows.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::checks::{Checks, Rule};
use super::conform::Conformance;
use super::defaults::{PlainValue, plain_value};
use super::patterned;
use crate::ir::{
    Api, Integer, Json, Number, OperationId, Parameter, SchemaId, SchemaKind, Text, TextFormat,
};

/// The longest text that is made up.
const LONGEST: usize = 64;

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
        checks,
        conformance,
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
    checks: &'a Checks,
    conformance: &'a Conformance<'b>,
}

impl Finder<'_, '_> {
    /// The first candidate that keeps to every rule of its schema, those of the document before those made up.
    fn sample(&self, parameter: &Parameter) -> Option<PlainValue> {
        let schema = parameter.schema;
        let own = parameter.examples.iter();
        let of_schema = self.api.schemas.resolve(schema).1.examples.iter();
        let shown = own.chain(of_schema).map(|example| example.value.clone());
        let mut candidates = shown.chain(self.made_up(schema));
        candidates.find_map(|value| {
            let is_sound = self.conformance.misfits(schema, &value).is_empty();
            let sample = plain_value(self.api, schema, &value).filter(|_| is_sound)?;
            // A path takes no empty text.
            let is_empty = matches!(&sample, PlainValue::Text(text) if text.is_empty());
            (!is_empty).then_some(sample)
        })
    }

    /// Values that may fit the schema, the plainest first.
    fn made_up(&self, schema: SchemaId) -> Vec<Json> {
        let (id, schema) = self.api.schemas.resolve(schema);
        match &schema.kind {
            SchemaKind::Boolean => vec![json!(true)],
            SchemaKind::Integer(integer) => whole(integer).into_iter().collect(),
            SchemaKind::Number(number) => numbers(number),
            SchemaKind::Enumeration(listed) => {
                let values = listed.values.iter();
                values.map(|listed| listed.value.clone()).collect()
            }
            SchemaKind::String(text) => self.texts(id, text),
            SchemaKind::Array(array) => {
                let count = array.min_items.unwrap_or(1).max(1);
                let items = self.made_up(array.items).into_iter();
                let lists = items
                    .filter(|_| count <= LONGEST)
                    .map(|item| Json::Array(vec![item; count]));
                lists.collect()
            }
            _ => Vec::new(),
        }
    }

    fn texts(&self, schema: SchemaId, text: &Text) -> Vec<Json> {
        let least = text.min_length.unwrap_or(0).min(LONGEST);
        let patterns = self
            .checks
            .rules(schema)
            .iter()
            .filter_map(|rule| match rule {
                Rule::Pattern(pattern) => Some(pattern),
                _ => None,
            });
        let patterned = patterns.flat_map(|pattern| patterned::texts(pattern, least));
        let plain = [of_format(text.format).to_owned(), letters(text)];
        plain.into_iter().chain(patterned).map(Json::from).collect()
    }
}

/// The least whole number from 1 up that the bounds allow; none where it takes more than a step to find one.
fn whole(integer: &Integer) -> Option<Json> {
    let bounds = &integer.bounds;
    let least = bounds
        .minimum
        .map_or(1, |bound| bound.value + i128::from(bound.exclusive));
    let step = bounds.multiple_of.unwrap_or(1).max(1);
    let value = least.div_euclid(step) * step;
    let value = if value < least { value + step } else { value };
    let most = bounds
        .maximum
        .map_or(i128::MAX, |bound| bound.value - i128::from(bound.exclusive));
    let value = if value <= most { value } else { most };
    serde_json::Number::from_i128(value).map(Json::Number)
}

/// 1 and what the bounds name, with what lies between them.
fn numbers(number: &Number) -> Vec<Json> {
    let bounds = &number.bounds;
    let least = bounds.minimum.map(|bound| bound.value);
    let most = bounds.maximum.map(|bound| bound.value);
    let middle = least
        .zip(most)
        .map(|(least, most)| f64::midpoint(least, most));
    let beyond = least.map(|least| least + 1.0);
    let found = [Some(1.0), least, most, middle, beyond, bounds.multiple_of];
    found
        .into_iter()
        .flatten()
        .map(|value| json!(value))
        .collect()
}

/// A text of the format.
fn of_format(format: TextFormat) -> &'static str {
    match format {
        TextFormat::Uuid => "01890a5d-ac96-774b-bcce-b302099a8057",
        TextFormat::DateTime => "2024-02-29T12:30:00Z",
        TextFormat::Date => "2024-02-29",
        TextFormat::Ipv4 => "192.0.2.1",
        TextFormat::Ipv6 => "2001:db8::1",
        TextFormat::Byte => "ZXhhbXBsZQ==",
        TextFormat::Email => "someone@example.com",
        TextFormat::Hostname => "example.com",
        TextFormat::Uri => "https://example.com",
        TextFormat::Time => "12:30:00Z",
        TextFormat::Duration => "PT1H30M",
        TextFormat::Plain
        | TextFormat::Binary
        | TextFormat::UriReference
        | TextFormat::Password => "example",
    }
}

/// As many letters as the lengths ask for.
fn letters(text: &Text) -> String {
    let least = text.min_length.unwrap_or(0).max(7);
    let count = least.min(text.max_length.unwrap_or(least)).min(LONGEST);
    "example".chars().cycle().take(count).collect()
}
