//! What a parameter or a property stands for when it is left out, as a value of its type.

use std::collections::BTreeMap;

use serde::Serialize;

use super::conform::Conformance;
use super::names::function_names;
use super::{Holding, Names, Recursion, RustName};
use crate::ir::{Api, Json, Number, Object, OperationId, SchemaId, SchemaKind};

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

/// The defaults of optional properties, by object and position.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PropertyDefaults {
    by_object: BTreeMap<SchemaId, BTreeMap<usize, PropertyDefault>>,
}

/// What an optional property stands for when it is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PropertyDefault {
    /// The method that gives the value of the property, or else this one.
    pub method: RustName,
    /// The default.
    pub value: PlainValue,
}

impl PropertyDefaults {
    /// The defaults of an object, with the positions of their properties.
    pub fn of(&self, object: SchemaId) -> impl Iterator<Item = (usize, &PropertyDefault)> {
        let defaults = self.by_object.get(&object).into_iter().flatten();
        defaults.map(|(position, default)| (*position, default))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_object.is_empty()
    }
}

/// What the methods of structs are called that are there anyway.
const TAKEN: &[&str] = &["new", "validate", "into_request", "into_response"];

/// Reads the default of every optional property of an object that becomes a struct.
pub(super) fn of_properties(
    api: &Api,
    names: &Names,
    recursion: &Recursion,
    conformance: &Conformance<'_>,
) -> PropertyDefaults {
    let mut defaults = PropertyDefaults::default();
    for (id, _) in names.types() {
        let SchemaKind::Object(object) = &api.schemas.get(id).kind else {
            continue;
        };
        let values = object_values(api, id, object, recursion, conformance);
        let (positions, values): (Vec<usize>, Vec<PlainValue>) = values.into_iter().unzip();
        let fields = names.fields(id);
        let fields = positions.iter().filter_map(|it| fields.get(*it));
        let wanted = fields.map(|field| method(field.unraw()));
        let methods = function_names(TAKEN, wanted, "value_or_default");
        let found = methods.into_iter().zip(values);
        let found = found.map(|(method, value)| PropertyDefault { method, value });
        let found: BTreeMap<_, _> = positions.into_iter().zip(found).collect();
        if !found.is_empty() {
            defaults.by_object.insert(id, found);
        }
    }
    defaults
}

/// A name that says what the method gives. One that begins as those of conversions do would be taken for one.
fn method(field: &str) -> String {
    let is_conversion =
        ["from_", "into_", "to_"].map(|prefix| format!("{field}_").starts_with(prefix));
    match is_conversion.contains(&true) {
        true => format!("get_{field}_or_default"),
        false => format!("{field}_or_default"),
    }
}

/// The defaults of the properties of one object that can be written as they are.
fn object_values(
    api: &Api,
    id: SchemaId,
    object: &Object,
    recursion: &Recursion,
    conformance: &Conformance<'_>,
) -> Vec<(usize, PlainValue)> {
    let properties = object.properties.values().enumerate();
    let optional = properties.filter(|(_, property)| !property.required);
    let found = optional.filter_map(|(position, property)| {
        let schema = property.schema;
        let default = api.schemas.default_of(schema)?;
        let value = plain_value(api, schema, default)?;
        let target = api.schemas.resolve(schema).0;
        let is_plain = match &value {
            // There is no constant of such a type.
            PlainValue::Parsed(_) => false,
            PlainValue::List(items) => items.is_empty() && !recursion.is_newtype(target),
            _ => true,
        };
        let fits = is_plain
            && recursion.holding(api, id, schema) == Holding::InPlace
            && conformance.misfits(schema, default).is_empty();
        fits.then_some((position, value))
    });
    found.collect()
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
            let Some(default) = api.schemas.default_of(parameter.schema) else {
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
        (SchemaKind::Number(kind), Json::Number(number)) => {
            PlainValue::Number(number.as_f64().filter(|value| is_finite(kind, *value))?)
        }
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

/// Whether a number is one of its type, too.
fn is_finite(kind: &Number, value: f64) -> bool {
    if kind.single {
        (value as f32).is_finite()
    } else {
        value.is_finite()
    }
}

/// Whether a value is a listed one: `1.0` is `1`.
fn is_same(listed: &Json, value: &Json) -> bool {
    listed == value || (value.is_f64() && listed.as_f64() == value.as_f64())
}
