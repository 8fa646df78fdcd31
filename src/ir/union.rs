//! A value of one of several schemas.

use indexmap::IndexMap;
use serde::Serialize;

use super::SchemaId;

/// A value of one of several schemas. How a decoder finds out which one it is follows from what the schemas are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Union {
    /// How many of the schemas a value fits.
    pub combination: Combination,
    /// What the document says about telling them apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discriminator: Option<Discriminator>,
    /// The schemas, in document order.
    pub variants: Vec<SchemaId>,
}

/// How many of several schemas have to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Combination {
    /// Exactly one: `oneOf`.
    #[serde(rename = "oneOf")]
    OneOf,
    /// At least one: `anyOf`.
    #[serde(rename = "anyOf")]
    AnyOf,
}

/// The property that tells the variants of a union apart: a Discriminator Object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Discriminator {
    /// The name of the property.
    pub property: String,
    /// Which variant each of its values stands for, by the position of the variant.
    pub values: IndexMap<String, usize>,
}
