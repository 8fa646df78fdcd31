//! Path items and operations.

use openapiv3::{OpenAPI, PathItem, ReferenceOr};

use super::{Lowering, fault, path};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{Docs, Method, Operation, PathTemplate, SkippedOperation};

/// Why an operation cannot be emitted. What it is about has been reported with its place.
pub(super) type Reason = String;

impl<'a> Lowering<'a> {
    /// Lowers every operation under `paths`, and says which ones are left out.
    pub(super) fn operations(
        &mut self,
        document: &'a OpenAPI,
    ) -> (Vec<Operation>, Vec<SkippedOperation>) {
        let mut operations = Vec::new();
        let mut skipped = Vec::new();
        for (path, item) in &document.paths.paths {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let pointer = Pointer::root().join("paths").join(path);
            let template = self.template(path, &pointer);
            for (method, operation) in item.iter() {
                let Some(method) = method_named(method) else {
                    continue;
                };
                let place = PlacedOperation {
                    document,
                    item,
                    item_pointer: &pointer,
                    method,
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
        let &PlacedOperation {
            document,
            item,
            item_pointer,
            method,
            operation,
        } = place;
        if let Some(reason) = [&operation.extensions, &item.extensions]
            .into_iter()
            .find_map(fault)
        {
            return Err(reason);
        }
        let pointer = item_pointer.join(method.as_str().to_ascii_lowercase());
        self.report_left_out(operation, &pointer);
        let parameters = self.parameters(&path, (item, item_pointer), (operation, &pointer))?;
        let body = operation
            .request_body
            .as_ref()
            .and_then(|body| self.request_body(body, &pointer.join("requestBody")));
        let responses = self.responses(&operation.responses, &pointer.join("responses"));
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
            pointer,
        })
    }

    fn report_left_out(&mut self, operation: &openapiv3::Operation, pointer: &Pointer) {
        for (said, keyword) in [
            (!operation.callbacks.is_empty(), "callbacks"),
            (!operation.servers.is_empty(), "servers"),
        ] {
            if said {
                let message = format!("the `{keyword}` of an operation are left out yet");
                self.report(Diagnostic::at_key(
                    Code::UnsupportedFeature,
                    &pointer.join(keyword),
                    message,
                ));
            }
        }
    }
}

/// An operation and what surrounds it.
struct PlacedOperation<'a, 'p> {
    document: &'a OpenAPI,
    item: &'a PathItem,
    item_pointer: &'p Pointer,
    method: Method,
    operation: &'a openapiv3::Operation,
}

fn method_named(name: &str) -> Option<Method> {
    Some(match name {
        "get" => Method::Get,
        "put" => Method::Put,
        "post" => Method::Post,
        "delete" => Method::Delete,
        "options" => Method::Options,
        "head" => Method::Head,
        "patch" => Method::Patch,
        "trace" => Method::Trace,
        _ => return None,
    })
}
