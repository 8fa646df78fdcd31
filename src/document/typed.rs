//! From the tree to openapiv3's types, each component and path item by itself.
//!
//! The check before this stage leaves nothing that openapiv3 refuses. Should it miss something, one component or path item
//! is lost with a diagnostic that names it, and not the document.

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Operation, PathItem, Paths, ReferenceOr};
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::check::stand_in;
use super::grammar::{Kind, WEBHOOKS, is_extension};
use super::{Document, keywords};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};

/// The stack of the threads that type. openapiv3 reads by recursion, with large frames where it is not optimised; how deep
/// it goes is bounded by the check, at a few megabytes.
const STACK: usize = 64 * 1024 * 1024;

/// Types a document that was upgraded.
pub fn typed(document: &Document, sink: &mut Diagnostics) -> OpenAPI {
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(|| type_all(document, sink)),
        Err(_) => type_all(document, sink),
    }
}

fn type_all(document: &Document, sink: &mut Diagnostics) -> OpenAPI {
    let mut typing = Typing { document, sink };
    let mut api = typing.shell();
    if let Some(Value::Object(paths)) = document.root().get("paths") {
        api.paths = typing.paths(paths);
    }
    if let Some(Value::Object(webhooks)) = document.root().get(WEBHOOKS) {
        let webhooks = typing.webhooks(webhooks);
        api.extensions
            .insert(keywords::WEBHOOKS.to_owned(), Value::Object(webhooks));
    }
    if let Some(Value::Object(components)) = document.root().get("components") {
        api.components = Some(typing.components(components));
    }
    api
}

struct Typing<'d> {
    document: &'d Document,
    sink: &'d mut Diagnostics,
}

type Typed<T> = Result<T, Box<(Pointer, String)>>;

impl Typing<'_> {
    /// Everything but the paths, the webhooks and the components.
    fn shell(&mut self) -> OpenAPI {
        let Value::Object(members) = self.document.root() else {
            return OpenAPI::default();
        };
        let mut shell: Map<String, Value> = members
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "paths" | WEBHOOKS | "components"))
            .filter(|(key, _)| Kind::OpenApi.shape(key).is_some() || is_extension(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        shell.insert("paths".to_owned(), Value::Object(Map::new()));
        match OpenAPI::deserialize(&Value::Object(shell)) {
            Ok(api) => api,
            Err(error) => {
                self.misfit(&Pointer::root(), &error.to_string());
                OpenAPI::default()
            }
        }
    }

    fn misfit(&mut self, place: &Pointer, error: &str) {
        let message = format!("this does not fit OpenAPI 3.0: {error}");
        self.sink
            .push(Diagnostic::at(Code::WrongType, place, message));
    }

    /// Types all of these in parallel; what does not fit is reported, and replaced by what `mend` gives.
    fn each<T: DeserializeOwned + Send>(
        &mut self,
        place: &Pointer,
        members: Vec<(&String, &Value)>,
        mend: impl Fn(&Value, &str) -> Option<T>,
    ) -> IndexMap<String, T> {
        let typed: Vec<Typed<T>> = members
            .par_iter()
            .map(|(key, value)| {
                T::deserialize(*value)
                    .map_err(|error| Box::new((place.join(key), error.to_string())))
            })
            .collect();
        let mut all = IndexMap::with_capacity(typed.len());
        for (typed, (key, value)) in typed.into_iter().zip(members) {
            let typed = match typed {
                Ok(typed) => Some(typed),
                Err(fault) => {
                    let (place, error) = *fault;
                    self.misfit(&place, &error);
                    mend(value, &error)
                }
            };
            if let Some(typed) = typed {
                all.insert(key.clone(), typed);
            }
        }
        all
    }

    fn paths(&mut self, members: &Map<String, Value>) -> Paths {
        let place = Pointer::root().join("paths");
        let items = members
            .iter()
            .filter(|(path, _)| !is_extension(path))
            .collect();
        let mut items = self.each::<PathItem>(&place, items, |value, error| {
            Some(without_misfits(value, error))
        });
        for (path, item) in &mut items {
            self.item(&place.join(path), item);
        }
        Paths {
            paths: items
                .into_iter()
                .map(|(path, item)| (path, ReferenceOr::Item(item)))
                .collect(),
            extensions: extensions(members),
        }
    }

    /// The webhooks, which openapiv3 has no field for. They stay as they are; the next stage may rely on it that they fit.
    fn webhooks(&mut self, members: &Map<String, Value>) -> Map<String, Value> {
        let place = Pointer::root().join(WEBHOOKS);
        let mut webhooks = members.clone();
        for (name, item) in &mut webhooks {
            let place = place.join(name);
            if let Err(error) = PathItem::deserialize(&*item) {
                let error = error.to_string();
                self.misfit(&place, &error);
                *item = faulty_item(item, &error);
            }
            let carried = item.get_mut(keywords::OPERATIONS);
            if let Some(Value::Object(carried)) = carried {
                self.carried(&place.join(keywords::OPERATIONS), carried);
            }
        }
        webhooks
    }

    /// What openapiv3 has no field for in a path item, and in those of its callbacks.
    fn item(&mut self, place: &Pointer, item: &mut PathItem) {
        if let Some(Value::Object(carried)) = item.extensions.get_mut(keywords::OPERATIONS) {
            self.carried(&place.join(keywords::OPERATIONS), carried);
        }
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
            ("options", &mut item.options),
            ("head", &mut item.head),
            ("patch", &mut item.patch),
            ("trace", &mut item.trace),
        ];
        for (method, operation) in operations {
            let place = place.join(method).join("callbacks");
            let callbacks = operation.iter_mut().flat_map(|it| &mut it.callbacks);
            for (name, callback) in callbacks {
                let place = place.join(name);
                for (expression, item) in callback {
                    self.item(&place.join(expression), item);
                }
            }
        }
    }

    /// Operations that openapiv3 has no field for stay as they are, and the next stage may rely on it that they fit.
    fn carried(&mut self, place: &Pointer, operations: &mut Map<String, Value>) {
        for (method, operation) in operations {
            if let Err(error) = Operation::deserialize(&*operation) {
                let error = error.to_string();
                self.misfit(&place.join(method), &error);
                *operation = faulty_operation(&error);
            }
        }
    }

    fn components(&mut self, members: &Map<String, Value>) -> Components {
        Components {
            schemas: self.section(members, Kind::Schema),
            responses: self.section(members, Kind::Response),
            parameters: self.section(members, Kind::Parameter),
            examples: self.section(members, Kind::Example),
            request_bodies: self.section(members, Kind::RequestBody),
            headers: self.section(members, Kind::Header),
            security_schemes: self.section(members, Kind::SecurityScheme),
            links: self.section(members, Kind::Link),
            callbacks: self.section(members, Kind::Callback),
            extensions: extensions(members),
        }
    }

    fn section<T: DeserializeOwned + Send>(
        &mut self,
        components: &Map<String, Value>,
        kind: Kind,
    ) -> IndexMap<String, ReferenceOr<T>> {
        let section = kind.section().unwrap_or_default();
        let Some(Value::Object(members)) = components.get(section) else {
            return IndexMap::new();
        };
        let place = Pointer::root().join("components").join(section);
        self.each(&place, members.iter().collect(), |_, error| {
            ReferenceOr::deserialize(&stand_in(kind, error)).ok()
        })
    }
}

