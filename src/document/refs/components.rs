//! New components, for what references point to elsewhere and for schemas that are nested too deep.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::diagnostic::Pointer;
use crate::document::Document;
use crate::document::grammar::Kind;
use crate::document::keywords;

/// How long a derived name may be before it gets a number.
const LONGEST: usize = 60;

/// Keys that say nothing in a name.
const MUTE: &[&str] = &[
    "components",
    "schemas",
    "mediaTypes",
    keywords::OPERATIONS,
    "paths",
    "properties",
    "responses",
    "content",
    "schema",
    "definitions",
    "$defs",
];

/// The names that are taken, by kind.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashMap<Kind, HashSet<String>>,
    /// The last number given to each stem.
    numbers: HashMap<(Kind, String), usize>,
}

impl Names {
    /// Takes the names of the components that there are.
    pub(super) fn learn(&mut self, root: &Value, kind: Kind) {
        self.taken
            .entry(kind)
            .or_insert_with(|| existing(root, kind));
    }

    /// A free name for what stands at `place`, now taken. It depends on the place alone, unless it collides.
    pub(super) fn derive(&mut self, kind: Kind, place: &Pointer) -> String {
        let taken = self.taken.entry(kind).or_default();
        let stem = stem(place);
        if taken.insert(stem.clone()) {
            return stem;
        }
        let number = self.numbers.entry((kind, stem.clone())).or_insert(1);
        loop {
            *number += 1;
            let name = format!("{stem}_{number}");
            if taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

fn existing(root: &Value, kind: Kind) -> HashSet<String> {
    kind.section()
        .and_then(|section| root.get("components")?.get(section)?.as_object())
        .map(|members| members.keys().cloned().collect())
        .unwrap_or_default()
}

/// `#/components/schemas/Pet/properties/owner` becomes `Pet_owner`.
fn stem(place: &Pointer) -> String {
    let words = place
        .keys()
        .filter(|key| !MUTE.contains(&key.as_str()))
        .flat_map(|key| {
            key.split(|letter: char| !letter.is_ascii_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(ToOwned::to_owned)
                .collect::<Vec<_>>()
        });
    let mut name = String::new();
    for word in words {
        if name.len() + word.len() > LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(&word);
    }
    if name.is_empty() {
        "Unnamed".to_owned()
    } else {
        name
    }
}

/// The reference to a component, in the one form that is left after this stage: the name stands as it is, without escapes.
pub(super) fn reference_to(section: &str, name: &str) -> String {
    format!("#/components/{section}/{name}")
}

/// Adds a component that stood at `source`.
pub(super) fn add(
    document: &mut Document,
    section: &str,
    name: &str,
    value: Value,
    source: &Pointer,
) {
    let place = Pointer::root().join("components").join(section).join(name);
    document.origins.record(&place, source);
    let components = member(&mut document.root.0, "components");
    let members = member(components, section);
    if let Value::Object(members) = members {
        members.insert(name.to_owned(), value);
    }
}

/// The member of an object, which is made where there is none.
pub(in crate::document) fn member<'v>(value: &'v mut Value, key: &str) -> &'v mut Value {
    if !value.is_object() {
        *value = json!({});
    }
    // Indexing an object makes the member.
    let Value::Object(members) = value else {
        return value;
    };
    members
        .entry(key)
        .or_insert_with(|| Value::Object(Map::new()))
}
