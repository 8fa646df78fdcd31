//! `enum`: one of several values.

use super::Lowering;
use super::flat::{EnumerationWords, Flat, JsonType};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Enumeration, EnumerationType, EnumerationValue, Json, SchemaKind};

impl<'a> Lowering<'a> {
    /// The values that are listed; `None` where there is none but null, and the rest of the schema has to say it.
    pub(super) fn enumeration(&mut self, flat: &Flat<'a>, values: &[Json]) -> Option<SchemaKind> {
        let mut listed: Vec<EnumerationValue> = Vec::with_capacity(values.len());
        for value in values {
            // Null is said by `nullable`.
            let is_known = listed.iter().any(|known| known.value == *value);
            if value.is_null() || is_known || !fits(flat.json_type, value) {
                continue;
            }
            let words = flat
                .enumeration_words
                .iter()
                .find(|(of, _)| of == value)
                .map(|(_, words)| words.clone());
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
        if values_type(&listed) != EnumerationType::Text {
            self.report(Diagnostic::at_key(
                Code::UncheckedKeyword,
                &flat.pointer.join("enum"),
                "an `enum` of values that are not all texts has no effect on the output yet",
            ));
            return None;
        }
        Some(SchemaKind::Enumeration(Enumeration {
            values_type: values_type(&listed),
            values: listed,
            allows_others: false,
        }))
    }
}

/// Whether a value is of the type that the schema says.
fn fits(json_type: Option<JsonType>, value: &Json) -> bool {
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
