//! A value for each parameter to show or to test with: the document's own example, or one that its schema allows.

use std::collections::BTreeMap;

use serde::Serialize;

use super::defaults::{PlainValue, plain_value};
use crate::ir::{Api, Integer, OperationId, Parameter, SchemaId, SchemaKind, Text, TextFormat};

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
pub(super) fn find(api: &Api) -> Samples {
    let mut samples = Samples::default();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        for (position, parameter) in operation.parameters.iter().enumerate() {
            if let Some(sample) = sample(api, parameter).filter(|_| parameter.required) {
                samples
                    .by_operation
                    .entry(id)
                    .or_default()
                    .insert(position, sample);
            }
        }
    }
    samples
}

fn sample(api: &Api, parameter: &Parameter) -> Option<PlainValue> {
    let own = parameter.examples.iter();
    let of_schema = api.schemas.resolve(parameter.schema).1.examples.iter();
    let mut shown = own
        .chain(of_schema)
        .filter_map(|example| plain_value(api, parameter.schema, &example.value));
    // A path takes no empty text.
    let shown = shown.find(|value| !matches!(value, PlainValue::Text(text) if text.is_empty()));
    shown.or_else(|| made_up(api, parameter.schema))
}

fn made_up(api: &Api, schema: SchemaId) -> Option<PlainValue> {
    Some(match &api.schemas.resolve(schema).1.kind {
        SchemaKind::Boolean => PlainValue::Boolean(true),
        SchemaKind::Integer(integer) => PlainValue::Integer(whole(integer)?),
        SchemaKind::Enumeration(listed) if !listed.values.is_empty() => PlainValue::Variant(0),
        SchemaKind::String(text) => match text.format {
            TextFormat::Uuid => {
                PlainValue::Parsed("01890a5d-ac96-774b-bcce-b302099a8057".to_owned())
            }
            TextFormat::DateTime => PlainValue::Parsed("2024-02-29T12:30:00Z".to_owned()),
            TextFormat::Date => PlainValue::Parsed("2024-02-29".to_owned()),
            TextFormat::Ipv4 => PlainValue::Parsed("192.0.2.1".to_owned()),
            TextFormat::Ipv6 => PlainValue::Parsed("2001:db8::1".to_owned()),
            TextFormat::Byte => PlainValue::Parsed("ZXhhbXBsZQ==".to_owned()),
            TextFormat::Password => PlainValue::Parsed(letters(text)?),
            format => PlainValue::Text(of_format(format, text)?),
        },
        SchemaKind::Array(array) => {
            let item = made_up(api, array.items)?;
            PlainValue::List(vec![item; array.min_items.unwrap_or(1).max(1)])
        }
        _ => return None,
    })
}

/// The least whole number from 1 up that the bounds allow; none where it takes more than a step to find one.
fn whole(integer: &Integer) -> Option<i128> {
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
    let fits = value >= least && value % step == 0 && integer.format.range().contains(&value);
    fits.then_some(value)
}

/// A text that a format's rule takes, where its lengths do, too.
fn of_format(format: TextFormat, text: &Text) -> Option<String> {
    let sample = match format {
        TextFormat::Email => "someone@example.com",
        TextFormat::Hostname => "example.com",
        TextFormat::Uri => "https://example.com",
        TextFormat::Time => "12:30:00Z",
        TextFormat::Duration => "PT1H30M",
        _ => return letters(text),
    };
    let least = text.min_length.unwrap_or(0);
    let most = text.max_length.unwrap_or(usize::MAX);
    (least..=most)
        .contains(&sample.len())
        .then(|| sample.to_owned())
}

fn letters(text: &Text) -> Option<String> {
    const LONGEST: usize = 64;
    let least = text.min_length.unwrap_or(0);
    let most = text.max_length.unwrap_or(usize::MAX);
    let sample: String = "example"
        .chars()
        .cycle()
        .take(least.max(7).min(most))
        .collect();
    (least <= LONGEST && !sample.is_empty()).then_some(sample)
}
