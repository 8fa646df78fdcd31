//! The limits that a document sets to values. Each function makes a check of one value.

use std::fmt::Display;

use super::fault::Problem;

/// Whether a value keeps to a limit.
pub type Checked = Result<(), Problem>;

/// `minimum`: no less than `least`.
pub fn minimum<T: PartialOrd + Display>(least: T) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be at least {least}");
        require(*value >= least, "greater_than_equal", message)
    }
}

/// `maximum`: no more than `most`.
pub fn maximum<T: PartialOrd + Display>(most: T) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be at most {most}");
        require(*value <= most, "less_than_equal", message)
    }
}

/// `exclusiveMinimum`: more than `bound`.
pub fn above<T: PartialOrd + Display>(bound: T) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be more than {bound}");
        require(*value > bound, "greater_than", message)
    }
}

/// `exclusiveMaximum`: less than `bound`.
pub fn below<T: PartialOrd + Display>(bound: T) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be less than {bound}");
        require(*value < bound, "less_than", message)
    }
}

/// `multipleOf` for integers. It is wide enough for every integer, so that no division can overflow.
pub fn multiple_of<T: Into<i128> + Copy>(step: i128) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be a multiple of {step}");
        let value = (*value).into();
        // Nothing is a multiple of zero but zero, and the remainder does not exist.
        let rest = value.checked_rem(step).unwrap_or(value);
        require(rest == 0, "multiple_of", message)
    }
}

/// `multipleOf` for other numbers, as exactly as their representation allows: 0.3 is a multiple of 0.1.
pub fn multiple_of_number<T: Into<f64> + Copy>(step: f64) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be a multiple of {step}");
        let quotient = (*value).into() / step;
        let error = (quotient - quotient.round()).abs();
        let holds = error <= f64::EPSILON * quotient.abs().max(1.0);
        require(holds, "multiple_of", message)
    }
}

/// `enum`: one of the values that the document lists. The type itself also keeps others, for clients that are older than
/// the server.
pub fn one_of<T>(values: &'static [&'static str], text: fn(&T) -> &str) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be one of: {}", values.join(", "));
        require(values.contains(&text(value)), "enum", message)
    }
}

/// `minLength`, in characters.
pub fn min_length(least: usize) -> impl Fn(&String) -> Checked {
    move |text| {
        let message = || format!("Must have at least {least} characters");
        require(text.chars().count() >= least, "string_too_short", message)
    }
}

/// `maxLength`, in characters.
pub fn max_length(most: usize) -> impl Fn(&String) -> Checked {
    move |text| {
        let message = || format!("Must have at most {most} characters");
        require(text.chars().count() <= most, "string_too_long", message)
    }
}

/// `minItems`.
pub fn min_items<T>(least: usize) -> impl Fn(&Vec<T>) -> Checked {
    move |items| {
        let message = || format!("Must have at least {least} items");
        require(items.len() >= least, "too_short", message)
    }
}

/// `maxItems`.
pub fn max_items<T>(most: usize) -> impl Fn(&Vec<T>) -> Checked {
    move |items| {
        let message = || format!("Must have at most {most} items");
        require(items.len() <= most, "too_long", message)
    }
}

fn require(holds: bool, kind: &'static str, message: impl FnOnce() -> String) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(Problem::new(kind, message()))
    }
}
