//! Where the parts of files stand in the one tree.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Value, json};

use super::find::Target;
use super::shape::{DEFINITIONS, reaches, section};
use super::store::{ROOT, Store};
use crate::diagnostic::Pointer;
use crate::document::grammar::{Kind, Node, Shape};
use crate::document::read::tree::{copy, dismantle};
use crate::document::refs::target::{child, get, get_mut};

/// A part of a file that was taken over into the tree.
#[derive(Debug)]
struct Home {
    shape: Shape,
    place: Pointer,
}

/// All parts, by file and by the keys in it.
#[derive(Debug, Default)]
pub(super) struct Homes {
    parts: HashMap<usize, BTreeMap<Vec<String>, Vec<Home>>>,
    taken: HashMap<Kind, HashSet<String>>,
    numbers: HashMap<(Kind, String), usize>,
}

impl Homes {
    /// A part has this place from now on, unless it has one already.
    pub(super) fn settle(&mut self, target: &Target, shape: Shape, place: &Pointer) {
        let parts = self.parts.entry(target.file).or_default();
        let homes = parts.entry(target.keys.clone()).or_default();
        if !homes.iter().any(|home| home.shape == shape) {
            homes.push(Home {
                shape,
                place: place.clone(),
            });
        }
    }

    /// Where an object of that kind is in the tree, itself or in a part around it.
    pub(super) fn find(&self, store: &Store, target: &Target, kind: Kind) -> Option<Pointer> {
        let parts = self.parts.get(&target.file)?;
        (0..=target.keys.len()).rev().find_map(|length| {
            let (part, rest) = target.keys.split_at_checked(length)?;
            let value = get(store.tree(target.file), part)?;
            let homes = parts.get(part)?;
            let home = homes
                .iter()
                .find(|home| reaches(value, home.shape, rest, kind))?;
            let join = |place: Pointer, key: &String| place.join(key);
            Some(rest.iter().fold(home.place.clone(), join))
        })
    }

    /// A copy of a part that is to be taken over. Where something in it has a place already, it refers there; schemas that
    /// only references use are left out, since those references find them in the file.
    pub(super) fn copy(&self, store: &Store, target: &Target, shape: Shape) -> Value {
        let Some(value) = get(store.tree(target.file), &target.keys) else {
            return Value::Null;
        };
        let mut copied = copy(value);
        let inner = self.parts.get(&target.file).map(|parts| {
            parts
                .range(target.keys.clone()..)
                .take_while(|(keys, _)| keys.starts_with(&target.keys))
        });
        for (keys, homes) in inner.into_iter().flatten() {
            let rest = keys.get(target.keys.len()..).unwrap_or_default();
            for home in homes.iter().filter(|_| !rest.is_empty()) {
                if let Shape::Object(Node {
                    kind,
                    reference: true,
                }) = home.shape
                    && reaches(value, shape, rest, kind)
                    && let Some(inner) = get_mut(&mut copied, rest)
                {
                    let reference = json!({ "$ref": reference_to(&home.place) });
                    dismantle(std::mem::replace(inner, reference));
                }
            }
        }
        if shape == Shape::Object(Node::SCHEMA)
            && target.file != ROOT
            && let Value::Object(members) = &mut copied
        {
            for key in DEFINITIONS {
                if let Some(definitions) = members.shift_remove(key) {
                    dismantle(definitions);
                }
            }
        }
        copied
    }

    /// A new component for a part: its section, its name, and whether that is the one that it should have.
    pub(super) fn component(
        &mut self,
        store: &Store,
        is_2_0: bool,
        target: &Target,
        kind: Kind,
    ) -> Option<(Vec<String>, String, bool)> {
        let section = section(is_2_0, kind)?;
        let section: Vec<String> = section.iter().map(|key| (*key).to_owned()).collect();
        let wanted = wanted_name(store, target);
        let taken = self.taken.entry(kind).or_default();
        if taken.insert(wanted.clone()) {
            return Some((section, wanted, true));
        }
        let number = self.numbers.entry((kind, wanted.clone())).or_insert(1);
        loop {
            *number += 1;
            let name = format!("{wanted}_{number}");
            if taken.insert(name.clone()) {
                return Some((section, name, false));
            }
        }
    }

    /// The names that the root document gives to its own components.
    pub(super) fn take<'n>(&mut self, kind: Kind, names: impl Iterator<Item = &'n String>) {
        self.taken.entry(kind).or_default().extend(names.cloned());
    }
}

/// What a part is called: by the last key of its pointer, or by its file. A key that is an index or a keyword says too
/// little, and the ones before it stand with it.
fn wanted_name(store: &Store, target: &Target) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut around: Vec<&Value> = vec![store.tree(target.file)];
    for key in &target.keys {
        let value = around.last().and_then(|value| child(value, key));
        around.extend(value);
    }
    for (index, key) in target.keys.iter().enumerate().rev() {
        words.push(key);
        let is_index = around.get(index).is_some_and(|value| value.is_array());
        let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
        if !is_index && !is_number && !SAYS_LITTLE.contains(&key.as_str()) {
            words.reverse();
            return words.join("_");
        }
    }
    let stem = store.stem(target.file);
    words.push(&stem);
    words.reverse();
    words.join("_")
}

/// Keys under which every document has something.
const SAYS_LITTLE: [&str; 14] = [
    "schema",
    "items",
    "properties",
    "additionalProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "default",
    "content",
    "application/json",
    "requestBody",
    "parameters",
    "responses",
];

/// The text of a reference to a place in the tree.
pub(super) fn reference_to(place: &Pointer) -> String {
    format!("#{}", place.as_str().replace('%', "%25"))
}
