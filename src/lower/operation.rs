//! Path items and operations.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem, ReferenceOr};
use serde::Deserialize;

use super::{Lowering, fault, hook, path};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::keywords;
use crate::ir::{Docs, Hook, Method, Operation, PathTemplate, Server, SkippedOperation};

/// Why an operation cannot be emitted. What it is about has been reported with its place.
pub(super) type Reason = String;

/// Operations with their methods as they stand in a request.
type ByMethod = IndexMap<String, openapiv3::Operation>;

/// What openapiv3 has no field for. The stage before has seen that it can be read.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// The webhooks, by their names.
    pub webhooks: IndexMap<String, PathItem>,
    /// The operations that path items carry as an extension, by the places of those.
    operations: HashMap<Pointer, ByMethod>,
}

/// Reads what is carried as an extension.
pub(super) fn carried(document: &OpenAPI) -> Carried {
    let mut operations = HashMap::new();
    let webhooks = document.extensions.get(keywords::WEBHOOKS);
    let webhooks: IndexMap<String, PathItem> = webhooks
        .and_then(|it| IndexMap::deserialize(it).ok())
        .unwrap_or_default();
    let paths = document.paths.paths.iter();
    let paths = paths.filter_map(|(path, item)| Some(("paths", path, item.as_item()?)));
    let hooks = webhooks.iter().map(|(name, item)| ("webhooks", name, item));
    for (section, name, item) in paths.chain(hooks) {
        let place = Pointer::root().join(section).join(name);
        gather(item, &place, &mut operations);
    }
    Carried {
        webhooks,
        operations,
    }
}

/// Reads what a path item carries, and those of its callbacks.
fn gather(item: &PathItem, place: &Pointer, found: &mut HashMap<Pointer, ByMethod>) {
    let carried = item.extensions.get(keywords::OPERATIONS);
    let carried = carried.and_then(|it| ByMethod::deserialize(it).ok());
    let others = place.join(keywords::OPERATIONS);
    let fixed = item.iter().map(|(key, it)| (place.join(key), it));
    let carried_ones = carried.iter().flatten();
    let all = fixed.chain(carried_ones.map(|(method, it)| (others.join(method), it)));
    for (place, operation) in all {
        for (place, _, _, item) in hook::callbacks_of(operation, &place) {
            gather(item, &place, found);
        }
    }
    if let Some(carried) = carried {
        found.insert(place.clone(), carried);
    }
}

impl<'a> Lowering<'a> {
    /// Lowers every operation under `paths`, the webhooks and the callbacks, and says which ones are left out.
    pub(super) fn operations(
        &mut self,
        document: &'a OpenAPI,
        carried: &'a Carried,
    ) -> (Vec<Operation>, Vec<SkippedOperation>) {
        let mut operations = Vec::new();
        let mut skipped = Vec::new();
        for (path, item) in &document.paths.paths {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let pointer = Pointer::root().join("paths").join(path);
            let template = self.template(path, &pointer);
            for place in placed(document, (item, &pointer), carried) {
                let lowered = match &template {
                    Ok(template) => self.operation(&place, template.clone()),
                    Err(reason) => Err(reason.clone()),
                };
                match lowered {
                    Ok(operation) => operations.push(operation),
                    Err(reason) => skipped.push(place.skipped(path, reason)),
                }
            }
        }
        self.hooks(document, carried, (&mut operations, &mut skipped));
        (operations, skipped)
    }

    /// The template of a path; the reason where it is none.
    fn template(&mut self, path: &str, pointer: &Pointer) -> Result<PathTemplate, Reason> {
        path::template(path).ok_or_else(|| {
            let message = "the braces of this path do not match";
            self.report(Diagnostic::at_key(Code::InvalidPath, pointer, message));
            message.to_owned()
        })
    }

