//! Numbers and booleans as parameters write them.

use super::fault::Problem;

/// A type that a parameter writes as plain text.
pub trait Scalar: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When the text is no value of the type.
    fn read(text: &str) -> Result<Self, Problem>;
}

macro_rules! integer {
    ($($integer:ty),+) => {$(
        impl Scalar for $integer {
            fn read(text: &str) -> Result<Self, Problem> {
                // The standard library takes a plus sign, and JSON Schema's integers have none.
                let digits = text.strip_prefix('-').unwrap_or(text);
                let plain = digits.starts_with(|first: char| first.is_ascii_digit());
                let value = if plain { text.parse().ok() } else { None };
                value.ok_or_else(|| {
                    let bits = <$integer>::BITS;
                    Problem::new("int_parsing", format!("Must be an integer of {bits} bits"))
                })
            }
        }
    )+};
}

integer!(i8, i16, i32, i64, u8, u16, u32, u64);

macro_rules! float {
    ($($float:ty),+) => {$(
        impl Scalar for $float {
            fn read(text: &str) -> Result<Self, Problem> {
                // The standard library also knows words such as `inf`.
                let value = text.parse().ok().filter(|value: &$float| value.is_finite());
                value.ok_or_else(|| Problem::new("float_parsing", "Must be a number"))
            }
        }
    )+};
}

float!(f32, f64);

impl Scalar for bool {
    fn read(text: &str) -> Result<Self, Problem> {
        match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Problem::new("bool_parsing", "Must be `true` or `false`")),
        }
    }
}
