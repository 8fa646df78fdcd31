//! Lists in which no two items are equal.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Number, Value};

use super::check::{Checked, require};

/// `uniqueItems`: no two items are equal as JSON, where `1` and `1.0` are the same number and the order of members does not
/// matter.
pub fn items<T: Serialize>() -> impl Fn(&Vec<T>) -> Checked {
    |items| match repeated(items) {
        None => Ok(()),
        Some((first, second)) => require(false, "uniqueItems", || {
            format!("Must not have equal items, as those at {first} and {second} are")
        }),
    }
}

/// The positions of the first two items that are equal.
fn repeated<T: Serialize>(items: &[T]) -> Option<(usize, usize)> {
    if items.len() < 2 {
        return None;
    }
    let mut seen = HashMap::with_capacity(items.len());
    items.iter().enumerate().find_map(|(position, item)| {
        // What cannot be written as JSON is equal to nothing.
        let value = serde_json::to_value(item).ok()?;
        let first = seen.insert(canonical(value).to_string(), position)?;
        Some((first, position))
    })
}

/// The value written so that equal values are written alike.
fn canonical(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(whole(&number).unwrap_or(number)),
        Value::Array(items) => items.into_iter().map(canonical).collect(),
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_by(|(left, _), (right, _)| left.cmp(right));
            let members = members
                .into_iter()
                .map(|(name, member)| (name, canonical(member)));
            Value::Object(members.collect())
        }
        other => other,
    }
}

/// A whole number without a fraction: `1` for `1.0`.
fn whole(number: &Number) -> Option<Number> {
    const END: f64 = 9_007_199_254_740_992.0;
    let value = number.as_f64().filter(|_| number.is_f64())?;
    let is_whole = value.fract() == 0.0 && value.abs() <= END;
    is_whole.then(|| Number::from(value as i64))
}
