//! Documents of several files: follows every reference to another file, and brings what it points to into the one tree.
//!
//! This comes before everything that knows the version of the document. An object that can be a component becomes one, each
//! once, under the name that its file gives it; where the root document has a component that is nothing but a reference to
//! it, it takes the place of that. Everything else, such as a path item, an operation or a whole list, is written where it
//! is referred to. References that are left point into the tree; the ones that cannot be followed get a text under which
//! [`refs`](super::refs) finds the reason.
//!
//! The files are kept as they are until the end, so that what a pointer leads to does not depend on what was followed before.

mod access;
mod address;
mod find;
mod homes;
mod names;
mod shape;
mod store;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use self::find::{Target, find, named};
use self::homes::Homes;
use self::names::Names;
use self::shape::reaches;
use self::store::{ROOT, Store, limit, reached};
use super::check::Findings;
use super::grammar::{Kind, Node, Shape};
use super::locate::Origins;
use super::read::tree::{copy, dismantle, measure};
use super::refs::Broken;
use super::refs::components::member;
use super::refs::target::{get, get_mut, pointer};
use super::{Document, Tree};
use crate::config::{Limit, Reach};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};

/// Follows the references of a document to other files, as far as `reach` allows. What is wrong goes to `sink`.
pub fn follow(mut document: Document, reach: &Reach, sink: &mut Diagnostics) -> Document {
    if !document.refers_elsewhere {
        return document;
    }
    let mut root = copy(document.root());
    let nodes = measure(&root).nodes;
    let mut follow = Follow {
        is_2_0: root.get("swagger").is_some(),
        names: names::declared(&root),
        room: document.limits.nodes.saturating_sub(nodes),
        most: document.limits.nodes,
        store: Store::new(&mut document, nodes, reach),
        origins: std::mem::take(&mut document.origins),
        findings: Findings::of_whole(),
        homes: Homes::default(),
        refused: HashMap::new(),
        parts: VecDeque::new(),
        outside: Vec::new(),
        seen_outside: HashSet::new(),
        chains: Vec::new(),
    };
    follow.all(&mut root);
    sink.extend(follow.store.faults);
    follow.findings.report(&follow.origins, sink);
    Document {
        root: Tree(root),
        others: follow.store.sources,
        refused: follow.refused,
        origins: follow.origins,
        ..document
    }
}

/// The work, as far as it is done.
struct Follow {
    /// The names by which schemas of the root document are referred to without a file.
    names: Names,
    store: Store,
    homes: Homes,
    origins: Origins,
    findings: Findings,
    /// Why references could not be followed, by the text that stands in their place.
    refused: HashMap<String, Broken>,
    /// Components that are still to be walked over.
    parts: VecDeque<Part>,
    /// Places of the root document that the walk over it does not come to.
    outside: Vec<(Vec<String>, Kind)>,
    seen_outside: HashSet<(Vec<String>, Kind)>,
    /// What was written where it is referred to, inside what.
    chains: Vec<Chain>,
    /// How many values may still be taken over, and how many the document may have.
    room: usize,
    most: usize,
    is_2_0: bool,
}

/// A component that comes from a file.
struct Part {
    section: Vec<String>,
    name: String,
    value: Value,
    kind: Kind,
    file: usize,
}

/// Something that was written in the place of a reference that stands in `parent`.
struct Chain {
    parent: Option<usize>,
    target: Target,
    length: usize,
}

/// How many files may be written into each other.
const MOST_NESTED: usize = 100;

impl Follow {
    fn all(&mut self, root: &mut Value) {
        self.walk(root, &Pointer::root(), Node::DOCUMENT, ROOT);
        let mut done = Vec::new();
        loop {
            if let Some(mut part) = self.parts.pop_front() {
                let place = place_of(&part.section, &part.name);
                self.walk(&mut part.value, &place, object(part.kind), part.file);
                done.push(part);
            } else if let Some((keys, kind)) = self.outside.pop() {
                if let Some(value) = get_mut(root, &keys) {
                    self.walk(value, &pointer(&keys), object(kind), ROOT);
                }
            } else {
                break;
            }
        }
        // By name, so that the order of the work does not show.
        done.sort_by(|one, other| one.name.cmp(&other.name));
        for part in done {
            self.put(root, part);
        }
    }

