//! The headers of answers as values.

use std::fmt;
use std::str::FromStr;

use http::{HeaderMap, HeaderValue};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::super::support::quoted;

/// A header of an answer that is missing, or not what the document says.
#[derive(Debug, Clone)]
pub struct HeaderError {
    name: &'static str,
    why: String,
}

impl HeaderError {
    /// The name of the header.
    pub fn name(&self) -> &str {
        self.name
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header `{}` {}", self.name, self.why)
    }
}

impl std::error::Error for HeaderError {}

/// How the text of a header becomes a value; why it does not.
pub type Read<T> = fn(&str) -> Result<T, String>;

/// Reads what Rust reads from such texts: numbers and booleans.
///
/// # Errors
///
/// When the text is none.
pub fn parsed<T: FromStr<Err: fmt::Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// Reads what JSON writes as a string: a text, one of several texts, a date.
///
/// # Errors
///
/// When the text is none.
pub fn decoded<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, String> {
    let text: StrDeserializer<'_, Error> = text.into_deserializer();
    T::deserialize(text).map_err(|error| error.to_string())
}

/// Reads a header that may be missing.
///
/// # Errors
///
/// When it is not what it should be.
pub fn optional<T>(
    headers: &HeaderMap,
    name: &'static str,
    read: Read<T>,
) -> Result<Option<T>, HeaderError> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    let value = read(text(name, value)?.trim()).map_err(|why| HeaderError {
        name,
        why: format!("is not what it should be: {why}"),
    });
    value.map(Some)
}

/// Reads a header that has to be there.
///
/// # Errors
///
/// When it is missing, and when it is not what it should be.
pub fn required<T>(
    headers: &HeaderMap,
    name: &'static str,
    read: Read<T>,
) -> Result<T, HeaderError> {
    optional(headers, name, read)?.ok_or_else(|| missing(name))
}

/// Reads a header that is a list and may be missing. It may stand in several lines (RFC 9110, section 5.3), and a comma in
/// quotes is text (section 5.6.4), of which the quotes stay.
///
/// # Errors
///
/// When an item is not what it should be.
pub fn optional_list<T>(
    headers: &HeaderMap,
    name: &'static str,
    read: Read<T>,
) -> Result<Option<Vec<T>>, HeaderError> {
    let mut items = Vec::new();
    for value in headers.get_all(name) {
        let parts = quoted::split(text(name, value)?, ',').map(str::trim);
        for item in parts.filter(|item| !item.is_empty()) {
            let value = read(item).map_err(|why| HeaderError {
                name,
                why: format!("has an item that is not what it should be: {why}"),
            })?;
            items.push(value);
        }
    }
    Ok(headers.contains_key(name).then_some(items))
}

/// Reads a header that is a list and has to be there.
///
/// # Errors
///
/// When it is missing, and when an item is not what it should be.
pub fn required_list<T>(
    headers: &HeaderMap,
    name: &'static str,
    read: Read<T>,
) -> Result<Vec<T>, HeaderError> {
    optional_list(headers, name, read)?.ok_or_else(|| missing(name))
}

/// What a header says. Most say it in ASCII, and those that go beyond it in UTF-8.
fn text<'a>(name: &'static str, value: &'a HeaderValue) -> Result<&'a str, HeaderError> {
    std::str::from_utf8(value.as_bytes()).map_err(|_| HeaderError {
        name,
        why: String::from("is no text in UTF-8"),
    })
}

fn missing(name: &'static str) -> HeaderError {
    HeaderError {
        name,
        why: String::from("is missing"),
    }
}
