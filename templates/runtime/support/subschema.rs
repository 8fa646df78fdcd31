//! Schemas that are applied to a value beside the one that its type is of: `if`, `dependentSchemas`, `contains` and
//! `propertyNames`.

use serde::Serialize;
use serde_json::Value;

use super::validate::{At, Found};

/// What a schema has to say of a value: everything that is wrong with it.
pub trait Subschema: Fn(Value, &At<'_>, &mut Found) {}

impl<F: Fn(Value, &At<'_>, &mut Found)> Subschema for F {}

/// The schema of what `reader` reads, with its rules.
pub fn read<U>(
    keyword: &'static str,
    reader: impl Fn(Value) -> serde_json::Result<U>,
    rules: impl Fn(&U, &At<'_>, &mut Found),
) -> impl Subschema {
    move |value: Value, at: &At<'_>, found: &mut Found| match reader(value) {
        Ok(read) => rules(&read, at, found),
        Err(error) => found.add(at, keyword, format!("Must fit the schema: {error}")),
    }
}

/// The schema that says nothing.
pub fn anything(_: Value, _: &At<'_>, _: &mut Found) {}

/// `if`, `then` and `else`.
pub fn conditional<T: Serialize>(
    condition: impl Subschema,
    then: impl Subschema,
    otherwise: impl Subschema,
) -> impl Fn(&T, &At<'_>, &mut Found) {
    move |value, at, found| {
        with_json(value, |value| {
            if is_one(&condition, value.clone()) {
                then(value, at, found);
            } else {
                otherwise(value, at, found);
            }
        });
    }
}

/// `dependentSchemas`: what an object is that has this member.
pub fn dependent<T: Serialize>(
    member: &'static str,
    schema: impl Subschema,
) -> impl Fn(&T, &At<'_>, &mut Found) {
    move |value, at, found| {
        with_json(value, |value| {
            if value.get(member).is_some() {
                schema(value, at, found);
            }
        });
    }
}

/// `dependentRequired`: what else an object has that has this member.
pub fn dependent_required<T: Serialize>(
    member: &'static str,
    required: &'static [&'static str],
) -> impl Fn(&T, &At<'_>, &mut Found) {
    move |value, at, found| {
        with_json(value, |value| {
            let lacking = required.iter().find(|name| value.get(name).is_none());
            if let (Some(_), Some(name)) = (value.get(member), lacking) {
                let message = format!("Must have `{name}`, because it has `{member}`");
                found.add(at, "dependentRequired", message);
            }
        });
    }
}

/// `contains`, with `minContains` and `maxContains`.
pub fn contains<T: Serialize>(
    schema: impl Subschema,
    least: usize,
    most: Option<usize>,
) -> impl Fn(&T, &At<'_>, &mut Found) {
    move |value, at, found| {
        with_json(value, |value| {
            let Value::Array(items) = value else {
                return;
            };
            let count = items
                .into_iter()
                .filter(|item| is_one(&schema, item.clone()))
                .count();
            if count < least {
                let message =
                    format!("Must have at least {least} items of the schema of `contains`");
                found.add(at, "contains", message);
            } else if let Some(most) = most.filter(|most| count > *most) {
                let message = format!("Must have at most {most} items of the schema of `contains`");
                found.add(at, "maxContains", message);
            }
        });
    }
}

/// `propertyNames`.
pub fn names<T: Serialize>(schema: impl Subschema) -> impl Fn(&T, &At<'_>, &mut Found) {
    move |value, at, found| {
        with_json(value, |value| {
            let members = value.as_object().into_iter().flatten();
            for (name, _) in members {
                if !is_one(&schema, Value::from(name.as_str())) {
                    let message =
                        format!("Must not have `{name}`: the name does not fit its schema");
                    found.add(at, "propertyNames", message);
                }
            }
        });
    }
}

/// What cannot be written as JSON is no value of a schema, and is found elsewhere.
fn with_json<T: Serialize>(value: &T, then: impl FnOnce(Value)) {
    if let Ok(value) = serde_json::to_value(value) {
        then(value);
    }
}

fn is_one(schema: &impl Subschema, value: Value) -> bool {
    let mut found = Found::default();
    schema(value, &At::Root, &mut found);
    found.into_iter().next().is_none()
}
