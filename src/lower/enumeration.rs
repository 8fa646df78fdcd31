//! `enum`: one of several values.

use std::collections::{HashMap, HashSet};

use super::Lowering;
use super::flat::{EnumerationWords, Flat, JsonType};
use crate::ir::{Enumeration, EnumerationType, EnumerationValue, Json, SchemaKind};

impl Lowering<'_> {
    /// The values that are listed; `None` where there is none but null, and the rest of the schema has to say it.
    pub(super) fn enumeration(flat: &Flat<'_>, values: &[Json]) -> Option<SchemaKind> {
        let mut listed: Vec<EnumerationValue> = Vec::with_capacity(values.len());
        let mut known: HashSet<Json> = HashSet::with_capacity(values.len());
        let mut words: HashMap<Json, &EnumerationWords> = HashMap::new();
        for (of, said) in &flat.enumeration_words {
            words.entry(normal(of)).or_insert(said);
        }
        for value in values.iter().map(normal) {
            let value = &value;
            // Null is said by `nullable`.
            if value.is_null() || !fits(flat.json_type, value) || !known.insert(value.clone()) {
                continue;
            }
            let words = words.get(value).copied().cloned();
            let EnumerationWords { name, description } = words.unwrap_or_default();
            listed.push(EnumerationValue {
                value: value.clone(),
                name,
                description,
            });
        }
        if listed.is_empty() {
            return None;
        }
        if allows_every_boolean(&listed) {
            return Some(SchemaKind::Boolean);
        }
        Some(SchemaKind::Enumeration(Enumeration {
            values_type: values_type(&listed),
            values: listed,
            allows_others: false,
        }))
    }
}

/// A number in one form, so that `1` and `1.0` are the same value, as they are in JSON Schema.
fn normal(value: &Json) -> Json {
    let whole = value
        .as_f64()
        .filter(|number| value.is_f64() && number.fract() == 0.0 && number.abs() < EXACT);
    match whole {
        Some(number) => Json::from(number as i64),
        None => value.clone(),
    }
}

/// From here on not every integer is a number of 64 bits with a floating point.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A list of both of them is no list.
fn allows_every_boolean(values: &[EnumerationValue]) -> bool {
    values.len() == 2 && values.iter().all(|value| value.value.is_boolean())
}

/// Whether a value is of the type that the schema says.
pub(super) fn fits(json_type: Option<JsonType>, value: &Json) -> bool {
    match json_type {
        None => true,
        Some(JsonType::String) => value.is_string(),
        Some(JsonType::Number) => value.is_number(),
        Some(JsonType::Integer) => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Some(JsonType::Boolean) => value.is_boolean(),
        Some(JsonType::Array) => value.is_array(),
        Some(JsonType::Object) => value.is_object(),
    }
}

fn values_type(values: &[EnumerationValue]) -> EnumerationType {
    if values.iter().all(|value| value.value.is_string()) {
        EnumerationType::Text
    } else if values.iter().all(|value| value.value.is_i64()) {
        EnumerationType::Integer
    } else {
        EnumerationType::Mixed
    }
}
