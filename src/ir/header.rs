//! Headers of responses, and of parts of bodies (Header Object).

use serde::Serialize;

use super::{Docs, Example, SchemaId};

/// A header of a response: a Header Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Header {
    /// Its name, in the document's spelling.
    pub name: String,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether it is always there.
    pub required: bool,
    /// What its value is.
    pub schema: SchemaId,
    /// Values that the document shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}
