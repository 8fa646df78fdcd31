//! Swagger 2.0 in the shape of OpenAPI 3.0, before anything is checked.
//!
//! Two passes. The first builds a new tree, in which everything has its place: bodies, media types, servers, components. What
//! is not of the type that 2.0 expects goes there as it is, for the check to say. The second translates schemas and
//! references where they now stand. `docs/versions.md` says what becomes of each keyword.

mod body;
mod media;
mod moves;
mod operation;
mod parameter;
mod response;
mod security;
mod servers;
mod shared;
#[cfg(test)]
mod tests;
mod translate;

use serde_json::{Map, Value, json};

use self::media::{Lists, Types};
use self::moves::{Moves, Spot};
use self::servers::Addresses;
use self::shared::{Section, Shared};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::Document;
use crate::document::check::Findings;
use crate::document::read::tree::{copy, dismantle, measure};

/// The keywords of the document that say something else, or elsewhere, in 3.0.
const MOVED: &[&str] = &[
    "swagger",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
];

/// The keywords of the document that only 3.0 has. They would stand where what is translated stands.
const NEWER: &[&str] = &["servers", "components"];

/// Upgrades a document of 2.0. What there is to say about the 2.0 source goes to `sink`, and what the second pass finds in
/// the new tree to `findings`.
pub(super) fn upgrade(document: &mut Document, findings: &mut Findings, sink: &mut Diagnostics) {
    let mut source = std::mem::take(&mut document.root.0);
    let mut upgrade = Upgrade::new(&source, document.limits.nodes);
    let (mut root, mut components) = upgrade.document();
    let (moves, said) = (upgrade.moves, upgrade.said);
    // By far the largest part of most documents is not copied.
    if let Some(definitions) = source
        .as_object_mut()
        .and_then(|members| members.shift_remove("definitions"))
    {
        components.insert("schemas".to_owned(), definitions);
    }
    dismantle(source);
    if !components.is_empty() {
        root.insert("components".to_owned(), Value::Object(components));
    }
    document.root.0 = Value::Object(root);
    said.report(&document.origins, sink);
    let renamed = translate::translate(&mut document.root.0, &moves, findings);
    let before = std::mem::take(&mut document.origins);
    document.origins = moves.into_origins().after(before);
    for (place, source) in &renamed {
        document.origins.record(place, source);
    }
}

/// The first pass.
struct Upgrade<'s> {
    root: &'s Value,
    moves: Moves,
    /// What there is to say, with places in the source.
    said: Findings,
    /// How many values may still be copied to more places than they have in the source.
    room: usize,
    most: usize,
    lists: Lists,
    shared: Shared,
    addresses: Addresses,
    consumes: Types,
    produces: Types,
}

impl<'s> Upgrade<'s> {
    fn new(root: &'s Value, room: usize) -> Self {
        let mut lists = Lists::default();
        let none = lists.none();
        Self {
            root,
            moves: Moves::default(),
            said: Findings::of_whole(),
            room,
            most: room,
            lists,
            shared: Shared::default(),
            addresses: Addresses::default(),
            consumes: none.clone(),
            produces: none,
        }
    }

    /// The new tree, and its components without the schemas.
    fn document(&mut self) -> (Map<String, Value>, Map<String, Value>) {
        let mut new = Map::new();
        new.insert("openapi".to_owned(), json!("3.0.3"));
        let Value::Object(members) = self.root else {
            return (new, Map::new());
        };
        let place = Pointer::root();
        for key in NEWER.iter().filter(|key| members.contains_key(**key)) {
            let message =
                format!("`{key}` is a keyword of OpenAPI 3.0; in Swagger 2.0 it is ignored");
            self.say_key(Code::IgnoredKeyword, &place.join(key), message);
        }
        self.take_names();
        self.addresses = self.addresses(members);
        if let Some(types) = self.types(members, "consumes", &place, false) {
            self.consumes = types;
        }
        if let Some(types) = self.types(members, "produces", &place, false) {
            self.produces = types;
        }
        self.moves
            .came(&place.join("openapi"), &place.join("swagger"));
        for (key, value) in members {
            if key == "paths" {
                let paths = self.paths(value);
                new.insert(key.clone(), paths);
            } else if !MOVED.contains(&key.as_str()) && !NEWER.contains(&key.as_str()) {
                new.insert(key.clone(), copy(value));
            }
        }
        if let Some(servers) = self.servers() {
            new.insert("servers".to_owned(), servers);
        }
        let components = self.components(members);
        (new, components)
    }