    pub(super) fn operation(
        &mut self,
        place: &PlacedOperation<'a, '_>,
        path: PathTemplate,
    ) -> Result<Operation, Reason> {
        let PlacedOperation {
            document,
            item,
            item_pointer,
            method,
            pointer,
            operation,
            ..
        } = place;
        let method = self.method(method, pointer)?;
        if let Some(reason) = [&operation.extensions, &item.extensions]
            .into_iter()
            .find_map(fault)
        {
            return Err(reason);
        }
        let parameters = self.parameters(&path, (item, item_pointer), (operation, pointer))?;
        let body = operation
            .request_body
            .as_ref()
            .and_then(|body| self.request_body(body, &pointer.join("requestBody")));
        let responses = self.responses(&operation.responses, &pointer.join("responses"), &method);
        // What the whole document asks for is how to call the API, and not whom the API calls.
        let of_all = document.security.as_ref().filter(|_| place.hook.is_none());
        let security = match (&operation.security, of_all) {
            (Some(own), _) => self.security(own, &pointer.join("security")),
            (None, Some(all)) => self.security(all, &Pointer::root().join("security")),
            (None, None) => Vec::new(),
        };
        Ok(Operation {
            method,
            path,
            id: operation.operation_id.clone(),
            rust_name: super::rust_name(&operation.extensions),
            docs: Docs {
                title: operation.summary.clone(),
                description: operation.description.clone(),
                deprecated: operation.deprecated,
                external: operation.external_docs.as_ref().map(super::external_docs),
            },
            tags: operation.tags.clone(),
            parameters,
            body,
            responses,
            security,
            servers: self.own_servers(place),
            hook: place.hook.clone(),
            pointer: pointer.clone(),
        })
    }

    /// The servers of an operation, else of its path; none where they are those of the whole document.
    fn own_servers(&mut self, place: &PlacedOperation<'a, '_>) -> Vec<Server> {
        // Who sends a webhook has been told where it goes.
        if place.hook.is_some() {
            return Vec::new();
        }
        let (own, of_path) = (&place.operation.servers, &place.item.servers);
        let (servers, pointer) = if own.is_empty() {
            (of_path, place.item_pointer)
        } else {
            (own, &place.pointer)
        };
        if *servers == place.document.servers {
            return Vec::new();
        }
        self.servers(servers, &pointer.join("servers"))
    }

    /// The method of that name; the reason where no request can have it.
    fn method(&mut self, name: &str, pointer: &Pointer) -> Result<Method, Reason> {
        let message = match Method::named(name) {
            // Its target is a host, and no path.
            Some(Method::Other(token)) if token == "CONNECT" => {
                "the method CONNECT asks for no path".to_owned()
            }
            Some(method) => return Ok(method),
            None => format!("`{name}` is no method that can stand in a request"),
        };
        let code = Code::UnsupportedFeature;
        self.report(Diagnostic::at_key(code, pointer, message.as_str()));
        Err(message)
    }
}

/// The operations of a path item, each with what surrounds it.
pub(super) fn placed<'a, 'p>(
    document: &'a OpenAPI,
    (item, item_pointer): (&'a PathItem, &'p Pointer),
    carried: &'a Carried,
) -> impl Iterator<Item = PlacedOperation<'a, 'p>> {
    let fixed = item
        .iter()
        .map(|(key, operation)| (key.to_ascii_uppercase(), item_pointer.join(key), operation));
    let place = item_pointer.join(keywords::OPERATIONS);
    let others = carried.operations.get(item_pointer).into_iter().flatten();
    let others = others.map(move |(method, it)| (method.clone(), place.join(method), it));
    let all = fixed.chain(others);
    all.map(move |(method, pointer, operation)| PlacedOperation {
        document,
        item,
        item_pointer,
        method,
        pointer,
        operation,
        hook: None,
    })
}

/// An operation and what surrounds it.
pub(super) struct PlacedOperation<'a, 'p> {
    document: &'a OpenAPI,
    item: &'a PathItem,
    item_pointer: &'p Pointer,
    /// The method as it stands in a request.
    pub method: String,
    pub pointer: Pointer,
    pub operation: &'a openapiv3::Operation,
    /// What it is, where nobody asks it of the API.
    pub hook: Option<Hook>,
}

impl PlacedOperation<'_, '_> {
    pub fn skipped(self, path: &str, reason: Reason) -> SkippedOperation {
        SkippedOperation {
            method: self.method,
            path: path.to_owned(),
            id: self.operation.operation_id.clone(),
            hook: self.hook,
            pointer: self.pointer,
            reason,
        }
    }
}
