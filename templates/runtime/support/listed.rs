//! Values of which the document has a list.

use std::error::Error;
use std::fmt::{self, Display};

use serde_json::{Number, Value};

/// A value is none of those that are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotListed(String);

impl NotListed {
    /// These are listed.
    pub fn among<T: Display>(values: impl IntoIterator<Item = T>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        Self(values.join(", "))
    }
}

impl Display for NotListed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "must be one of: {}", self.0)
    }
}

impl Error for NotListed {}

/// Whether two values are equal as JSON Schema compares them: numbers by value, so that `1` and `1.0` are the same.
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let in_other = |(key, value): (&String, &Value)| {
                other.get(key).is_some_and(|other| same(value, other))
            };
            one.len() == other.len() && one.iter().all(in_other)
        }
        _ => one == other,
    }
}

fn same_number(one: &Number, other: &Number) -> bool {
    // As floating-point numbers, large integers that differ would be equal.
    match one.is_f64() || other.is_f64() {
        true => one.as_f64() == other.as_f64(),
        false => one == other,
    }
}

/// A value as a parameter writes it: a text without quotes, anything else as in JSON.
pub fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
