//! From OpenAPI 3.1, whose schemas are JSON Schema 2020-12, to OpenAPI 3.0.
//!
//! Three passes over the tree: references by name become pointers ([`links`]), every object is translated where it stands
//! ([`schema`] and the files beside it), and references to schemas that were moved are led there. What 3.0 has no word for
//! is in the extensions of [`keywords`](crate::document::keywords); keywords that nothing reads stay until references into
//! them are resolved, and then [`sweep`] takes them out.

mod applied;
mod arrays;
pub(super) mod edit;
pub(super) mod links;
mod objects;
mod schema;
mod shapes;
#[cfg(test)]
mod tests;
mod texts;
mod types;

use std::collections::HashMap;

use serde_json::{Map, Value};

use self::edit::{Edit, Members, Moves};
use self::links::Reference;
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::Document;
use crate::document::check::{Findings, is_newer_keyword};
use crate::document::grammar::{Kind, Node, Shape, WEBHOOKS};
use crate::document::read::tree::dismantle;
use crate::document::refs::target::{self, Address};
use crate::document::walk::{At, Visitor, walk, walk_all};

/// The dialects that are read: those of OpenAPI 3.1 and 3.2, which say the same, and the one that they extend.
const DIALECTS: &[&str] = &[
    "https://spec.openapis.org/oas/3.1/dialect/base",
    "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
    "https://json-schema.org/draft/2020-12/schema",
];

/// Brings a document of version 3.1 into the shape of 3.0. `base` is what it calls itself, if it does: references may begin
/// with that, and names of schemas are relative to it.
pub(super) fn translate(document: &mut Document, base: Option<&str>, findings: &mut Findings) {
    let most = document.limits.nodes;
    let (mut survey, mut outside) = links::survey(&mut document.root.0, most);
    survey.name_document(base);
    if survey.has_names() {
        links::link(document, &survey);
        (survey, outside) = links::survey(&mut document.root.0, most);
    }
    if survey.is_cut {
        let message = "there are more references, or deeper ones, than are followed";
        findings.push(Diagnostic::at(
            Code::LimitReached,
            &Pointer::root(),
            message,
        ));
    }
    let mut moves = Moves::default();
    let mut finish = |part: Translate| {
        findings.extend(part.findings);
        moves.extend(part.moves);
    };
    walk_all(&mut document.root.0, Translate::default, &mut finish);
    for (keys, node) in &outside {
        if !links::is_part(keys, &outside)
            && let Some(value) = target::get_mut(&mut document.root.0, keys)
        {
            let mut part = Translate::default();
            walk(value, *node, &target::pointer(keys), &mut part);
            finish(part);
        }
    }
    for (place, source) in &moves.origins {
        document.origins.settle(place, source);
    }
    lead(&mut document.root.0, &survey.references, moves.relocated);
}

/// Leads references to where their targets stand now.
fn lead(root: &mut Value, references: &[Reference], relocated: Vec<(Pointer, Pointer)>) {
    if relocated.is_empty() {
        return;
    }
    let relocated: HashMap<String, String> = relocated
        .into_iter()
        .map(|(from, to)| (from.as_str().to_owned(), to.as_str().to_owned()))
        .collect();
    for reference in references {
        let Address::Here(keys) = target::parse(&reference.text) else {
            continue;
        };
        let target = target::pointer(&keys);
        let Some(new) = follow(target.as_str(), &relocated) else {
            continue;
        };
        let place = follow(reference.place.as_str(), &relocated);
        let place = place.map_or(reference.place.clone(), |place| Pointer::parse(&place));
        let keys: Vec<String> = place.keys().collect();
        if let Some(Value::Object(members)) = target::get_mut(root, &keys)
            && members.contains_key("$ref")
        {
            members.insert("$ref".to_owned(), Value::from(format!("#{new}")));
        }
    }
}

/// Where what stood at a place stands now; `None` where it was not moved.
fn follow(place: &str, relocated: &HashMap<String, String>) -> Option<String> {
    let mut text = place.to_owned();
    let mut done = 0;
    let mut is_moved = false;
    loop {
        let rest = text.get(done + 1..)?;
        let end = rest.find('/').map_or(text.len(), |slash| done + 1 + slash);
        let (prefix, below) = text.split_at_checked(end)?;
        done = end;
        if let Some(new) = relocated.get(prefix) {
            done = new.len();
            text = format!("{new}{below}");
            is_moved = true;
        }
        if done >= text.len() {
            return is_moved.then_some(text);
        }
    }
}

/// Takes out what stayed only because references could lead into it.
pub(super) fn sweep(document: &mut Document) {
    walk_all(&mut document.root.0, || Sweep, |_| {});
}

struct Sweep;

