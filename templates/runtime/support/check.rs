//! The limits that a document sets to values. Each function makes a check of one value.

use std::fmt::{self, Display, LowerExp, Write};

/// A rule of the document that a value breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The keyword of the document's schema that says the rule.
    pub keyword: &'static str,
    /// For people.
    pub message: String,
}

/// Whether a value keeps to a rule.
pub type Checked = Result<(), Breach>;

/// `minimum`: no less than `least`.
pub fn minimum<T: PartialOrd + Display>(least: T) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be at least {least}");
        require(*value >= least, "minimum", message)
    }
}

/// `maximum`: no more than `most`.
pub fn maximum<T: PartialOrd + Display>(most: T) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be at most {most}");
        require(*value <= most, "maximum", message)
    }
}

/// `exclusiveMinimum`: more than `bound`.
pub fn above<T: PartialOrd + Display>(bound: T) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be more than {bound}");
        require(*value > bound, "exclusiveMinimum", message)
    }
}

/// `exclusiveMaximum`: less than `bound`.
pub fn below<T: PartialOrd + Display>(bound: T) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be less than {bound}");
        require(*value < bound, "exclusiveMaximum", message)
    }
}

/// `multipleOf` for integers. It is wide enough for every integer, so that no division can overflow.
pub fn multiple_of<T: Into<i128> + Copy>(step: i128) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be a multiple of {step}");
        let value = (*value).into();
        // Nothing is a multiple of zero but zero, and the remainder does not exist.
        let rest = value.checked_rem(step).unwrap_or(value);
        require(rest == 0, "multipleOf", message)
    }
}

