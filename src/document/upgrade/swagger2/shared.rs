//! The responses and parameters of the body that a document declares once.
//!
//! In 2.0 they have the media types of the operation that uses them, in 3.0 their own. So there is one component for each
//! list of media types under which one is used.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::Upgrade;
use super::media::Types;
use super::moves::{Spot, reference_to};
use crate::diagnostic::Pointer;

/// Where such components stand in 3.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Section {
    /// Parameters of the body.
    RequestBodies,
    /// Responses.
    Responses,
}

impl Section {
    fn new_place(self) -> Pointer {
        Pointer::root().join("components").join(match self {
            Self::RequestBodies => "requestBodies",
            Self::Responses => "responses",
        })
    }

    fn source_key(self) -> &'static str {
        match self {
            Self::RequestBodies => "parameters",
            Self::Responses => "responses",
        }
    }
}

/// What is shared so far.
#[derive(Debug, Default)]
pub(super) struct Shared {
    names: HashMap<(Section, String, usize), String>,
    used: HashSet<(Section, String)>,
    taken: HashSet<(Section, String)>,
    /// The last number given to each name.
    numbers: HashMap<(Section, String), usize>,
    open: HashMap<Section, Vec<Open>>,
}

/// A component that is to be made.
#[derive(Debug)]
struct Open {
    name: String,
    new_name: String,
    types: Types,
}

impl Upgrade<'_> {
    /// Takes the names that the document gives, so that no other component gets them.
    pub(super) fn take_names(&mut self) {
        for section in [Section::RequestBodies, Section::Responses] {
            let declared = self.root.get(section.source_key());
            let names = declared.and_then(Value::as_object).into_iter();
            let names = names.flat_map(Map::keys);
            self.shared
                .taken
                .extend(names.map(|name| (section, name.clone())));
        }
    }

    /// The reference to a component for use under these media types.
    pub(super) fn shared_reference(
        &mut self,
        section: Section,
        name: &str,
        types: &Types,
    ) -> Value {
        let new_name = self.component(section, name, types);
        json!({ "$ref": reference_to(&section.new_place().join(new_name)) })
    }

    /// Makes one that is not used yet.
    pub(super) fn use_once(&mut self, section: Section, name: &str, types: &Types) {
        if !self.shared.used.contains(&(section, name.to_owned())) {
            self.component(section, name, types);
        }
    }

    fn component(&mut self, section: Section, name: &str, types: &Types) -> String {
        let key = (section, name.to_owned(), types.id);
        if let Some(known) = self.shared.names.get(&key) {
            return known.clone();
        }
        let declared = self.root.get(section.source_key());
        let is_declared = declared.is_some_and(|declared| declared.get(name).is_some());
        if !is_declared || !self.spend(1, &Pointer::root().join(section.source_key()).join(name)) {
            return name.to_owned();
        }
        let new_name = if self.shared.used.insert((section, name.to_owned())) {
            name.to_owned()
        } else {
            self.free_name(section, name)
        };
        self.shared.names.insert(key, new_name.clone());
        self.shared.open.entry(section).or_default().push(Open {
            name: name.to_owned(),
            new_name: new_name.clone(),
            types: types.clone(),
        });
        new_name
    }

    fn free_name(&mut self, section: Section, name: &str) -> String {
        let key = (section, name.to_owned());
        let number = self.shared.numbers.entry(key).or_insert(1);
        loop {
            *number += 1;
            let free = format!("{name}_{number}");
            if self.shared.taken.insert((section, free.clone())) {
                return free;
            }
        }
    }

    /// Makes all that are used, in the order of the document.
    pub(super) fn shared_components(&mut self, section: Section) -> Map<String, Value> {
        let declared = self.root.get(section.source_key());
        let Some(declared) = declared.and_then(Value::as_object) else {
            return Map::new();
        };
        let order: HashMap<&str, usize> = declared
            .keys()
            .enumerate()
            .map(|(index, name)| (name.as_str(), index))
            .collect();
        let mut made = Vec::new();
        while let Some(open) = self.next_open(section) {
            let Some(value) = declared.get(&open.name) else {
                continue;
            };
            let spot = Spot {
                new: section.new_place().join(&open.new_name),
                source: Pointer::root().join(section.source_key()).join(&open.name),
            };
            self.moves.moved(&spot);
            let new = match (section, value) {
                (Section::RequestBodies, Value::Object(members)) => {
                    self.body(members, &spot, &open.types)
                }
                _ => self.response(value, &spot, &open.types),
            };
            made.push((order.get(open.name.as_str()).copied(), open.new_name, new));
        }
        made.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        made.into_iter()
            .map(|(_, name, value)| (name, value))
            .collect()
    }

    fn next_open(&mut self, section: Section) -> Option<Open> {
        self.shared.open.get_mut(&section)?.pop()
    }
}
