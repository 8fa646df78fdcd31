//! What is expected at a place of a document of OpenAPI 3.1.

use crate::document::grammar::{Node, Shape};

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
            Self::Node(node) => match node.kind.shape_in_3_1(key) {
                Some(Shape::Object(node)) => Self::Node(node),
                Some(Shape::AdditionalProperties) => Self::Node(Node::SCHEMA),
                Some(Shape::Array(node) | Shape::Map(node)) => Self::Container(node),
                Some(_) => Self::Free,
                None => Self::Outside,
            },
        }
    }
}