/// `multipleOf` for other numbers, taken as the decimals that they are written as: 0.3 is a multiple of 0.1.
pub fn multiple_of_number<T: LowerExp + Display>(step: T) -> impl Fn(&T) -> Checked {
    move |value| {
        let message = || format!("Must be a multiple of {step}");
        let holds = Decimal::of(value).is_multiple_of(Decimal::of(&step));
        require(holds, "multipleOf", message)
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

/// `not`, of a list of texts: none of those that the document excludes.
pub fn none_of<T: AsRef<str> + ?Sized>(texts: &'static [&'static str]) -> impl Fn(&T) -> Checked {
    move |text| {
        let message = || format!("Must not be one of: {}", texts.join(", "));
        require(!texts.contains(&text.as_ref()), "not", message)
    }
}

/// `enum`, of values that are not all texts.
pub fn one_of_values<T, V: PartialEq + Display>(
    values: impl IntoIterator<Item = V>,
    held: fn(&T) -> V,
) -> impl Fn(&T) -> Checked {
    let values: Vec<V> = values.into_iter().collect();
    move |value| {
        let message = || {
            let words: Vec<String> = values.iter().map(ToString::to_string).collect();
            format!("Must be one of: {}", words.join(", "))
        };
        require(values.contains(&held(value)), "enum", message)
    }
}

/// `minLength`, in characters.
pub fn min_length<T: AsRef<str> + ?Sized>(least: usize) -> impl Fn(&T) -> Checked {
    move |text| {
        let message = || format!("Must have at least {least} characters");
        require(text.as_ref().chars().count() >= least, "minLength", message)
    }
}

/// `maxLength`, in characters.
pub fn max_length<T: AsRef<str> + ?Sized>(most: usize) -> impl Fn(&T) -> Checked {
    move |text| {
        let message = || format!("Must have at most {most} characters");
        require(text.as_ref().chars().count() <= most, "maxLength", message)
    }
}

/// `minItems`.
pub fn min_items<T>(least: usize) -> impl Fn(&Vec<T>) -> Checked {
    move |items| {
        let message = || format!("Must have at least {least} items");
        require(items.len() >= least, "minItems", message)
    }
}

/// `maxItems`.
pub fn max_items<T>(most: usize) -> impl Fn(&Vec<T>) -> Checked {
    move |items| {
        let message = || format!("Must have at most {most} items");
        require(items.len() <= most, "maxItems", message)
    }
}

/// `minProperties`, of the number of properties that are there.
pub fn min_properties(least: usize) -> impl Fn(&usize) -> Checked {
    move |count| {
        let message = || format!("Must have at least {least} properties");
        require(*count >= least, "minProperties", message)
    }
}

/// `maxProperties`, of the number of properties that are there.
pub fn max_properties(most: usize) -> impl Fn(&usize) -> Checked {
    move |count| {
        let message = || format!("Must have at most {most} properties");
        require(*count <= most, "maxProperties", message)
    }
}

/// `anyOf` of schemas that only require properties: at least one of the groups is complete.
pub fn some_group<const N: usize>(groups: &'static str) -> impl Fn(&[bool; N]) -> Checked {
    move |complete| {
        let message = || format!("Must have at least one of: {groups}");
        require(complete.contains(&true), "anyOf", message)
    }
}

/// `oneOf` of schemas that only require properties: exactly one of the groups is complete.
pub fn one_group<const N: usize>(groups: &'static str) -> impl Fn(&[bool; N]) -> Checked {
    move |complete| {
        let message = || format!("Must have exactly one of: {groups}");
        let count = complete.iter().filter(|complete| **complete).count();
        require(count == 1, "oneOf", message)
    }
}

/// `not` of schemas that only require properties: none of the groups is complete.
pub fn no_group<const N: usize>(groups: &'static str) -> impl Fn(&[bool; N]) -> Checked {
    move |complete| {
        let message = || format!("Must have none of: {groups}");
        require(!complete.contains(&true), "not", message)
    }
}

/// `required` of names that no property has: each group is complete.
pub fn every_group<const N: usize>(groups: &'static str) -> impl Fn(&[bool; N]) -> Checked {
    move |complete| {
        let message = || format!("Must have all of: {groups}");
        require(!complete.contains(&false), "required", message)
    }
}

/// `format`, for a text that has no type of its own.
pub fn format<T: AsRef<str> + ?Sized>(
    name: &'static str,
    holds: fn(&str) -> bool,
) -> impl Fn(&T) -> Checked {
    move |text| {
        let message = || format!("Must be of the format `{name}`");
        require(holds(text.as_ref()), "format", message)
    }
}

/// Passes what holds.
///
/// # Errors
///
/// The breach of `keyword`, where it does not hold.
pub fn require(holds: bool, keyword: &'static str, message: impl FnOnce() -> String) -> Checked {
    if holds {
        Ok(())
    } else {
        let message = message();
        Err(Breach { keyword, message })
    }
}

/// A number as the shortest decimal that it is read back from: `digits` times ten to the power of `exponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    fn of(number: &impl LowerExp) -> Self {
        let mut reader = DecimalReader::default();
        // Nothing that is read is an error.
        let _ = write!(reader, "{number:e}");
        let written = reader.exponent.saturating_mul(reader.sign);
        Self {
            digits: reader.digits,
            exponent: written.saturating_sub(reader.fraction),
        }
    }

    /// Whether this is a whole number of `step`s, whatever the signs. Nothing is a multiple of zero but zero.
    fn is_multiple_of(self, step: Self) -> bool {
        let shift = self.exponent.saturating_sub(step.exponent);
        let places = shift.unsigned_abs();
        if self.digits == 0 {
            return true;
        }
        if shift < 0 {
            // The step with as many more zeros; where it has no room for them it is longer than any number's digits.
            let step = 10_u128
                .checked_pow(places)
                .and_then(|power| power.checked_mul(step.digits));
            return step.is_some_and(|step| self.digits.checked_rem(step) == Some(0));
        }
        let Some(mut rest) = self.digits.checked_rem(step.digits) else {
            return false;
        };
        for _ in 0..places {
            if rest == 0 {
                break;
            }
            rest = rest * 10 % step.digits;
        }
        rest == 0
    }
}

/// Reads what `LowerExp` writes, such as `-1.25e-7`, without keeping the text.
#[derive(Debug)]
struct DecimalReader {
    digits: u128,
    /// How many of the digits stand behind the point.
    fraction: i32,
    exponent: i32,
    sign: i32,
    part: DecimalPart,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DecimalPart {
    Whole,
    Fraction,
    Exponent,
}

impl Default for DecimalReader {
    fn default() -> Self {
        Self {
            digits: 0,
            fraction: 0,
            exponent: 0,
            sign: 1,
            part: DecimalPart::Whole,
        }
    }
}

impl Write for DecimalReader {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match (character, character.to_digit(10), self.part) {
                ('.', ..) => self.part = DecimalPart::Fraction,
                ('e', ..) => self.part = DecimalPart::Exponent,
                ('-', _, DecimalPart::Exponent) => self.sign = -1,
                (_, Some(digit), DecimalPart::Exponent) => {
                    self.exponent = self.exponent * 10 + digit.cast_signed();
                }
                (_, Some(digit), part) => {
                    self.digits = self.digits * 10 + u128::from(digit);
                    self.fraction += i32::from(part == DecimalPart::Fraction);
                }
                _ => {}
            }
        }
        Ok(())
    }
}
