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
    /// The alternatives, in document order.
    pub variants: Vec<Variant>,
}

impl Union {
    /// The schemas of the alternatives, in document order.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        self.variants.iter().map(|variant| variant.schema)
    }
}

/// One of the alternatives of a union.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variant {
    /// What a value is then.
    pub schema: SchemaId,
    /// What the document calls it: the component that it refers to, or its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
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
    /// Which variant an object without the property is, by its position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<usize>,
    /// Which variant an object is whose property has a value that stands for no variant, by its position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unmapped: Option<usize>,
}
