//! What the translation of an object must know of other parts of the document.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::event_data;
use super::media::{self, Shared};
use super::references;
use crate::diagnostic::Pointer;
use crate::document::grammar::{Kind, Node, Shape};
use crate::document::walk::{At, Visitor, walk_all};

/// What was looked up before anything is changed.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// What the document calls itself (`$self`), without a fragment; empty where it does not.
    pub(super) base: String,
    /// What is written in the place of a reference to a media type, by its text.
    pub(super) media: HashMap<String, Shared>,
    /// Where the parameters among the components stand in a request, by the references to them.
    pub(super) parameters: HashMap<String, String>,
    /// Where the data of events is to be read as JSON.
    pub(super) event_data: HashSet<Pointer>,
    /// The names of the security schemes.
    pub(super) schemes: HashSet<String>,
}

impl Context {
    /// Looks at a whole document, of which copies may have no more than `most` values.
    pub(super) fn of(root: &mut Value, base: String, most: usize) -> Self {
        let mut references = BTreeMap::new();
        walk_all(root, Uses::default, |part| {
            for (text, count) in part.0 {
                *references.entry(text).or_default() += count;
            }
        });
        Self {
            event_data: event_data::places(root, &base),
            media: media::shared(root, &base, references, most),
            parameters: parameters(root),
            schemes: names(root, "securitySchemes"),
            base,
        }
    }

    /// Whether a schema is of the data of events, to be read as JSON.
    pub(super) fn is_event_data(&self, at: At<'_>) -> bool {
        !self.event_data.is_empty() && self.event_data.contains(&at.pointer())
    }

    /// A reference into the document, in whatever way it is written, as one that begins with `#`.
    pub(super) fn own(&self, text: &str) -> Option<String> {
        references::own(text, &self.base)
    }
}

/// The references to media types, and how often each is used.
#[derive(Debug, Default)]
struct Uses(BTreeMap<String, usize>);

impl Visitor for Uses {
    fn visit(&mut self, value: &mut Value, node: Node, _: At<'_>) -> bool {
        if node.kind == Kind::MediaType
            && let Some(text) = value.get("$ref").and_then(Value::as_str)
        {
            *self.0.entry(text.to_owned()).or_default() += 1;
        }
        // No media type stands in a schema.
        node.kind != Kind::Schema
    }

    fn shape(&self, kind: Kind, key: &str) -> Option<Shape> {
        kind.shape_in_3_2(key)
    }
}

fn section<'v>(root: &'v Value, section: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    let members = root
        .get("components")
        .and_then(|components| components.get(section)?.as_object());
    members.into_iter().flatten()
}

fn names(root: &Value, kind: &str) -> HashSet<String> {
    section(root, kind).map(|(name, _)| name.clone()).collect()
}

fn parameters(root: &Value) -> HashMap<String, String> {
    let parameters = section(root, "parameters").filter_map(|(name, parameter)| {
        let place = parameter.get("in")?.as_str()?;
        Some((format!("#/components/parameters/{name}"), place.to_owned()))
    });
    parameters.collect()
}
