//! Components that lead back to themselves with nothing between: references to each other, and `allOf` of each other.

use std::collections::HashMap;

use serde_json::Value;

use super::{place_of_reference, stand_in, target};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::document::check::Findings;
use crate::document::grammar::Kind;

/// The kinds of components, all of which can be references.
const KINDS: &[Kind] = &[
    Kind::Schema,
    Kind::Response,
    Kind::Parameter,
    Kind::Example,
    Kind::RequestBody,
    Kind::Header,
    Kind::SecurityScheme,
    Kind::Link,
    Kind::Callback,
];

/// A reference of one component to another, and where it stands in the first.
struct Edge {
    keys: Vec<String>,
    to: usize,
}

/// Replaces the reference that closes a cycle, and reports it.
pub(super) fn cut(document: &mut Document, findings: &mut Findings) {
    for kind in KINDS {
        let Some(section) = kind.section() else {
            continue;
        };
        for keys in closing(&document.root.0, *kind, section) {
            let place = place_of_reference(&target::pointer(&keys));
            let message = "the reference leads back to itself, with no structure between";
            findings.push(Diagnostic::at(Code::ReferenceCycle, &place, message));
            if let Some(value) = target::get_mut(&mut document.root.0, &keys) {
                *value = stand_in(*kind, message);
            }
        }
    }
}

/// The places of the references that close a cycle.
fn closing(root: &Value, kind: Kind, section: &str) -> Vec<Vec<String>> {
    let Some(members) = root
        .get("components")
        .and_then(|components| components.get(section)?.as_object())
    else {
        return Vec::new();
    };
    let indices: HashMap<&str, usize> = members
        .keys()
        .enumerate()
        .map(|(index, name)| (name.as_str(), index))
        .collect();
    let edges: Vec<Vec<Edge>> = members
        .iter()
        .map(|(name, value)| edges(value, kind, section, name, &indices))
        .collect();
    back_edges(&edges)
        .into_iter()
        .map(|edge| edge.keys.clone())
        .collect()
}

/// The references that a component consists of.
fn edges(
    value: &Value,
    kind: Kind,
    section: &str,
    name: &str,
    indices: &HashMap<&str, usize>,
) -> Vec<Edge> {
    let prefix = format!("#/components/{section}/");
    let keys = ["components", section, name]
        .map(ToOwned::to_owned)
        .to_vec();
    let mut edges = Vec::new();
    let mut open = vec![(value, keys)];
    while let Some((value, keys)) = open.pop() {
        if let Some(text) = target::reference(value) {
            let name = text.strip_prefix(&prefix);
            if let Some(to) = name.and_then(|name| indices.get(name)) {
                edges.push(Edge { keys, to: *to });
            }
        } else if let Some(Value::Array(schemas)) = value.get("allOf")
            && kind == Kind::Schema
        {
            for (index, schema) in schemas.iter().enumerate() {
                let mut inner = keys.clone();
                inner.extend(["allOf".to_owned(), index.to_string()]);
                open.push((schema, inner));
            }
        }
    }
    edges
}

/// The edges that lead back to a component on the way to them (depth-first search with a stack of its own).
fn back_edges(edges: &[Vec<Edge>]) -> Vec<&Edge> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnTheWay,
        Done,
    }
    let mut states = vec![State::New; edges.len()];
    let mut back = Vec::new();
    for start in 0..edges.len() {
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.pop() {
            let Some(state) = states.get_mut(node) else {
                continue;
            };
            if next == 0 && *state != State::New {
                continue;
            }
            *state = State::OnTheWay;
            let Some(edge) = edges.get(node).and_then(|edges| edges.get(next)) else {
                *state = State::Done;
                continue;
            };
            way.push((node, next + 1));
            match states.get(edge.to) {
                Some(State::OnTheWay) => back.push(edge),
                Some(State::New) => way.push((edge.to, 0)),
                _ => {}
            }
        }
    }
    back
}
