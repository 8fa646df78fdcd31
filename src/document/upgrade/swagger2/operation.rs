//! Path items and operations (Swagger 2.0, Path Item and Operation Object).

use serde_json::{Map, Value};

use super::body::Split;
use super::moves::Spot;
use super::{Upgrade, copy};
use crate::diagnostic::Pointer;
use crate::document::grammar::is_extension;

/// The operations that a path item of 2.0 has, and `trace`, which the check then finds there.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl<'s> Upgrade<'s> {
    /// All paths.
    pub(super) fn paths(&mut self, paths: &'s Value) -> Value {
        let Value::Object(members) = paths else {
            return copy(paths);
        };
        let place = Pointer::root().join("paths");
        let members = members.iter().map(|(path, item)| {
            let new = if is_extension(path) {
                copy(item)
            } else {
                self.path_item(item, &place.join(path))
            };
            (path.clone(), new)
        });
        Value::Object(members.collect())
    }

    fn path_item(&mut self, item: &'s Value, place: &Pointer) -> Value {
        let Value::Object(members) = item else {
            return copy(item);
        };
        let newer = ["trace", "servers", "summary", "description"];
        self.newer(members, &newer, place);
        let split = self.split_of(members, place);
        let mut new = Map::new();
        for (key, value) in members {
            let value = match key.as_str() {
                "parameters" => match self.parameters(value, &split, place) {
                    Some(parameters) => parameters,
                    None => continue,
                },
                method if METHODS.contains(&method) => {
                    self.operation(value, &split, &Spot::same(&place.join(key)))
                }
                _ => copy(value),
            };
            new.insert(key.clone(), value);
        }
        Value::Object(new)
    }

    fn split_of(&self, members: &'s Map<String, Value>, place: &Pointer) -> Split<'s> {
        match members.get("parameters") {
            Some(Value::Array(parameters)) => self.split(parameters, &place.join("parameters")),
            _ => Split::default(),
        }
    }

    /// Those parameters that stay parameters; `None` where all have become a body.
    fn parameters(&mut self, value: &Value, split: &Split<'s>, place: &Pointer) -> Option<Value> {
        let Value::Array(all) = value else {
            return Some(copy(value));
        };
        let list = place.join("parameters");
        let mut new = Vec::new();
        for (index, parameter) in &split.plain {
            let spot = Spot {
                new: list.join(new.len()),
                source: list.join(*index),
            };
            if new.len() != *index {
                self.moves.moved(&spot);
            }
            new.push(match parameter {
                Value::Object(members) if !is_reference(members) => self.parameter(members, &spot),
                other => copy(other),
            });
        }
        (!new.is_empty() || all.is_empty()).then_some(Value::Array(new))
    }

    fn operation(&mut self, operation: &'s Value, item: &Split<'s>, spot: &Spot) -> Value {
        let Value::Object(members) = operation else {
            return copy(operation);
        };
        let place = &spot.source;
        self.newer(members, &["requestBody", "callbacks", "servers"], place);
        let consumes = self.types(members, "consumes", place, true);
        let consumes = consumes.unwrap_or_else(|| self.consumes.clone());
        let produces = self.types(members, "produces", place, true);
        let produces = produces.unwrap_or_else(|| self.produces.clone());
        let split = self.split_of(members, place);
        let mut new = Map::new();
        for (key, value) in members {
            let value = match key.as_str() {
                "consumes" | "produces" | "schemes" => continue,
                "parameters" => match self.parameters(value, &split, place) {
                    Some(parameters) => parameters,
                    None => continue,
                },
                "responses" => self.responses(value, &spot.join(key), &produces),
                _ => copy(value),
            };
            new.insert(key.clone(), value);
        }
        if let Some(body) = self.request_body(item, &split, &consumes, spot) {
            new.insert("requestBody".to_owned(), body);
        }
        if let Some(servers) = self.own_servers(members, place) {
            new.insert("servers".to_owned(), servers);
        }
        Value::Object(new)
    }

    /// The parameters of the document itself that stay parameters. Those of forms are written out where they are used.
    pub(super) fn global_parameters(&mut self, parameters: &'s Value, spot: &Spot) -> Value {
        let Value::Object(members) = parameters else {
            return copy(parameters);
        };
        let mut new = Map::new();
        for (name, parameter) in members {
            let spot = spot.join(name);
            if self.becomes_body(parameter, &spot.source) {
                continue;
            }
            let value = match parameter {
                Value::Object(members) if !is_reference(members) => self.parameter(members, &spot),
                other => copy(other),
            };
            new.insert(name.clone(), value);
        }
        Value::Object(new)
    }
}

/// Whether these are the members of a reference.
fn is_reference(members: &Map<String, Value>) -> bool {
    members.get("$ref").is_some_and(Value::is_string)
}
