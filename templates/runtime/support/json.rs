//! Decoding JSON so that a misfit says where it is.

use std::fmt::{self, Write};

use serde::de::DeserializeOwned;
use serde_path_to_error::Path;

use super::objects::Objects;

/// Why a text could not be decoded, and at which place in it.
#[derive(Debug)]
pub struct Misfit {
    /// Where it is; `None` where the text is not JSON at all.
    pub path: Option<Path>,
    /// What serde says about it.
    pub source: serde_json::Error,
}

impl Misfit {
    /// A text that is not what it should be.
    pub fn of_text(why: String) -> Self {
        Self {
            path: None,
            source: serde::de::Error::custom(why),
        }
    }
}

/// Where it is and what is wrong, to stand behind words: ` at `place`: cause`. Both may hold what the text says, of which
/// nothing breaks the line.
impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = OneLine(f);
        match &self.path {
            Some(path) => write!(line, " at `{path}`: {}", self.source),
            None => write!(line, ": {}", self.source),
        }
    }
}

/// What ends a line besides control characters.
const LINE_ENDS: [char; 2] = ['\u{2028}', '\u{2029}'];

/// Writes what may end the line, or steer a terminal, as its escape.
struct OneLine<'a, 'b>(&'a mut fmt::Formatter<'b>);

impl fmt::Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match character.is_control() || LINE_ENDS.contains(&character) {
                true => write!(self.0, "{}", character.escape_default())?,
                false => self.0.write_char(character)?,
            }
        }
        Ok(())
    }
}

/// What some systems write before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Decodes `text`, which must hold one JSON value and nothing after it. A byte order mark before it is passed over, as a
/// reader of JSON may (RFC 8259, section 8.1).
///
/// The first attempt does without paths, because keeping track of them costs time that a text which fits need not pay;
/// only a text that was refused is read again to find the place.
///
/// # Errors
///
/// When the text is not JSON, or does not fit `T`.
pub fn decode<T: DeserializeOwned>(text: &[u8]) -> Result<T, Misfit> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = T::deserialize(Objects(&mut reader));
    let read = read.and_then(|value| reader.end().map(|()| value));
    read.map_err(|source| locate::<T>(text, source))
}

fn locate<T: DeserializeOwned>(text: &[u8], source: serde_json::Error) -> Misfit {
    let mut reader = serde_json::Deserializer::from_slice(text);
    match serde_path_to_error::deserialize::<_, T>(Objects(&mut reader)) {
        Err(error) if source.is_data() => Misfit {
            path: Some(error.path().clone()),
            source: error.into_inner(),
        },
        _ => Misfit { path: None, source },
    }
}

/// Whether a `Content-Type` means JSON: `application/json`, `text/json` or anything that ends in `+json`, with or
/// without parameters.
pub fn is_json(content_type: &str) -> bool {
    let essence = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}