    /// What is declared once for the whole document, but for the schemas.
    fn components(&mut self, members: &'s Map<String, Value>) -> Map<String, Value> {
        let mut components = Map::new();
        let spot = |from: &str, to: &str| Spot {
            new: Pointer::root().join("components").join(to),
            source: Pointer::root().join(from),
        };
        let schemas = spot("definitions", "schemas");
        let parameters = spot("parameters", "parameters");
        let schemes = spot("securityDefinitions", "securitySchemes");
        let responses = spot("responses", "responses");
        for spot in [&schemas, &parameters, &schemes] {
            self.moves.moved(spot);
        }
        if let Some(value) = members.get("parameters") {
            let value = self.global_parameters(value, &parameters);
            components.insert("parameters".to_owned(), value);
        }
        if let Some(value) = members.get("securityDefinitions") {
            let value = self.schemes(value, &schemes);
            components.insert("securitySchemes".to_owned(), value);
        }
        self.use_all(members);
        let bodies = self.shared_components(Section::RequestBodies);
        if !bodies.is_empty() {
            components.insert("requestBodies".to_owned(), Value::Object(bodies));
        }
        match members.get("responses") {
            Some(Value::Object(_)) => {
                let value = Value::Object(self.shared_components(Section::Responses));
                components.insert("responses".to_owned(), value);
            }
            Some(other) => {
                components.insert("responses".to_owned(), copy(other));
            }
            None => {}
        }
        self.moves.moved(&responses);
        let bodies = spot("parameters", "requestBodies");
        self.moves.came(&bodies.new, &bodies.source);
        components
    }

    /// What no operation uses is kept, too, with the media types of the document.
    fn use_all(&mut self, members: &'s Map<String, Value>) {
        let (consumes, produces) = (self.consumes.clone(), self.produces.clone());
        if let Some(Value::Object(parameters)) = members.get("parameters") {
            for (name, parameter) in parameters {
                if parameter.get("in").and_then(Value::as_str) == Some("body") {
                    self.use_once(Section::RequestBodies, name, &consumes);
                }
            }
        }
        if let Some(Value::Object(responses)) = members.get("responses") {
            for name in responses.keys() {
                self.use_once(Section::Responses, name, &produces);
            }
        }
    }

    /// All members but these.
    fn kept(&self, members: &Map<String, Value>, except: &[&str]) -> Map<String, Value> {
        members
            .iter()
            .filter(|(key, _)| !except.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), copy(value)))
            .collect()
    }

    /// One more copy of a value, if there is room for it.
    fn copied(&mut self, value: &Value, source: &Pointer) -> Option<Value> {
        self.spend(measure(value).cost(), source)
            .then(|| copy(value))
    }

    /// Takes room for so many values; says once that there is none left.
    fn spend(&mut self, nodes: usize, source: &Pointer) -> bool {
        if let Some(room) = self.room.checked_sub(nodes) {
            self.room = room;
            return true;
        }
        if self.room > 0 {
            let message = format!(
                "the document holds more than {} values once they are written out for each media type and operation",
                self.most
            );
            self.say(Code::LimitReached, source, message);
        }
        self.room = 0;
        false
    }

    /// A keyword that is a text.
    fn text(&mut self, members: &Map<String, Value>, key: &str, place: &Pointer) -> Option<String> {
        match members.get(key)? {
            Value::String(text) => Some(text.clone()),
            _ => {
                let message = format!("`{key}` must be a string");
                self.say(Code::InvalidValue, &place.join(key), message);
                None
            }
        }
    }

    /// A keyword that is a list of texts.
    fn texts(
        &mut self,
        members: &Map<String, Value>,
        key: &str,
        place: &Pointer,
    ) -> Option<Vec<String>> {
        let place = place.join(key);
        match members.get(key)? {
            Value::Array(items) => {
                let texts: Vec<String> = items
                    .iter()
                    .filter_map(|item| item.as_str().map(ToOwned::to_owned))
                    .collect();
                if texts.len() != items.len() {
                    let message =
                        format!("`{key}` must be a list of strings; others in it are ignored");
                    self.say(Code::InvalidValue, &place, message);
                }
                Some(texts)
            }
            Value::String(text) => {
                let message = format!("`{key}` is a string, where a list of strings is expected");
                self.say(Code::CoercedValue, &place, message);
                Some(vec![text.clone()])
            }
            _ => {
                let message = format!("`{key}` must be a list of strings");
                self.say(Code::InvalidValue, &place, message);
                None
            }
        }
    }

    /// Says of keywords that only 3.0 has that they are read as there.
    fn newer(&mut self, members: &Map<String, Value>, keys: &[&str], source: &Pointer) {
        for key in keys.iter().filter(|key| members.contains_key(**key)) {
            let message = format!(
                "`{key}` is a keyword of OpenAPI 3.0, which Swagger 2.0 does not know here; it is read as there"
            );
            self.say_key(Code::CoercedValue, &source.join(key), message);
        }
    }

    /// About a value of the source.
    fn say(&mut self, code: Code, source: &Pointer, message: impl Into<String>) {
        self.said
            .push_with(|| Diagnostic::at(code, source, message));
    }

    /// About a key of the source.
    fn say_key(&mut self, code: Code, source: &Pointer, message: impl Into<String>) {
        self.said
            .push_with(|| Diagnostic::at_key(code, source, message));
    }
}
