//! Schemas that stand too deep inside each other become components.
//!
//! openapiv3 reads a schema by recursion and copies what is in it at every level. With this, both are bounded, here and in
//! every stage that follows, however deep a document is nested.

use serde_json::{Value, json};

use super::components::{self, Names, reference_to};
use crate::diagnostic::Pointer;
use crate::document::Document;
use crate::document::grammar::{Kind, Node};
use crate::document::walk::{At, Visitor, walk};

/// How many schemas may stand inside each other.
pub(super) const MOST_SCHEMAS: usize = 24;

const SECTION: &str = "schemas";

/// Moves every schema that stands deeper than [`MOST_SCHEMAS`].
pub(super) fn flatten(document: &mut Document, names: &mut Names) {
    // Once the tree is borrowed, nobody can ask it for its names.
    names.learn(&document.root.0, Kind::Schema);
    let mut flatten = Flatten {
        names,
        moved: Vec::new(),
    };
    let parts = walk(
        &mut document.root.0,
        Node::DOCUMENT,
        &Pointer::root(),
        &mut flatten,
    );
    for part in parts {
        walk(part.value, part.node, &part.place, &mut flatten);
    }
    let mut open = std::mem::take(&mut flatten.moved);
    let mut done = Vec::new();
    while let Some(mut moved) = open.pop() {
        let place = Pointer::root()
            .join("components")
            .join(SECTION)
            .join(&moved.name);
        walk(&mut moved.value, Node::SCHEMA, &place, &mut flatten);
        open.append(&mut flatten.moved);
        done.push(moved);
    }
    for moved in done {
        components::add(document, SECTION, &moved.name, moved.value, &moved.source);
    }
}

struct Moved {
    name: String,
    value: Value,
    source: Pointer,
}

struct Flatten<'n> {
    names: &'n mut Names,
    moved: Vec<Moved>,
}

impl Visitor for Flatten<'_> {
    fn visit(&mut self, value: &mut Value, node: Node, at: At<'_>) -> bool {
        let is_deep = node.kind == Kind::Schema && at.depth.schemas > MOST_SCHEMAS;
        if !is_deep || value.get("$ref").is_some() {
            return true;
        }
        let source = at.pointer();
        let name = self.names.derive(Kind::Schema, &source);
        let reference = json!({ "$ref": reference_to(SECTION, &name) });
        self.moved.push(Moved {
            value: std::mem::replace(value, reference),
            name,
            source,
        });
        false
    }
}
