//! Merging an update into what is selected.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::homes::{Home, Homes};
use crate::diagnostic::Pointer;
use crate::document::read::tree::copy;

/// Merges updates, and remembers what came from them.
pub(super) struct Merge<'a> {
    pub(super) homes: &'a mut Homes,
    /// The overlay that they stand in.
    pub(super) file: usize,
    /// What does not go together, with its place in the overlay.
    pub(super) faults: Vec<(Pointer, String)>,
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
                let message = format!(
                    "only an object or an array can be updated; at `#{place}` there is {}",
                    kind(other)
                );
                self.faults.push((source.clone(), message));
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
                    let message = format!(
                        "{} cannot be merged into {}, which is at `#{place}`",
                        kind(update),
                        kind(target)
                    );
                    self.faults.push((source, message));
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