impl Visitor for Sweep {
    fn visit(&mut self, value: &mut Value, node: Node, _: At<'_>) -> bool {
        let Value::Object(members) = value else {
            return true;
        };
        let is_left = |key: &str| match node.kind {
            Kind::Components => matches!(key, "pathItems" | "mediaTypes"),
            Kind::Schema => is_newer_keyword(key),
            _ => false,
        };
        if members.keys().any(|key| is_left(key)) {
            let (left, kept): (Members, Members) = std::mem::take(members)
                .into_iter()
                .partition(|(key, _)| is_left(key));
            dismantle(Value::Object(left));
            *members = kept;
        }
        true
    }
}

/// A pass over a part of the document.
struct Translate {
    findings: Findings,
    moves: Moves,
}

impl Default for Translate {
    fn default() -> Self {
        Self {
            findings: Findings::of_part(),
            moves: Moves::default(),
        }
    }
}

impl Visitor for Translate {
    fn visit(&mut self, value: &mut Value, node: Node, at: At<'_>) -> bool {
        let mut edit = Edit {
            at,
            findings: &mut self.findings,
            moves: &mut self.moves,
        };
        if node.kind == Kind::Schema {
            schema::translate(value, &mut edit);
        } else if let Value::Object(members) = value {
            if node.reference && members.get("$ref").is_some_and(Value::is_string) {
                words_beside(members, &mut edit);
                return false;
            }
            match node.kind {
                Kind::OpenApi => whole(members, &mut edit),
                Kind::Info => summary(members),
                Kind::License => identifier(members),
                Kind::Operation => responses(members),
                Kind::ServerVariable => server_variable(members, &mut edit),
                _ => {}
            }
        }
        true
    }

    fn shape(&self, kind: Kind, key: &str) -> Option<Shape> {
        kind.shape_in_3_1(key)
    }

    fn goes_beside(&self, kind: Kind) -> bool {
        kind == Kind::Schema
    }
}

/// What is said beside a reference stands for what its target says of itself (4.8.23); the output has the latter.
fn words_beside(members: &Members, edit: &mut Edit<'_>) {
    for key in ["summary", "description"] {
        if members.contains_key(key) {
            let message = format!(
                "`{key}` beside `$ref` is not used yet: what is referred to describes itself"
            );
            edit.key(Code::IgnoredKeyword, key, message);
        }
    }
}

/// What the whole document says (OpenAPI 3.1.0, section 4.8.1).
fn whole(members: &mut Members, edit: &mut Edit<'_>) {
    if let Some(dialect) = members.shift_remove("jsonSchemaDialect") {
        if !dialect.as_str().is_some_and(schema::is_known_dialect) {
            let message = "the schemas follow another dialect, of which only what OpenAPI 3.1 has in common with it is read";
            edit.value(Code::UnsupportedFeature, "jsonSchemaDialect", message);
        }
        dismantle(dialect);
    }
    if members.get(WEBHOOKS).is_some_and(|it| !it.is_object()) {
        let message = "`webhooks` must be an object; it is ignored";
        edit.value(Code::InvalidValue, WEBHOOKS, message);
        if let Some(other) = members.shift_remove(WEBHOOKS) {
            dismantle(other);
        }
    }
    let has_more = members.contains_key("components") || members.contains_key(WEBHOOKS);
    if has_more && !members.contains_key("paths") {
        members.insert("paths".to_owned(), Value::Object(Map::new()));
    }
}

/// The summary of the API comes before its description.
fn summary(members: &mut Members) {
    let Some(Value::String(summary)) = members.get("summary") else {
        return;
    };
    let whole = match members.get("description") {
        Some(Value::String(description)) => format!("{summary}\n\n{description}"),
        _ => summary.clone(),
    };
    members.insert("description".to_owned(), Value::from(whole));
    members.shift_remove("summary");
}

/// A licence by its name in the list of SPDX has a page there.
fn identifier(members: &mut Members) {
    let Some(Value::String(identifier)) = members.get("identifier") else {
        return;
    };
    let is_one_name = !identifier.contains([' ', '(']);
    let url = format!("https://spdx.org/licenses/{identifier}.html");
    members.shift_remove("identifier");
    if is_one_name && !members.contains_key("url") {
        members.insert("url".to_owned(), Value::from(url));
    }
}

/// An operation need not say how it answers.
fn responses(members: &mut Members) {
    if !members.contains_key("responses") {
        members.insert("responses".to_owned(), Value::Object(Map::new()));
    }
}

/// There is at least one value (4.8.6). Whether the default is one is looked at in all versions, and later.
fn server_variable(members: &mut Members, edit: &mut Edit<'_>) {
    let values = members.get("enum").and_then(Value::as_array);
    if values.is_some_and(Vec::is_empty) {
        let message = "`enum` of a server variable is empty; it is ignored";
        edit.value(Code::InvalidValue, "enum", message);
        members.shift_remove("enum");
    }
}
