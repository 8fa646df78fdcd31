//! Where references may stand, in any version of the specification: files are followed before the document is brought into
//! the shape of 3.0.

use serde_json::Value;

use crate::document::grammar::{Kind, Node, Shape};
use crate::document::refs::target::{child, reference};

const fn node(kind: Kind, reference: bool) -> Node {
    Node { kind, reference }
}

/// The shape of a member, as 3.0 or another version has it.
pub(super) fn shape(kind: Kind, key: &str) -> Option<Shape> {
    let shape = kind
        .shape_in_3_2(key)
        .or_else(|| other_versions(kind, key))?;
    Some(match shape {
        // Only 3.2 has references to media types. One that is in another file is written out, whatever the version.
        Shape::Map(of) if of.kind == Kind::MediaType => Shape::Map(node(Kind::MediaType, false)),
        other => other,
    })
}

fn other_versions(kind: Kind, key: &str) -> Option<Shape> {
    let shape = match (kind, key) {
        // 2.0
        (Kind::OpenApi, "definitions") => Shape::Map(Node::SCHEMA),
        (Kind::OpenApi, "parameters") => Shape::Map(node(Kind::Parameter, true)),
        (Kind::OpenApi, "responses") => Shape::Map(node(Kind::Response, true)),
        (Kind::OpenApi, "securityDefinitions") => Shape::Map(node(Kind::SecurityScheme, true)),
        (Kind::Response, "schema") => Shape::Object(Node::SCHEMA),
        (Kind::Response, "examples") => Shape::Free,
        // Older drafts of JSON Schema
        (Kind::Schema, "definitions") => Shape::Map(Node::SCHEMA),
        (Kind::Schema, "additionalItems" | "dependencies") => Shape::AdditionalProperties,
        _ => return None,
    };
    Some(shape)
}

/// Where a JSON schema keeps schemas that only references use.
pub(super) const DEFINITIONS: [&str; 2] = ["$defs", "definitions"];

/// The shape of a member of what has a shape.
pub(super) fn member(of: Shape, key: &str) -> Option<Shape> {
    match of {
        Shape::Object(node) => shape(node.kind, key),
        Shape::AdditionalProperties => shape(Kind::Schema, key),
        Shape::Array(node) | Shape::Map(node) => Some(Shape::Object(node)),
        _ => None,
    }
}

/// Whether an object of that kind stands at the keys below a value of that shape, so that whoever walks over the value
/// comes to it. What only references use is not come to.
pub(super) fn reaches(value: &Value, of: Shape, keys: &[String], kind: Kind) -> bool {
    let mut at = (value, of);
    for key in keys {
        let (value, of) = at;
        let is_definition = matches!(of, Shape::Object(node) if node.kind == Kind::Schema)
            && DEFINITIONS.contains(&key.as_str());
        if is_definition || reference(value).is_some() {
            return false;
        }
        match (child(value, key), member(of, key)) {
            (Some(value), Some(of)) => at = (value, of),
            _ => return false,
        }
    }
    match at.1 {
        Shape::Object(node) => node.kind == kind,
        Shape::AdditionalProperties => kind == Kind::Schema,
        _ => false,
    }
}

/// Where the root document keeps objects of a kind, if it does.
pub(super) fn section(is_2_0: bool, kind: Kind) -> Option<&'static [&'static str]> {
    if is_2_0 {
        return match kind {
            Kind::Schema => Some(&["definitions"]),
            Kind::Parameter => Some(&["parameters"]),
            Kind::Response => Some(&["responses"]),
            Kind::SecurityScheme => Some(&["securityDefinitions"]),
            _ => None,
        };
    }
    Some(match kind {
        Kind::Schema => &["components", "schemas"],
        Kind::Response => &["components", "responses"],
        Kind::Parameter => &["components", "parameters"],
        Kind::Example => &["components", "examples"],
        Kind::RequestBody => &["components", "requestBodies"],
        Kind::Header => &["components", "headers"],
        Kind::SecurityScheme => &["components", "securitySchemes"],
        Kind::Link => &["components", "links"],
        Kind::Callback => &["components", "callbacks"],
        _ => return None,
    })
}

/// Whether a member of the root document, or of its components, is where it keeps such objects.
pub(super) fn is_section(is_2_0: bool, of: Kind, key: &str) -> bool {
    if is_2_0 {
        let names = [
            "definitions",
            "parameters",
            "responses",
            "securityDefinitions",
        ];
        return of == Kind::OpenApi && names.contains(&key);
    }
    of == Kind::Components
}
