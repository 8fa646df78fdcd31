//! How the text of a header stands for a value.

use crate::ir::{Api, EnumerationType, Json, SchemaId, SchemaKind};

/// How the text of a header becomes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderText {
    /// As Rust reads such values.
    Parsed,
    /// As a text of JSON would.
    Text,
    /// The same for each item of a list.
    ParsedList,
    /// The same for each item of a list.
    TextList,
    /// It stays what it is.
    Raw,
}

impl HeaderText {
    /// How headers of that schema are read.
    pub fn of(api: &Api, schema: SchemaId) -> Self {
        match api.schemas.resolve(schema).1.kind.described() {
            SchemaKind::Array(array) => match Self::of_one(api, array.items) {
                Self::Parsed => Self::ParsedList,
                Self::Text => Self::TextList,
                _ => Self::Raw,
            },
            _ => Self::of_one(api, schema),
        }
    }

    /// How what is no list is read.
    fn of_one(api: &Api, schema: SchemaId) -> Self {
        match api.schemas.resolve(schema).1.kind.described() {
            SchemaKind::Boolean | SchemaKind::Integer(_) | SchemaKind::Number(_) => Self::Parsed,
            SchemaKind::String(_) => Self::Text,
            SchemaKind::Enumeration(listed) => match listed.values_type {
                EnumerationType::Text => Self::Text,
                _ => Self::Parsed,
            },
            _ => Self::Raw,
        }
    }

    /// Whether there are several values.
    pub const fn is_list(self) -> bool {
        matches!(self, Self::ParsedList | Self::TextList)
    }

    /// Whether a header can hold the value, so that it is the same to whoever reads it (RFC 9110, section 5.5): no control
    /// characters, nothing around it that would be cut off, and no comma within an item of a list.
    pub(super) fn holds(self, value: &Json) -> bool {
        match value {
            Json::Array(items) => {
                let is_sound = |item: &Json| {
                    let has_comma = matches!(item, Json::String(text) if text.contains(','));
                    !has_comma && is_plain(item)
                };
                self.is_list() && !items.is_empty() && items.iter().all(is_sound)
            }
            value => !self.is_list() && is_plain(value),
        }
    }
}

fn is_plain(value: &Json) -> bool {
    match value {
        Json::Bool(_) | Json::Number(_) => true,
        Json::String(text) => {
            let is_visible = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
            !text.is_empty() && text.trim() == text && text.bytes().all(is_visible)
        }
        Json::Null | Json::Array(_) | Json::Object(_) => false,
    }
}

/// A value as the text of a header (OpenAPI 3.0.3, section 4.7.21.1: the style is `simple`), where it is no deeper than that.
pub(super) fn simple(value: &Json) -> Option<String> {
    let one = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Bool(_) | Json::Number(_) => Some(value.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    };
    match value {
        Json::Array(items) => {
            let texts: Option<Vec<String>> = items.iter().map(one).collect();
            Some(texts?.join(","))
        }
        Json::Object(members) => {
            let pairs = members
                .iter()
                .map(|(name, value)| Some(format!("{name},{}", one(value)?)));
            Some(pairs.collect::<Option<Vec<_>>>()?.join(","))
        }
        value => one(value),
    }
}
