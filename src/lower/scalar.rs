//! Numbers and texts.

use super::Lowering;
use super::flat::Flat;
use std::ops::RangeInclusive;

use crate::ir::{Bound, Bounds, Integer, IntegerFormat, Number, SchemaKind, Text, TextFormat};

impl<'a> Lowering<'a> {
    pub(super) fn integer(&mut self, flat: &Flat<'a>) -> SchemaKind {
        let multiple_of = flat
            .multiple_of
            .as_ref()
            .and_then(whole_step)
            .filter(|step| *step > 0);
        // A part of `allOf` without a type says its bounds as numbers.
        let minimum = inner(
            flat.integer_minimum,
            flat.minimum.and_then(|bound| whole(bound, f64::ceil)),
            |a, b| a > b,
        );
        let maximum = inner(
            flat.integer_maximum,
            flat.maximum.and_then(|bound| whole(bound, f64::floor)),
            |a, b| a < b,
        );
        let format = integer_format(flat.format.as_deref(), minimum, maximum);
        let range = format.range();
        SchemaKind::Integer(Integer {
            format,
            format_name: flat.format.clone(),
            bounds: Bounds {
                minimum: minimum.and_then(|bound| lower_end(bound, &range)),
                maximum: maximum.and_then(|bound| upper_end(bound, &range)),
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
        let minimum = inner(flat.minimum, flat.integer_minimum.map(inexact), |a, b| {
            a > b
        });
        let maximum = inner(flat.maximum, flat.integer_maximum.map(inexact), |a, b| {
            a < b
        });
        SchemaKind::Number(Number {
            single: flat.format.as_deref() == Some("float"),
            format_name: flat.format.clone(),
            bounds: Bounds {
                minimum,
                maximum,
                multiple_of,
            },
        })
    }

    pub(super) fn text(&mut self, flat: &Flat<'a>) -> SchemaKind {
        SchemaKind::String(Text {
            format: flat
                .format
                .as_deref()
                .map(TextFormat::from_name)
                .unwrap_or_default(),
            format_name: flat.format.clone(),
            min_length: flat.min_length,
            max_length: flat.max_length,
            patterns: flat.patterns.iter().map(|it| (*it).to_owned()).collect(),
        })
    }
}

/// The bound that allows less; `is_inner` says whether the first of two ends is further in.
fn inner<N: Copy + PartialEq>(
    first: Option<Bound<N>>,
    second: Option<Bound<N>>,
    is_inner: fn(N, N) -> bool,
) -> Option<Bound<N>> {
    let (Some(a), Some(b)) = (first, second) else {
        return first.or(second);
    };
    Some(if a.value == b.value {
        Bound {
            exclusive: a.exclusive || b.exclusive,
            ..a
        }
    } else if is_inner(a.value, b.value) {
        a
    } else {
        b
    })
}

/// The step between the whole numbers among the multiples of a number: the numerator of its fraction in lowest terms, so 3
/// for 1.5. `None` where all of them are, or where it is beyond every type of the output.
fn whole_step(step: &serde_json::Number) -> Option<i128> {
    let fraction = || {
        let step = step.as_f64().filter(|step| *step > 0.0)?;
        // As the shortest decimal that is read back to it, which is what the document says.
        let written = format!("{step:e}");
        let (digits, exponent) = written.split_once('e')?;
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let digits: i128 = format!("{whole}{part}").parse().ok()?;
        let exponent = exponent.parse::<i32>().ok()? - i32::try_from(part.len()).ok()?;
        let power = 10_i128.checked_pow(exponent.unsigned_abs())?;
        if exponent >= 0 {
            return digits.checked_mul(power);
        }
        let step = digits.checked_div(divisor(digits, power))?;
        (step > 1).then_some(step)
    };
    step.as_i128().or_else(fraction)
}

/// The greatest common divisor (Euclid).
fn divisor(a: i128, b: i128) -> i128 {
    match a.checked_rem(b) {
        None => a,
        Some(rest) => divisor(b, rest),
    }
}

/// The format that is said; where none is, the one that holds what the bounds allow.
fn integer_format(
    name: Option<&str>,
    minimum: Option<Bound<i128>>,
    maximum: Option<Bound<i128>>,
) -> IntegerFormat {
    let past_signed = maximum.is_some_and(|most| most.value > i128::from(i64::MAX));
    let never_negative = minimum.is_some_and(|least| least.value >= 0);
    match name {
        Some("int32") => IntegerFormat::Int32,
        Some("uint32") => IntegerFormat::Uint32,
        Some("uint64") => IntegerFormat::Uint64,
        None if past_signed && never_negative => IntegerFormat::Uint64,
        _ => IntegerFormat::Int64,
    }
}

/// The lower end within the numbers of a type: none where all of them are above it, and one that leaves out all where they
/// are all below it.
fn lower_end(bound: Bound<i128>, range: &RangeInclusive<i128>) -> Option<Bound<i128>> {
    if bound.value > *range.end() {
        return Some(Bound {
            value: *range.end(),
            exclusive: true,
        });
    }
    let says_something =
        bound.value > *range.start() || (bound.exclusive && bound.value == *range.start());
    says_something.then_some(bound)
}

/// The upper end, likewise.
fn upper_end(bound: Bound<i128>, range: &RangeInclusive<i128>) -> Option<Bound<i128>> {
    if bound.value < *range.start() {
        return Some(Bound {
            value: *range.start(),
            exclusive: true,
        });
    }
    let says_something =
        bound.value < *range.end() || (bound.exclusive && bound.value == *range.end());
    says_something.then_some(bound)
}

/// The bound for whole numbers that allows the same as a bound between two of them; `None` where every number that a type
/// can hold is within it.
fn whole(bound: Bound<f64>, inwards: fn(f64) -> f64) -> Option<Bound<i128>> {
    let value = inwards(bound.value);
    value.is_finite().then_some(Bound {
        // Beyond its range the conversion gives the end of it, which is beyond every type of the output as well.
        value: value as i128,
        exclusive: bound.exclusive && value == bound.value,
    })
}

fn inexact(bound: Bound<i128>) -> Bound<f64> {
    Bound {
        value: bound.value as f64,
        exclusive: bound.exclusive,
    }
}
