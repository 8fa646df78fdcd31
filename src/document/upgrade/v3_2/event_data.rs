//! Data of events that is described as a text with JSON in it (`contentMediaType` and `contentSchema`, as OpenAPI 3.2.0 has it
//! for server-sent events). All data of events is text; what counts is the JSON, and it is read as that.
//!
//! A schema that is used elsewhere as well is left as it is: in a JSON value, the text is a text. So it is where the data of
//! other events of the same stream is no JSON, since no type could hold both.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::references::own;
use crate::diagnostic::Pointer;
use crate::document::grammar::{Kind, Node, Shape};
use crate::document::refs::target::{self, Address};
use crate::document::upgrade::v3_1::edit::{Edit, Members};
use crate::document::walk::{At, Visitor, walk_all};

type Keys = Vec<String>;

/// How many schemas are looked at: streams may have the same ones in common, again and again.
const MOST_STEPS: usize = 1_000_000;

/// Where the data of events is to be read as JSON.
pub(super) fn places(root: &mut Value, base: &str) -> HashSet<Pointer> {
    let mut streams = Vec::new();
    walk_all(root, Streams::default, |part| streams.extend(part.0));
    if streams.is_empty() {
        return HashSet::new();
    }
    let mut search = Search::new(root, base);
    let mut are_json: HashMap<Keys, bool> = HashMap::new();
    for stream in streams {
        let leaves = search.data(stream);
        let all = leaves.iter().all(|(_, is_json)| *is_json);
        for (keys, _) in leaves {
            *are_json.entry(keys).or_insert(true) &= all;
        }
    }
    let followed = search.followed;
    let mut shared = Shared::default();
    walk_all(
        root,
        || References {
            base,
            found: Vec::new(),
        },
        |part| shared.note(part.found, &followed),
    );
    shared.spread(&followed);
    let found = are_json.into_iter().filter(|(_, all)| *all);
    let found = found.filter(|(keys, _)| !shared.has(keys) && !shared.is_within(keys));
    found.map(|(keys, _)| target::pointer(&keys)).collect()
}

/// The media types of events, in bodies.
#[derive(Debug, Default)]
struct Streams(Vec<Keys>);

impl Visitor for Streams {
    fn visit(&mut self, _: &mut Value, node: Node, at: At<'_>) -> bool {
        let is_stream = |key: &str| {
            let name = key.split(';').next().unwrap_or_default();
            name.trim().eq_ignore_ascii_case("text/event-stream")
        };
        if node.kind == Kind::MediaType && at.key().is_some_and(is_stream) {
            self.0.push(at.pointer().keys().collect());
        }
        node.kind != Kind::Schema
    }

    fn shape(&self, kind: Kind, key: &str) -> Option<Shape> {
        kind.shape_in_3_2(key)
    }
}

/// What a place on the way to the data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Role {
    MediaType,
    Event,
    Data,
}

/// Looks for the data below the media types of events.
struct Search<'r> {
    root: &'r Value,
    base: &'r str,
    steps: usize,
    /// What references lead to, with the places where these stand.
    followed: HashMap<Keys, HashSet<Keys>>,
}

impl<'r> Search<'r> {
    fn new(root: &'r Value, base: &'r str) -> Self {
        Self {
            root,
            base,
            steps: 0,
            followed: HashMap::new(),
        }
    }

    /// The places that say what the data of the events of a stream is, each with whether it is a text with JSON.
    fn data(&mut self, stream: Keys) -> Vec<(Keys, bool)> {
        let mut open = vec![(stream, Role::MediaType)];
        let (mut known, mut found) = (HashSet::new(), Vec::new());
        while let Some(place) = open.pop() {
            self.steps += 1;
            if self.steps > MOST_STEPS || known.contains(&place) {
                continue;
            }
            let Some(value) = target::get(self.root, &place.0) else {
                continue;
            };
            let behind = self.behind(value, &place);
            let is_leaf = place.1 == Role::Data && (behind.is_empty() || is_typed(value));
            if is_leaf {
                found.push((place.0.clone(), value.as_object().is_some_and(holds_json)));
            }
            open.extend(behind);
            known.insert(place);
        }
        found
    }

