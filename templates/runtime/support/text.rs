//! Types that are a text on the wire.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, Unexpected, Visitor};

/// Reads a type that any text can be turned into, without keeping the text in between.
///
/// # Errors
///
/// When there is something else than a text.
pub fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    parse(deserializer, "a string", |text| Some(text.into()))
}

/// Reads a type that some texts can be turned into; `expected` says which.
///
/// # Errors
///
/// When there is something else.
pub fn parse<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &str,
    parse: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Text { expected, parse })
}

struct Text<'a, T> {
    expected: &'a str,
    parse: fn(&str) -> Option<T>,
}

impl<T> Visitor<'_> for Text<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        (self.parse)(value).ok_or_else(|| E::invalid_value(Unexpected::Str(value), &self))
    }
}
