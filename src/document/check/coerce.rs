//! Values of the simple shapes: whether they fit, and what is meant where they nearly do.

use serde_json::{Number, Value};

use crate::document::grammar::{Kind, Shape};

/// How a value fits the shape that is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is of that shape.
    Fits,
    /// What is meant is plain, and stands there now.
    Coerced,
    /// It says nothing; its keyword is as good as absent.
    Absent,
    /// It is something else.
    Misfit,
}

impl Fit {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Misfit, _) | (_, Self::Misfit) => Self::Misfit,
            (Self::Fits, Self::Fits) => Self::Fits,
            _ => Self::Coerced,
        }
    }

    fn when(condition: bool) -> Self {
        if condition { Self::Fits } else { Self::Misfit }
    }
}

/// What a shape expects, for a message.
pub(super) fn expected(shape: Shape) -> String {
    match shape {
        Shape::String => "a string".to_owned(),
        Shape::Boolean => "`true` or `false`".to_owned(),
        Shape::Count => "an integer from 0".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Free => "a value".to_owned(),
        Shape::FreeArray => "an array".to_owned(),
        Shape::AnyMap => "an object".to_owned(),
        Shape::StringArray => "an array of strings".to_owned(),
        Shape::StringMap => "an object whose values are strings".to_owned(),
        Shape::Type => "the name of a type".to_owned(),
        Shape::AdditionalProperties => "`true`, `false` or a schema".to_owned(),
        Shape::Object(node) => format!("an object ({})", node.kind.name()),
        Shape::Array(node) => format!("an array of objects ({})", node.kind.name()),
        Shape::Map(node) => format!("an object whose values are objects ({})", node.kind.name()),
    }
}

