//! What is translated where it stands, once everything has its place in the new tree: schemas and references.

use serde_json::{Map, Value, json};

use super::moves::Moves;
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::check::Findings;
use crate::document::grammar::{Kind, Node};
use crate::document::refs;
use crate::document::walk::{At, Visitor, walk, walk_all};

/// The keywords of schemas that only 3.0 has.
const NEWER: &[&str] = &[
    "oneOf",
    "anyOf",
    "not",
    "nullable",
    "writeOnly",
    "deprecated",
];

/// Translates a whole tree; gives which keywords were renamed.
pub(super) fn translate(
    root: &mut Value,
    moves: &Moves,
    findings: &mut Findings,
) -> Vec<(Pointer, Pointer)> {
    let mut renamed = Vec::new();
    let mut open = Vec::new();
    walk_all(
        root,
        || Translate::new(moves),
        |part| {
            findings.extend(part.findings);
            renamed.extend(part.renamed);
            open.extend(part.references);
        },
    );
    // Documents keep schemas in extensions, too, and refer to them there.
    let mut seen = std::collections::BTreeSet::new();
    while let Some(reference) = open.pop() {
        let Some((place, value)) = refs::out_of_reach(root, &reference) else {
            continue;
        };
        if !seen.insert(place.clone()) {
            continue;
        }
        let mut part = Translate::new(moves);
        walk(value, Node::SCHEMA, &place, &mut part);
        findings.extend(part.findings);
        renamed.extend(part.renamed);
        open.extend(part.references);
    }
    renamed
}

struct Translate<'m> {
    moves: &'m Moves,
    findings: Findings,
    renamed: Vec<(Pointer, Pointer)>,
    /// The references to schemas, each once in a row.
    references: Vec<String>,
}

impl<'m> Translate<'m> {
    fn new(moves: &'m Moves) -> Self {
        Self {
            moves,
            findings: Findings::of_part(),
            renamed: Vec::new(),
            references: Vec::new(),
        }
    }
}

impl Visitor for Translate<'_> {
    fn visit(&mut self, value: &mut Value, node: Node, at: At<'_>) -> bool {
        let Value::Object(members) = value else {
            return false;
        };
        if node.kind == Kind::Schema {
            self.schema(members, at);
        }
        if (node.reference || node.kind == Kind::PathItem)
            && let Some(Value::String(reference)) = members.get_mut("$ref")
        {
            if let Some(rewritten) = self.moves.rewritten(reference) {
                *reference = rewritten;
            }
            let is_elsewhere = !reference.starts_with("#/components/schemas/")
                || reference.matches('/').count() > 3;
            if node.kind == Kind::Schema && is_elsewhere {
                self.references.push(reference.clone());
            }
        }
        true
    }
}

impl Translate<'_> {
    fn schema(&mut self, members: &mut Map<String, Value>, at: At<'_>) {
        if members.contains_key("$ref") && members.len() > 1 {
            combine(members);
        }
        for key in NEWER.iter().filter(|key| members.contains_key(**key)) {
            let message = format!(
                "`{key}` is a keyword of OpenAPI 3.0, which Swagger 2.0 does not know; it is read as there"
            );
            self.say_key(Code::CoercedValue, key, &message, at);
        }
        self.rename(members, "x-nullable", "nullable", at);
        self.rename(members, "x-example", "example", at);
        if let Some(name @ Value::String(_)) = members.get_mut("discriminator") {
            let name = name.take();
            members.insert("discriminator".to_owned(), json!({ "propertyName": name }));
        }
        if let Some(format) = members.shift_remove("collectionFormat") {
            // Commas are what 3.0 has there, if it has anything.
            if format != "csv" || members.get("type") == Some(&json!("array")) {
                let message = "OpenAPI 3.0 does not say how lists within lists are written; `collectionFormat` is ignored here";
                self.say_key(Code::IgnoredKeyword, "collectionFormat", message, at);
            }
        }
    }

    /// An extension that 3.0 has a word for.
    fn rename(&mut self, members: &mut Map<String, Value>, from: &str, to: &str, at: At<'_>) {
        if members.contains_key(to) {
            return;
        }
        if let Some(value) = members.shift_remove(from) {
            members.insert(to.to_owned(), value);
            let place = at.pointer();
            self.renamed.push((place.join(to), place.join(from)));
        }
    }

    fn say_key(&mut self, code: Code, key: &str, message: &str, at: At<'_>) {
        self.findings
            .push_with(|| Diagnostic::at_key(code, &at.pointer().join(key), message));
    }
}

/// A reference with something beside it: the two are combined, as the check does it for 3.0, so that what stands there is
/// visited, too.
fn combine(members: &mut Map<String, Value>) {
    if !members.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    let Some(reference) = members.shift_remove("$ref") else {
        return;
    };
    let reference = json!({ "$ref": reference });
    match members.get_mut("allOf") {
        Some(Value::Array(schemas)) => schemas.insert(0, reference),
        _ => {
            members.insert("allOf".to_owned(), Value::Array(vec![reference]));
        }
    }
}
