//! Numbers and texts.

use super::Lowering;
use super::flat::Flat;
use crate::ir::{Bound, Bounds, Integer, IntegerFormat, Number, SchemaKind, Text, TextFormat};

impl<'a> Lowering<'a> {
    pub(super) fn integer(&mut self, flat: &Flat<'a>) -> SchemaKind {
        let format = match flat.format.as_deref() {
            Some("int32") => IntegerFormat::Int32,
            Some("uint32") => IntegerFormat::Uint32,
            Some("uint64") => IntegerFormat::Uint64,
            _ => IntegerFormat::Int64,
        };
        let multiple_of = flat
            .multiple_of
            .as_ref()
            .and_then(serde_json::Number::as_i64)
            .filter(|step| *step > 0);
        let minimum = flat
            .integer_minimum
            .or(flat.minimum.and_then(|bound| whole(bound, f64::ceil)));
        let maximum = flat
            .integer_maximum
            .or(flat.maximum.and_then(|bound| whole(bound, f64::floor)));
        SchemaKind::Integer(Integer {
            format,
            bounds: Bounds {
                minimum,
                maximum,
                multiple_of,
            },
        })
    }

    pub(super) fn number(&mut self, flat: &Flat<'a>) -> SchemaKind {
        let multiple_of = flat
            .multiple_of
            .as_ref()
            .and_then(serde_json::Number::as_f64)
            .filter(|step| *step > 0.0);
        let minimum = flat.minimum.or(flat.integer_minimum.map(inexact));
        let maximum = flat.maximum.or(flat.integer_maximum.map(inexact));
        SchemaKind::Number(Number {
            single: flat.format.as_deref() == Some("float"),
            bounds: Bounds {
                minimum,
                maximum,
                multiple_of,
            },
        })
    }

    pub(super) fn text(&mut self, flat: &Flat<'a>) -> SchemaKind {
        let format = match flat.format.as_deref() {
            Some("uuid") => TextFormat::Uuid,
            Some("date-time") => TextFormat::DateTime,
            Some("date") => TextFormat::Date,
            _ => TextFormat::Plain,
        };
        SchemaKind::String(Text {
            format,
            min_length: flat.min_length,
            max_length: flat.max_length,
        })
    }
}

/// The bound for whole numbers that allows the same as a bound between two of them; `None` where every `i64` is within it.
fn whole(bound: Bound<f64>, inwards: fn(f64) -> f64) -> Option<Bound<i64>> {
    let value = inwards(bound.value);
    // 2^63 and beyond: the end of the type is the narrower bound.
    if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value) {
        return None;
    }
    Some(Bound {
        value: value as i64,
        exclusive: bound.exclusive && value == bound.value,
    })
}

fn inexact(bound: Bound<i64>) -> Bound<f64> {
    Bound {
        value: bound.value as f64,
        exclusive: bound.exclusive,
    }
}
