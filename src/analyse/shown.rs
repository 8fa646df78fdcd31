//! The values that the document shows: examples and defaults. One that is not what its schema describes is reported; the
//! others are what the tests decode and encode.

use std::collections::{BTreeSet, HashSet};

use indexmap::IndexMap;
use serde::Serialize;

use super::conform::{Conformance, sentence};
use super::names::{RustName, function_names};
use super::usage::holders;
use crate::config::{Config, Layout};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::ir::{Api, Content, Example, Json, SchemaId, SchemaKind};

/// The values that conform, by the component or operation in which they stand.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Shown {
    groups: Vec<ShownGroup>,
}

impl Shown {
    /// The groups, in the order of their places.
    pub fn groups(&self) -> &[ShownGroup] {
        &self.groups
    }

    /// Whether the document shows nothing.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

/// The values that stand in one component or operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownGroup {
    /// The name of its test.
    pub name: RustName,
    /// The values.
    pub cases: Vec<Case>,
}

/// A value that its schema describes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// Where it stands.
    pub pointer: Pointer,
    /// What it is a value of.
    pub schema: SchemaId,
    /// The value.
    pub value: Json,
    /// What of it comes back: members that the document does not describe are dropped.
    pub kept: Json,
}

/// What the tests' own functions are called.
const TAKEN: &[&str] = &["counts_same", "is_same", "means_same", "round_trip"];

/// Compares every example and every default with its schema, and keeps what the tests need, if they are wanted.
pub(super) fn collect<'a>(
    api: &'a Api,
    conformance: &Conformance<'a>,
    config: &Config,
    sink: &mut Diagnostics,
) -> Shown {
    let mut collector = Collector {
        api,
        conformance,
        sink: &mut *sink,
        places: HashSet::new(),
        known: HashSet::new(),
        own: holders(api, |_, kind| matches!(kind, SchemaKind::Own(_))),
        groups: IndexMap::new(),
    };
    collector.schemas();
    collector.operations();
    let groups = collector.groups;
    let is_crate = matches!(config.layout, Layout::Crate(_));
    if config.tests && !is_crate {
        let message = "the tests of the examples are left out: only a crate has tests";
        sink.push(Diagnostic::new(Code::UnsupportedFeature, message));
    }
    if !(config.tests && is_crate) {
        return Shown::default();
    }
    let (words, cases): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
    let wanted = words.iter().map(|words| words.join(" "));
    let names = function_names(TAKEN, wanted, "examples");
    let groups = names.into_iter().zip(cases);
    Shown {
        groups: groups
            .map(|(name, cases)| ShownGroup { name, cases })
            .collect(),
    }
}

struct Collector<'a, 'b> {
    api: &'a Api,
    conformance: &'b Conformance<'a>,
    sink: &'b mut Diagnostics,
    /// Where values have been looked at: a schema may be there twice.
    places: HashSet<Pointer>,
    /// The values that are tested already, with their schemas.
    known: HashSet<(SchemaId, String)>,
    /// The schemas that hold a type of the user's own.
    own: BTreeSet<SchemaId>,
    /// The cases by the words of their group, in the order in which the groups were met.
    groups: IndexMap<Vec<String>, Vec<Case>>,
}

impl Collector<'_, '_> {
    fn schemas(&mut self) {
        let api = self.api;
        for (id, schema) in api.schemas.iter() {
            let origin = &schema.origin.pointer;
            for example in &schema.examples {
                self.look(
                    Code::InvalidExample,
                    id,
                    &origin.join("example"),
                    &example.value,
                );
            }
            if let Some(default) = &schema.default {
                self.look(Code::InvalidDefault, id, &origin.join("default"), default);
            }
        }
    }

    fn operations(&mut self) {
        let api = self.api;
        for operation in &api.operations {
            let bodies = operation.body.iter().flat_map(|body| &body.contents);
            let answers = operation.responses.iter().flat_map(|it| &it.contents);
            for content in bodies.chain(answers) {
                self.content(content);
            }
        }
    }

    fn content(&mut self, content: &Content) {
        let Some(schema) = content.json() else {
            return;
        };
        for Example { name, value } in &content.examples {
            let place = match name {
                Some(name) => content.pointer.join("examples").join(name),
                None => content.pointer.join("example"),
            };
            self.look(Code::InvalidExample, schema, &place, value);
        }
    }

    fn look(&mut self, code: Code, schema: SchemaId, pointer: &Pointer, value: &Json) {
        if !self.places.insert(pointer.clone()) {
            return;
        }
        let misfits = self.conformance.misfits(schema, value);
        if misfits.is_empty() {
            return self.keep(schema, pointer, value);
        }
        let what = if code == Code::InvalidDefault {
            "default"
        } else {
            "example"
        };
        let is_quoted = self.is_quoted(schema, value);
        for misfit in misfits {
            let sentence = sentence(misfit.pointer.as_str(), &misfit.message);
            let message = format!("the {what} is not what its schema describes: {sentence}");
            let diagnostic = Diagnostic::at(code, pointer, message);
            self.sink.push(if is_quoted {
                diagnostic.help("write the value itself: this is a text that holds it")
            } else {
                diagnostic
            });
        }
    }

    /// Whether a value is a text that holds JSON which would conform.
    fn is_quoted(&self, schema: SchemaId, value: &Json) -> bool {
        let held = value.as_str().map(serde_json::from_str::<Json>);
        held.is_some_and(|held| {
            held.is_ok_and(|held| self.conformance.misfits(schema, &held).is_empty())
        })
    }

    fn keep(&mut self, schema: SchemaId, pointer: &Pointer, value: &Json) {
        let (target, described) = self.api.schemas.resolve(schema);
        // What a type of the user's own keeps of a value, only its user knows.
        let is_own = self.own.contains(&target);
        // Any JSON value is read into any.
        let is_any = matches!(described.kind, SchemaKind::Any | SchemaKind::Opaque);
        if is_any || is_own || !self.known.insert((target, value.to_string())) {
            return;
        }
        let words = owner(pointer);
        self.groups.entry(words).or_default().push(Case {
            pointer: pointer.clone(),
            schema,
            value: value.clone(),
            kept: self.conformance.kept(schema, value),
        });
    }
}

/// The component or the operation in which something stands: `/components/schemas/Pet/…`, `/paths/~1pets/get/…`.
fn owner(pointer: &Pointer) -> Vec<String> {
    let keys: Vec<String> = pointer.keys().take(4).collect();
    match keys.as_slice() {
        // A method that a path item has no keyword for is a level deeper.
        [paths, path, carried, method] if paths == "paths" && carried.starts_with("x-") => {
            vec![method.clone(), path.clone()]
        }
        [paths, path, method, ..] if paths == "paths" => vec![method.clone(), path.clone()],
        [_, _, name, ..] => vec![name.clone()],
        other => other.to_vec(),
    }
}
