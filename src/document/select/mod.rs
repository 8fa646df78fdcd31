//! Leaves of a document what a user wants: some operations, and the components, tags and security schemes that they reach.
//!
//! This looks at a document that was upgraded, whatever its version was, and before anything is typed or named. So what
//! follows sees a smaller document, and nothing of it can tell that there was a larger one.

mod count;
mod pick;
mod reach;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

pub use self::count::has_more_operations;
use self::pick::pick;
use self::reach::{Reached, reach};
use super::grammar::WEBHOOKS;
use super::{Document, keywords};
use crate::config::Selection;
use crate::diagnostic::{Diagnostics, Pointer};

/// The methods of a path item.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The operations that are not wanted, each by its method in capitals and its path.
pub type Unselected = HashSet<(String, String)>;

/// Takes out what is not wanted, and what `sink` says about it; gives the operations that were taken out.
pub fn select(
    document: &mut Document,
    selection: &Selection,
    sink: &mut Diagnostics,
) -> Unselected {
    if selection.is_empty() {
        return Unselected::new();
    }
    let operations = operations(&document.root.0);
    let wanted = pick(&operations, selection, sink);
    let mut chosen = Chosen::new();
    let mut unselected = Unselected::new();
    for (operation, wanted) in operations.iter().zip(&wanted) {
        if *wanted {
            chosen.insert(operation.name());
        } else {
            unselected.insert(operation.name());
        }
    }
    let reached = reach(&document.root.0, &chosen);
    let mut pruning = Pruning::default();
    pruning.prune(&mut document.root.0, &chosen, &reached);
    pruning.hush(document, sink);
    unselected
}

/// The operations that are wanted, as [`Unselected`].
type Chosen = HashSet<(String, String)>;

/// The maps of path items of a document: of operations by their paths, and of webhooks by their names.
const SECTIONS: [&str; 2] = ["paths", WEBHOOKS];

/// The path items of a document, by their paths or names.
fn items(root: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let sections = SECTIONS.iter().filter_map(|section| root.get(section));
    sections.filter_map(Value::as_object).flatten()
}

/// An operation or a webhook, and what patterns look at.
#[derive(Debug)]
struct Candidate<'d> {
    /// The path, or the name of the webhook.
    path: &'d str,
    /// The method as it stands in a request.
    method: String,
    id: Option<&'d str>,
    tags: Vec<&'d str>,
}

impl Candidate<'_> {
    fn name(&self) -> (String, String) {
        (self.method.clone(), self.path.to_owned())
    }
}

fn operations(root: &Value) -> Vec<Candidate<'_>> {
    items(root)
        .flat_map(|(path, item)| {
            operations_of(item).map(move |(method, operation)| {
                let tags = operation.get("tags").and_then(Value::as_array);
                Candidate {
                    path,
                    method,
                    id: operation.get("operationId").and_then(Value::as_str),
                    tags: tags
                        .into_iter()
                        .flatten()
                        .filter_map(Value::as_str)
                        .collect(),
                }
            })
        })
        .collect()
}

/// The operations of a path item, by their methods as they stand in a request.
fn operations_of(item: &Value) -> impl Iterator<Item = (String, &Value)> {
    let fixed = METHODS
        .iter()
        .filter_map(|method| Some((method.to_ascii_uppercase(), item.get(method)?)));
    let carried = item.get(keywords::OPERATIONS).and_then(Value::as_object);
    let carried = carried.into_iter().flatten();
    fixed.chain(carried.map(|(method, operation)| (method.clone(), operation)))
}

/// What was kept and what was taken out, by its place in the tree.
#[derive(Debug, Default)]
struct Pruning {
    places: Vec<(Pointer, bool)>,
}

impl Pruning {
    fn prune(&mut self, root: &mut Value, chosen: &Chosen, reached: &Reached) {
        for section in SECTIONS {
            let place = Pointer::root().join(section);
            if let Some(Value::Object(paths)) = root.get_mut(section) {
                for (path, item) in paths.iter_mut() {
                    self.prune_item(&place.join(path), path, item, chosen);
                }
                paths.retain(|path, item| path.starts_with("x-") || has_operation(item));
            }
        }
        if let Some(Value::Object(sections)) = root.get_mut("components") {
            let place = Pointer::root().join("components");
            for (section, members) in sections.iter_mut() {
                if let Value::Object(members) = members {
                    let place = place.join(section);
                    self.prune_section(&place, members, |name| reached.has(section, name));
                }
            }
        }
        if let Some(Value::Array(tags)) = root.get_mut("tags") {
            self.prune_tags(tags, reached);
        }
    }

    fn prune_item(&mut self, place: &Pointer, path: &str, item: &mut Value, chosen: &Chosen) {
        let Value::Object(members) = item else {
            return;
        };
        let mut is_kept = |method: String, place: Pointer| {
            let is_kept = chosen.contains(&(method, path.to_owned()));
            self.places.push((place, is_kept));
            is_kept
        };
        members.retain(|key, _| {
            !METHODS.contains(&key.as_str()) || is_kept(key.to_ascii_uppercase(), place.join(key))
        });
        if let Some(Value::Object(carried)) = members.get_mut(keywords::OPERATIONS) {
            let place = place.join(keywords::OPERATIONS);
            carried.retain(|method, _| is_kept(method.clone(), place.join(method)));
        }
        self.places.push((place.clone(), has_operation(item)));
    }

    fn prune_section(
        &mut self,
        place: &Pointer,
        members: &mut Map<String, Value>,
        is_reached: impl Fn(&str) -> bool,
    ) {
        members.retain(|name, _| {
            let is_kept = is_reached(name);
            self.places.push((place.join(name), is_kept));
            is_kept
        });
    }

    fn prune_tags(&mut self, tags: &mut Vec<Value>, reached: &Reached) {
        let place = Pointer::root().join("tags");
        let mut index = 0;
        tags.retain(|tag| {
            let name = tag.get("name").and_then(Value::as_str);
            let is_kept = name.is_some_and(|name| reached.tags.contains(name));
            self.places.push((place.join(index), is_kept));
            index += 1;
            is_kept
        });
    }

    /// Takes back what was said about parts that are gone. What was said before stands at its place in the source.
    fn hush(self, document: &Document, sink: &mut Diagnostics) {
        let mut kept: HashMap<Pointer, bool> = HashMap::new();
        for (place, is_kept) in self.places {
            // What several components were made of is kept if one of them is.
            *kept.entry(document.origin(&place)).or_default() |= is_kept;
        }
        sink.retain(|diagnostic| {
            let Some(location) = &diagnostic.location else {
                return true;
            };
            if location.file.is_some() {
                return true;
            }
            let mut place = location.pointer.clone();
            loop {
                if let Some(is_kept) = kept.get(&place) {
                    return *is_kept;
                }
                match place.split_last() {
                    Some((parent, _)) => place = parent,
                    None => return true,
                }
            }
        });
    }
}

fn has_operation(item: &Value) -> bool {
    operations_of(item).next().is_some()
}
