//! Contents: what bodies hold, by their media type (Media Type Object).

use serde::Serialize;

use super::{Example, Header, SchemaId, Style};
use crate::diagnostic::Pointer;

/// What a body holds where it is of this media type: a Media Type Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Content {
    /// Where it stands.
    pub pointer: Pointer,
    /// The media type, as it is sent and asked for.
    pub media_type: String,
    /// How the body is written.
    pub format: Format,
    /// Values that the document shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

/// How a body is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A JSON value (`application/json`, and what ends in `+json`).
    Json(SchemaId),
    /// The members of an object as pairs (`application/x-www-form-urlencoded`).
    Form {
        /// The object.
        schema: SchemaId,
        /// The members whose values are written by a style of their own.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        styles: Vec<FieldStyle>,
    },
    /// Parts with names and headers of their own (RFC 7578: `multipart/form-data`).
    Multipart {
        /// The parts that the document names; none where it names none, and any may be there.
        parts: Vec<Part>,
        /// Whether there may be other parts.
        open: bool,
        /// Whether the document forbids others.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        closed: bool,
    },
    /// Values one after the other.
    Sequence {
        /// What stands between them.
        framing: Framing,
        /// What each of them is.
        item: SchemaId,
    },
    /// A text as it is, in the charset of its media type.
    Text {
        /// What the document says of the text.
        #[serde(skip_serializing_if = "Option::is_none")]
        schema: Option<SchemaId>,
    },
    /// Bytes as they are.
    Bytes {
        /// What the document says of them, where they are a text.
        #[serde(skip_serializing_if = "Option::is_none")]
        schema: Option<SchemaId>,
    },
}

/// How a member of a form is written, where the document says it (Encoding Object).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldStyle {
    /// The name of the member.
    pub name: String,
    /// How its value is written.
    pub style: Style,
    /// Whether characters with a meaning in URLs are written as they are (`allowReserved`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub allow_reserved: bool,
}

/// A part of a multipart body: a property of its schema, and its Encoding Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Whether it has to be there.
    pub required: bool,
    /// What each part of the name holds.
    pub schema: SchemaId,
    /// Whether there may be several parts of the name, one for each item of a list.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
    /// The list of which each part is an item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<SchemaId>,
    /// How the part is written.
    pub format: PartFormat,
    /// The media type that the document asks for; a list or a range of them for a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The headers of the part that the document describes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
}

/// How a part of a multipart body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartFormat {
    /// A file: bytes, with a name and a media type where its sender says them.
    File,
    /// A text.
    Text,
    /// A JSON value.
    Json,
    /// Texts: one for each pair that a style makes of the value, as in the query.
    Styled(Style),
}

/// What stands between values that come one after the other (OpenAPI 3.2, section 4.14.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Framing {
    /// A line for each value (`application/jsonl`, `application/x-ndjson`).
    Lines,
    /// A record separator before each value (RFC 7464: `application/json-seq`).
    Records,
    /// Events of which each holds a value as its data (`text/event-stream`).
    EventData,
    /// Events each of which, with its data, its name and its id, is the value.
    Events,
}

impl Framing {
    /// Whether the values are events.
    pub const fn is_events(self) -> bool {
        matches!(self, Self::Events | Self::EventData)
    }
}

impl Content {
    /// The schemas that it names.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        let (one, parts) = match &self.format {
            Format::Json(schema)
            | Format::Form { schema, .. }
            | Format::Sequence { item: schema, .. } => (Some(*schema), [].as_slice()),
            Format::Multipart { parts, .. } => (None, parts.as_slice()),
            Format::Text { schema } | Format::Bytes { schema } => (*schema, [].as_slice()),
        };
        let parts = parts.iter().flat_map(|part| {
            let headers = part.headers.iter().map(|header| header.schema);
            std::iter::once(part.schema).chain(part.list).chain(headers)
        });
        one.into_iter().chain(parts)
    }

    /// The same, to be changed.
    pub fn schemas_mut(&mut self) -> impl Iterator<Item = &mut SchemaId> {
        let (one, parts) = match &mut self.format {
            Format::Json(schema)
            | Format::Form { schema, .. }
            | Format::Sequence { item: schema, .. } => (Some(schema), [].as_mut_slice()),
            Format::Multipart { parts, .. } => (None, parts.as_mut_slice()),
            Format::Text { schema } | Format::Bytes { schema } => {
                (schema.as_mut(), [].as_mut_slice())
            }
        };
        let parts = parts.iter_mut().flat_map(|part| {
            let headers = part.headers.iter_mut().map(|header| &mut header.schema);
            std::iter::once(&mut part.schema)
                .chain(part.list.as_mut())
                .chain(headers)
        });
        one.into_iter().chain(parts)
    }

    /// Whether it has parts that are passed on as they come: files, and those that the document does not name.
    pub fn has_streamed_parts(&self) -> bool {
        match &self.format {
            Format::Multipart { parts, open, .. } => {
                *open || parts.iter().any(|part| part.format == PartFormat::File)
            }
            _ => false,
        }
    }

    /// The schema of its one JSON value.
    pub fn json(&self) -> Option<SchemaId> {
        match self.format {
            Format::Json(schema) => Some(schema),
            _ => None,
        }
    }

    /// The schema of its one value, in whatever format.
    pub fn value(&self) -> Option<SchemaId> {
        match self.format {
            Format::Json(schema) | Format::Form { schema, .. } => Some(schema),
            _ => None,
        }
    }
}

/// What comes first where nothing says which of several contents is wanted: JSON, else the first in the document.
pub fn preferred(contents: &[Content]) -> Option<&Content> {
    let json = contents.iter().find(|content| content.json().is_some());
    json.or_else(|| contents.first())
}
