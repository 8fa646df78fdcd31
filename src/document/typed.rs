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
use super::grammar::{Kind, is_extension};
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
    /// Everything but the paths and the components.
    fn shell(&mut self) -> OpenAPI {
        let Value::Object(members) = self.document.root() else {
            return OpenAPI::default();
        };
        let mut shell: Map<String, Value> = members
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "paths" | "components"))
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
            if let Some(Value::Object(carried)) = item.extensions.get_mut(keywords::OPERATIONS) {
                self.carried(&place.join(path).join(keywords::OPERATIONS), carried);
            }
        }
        Paths {
            paths: items
                .into_iter()
                .map(|(path, item)| (path, ReferenceOr::Item(item)))
                .collect(),
            extensions: extensions(members),
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
