//! The grammar of OpenAPI 3.1 where it differs from that of 3.0: where objects stand, and nothing else.

use super::{Kind, Node, Shape};

const PATH_ITEM: Node = Node {
    kind: Kind::PathItem,
    reference: false,
};

impl Kind {
    /// The shape of a member, as OpenAPI 3.1 has it.
    pub(crate) fn shape_in_3_1(self, key: &str) -> Option<Shape> {
        match (self, key) {
            (Self::OpenApi, "webhooks") | (Self::Components, "pathItems") => {
                Some(Shape::Map(PATH_ITEM))
            }
            (Self::Schema, key) => schema_shape(key),
            _ => self.shape(key),
        }
    }
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
