//! The grammars of OpenAPI 3.1 and 3.2 where they differ from that of 3.0: where objects stand, and nothing else.

use super::{Kind, Node, Shape, only, or_reference};
use crate::document::keywords;

const PATH_ITEM: Node = only(Kind::PathItem);
const OPERATION: Node = only(Kind::Operation);
const ENCODING: Node = only(Kind::Encoding);

/// The keyword of the OpenAPI Object for what an API sends by itself, since OpenAPI 3.1.
pub(crate) const WEBHOOKS: &str = "webhooks";

impl Kind {
    /// The shape of what 3.0 has no word for and that stays where it stands: an extension of the house that holds objects of
    /// the specification, wherever they come from, and the webhooks of later versions.
    pub(super) fn shape_of_carried(self, key: &str) -> Option<Shape> {
        match (self, key) {
            (Self::PathItem, keywords::OPERATIONS) => Some(Shape::Map(OPERATION)),
            (Self::OpenApi, WEBHOOKS) => Some(Shape::Map(PATH_ITEM)),
            _ => None,
        }
    }

    /// The shape of a member, as OpenAPI 3.2 has it.
    pub(crate) fn shape_in_3_2(self, key: &str) -> Option<Shape> {
        Some(match (self, key) {
            (Self::PathItem, "query") => Shape::Object(OPERATION),
            (Self::PathItem, "additionalOperations") => Shape::Map(OPERATION),
            (Self::Components, "mediaTypes") => Shape::Map(or_reference(Kind::MediaType)),
            (Self::Parameter | Self::Header | Self::RequestBody | Self::Response, "content") => {
                Shape::Map(or_reference(Kind::MediaType))
            }
            (Self::MediaType, "itemSchema") => Shape::Object(Node::SCHEMA),
            (Self::MediaType | Self::Encoding, "prefixEncoding") => Shape::Array(ENCODING),
            (Self::MediaType | Self::Encoding, "itemEncoding") => Shape::Object(ENCODING),
            (Self::Encoding, "encoding") => Shape::Map(ENCODING),
            _ => return self.shape_in_3_1(key),
        })
    }

    /// The shape of a member, as OpenAPI 3.1 has it.
    pub(crate) fn shape_in_3_1(self, key: &str) -> Option<Shape> {
        match (self, key) {
            (Self::Components, "pathItems") => Some(Shape::Map(PATH_ITEM)),
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