/// A path item whose operations are typed one by one; those that do not fit carry the reason.
fn without_misfits(value: &Value, error: &str) -> PathItem {
    let operation = |method: &str| {
        let value = value.get(method)?;
        let mut operation = openapiv3::Operation::deserialize(value).unwrap_or_default();
        // Parameters of the path item may be what does not fit, so that none of its operations is whole.
        operation
            .extensions
            .insert(keywords::FAULT.to_owned(), Value::from(error));
        Some(operation)
    };
    let carried = value.get(keywords::OPERATIONS).and_then(Value::as_object);
    let carried = carried.map(|operations| {
        let faulty = operations
            .keys()
            .map(|method| (method.clone(), faulty_operation(error)));
        let key = keywords::OPERATIONS.to_owned();
        (key, Value::Object(faulty.collect()))
    });
    PathItem {
        get: operation("get"),
        put: operation("put"),
        post: operation("post"),
        delete: operation("delete"),
        options: operation("options"),
        head: operation("head"),
        patch: operation("patch"),
        trace: operation("trace"),
        extensions: carried.into_iter().collect(),
        ..PathItem::default()
    }
}

/// A path item of whose operations nothing but the fault is left.
fn faulty_item(item: &Value, error: &str) -> Value {
    let members = item.as_object().into_iter().flatten();
    let operations = members.filter(|(key, value)| {
        let is_other = matches!(key.as_str(), "parameters" | "servers");
        !is_other && !is_extension(key) && value.is_object()
    });
    let faulty = operations.map(|(key, _)| (key.clone(), faulty_operation(error)));
    Value::Object(faulty.collect())
}

/// An operation of which nothing but the fault is left.
fn faulty_operation(error: &str) -> Value {
    serde_json::json!({ "responses": {}, keywords::FAULT: error })
}

fn extensions(members: &Map<String, Value>) -> IndexMap<String, Value> {
    members
        .iter()
        .filter(|(key, _)| is_extension(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}