    /// Puts a component where the root document keeps such.
    fn put(&mut self, root: &mut Value, part: Part) {
        let mut at = root;
        let mut place = Pointer::root();
        for key in &part.section {
            at = member(at, key);
            place = place.join(key);
            if !at.is_object() && !at.is_null() {
                let message = "this must be an object, and is read as an empty one";
                self.findings
                    .push(Diagnostic::at(Code::WrongType, &place, message));
                dismantle(std::mem::take(at));
            }
        }
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
        if let Value::Object(members) = at {
            members.insert(part.name, part.value);
        }
    }

    /// Where in the tree is what a reference points to; a new component, if it is not there yet.
    fn resolve(
        &mut self,
        text: &str,
        from: usize,
        kind: Kind,
        at: impl FnOnce() -> Pointer,
    ) -> Result<Pointer, Broken> {
        let named = named(&mut self.store, text, from);
        let place = named.and_then(|named| self.homes.find(&self.store, &named, kind));
        if let Some(place) = place {
            return Ok(place);
        }
        let target = find(&mut self.store, text, from, Some(kind))?;
        if target.file == ROOT {
            self.look_outside(&target, kind);
            return Ok(pointer(&target.keys));
        }
        if let Some(place) = self.homes.find(&self.store, &target, kind) {
            return Ok(place);
        }
        let value = self.take(&target, Shape::Object(object(kind)))?;
        let component = self
            .homes
            .component(&self.store, self.is_2_0, &target, kind);
        let Some((section, name, is_own)) = component else {
            dismantle(value);
            return Err(limit("this cannot be referred to".to_owned()));
        };
        let place = place_of(&section, &name);
        if !is_own {
            let message = format!(
                "what `{text}` points to becomes the component `{name}`: there is another one of its own name"
            );
            let renamed = Diagnostic::at(Code::RenamedItem, &at().join("$ref"), message);
            self.findings.push(renamed);
        }
        self.homes
            .settle(&target, Shape::Object(object(kind)), &place);
        self.origins.record(&place, &source_of(&target));
        self.parts.push_back(Part {
            section,
            name,
            value,
            kind,
            file: target.file,
        });
        Ok(place)
    }

    /// References may lead to where the grammar knows nothing, and what stands there may refer to files, too.
    fn look_outside(&mut self, target: &Target, kind: Kind) {
        let root = self.store.tree(ROOT);
        let document = Shape::Object(Node::DOCUMENT);
        if reaches(root, document, &target.keys, kind) {
            return;
        }
        let key = (target.keys.clone(), kind);
        if self.seen_outside.insert(key.clone()) {
            self.outside.push(key);
        }
    }

    /// A copy of a part of a file, counted.
    fn take(&mut self, target: &Target, shape: Shape) -> Result<Value, Broken> {
        let value = get(self.store.tree(target.file), &target.keys);
        let nodes = value.map_or(0, |value| measure(value).cost());
        match self.room.checked_sub(nodes) {
            Some(room) => {
                self.room = room;
                Ok(self.homes.copy(&self.store, target, shape))
            }
            None => {
                self.room = 0;
                let most = self.most;
                let message = format!(
                    "the document holds more than {most} values once its references to other files are followed"
                );
                Err(reached(Limit::Nodes, message))
            }
        }
    }

    /// What to write in place of a reference that cannot be followed.
    fn refuse(&mut self, broken: Broken) -> String {
        let text = format!("{REFUSED}{}", self.refused.len());
        self.refused.insert(text.clone(), broken);
        text
    }

    /// The reason goes where the reference is, for those that nobody else reports.
    fn report(&mut self, broken: Broken, place: &Pointer) {
        let diagnostic = Diagnostic::at(broken.code, place, broken.message);
        self.findings.push(match broken.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}

/// How the text begins that stands for a reference that cannot be followed. It is no reference into the document.
const REFUSED: &str = "oasmith:refused:";

fn object(kind: Kind) -> Node {
    Node {
        kind,
        reference: kind.section().is_some(),
    }
}

fn place_of(section: &[String], name: &str) -> Pointer {
    pointer(section).join(name)
}

fn source_of(target: &Target) -> Pointer {
    pointer(&target.keys).in_file(target.file)
}
