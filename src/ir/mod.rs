//! What a document means, as pure data: no tokens, no names of Rust items, nothing of the parser's types.
//!
//! The IR answers every question about the meaning of a document once. What follows from it (names, boxes, derives, …) is
//! worked out in `analyse`; how it is written, in `emit`.

mod assertion;
mod content;
mod enumeration;
mod graph;
mod header;
mod link;
mod object;
mod operation;
mod per_schema;
mod scalar;
mod schema;
mod security;
mod server;
mod union;

pub use assertion::Assertion;
pub use content::*;
pub use enumeration::*;
pub use graph::Graph;
pub use header::Header;
pub use link::*;
pub use object::*;
pub use operation::*;
pub use per_schema::{PerSchema, SchemaSet};
pub use scalar::*;
pub use schema::*;
pub use security::*;
pub use server::*;
pub use union::*;

use serde::Serialize;

/// A JSON value of the document: an example, a default, an enumerated value.
pub type Json = serde_json::Value;

/// A whole API.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Api {
    /// What the document says of itself.
    pub info: Info,
    /// Where the API can be reached, in document order.
    pub servers: Vec<Server>,
    /// The groups of operations that the document declares, in document order.
    pub tags: Vec<Tag>,
    /// Every operation that can be emitted, in document order; behind those of the API the webhooks, then the callbacks.
    pub operations: Vec<Operation>,
    /// Every operation that cannot, with the reason.
    pub skipped: Vec<SkippedOperation>,
    /// How callers prove who they are, in document order; only what there is a credential for.
    pub security_schemes: Vec<SecurityScheme>,
    /// Every schema, named or inline.
    pub schemas: Schemas,
    /// The schema of what a client sends, for each whose requests and responses differ by `readOnly` and `writeOnly`; the
    /// schema itself is then of what a server answers.
    pub request_shapes: std::collections::BTreeMap<SchemaId, SchemaId>,
}

/// What a document says of itself: the Info Object.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Info {
    /// The name of the API.
    pub title: String,
    /// The version of the document, not of the specification.
    pub version: String,
    /// What the API is for, in CommonMark.
    pub description: Option<String>,
}

/// A group of operations: a Tag Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tag {
    /// The name by which operations refer to it.
    pub name: String,
    /// What the operations have in common, in CommonMark.
    pub description: Option<String>,
}

/// What the document says about an item in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Docs {
    /// One line.
    pub title: Option<String>,
    /// As long as it takes, in CommonMark.
    pub description: Option<String>,
    /// Whether the document asks not to use it any more.
    pub deprecated: bool,
    /// Where there is more to read: `externalDocs`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external: Option<ExternalDocs>,
}

/// Documentation that stands elsewhere: an External Documentation Object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExternalDocs {
    /// Where.
    pub url: String,
    /// What is there, in CommonMark.
    pub description: Option<String>,
}

/// An example, with its name where it has one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Example {
    /// The key of the Example Object; `None` for the single `example`.
    pub name: Option<String>,
    /// The value.
    pub value: Json,
}
