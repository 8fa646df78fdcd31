//! Path items and operations.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem, ReferenceOr};
use serde::Deserialize;

use super::{Lowering, fault, path};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::keywords;
use crate::ir::{Docs, Method, Operation, PathTemplate, Server, SkippedOperation};

/// Why an operation cannot be emitted. What it is about has been reported with its place.
pub(super) type Reason = String;

/// The operations that openapiv3 has no field for, by their path and their method.
pub(super) type Carried<'a> = HashMap<&'a str, IndexMap<String, openapiv3::Operation>>;

/// Reads the operations that path items carry as an extension. The stage before has seen that they can be read.
pub(super) fn carried(document: &OpenAPI) -> Carried<'_> {
    let mut carried = Carried::new();
    for (path, item) in &document.paths.paths {
        let item = item.as_item();
        let operations = item.and_then(|item| item.extensions.get(keywords::OPERATIONS));
        if let Some(operations) = operations.and_then(|it| IndexMap::deserialize(it).ok()) {
            carried.insert(path, operations);
        }
    }
    carried
}

impl<'a> Lowering<'a> {
    /// Lowers every operation under `paths`, and says which ones are left out.
    pub(super) fn operations(
        &mut self,
        document: &'a OpenAPI,
        carried: &'a Carried<'a>,
    ) -> (Vec<Operation>, Vec<SkippedOperation>) {
        let mut operations = Vec::new();
        let mut skipped = Vec::new();
        for (path, item) in &document.paths.paths {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let pointer = Pointer::root().join("paths").join(path);
            let template = self.template(path, &pointer);
            let fixed = item
                .iter()
                .map(|(key, operation)| (key.to_ascii_uppercase(), pointer.join(key), operation));
            let place = pointer.join(keywords::OPERATIONS);
            let others = carried.get(path.as_str()).into_iter().flatten();
            let others =
                others.map(|(method, operation)| (method.clone(), place.join(method), operation));
            for (method, pointer_of_operation, operation) in fixed.chain(others) {
                let place = PlacedOperation {
                    document,
                    item,
                    item_pointer: &pointer,
                    method: &method,
                    pointer: pointer_of_operation,
                    operation,
                };
                let lowered = match &template {
                    Ok(template) => self.operation(&place, template.clone()),
                    Err(reason) => Err(reason.clone()),
                };
                match lowered {
                    Ok(operation) => operations.push(operation),
                    Err(reason) => skipped.push(SkippedOperation {
                        method,
                        path: path.clone(),
                        id: operation.operation_id.clone(),
                        reason,
                    }),
                }
            }
        }
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

    fn operation(
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
        } = place;
        let method = self.method(method, pointer)?;
        if let Some(reason) = [&operation.extensions, &item.extensions]
            .into_iter()
            .find_map(fault)
        {
            return Err(reason);
        }
        self.report_left_out(operation, pointer);
        let parameters = self.parameters(&path, (item, item_pointer), (operation, pointer))?;
        let body = operation
            .request_body
            .as_ref()
            .and_then(|body| self.request_body(body, &pointer.join("requestBody")));
        let responses = self.responses(&operation.responses, &pointer.join("responses"), &method);
        let security = match (&operation.security, &document.security) {
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
            pointer: pointer.clone(),
        })
    }

    /// The servers of an operation, else of its path; none where they are those of the whole document.
    fn own_servers(&mut self, place: &PlacedOperation<'a, '_>) -> Vec<Server> {
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

    fn report_left_out(&mut self, operation: &openapiv3::Operation, pointer: &Pointer) {
        if !operation.callbacks.is_empty() {
            let message = "the `callbacks` of an operation are left out yet";
            self.report(Diagnostic::at_key(
                Code::UnsupportedFeature,
                &pointer.join("callbacks"),
                message,
            ));
        }
    }
}

/// An operation and what surrounds it.
struct PlacedOperation<'a, 'p> {
    document: &'a OpenAPI,
    item: &'a PathItem,
    item_pointer: &'p Pointer,
    /// The method as it stands in a request.
    method: &'p str,
    pointer: Pointer,
    operation: &'a openapiv3::Operation,
}
