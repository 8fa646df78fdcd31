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

/// The parts of a file, as a tree of their keys. Pointers have a bounded number of keys, and so this has a bounded depth.
#[derive(Debug, Default)]
struct Parts {
    homes: Vec<Home>,
    inner: BTreeMap<String, Parts>,
}

/// All parts.
#[derive(Debug, Default)]
pub(super) struct Homes {
    parts: HashMap<usize, Parts>,
    taken: HashMap<Kind, HashSet<String>>,
    numbers: HashMap<(Kind, String), usize>,
}

impl Homes {
    /// A part has this place from now on, unless it has one already.
    pub(super) fn settle(&mut self, target: &Target, shape: Shape, place: &Pointer) {
        let mut parts = self.parts.entry(target.file).or_default();
        for key in &target.keys {
            parts = parts.inner.entry(key.clone()).or_default();
        }
        if !parts.homes.iter().any(|home| home.shape == shape) {
            parts.homes.push(Home {
                shape,
                place: place.clone(),
            });
        }
    }

    /// Where an object of that kind is in the tree, itself or in a part around it.
    pub(super) fn find(&self, store: &Store, target: &Target, kind: Kind) -> Option<Pointer> {
        let mut parts = self.parts.get(&target.file)?;
        let mut value = store.tree(target.file);
        let mut around = vec![(parts, value)];
        for key in &target.keys {
            match (parts.inner.get(key), child(value, key)) {
                (Some(inner), Some(member)) => (parts, value) = (inner, member),
                _ => break,
            }
            around.push((parts, value));
        }
        around
            .iter()
            .enumerate()
            .rev()
            .find_map(|(length, (parts, value))| {
                let rest = target.keys.get(length..)?;
                let is_around = |home: &&Home| reaches(value, home.shape, rest, kind);
                let home = parts.homes.iter().find(is_around)?;
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
        for (keys, home) in self.inner(target) {
            if let Shape::Object(Node {
                kind,
                reference: true,
            }) = home.shape
                && reaches(value, shape, &keys, kind)
                && let Some(inner) = get_mut(&mut copied, &keys)
            {
                let reference = json!({ "$ref": reference_to(&home.place) });
                dismantle(std::mem::replace(inner, reference));
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

    /// The parts in a part, by their keys in it.
    fn inner(&self, target: &Target) -> Vec<(Vec<String>, &Home)> {
        let whole = self.parts.get(&target.file);
        let part = whole.and_then(|whole| {
            let mut keys = target.keys.iter();
            keys.try_fold(whole, |parts, key| parts.inner.get(key))
        });
        let mut found = Vec::new();
        let mut open: Vec<(Vec<String>, &Parts)> =
            part.map(|part| (Vec::new(), part)).into_iter().collect();
        while let Some((keys, parts)) = open.pop() {
            for (key, inner) in &parts.inner {
                let mut keys = keys.clone();
                keys.push(key.clone());
                found.extend(inner.homes.iter().map(|home| (keys.clone(), home)));
                open.push((keys, inner));
            }
        }
        found
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