/// A value as a message shows it.
pub(super) fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    match value {
        Value::Null => "`null`".to_owned(),
        Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::String(text) if text.chars().count() > LONGEST => {
            let short: String = text.chars().take(LONGEST).collect();
            format!("the string `{short}…`")
        }
        Value::String(text) => format!("the string `{text}`"),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Makes a value fit, where what is meant is plain. Objects in it are not looked into: they are visited by themselves.
pub(super) fn fit(shape: Shape, value: &mut Value) -> Fit {
    if value.is_null() && shape != Shape::Free {
        return Fit::Absent;
    }
    match shape {
        Shape::Free => Fit::Fits,
        Shape::String => string(value),
        // Which names are types, the schema itself looks at.
        Shape::Type => Fit::when(value.is_string()),
        Shape::Boolean => boolean(value),
        Shape::Count => count(value),
        Shape::Number => number(value),
        Shape::FreeArray => free_array(value),
        Shape::StringArray => string_array(value),
        Shape::AnyMap => map(value),
        Shape::StringMap => string_map(value),
        Shape::AdditionalProperties if value.is_object() => Fit::Fits,
        Shape::AdditionalProperties => boolean(value),
        Shape::Object(node) => object(node.kind, value),
        Shape::Array(node) => array(node.kind, value),
        Shape::Map(node) => map_of(node.kind, value),
    }
}

fn string(value: &mut Value) -> Fit {
    match value {
        Value::String(_) => Fit::Fits,
        Value::Bool(_) | Value::Number(_) => {
            *value = Value::String(value.to_string());
            Fit::Coerced
        }
        _ => Fit::Misfit,
    }
}

fn boolean(value: &mut Value) -> Fit {
    let meant = match value {
        Value::Bool(_) => return Fit::Fits,
        Value::String(text) if text.eq_ignore_ascii_case("true") => true,
        Value::String(text) if text.eq_ignore_ascii_case("false") => false,
        _ => return Fit::Misfit,
    };
    *value = Value::Bool(meant);
    Fit::Coerced
}

fn count(value: &mut Value) -> Fit {
    let fits = |value: &Value| {
        value
            .as_u64()
            .is_some_and(|count| usize::try_from(count).is_ok())
    };
    if fits(value) {
        return Fit::Fits;
    }
    match number(value) {
        Fit::Misfit => Fit::Misfit,
        _ => {
            if let Some(whole) = value.as_number().and_then(whole_number) {
                *value = Value::Number(whole);
            }
            if fits(value) {
                Fit::Coerced
            } else {
                Fit::Misfit
            }
        }
    }
}

fn number(value: &mut Value) -> Fit {
    match value {
        Value::Number(_) => Fit::Fits,
        Value::String(text) => match parse_number(text) {
            Some(number) => {
                *value = Value::Number(number);
                Fit::Coerced
            }
            None => Fit::Misfit,
        },
        _ => Fit::Misfit,
    }
}

/// The number that a string holds.
pub(super) fn parse_number(text: &str) -> Option<Number> {
    serde_json::from_str(text.trim()).ok()
}

/// The integer that a number such as `1.0` or `1e3` is, if it fits 64 bits.
pub(super) fn whole_number(number: &Number) -> Option<Number> {
    if number.is_i64() || number.is_u64() {
        return Some(number.clone());
    }
    let float = number.as_f64()?;
    // Beyond 2^53 the digits of a float are not those that were written.
    let exact = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
    exact
        .then(|| format!("{float:.0}").parse::<i64>().ok())
        .flatten()
        .map(Number::from)
}

fn free_array(value: &mut Value) -> Fit {
    match value {
        Value::Array(_) => Fit::Fits,
        Value::Object(_) => Fit::Misfit,
        scalar => {
            *scalar = Value::Array(vec![scalar.take()]);
            Fit::Coerced
        }
    }
}

fn string_array(value: &mut Value) -> Fit {
    match value {
        Value::Array(items) => {
            let before = items.len();
            items.retain(|item| !item.is_null());
            let nulls = if items.len() == before {
                Fit::Fits
            } else {
                Fit::Coerced
            };
            items.iter_mut().map(string).fold(nulls, Fit::and)
        }
        Value::String(_) => {
            *value = Value::Array(vec![value.take()]);
            Fit::Coerced
        }
        Value::Object(members) if members.is_empty() => {
            *value = Value::Array(Vec::new());
            Fit::Coerced
        }
        _ => Fit::Misfit,
    }
}

/// Some languages write an empty map as an empty array.
fn map(value: &mut Value) -> Fit {
    match value {
        Value::Object(_) => Fit::Fits,
        Value::Array(items) if items.is_empty() => {
            *value = Value::Object(serde_json::Map::new());
            Fit::Coerced
        }
        _ => Fit::Misfit,
    }
}

fn string_map(value: &mut Value) -> Fit {
    let fit = map(value);
    let Value::Object(members) = value else {
        return fit;
    };
    let strings = members.values_mut().map(|member| match member {
        Value::Null => {
            *member = Value::String(String::new());
            Fit::Coerced
        }
        other => string(other),
    });
    strings.fold(fit, Fit::and)
}

fn object(kind: Kind, value: &mut Value) -> Fit {
    match (kind, &*value) {
        (_, Value::Object(_)) | (Kind::Schema, Value::Bool(_)) => Fit::Fits,
        (Kind::ExternalDocs, Value::String(_)) => wrap(value, "url"),
        (Kind::License, Value::String(_)) => wrap(value, "name"),
        (Kind::Discriminator, Value::String(_)) => wrap(value, "propertyName"),
        _ => map(value),
    }
}

fn wrap(value: &mut Value, key: &str) -> Fit {
    let inner = value.take();
    *value = serde_json::json!({ key: inner });
    Fit::Coerced
}

fn array(kind: Kind, value: &mut Value) -> Fit {
    let fit = match &*value {
        Value::Array(_) => Fit::Fits,
        // A map of parameters by their names is something else than a single parameter.
        Value::Object(members)
            if kind != Kind::Parameter
                || members.contains_key("in")
                || members.contains_key("$ref") =>
        {
            *value = Value::Array(vec![value.take()]);
            Fit::Coerced
        }
        _ => return Fit::Misfit,
    };
    let Value::Array(items) = value else {
        return Fit::Misfit;
    };
    items
        .iter_mut()
        .map(|item| item_of(kind, item))
        .fold(fit, Fit::and)
}

fn item_of(kind: Kind, item: &mut Value) -> Fit {
    match (kind, &*item) {
        (Kind::Tag, Value::String(_)) => wrap(item, "name"),
        (Kind::Server, Value::String(_)) => wrap(item, "url"),
        (Kind::SecurityRequirement, Value::String(name)) => {
            *item = serde_json::json!({ name.as_str(): [] });
            Fit::Coerced
        }
        // The others are looked at when they are visited.
        _ => Fit::Fits,
    }
}

fn map_of(kind: Kind, value: &mut Value) -> Fit {
    match value {
        Value::Array(items) if kind == Kind::Example && !items.is_empty() => {
            let members = std::mem::take(items)
                .into_iter()
                .enumerate()
                .map(|(index, item)| (index.to_string(), item));
            *value = Value::Object(members.collect());
            Fit::Coerced
        }
        Value::Object(_) => Fit::Fits,
        other => Fit::when(map(other) == Fit::Coerced).and(Fit::Coerced),
    }
}
