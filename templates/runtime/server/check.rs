//! The limits that a document sets to values. Each function makes a check of one value.

use std::fmt::Display;
use std::ops::Rem;

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

/// `multipleOf` for integers.
pub fn multiple_of<T>(step: T) -> impl Fn(&T) -> Checked
where
    T: Rem<Output = T> + Default + PartialEq + Copy + Display,
{
    move |value| {
        let message = || format!("Must be a multiple of {step}");
        // Nothing is a multiple of zero but zero, and the remainder would not exist.
        let holds = if step == T::default() {
            *value == step
        } else {
            *value % step == T::default()
        };
        require(holds, "multiple_of", message)
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