    /// Where more is said of a place, or of what is in it.
    fn behind(&mut self, value: &Value, (keys, role): &(Keys, Role)) -> Vec<(Keys, Role)> {
        let mut behind = Vec::new();
        if let Some(target) = target::reference(value).and_then(|text| keys_of(text, self.base)) {
            let from = self.followed.entry(target.clone()).or_default();
            from.insert(keys.clone());
            behind.push((target, *role));
        }
        let mut add = |more: &[&str], role: Role| behind.push((below(keys, more), role));
        for key in ["allOf", "anyOf", "oneOf"] {
            let items = value.get(key).and_then(Value::as_array);
            for position in 0..items.map_or(0, Vec::len) {
                add(&[key, &position.to_string()], *role);
            }
        }
        match role {
            Role::MediaType if value.get("itemSchema").is_some() => {
                add(&["itemSchema"], Role::Event);
            }
            Role::Event if value.pointer("/properties/data").is_some() => {
                add(&["properties", "data"], Role::Data);
            }
            _ => {}
        }
        behind
    }
}

fn below(keys: &[String], more: &[&str]) -> Keys {
    let more = more.iter().map(|key| (*key).to_owned());
    keys.iter().cloned().chain(more).collect()
}

/// The place in this document that a reference leads to.
fn keys_of(text: &str, base: &str) -> Option<Keys> {
    match target::parse(&own(text, base)?) {
        Address::Here(keys) => Some(keys),
        Address::Elsewhere | Address::Anchor => None,
    }
}

fn is_typed(value: &Value) -> bool {
    value.get("type").is_some() || value.get("contentSchema").is_some()
}

/// Whether a schema is of texts with JSON, and says nothing else of the texts.
fn holds_json(members: &Members) -> bool {
    const KNOWN: [&str; 7] = [
        "type",
        "contentMediaType",
        "contentSchema",
        "title",
        "description",
        "deprecated",
        "$comment",
    ];
    let is_json = |name: &str| {
        let name = name.split(';').next().unwrap_or_default().trim();
        let name = name.to_ascii_lowercase();
        name == "application/json" || name.ends_with("+json")
    };
    let media_type = members.get("contentMediaType").and_then(Value::as_str);
    media_type.is_some_and(is_json)
        && members.get("contentSchema").is_some_and(Value::is_object)
        && members.get("type").is_none_or(|kind| kind == "string")
        && members.keys().all(|key| KNOWN.contains(&key.as_str()))
}

/// All references, with where they stand and where they lead.
struct References<'b> {
    base: &'b str,
    found: Vec<(Keys, Keys)>,
}

impl Visitor for References<'_> {
    fn visit(&mut self, value: &mut Value, _: Node, at: At<'_>) -> bool {
        let text = target::reference(value);
        if let Some(target) = text.and_then(|text| keys_of(text, self.base)) {
            self.found.push((at.pointer().keys().collect(), target));
        }
        true
    }

    fn shape(&self, kind: Kind, key: &str) -> Option<Shape> {
        kind.shape_in_3_2(key)
    }

    fn goes_beside(&self, kind: Kind) -> bool {
        kind == Kind::Schema
    }
}

/// Places that not only events are made of.
#[derive(Debug, Default)]
struct Shared(BTreeSet<Keys>);

impl Shared {
    /// Takes what is referred to from elsewhere than on the way to the data, and what stands where it is used by itself.
    fn note(&mut self, references: Vec<(Keys, Keys)>, followed: &HashMap<Keys, HashSet<Keys>>) {
        for (place, target) in references {
            let is_known = followed.get(&target).is_some_and(|it| it.contains(&place));
            let is_component = target.first().is_some_and(|key| key == "components");
            if !is_known || !is_component {
                self.0.insert(target);
            }
        }
    }

    /// What is referred to from a shared place is shared as well.
    fn spread(&mut self, followed: &HashMap<Keys, HashSet<Keys>>) {
        let mut leads: Vec<(&Keys, &Keys)> = followed
            .iter()
            .flat_map(|(target, places)| places.iter().map(move |place| (place, target)))
            .collect();
        loop {
            let before = leads.len();
            leads.retain(|(place, target)| {
                let is_shared = self.has(place);
                if is_shared {
                    self.0.insert((*target).clone());
                }
                !is_shared
            });
            if leads.len() == before {
                return;
            }
        }
    }

    /// Whether one of these is in a place.
    fn is_within(&self, keys: &Keys) -> bool {
        let mut inner = self.0.range(keys.clone()..);
        inner.next().is_some_and(|inner| inner.starts_with(keys))
    }

    /// Whether a place is one of these, or in one of them.
    fn has(&self, keys: &Keys) -> bool {
        let mut outer = (0..=keys.len()).filter_map(|length| keys.get(..length));
        outer.any(|outer| self.0.contains(outer))
    }
}

/// The JSON in the place of the text that it is in.
pub(super) fn read_as_json(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(Value::Object(content)) = members.shift_remove("contentSchema") else {
        return;
    };
    members.shift_remove("contentMediaType");
    members.shift_remove("type");
    for (key, value) in content {
        edit.derived(&[&key], &["contentSchema", &key]);
        members.insert(key, value);
    }
}
