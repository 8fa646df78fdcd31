//! What a parameter stands for when it is left out, as a value of its type.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ir::{Api, Json, OperationId, SchemaId, SchemaKind};

/// A plain value of a document that fits its schema.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlainValue {
    /// A boolean.
    Boolean(bool),
    /// A whole number, within the range of its type.
    Integer(i128),
    /// A number.
    Number(f64),
    /// A text without a type of its own.
    Text(String),
    /// A text that is read into a type: a UUID, a date, a time.
    Parsed(String),
    /// One of the listed values, by its position.
    Variant(usize),
    /// A list.
    List(Vec<PlainValue>),
}

/// The defaults of optional parameters, by operation and position.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Defaults {
    by_operation: BTreeMap<OperationId, BTreeMap<usize, PlainValue>>,
}

impl Defaults {
    /// What a parameter stands for when it is left out.
    pub fn get(&self, operation: OperationId, position: usize) -> Option<&PlainValue> {
        self.by_operation.get(&operation)?.get(&position)
    }
}

/// Reads the default of every optional parameter; one that does not fit is not used.
pub(super) fn read(api: &Api) -> Defaults {
    let mut defaults = Defaults::default();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        let optional = operation
            .parameters
            .iter()
            .enumerate()
            .filter(|(_, parameter)| !parameter.required);
        for (position, parameter) in optional {
            let schema = api.schemas.resolve(parameter.schema).1;
            let own = api
                .schemas
                .get(parameter.schema)
                .default
                .as_ref()
                .or(schema.default.as_ref());
            let Some(default) = own.filter(|default| !default.is_null()) else {
                continue;
            };
            // What is read into a type of its own has no constant for it; what does not fit is reported with the schema.
            if let Some(value) = plain_value(api, parameter.schema, default)
                && !matches!(value, PlainValue::Parsed(_))
            {
                let of_operation = defaults.by_operation.entry(id).or_default();
                of_operation.insert(position, value);
            }
        }
    }
    defaults
}

/// A JSON value as one of the schema's type; `None` where it does not fit.
pub(super) fn plain_value(api: &Api, schema: SchemaId, value: &Json) -> Option<PlainValue> {
    Some(match (&api.schemas.resolve(schema).1.kind, value) {
        (SchemaKind::Boolean, Json::Bool(value)) => PlainValue::Boolean(*value),
        (SchemaKind::Integer(integer), Json::Number(number)) => {
            let whole = |number: f64| (number.fract() == 0.0).then_some(number as i128);
            let value = number.as_i128().or(number.as_f64().and_then(whole))?;
            integer
                .format
                .range()
                .contains(&value)
                .then_some(PlainValue::Integer(value))?
        }
        (SchemaKind::Number(_), Json::Number(number)) => PlainValue::Number(number.as_f64()?),
        (SchemaKind::String(text), Json::String(value)) => match text.format {
            format if !format.is_held_as_text() => PlainValue::Parsed(value.clone()),
            _ => PlainValue::Text(value.clone()),
        },
        (SchemaKind::Enumeration(listed), value) => PlainValue::Variant(
            listed
                .values
                .iter()
                .position(|listed| is_same(&listed.value, value))?,
        ),
        (SchemaKind::Array(array), Json::Array(items)) => PlainValue::List(
            items
                .iter()
                .map(|item| plain_value(api, array.items, item))
                .collect::<Option<_>>()?,
        ),
        _ => return None,
    })
}

/// Whether a value is a listed one: `1.0` is `1`.
fn is_same(listed: &Json, value: &Json) -> bool {
    listed == value || (value.is_f64() && listed.as_f64() == value.as_f64())
}
