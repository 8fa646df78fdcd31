//! Merging an update into what is selected.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::homes::{Home, Homes};
use crate::diagnostic::Pointer;
use crate::document::read::tree::copy;

/// Merges updates, and remembers what came from them.
pub(super) struct Merge<'a> {
    pub(super) homes: &'a mut Homes,
    /// The overlay that they stand in.
    pub(super) file: usize,
    /// What does not go together.
    pub(super) faults: Faults,
}

/// What does not go together, by its place in the overlay. An action may select a great many nodes: of what is wrong with
/// all of them in the same way, the first is told, and the others are counted.
#[derive(Debug, Default)]
pub(super) struct Faults(IndexMap<Pointer, (String, usize)>);

impl Faults {
    fn add(&mut self, source: &Pointer, message: impl FnOnce() -> String) {
        match self.0.get_mut(source) {
            Some((_, others)) => *others += 1,
            None => {
                self.0.insert(source.clone(), (message(), 0));
            }
        }
    }

    /// Each place, and what is to be said there.
    pub(super) fn told(self) -> impl Iterator<Item = (Pointer, String)> {
        let all = self.0.into_iter();
        all.map(|(place, (message, others))| match others {
            0 => (place, message),
            1 => (
                place,
                format!("{message}; the same holds for one other node"),
            ),
            _ => (
                place,
                format!("{message}; the same holds for {others} other nodes"),
            ),
        })
    }
}

/// A part of an update that still has to be merged.
struct Open<'t, 'u> {
    target: &'t mut Value,
    update: &'u Value,
    /// Where the target stands in the document.
    place: Pointer,
    /// Where the update stands in the overlay.
    source: Pointer,
}

impl Merge<'_> {
    /// Merges an update into a node that an action selects: an object takes its members, an array takes it as an item.
    pub(super) fn update(
        &mut self,
        target: &mut Value,
        update: &Value,
        place: Pointer,
        source: &Pointer,
    ) {
        match target {
            Value::Array(items) => self.append(items, update, &place, source),
            Value::Object(_) => self.merge(target, update, place, source.clone()),
            other => {
                self.faults.add(source, || {
                    format!(
                        "only an object or an array can be updated; at `#{place}` there is {}",
                        kind(other)
                    )
                });
            }
        }
    }

    /// Goes through an update without recursion: it may be nested as deep as the document.
    fn merge<'t, 'u>(
        &mut self,
        target: &'t mut Value,
        update: &'u Value,
        place: Pointer,
        source: Pointer,
    ) {
        let mut open = vec![Open::<'t, 'u> {
            target,
            update,
            place,
            source,
        }];
        while let Some(next) = open.pop() {
            let Open {
                target,
                update,
                place,
                source,
            } = next;
            match (target, update) {
                (Value::Object(members), Value::Object(changes)) => {
                    open.extend(self.members(members, changes, &place, &source));
                }
                (Value::Array(items), Value::Array(more)) => {
                    for (index, item) in more.iter().enumerate() {
                        self.append(items, item, &place, &source.join(index));
                    }
                }
                (target, update) if is_scalar(target) && is_scalar(update) => {
                    *target = update.clone();
                    self.came(&place, &source);
                }
                (target, update) => {
                    self.faults.add(&source, || {
                        format!(
                            "{} cannot be merged into {}, which is at `#{place}`",
                            kind(update),
                            kind(target)
                        )
                    });
                }
            }
        }
    }

    /// Adds the members that an object does not have; what is left to merge are those that it has.
    fn members<'t, 'u>(
        &mut self,
        members: &'t mut Map<String, Value>,
        changes: &'u Map<String, Value>,
        place: &Pointer,
        source: &Pointer,
    ) -> Vec<Open<'t, 'u>> {
        let mut fresh = HashSet::new();
        for (key, change) in changes {
            if !members.contains_key(key) {
                members.insert(key.clone(), copy(change));
                self.came(&place.join(key), &source.join(key));
                fresh.insert(key.as_str());
            }
        }
        let had = members
            .iter_mut()
            .filter(|(key, _)| !fresh.contains(key.as_str()));
        had.filter_map(|(key, target)| {
            Some(Open {
                update: changes.get(key)?,
                place: place.join(key),
                source: source.join(key),
                target,
            })
        })
        .collect()
    }

    fn append(&mut self, items: &mut Vec<Value>, item: &Value, place: &Pointer, source: &Pointer) {
        self.came(&place.join(items.len()), source);
        items.push(copy(item));
    }

    fn came(&mut self, place: &Pointer, source: &Pointer) {
        let home = Home::Overlay(self.file, source.as_str().to_owned());
        self.homes.set(place.as_str(), home);
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// What to call a value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
