//! One of several values.

use serde::Serialize;

use super::Json;

/// One of several values; more may come.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Enumeration {
    /// What the values have in common.
    pub values_type: EnumerationType,
    /// The values, in document order, none twice and none of them null.
    pub values: Vec<EnumerationValue>,
    /// Whether the document allows other texts, too: `anyOf` of an enumeration and of any text.
    pub allows_others: bool,
}

impl Enumeration {
    /// Whether there is just one value.
    pub fn is_constant(&self) -> bool {
        self.values.len() == 1 && !self.allows_others
    }

    /// The values of an enumeration of whole numbers.
    pub fn integers(&self) -> impl Iterator<Item = i64> {
        self.values.iter().filter_map(|value| value.value.as_i64())
    }

    /// The values of an enumeration of texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter_map(|value| value.value.as_str())
    }
}

/// What the values of an enumeration have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EnumerationType {
    /// They are texts.
    Text,
    /// They are whole numbers, each of which fits `i64`.
    Integer,
    /// Nothing.
    Mixed,
}

/// One of the values of an enumeration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnumerationValue {
    /// The value.
    pub value: Json,
    /// What the document wants it to be called: `x-enum-varnames`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it means: `x-enum-descriptions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
