//! `not`: what a value must not be, beside what it has to be.

use serde::Serialize;
use serde_json::Value;

use super::check::{Checked, require};
use super::listed;
use super::validate::{At, Found};

/// No value that keeps to these rules as well: the rules of a schema whose values are held in the same type.
pub fn rules<T: ?Sized>(rules: impl Fn(&T, &At<'_>, &mut Found)) -> impl Fn(&T) -> Checked {
    move |value| refuse(keeps(value, &rules))
}

/// No value that is written as one that `reader` reads and that keeps to the rules.
pub fn read<T: Serialize, U>(
    reader: impl Fn(Value) -> serde_json::Result<U>,
    rules: impl Fn(&U, &At<'_>, &mut Found),
) -> impl Fn(&T) -> Checked {
    move |value| {
        // What cannot be written as JSON is no value of a schema.
        let written = serde_json::to_value(value);
        let other = written.and_then(&reader);
        refuse(other.is_ok_and(|other| keeps(&other, &rules)))
    }
}

/// None of these values; numbers are compared by value.
pub fn values<T: Serialize>(values: impl IntoIterator<Item = Value>) -> impl Fn(&T) -> Checked {
    let values: Vec<Value> = values.into_iter().collect();
    move |value| {
        let written = serde_json::to_value(value);
        let is_one = |written| values.iter().any(|listed| listed::same(listed, written));
        let is_excluded = written.as_ref().is_ok_and(is_one);
        let message = || {
            let words: Vec<String> = values.iter().map(ToString::to_string).collect();
            format!("Must not be one of: {}", words.join(", "))
        };
        require(!is_excluded, "not", message)
    }
}

fn keeps<T: ?Sized>(value: &T, rules: &impl Fn(&T, &At<'_>, &mut Found)) -> bool {
    let mut found = Found::default();
    rules(value, &At::Root, &mut found);
    found.into_iter().next().is_none()
}

fn refuse(is_excluded: bool) -> Checked {
    let message = || "Must not be what the document excludes".to_owned();
    require(!is_excluded, "not", message)
}
