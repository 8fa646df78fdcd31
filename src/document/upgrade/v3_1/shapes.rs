//! The grammar of OpenAPI 3.1 where it differs from that of 3.0: where objects stand, and nothing else.

use crate::document::grammar::{Kind, Node, Shape};

const PATH_ITEM: Node = Node {
    kind: Kind::PathItem,
    reference: false,
};

/// The shape of a member, as OpenAPI 3.1 has it.
pub(super) fn shape(kind: Kind, key: &str) -> Option<Shape> {
    let newer = match (kind, key) {
        (Kind::OpenApi, "webhooks") | (Kind::Components, "pathItems") => Shape::Map(PATH_ITEM),
        (Kind::Schema, key) => schema_shape(key)?,
        _ => return kind.shape(key),
    };
    Some(newer)
}

/// The shape of a keyword of JSON Schema 2020-12 that holds schemas; of one that holds values, that of OpenAPI 3.0.
fn schema_shape(key: &str) -> Option<Shape> {
    Some(match key {
        "$defs" | "patternProperties" | "dependentSchemas" => Shape::Map(Node::SCHEMA),
        "prefixItems" => Shape::Array(Node::SCHEMA),
        "contains"
        | "propertyNames"
        | "if"
        | "then"
        | "else"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Shape::Object(Node::SCHEMA),
        _ => return Kind::Schema.shape(key),
    })
}

/// What is expected at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// An object of the specification.
    Node(Node),
    /// An array or a map of such objects.
    Container(Node),
    /// A value that is no such object, or what is in it.
    Free,
    /// Nothing that the specification knows; documents keep schemas there, too.
    Outside,
}

impl Spot {
    /// What is expected at these keys below it.
    pub(super) fn below(self, keys: &[String]) -> Self {
        keys.iter().fold(self, |spot, key| spot.member(key))
    }

    fn member(self, key: &str) -> Self {
        match self {
            Self::Container(node) => Self::Node(node),
            Self::Free | Self::Outside => self,
            Self::Node(node) => match shape(node.kind, key) {
                Some(Shape::Object(node)) => Self::Node(node),
                Some(Shape::AdditionalProperties) => Self::Node(Node::SCHEMA),
                Some(Shape::Array(node) | Shape::Map(node)) => Self::Container(node),
                Some(_) => Self::Free,
                None => Self::Outside,
            },
        }
    }
}
