//! The functions of operations, and what their types are called by.

use super::reserved::RESERVED_FUNCTIONS;
use super::rust_name::{Case, RustName};
use super::scope::Scope;
use super::tags::RESERVED_METHODS;
use super::wishes::{Candidate, Wishes, fulfil};
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Hook, Method, Operation, OperationId, PathPiece};

/// The functions of all operations. Webhooks and callbacks, which come last, are methods of something else than the others.
pub(super) fn name_functions(api: &Api, wishes: &Wishes, sink: &mut Diagnostics) -> Vec<RustName> {
    let mut functions = Vec::with_capacity(api.operations.len());
    for (is_of_api, reserved) in [(true, RESERVED_FUNCTIONS), (false, RESERVED_METHODS)] {
        let mut scope = Scope::with(reserved);
        let operations = (0..).map(OperationId).zip(&api.operations);
        let operations = operations.filter(|(_, it)| it.is_of_api() == is_of_api);
        let natural: Vec<_> = operations
            .map(|(id, operation)| (id, natural_name(operation), longer_name(operation)))
            .collect();
        let candidates: Vec<Candidate<'_>> = natural
            .iter()
            .map(|(id, natural, _)| Candidate {
                natural: Some(natural),
                wish: wishes.operations.get(id),
            })
            .collect();
        let wished = fulfil(&candidates, &mut scope, Case::Snake, sink);
        let named = natural.iter().zip(wished);
        functions.extend(named.map(|((_, natural, longer), wished)| {
            let texts: Vec<&str> = [natural]
                .into_iter()
                .chain(longer)
                .map(String::as_str)
                .collect();
            wished.unwrap_or_else(|| scope.take(&texts, Case::Snake, "operation"))
        }));
    }
    functions
}

pub(super) fn name_stem(operation: &Operation, function: &RustName, stems: &mut Scope) -> RustName {
    let function = function.unraw();
    let longer = operation
        .hook
        .as_ref()
        .map(|hook| format!("{function} {}", hook.kind()));
    let texts: Vec<&str> = [function].into_iter().chain(longer.as_deref()).collect();
    stems.take(&texts, Case::Camel, "Operation")
}

/// What an operation is called where nobody wants anything else.
fn natural_name(operation: &Operation) -> String {
    let id = operation.id.clone();
    id.unwrap_or_else(|| match &operation.hook {
        Some(hook) => from_hook(operation, hook),
        None => from_path(operation),
    })
}

/// What a callback is called where another one has its name.
fn longer_name(operation: &Operation) -> Option<String> {
    let callback = operation.hook.as_ref()?.callback.as_ref()?;
    let owner = callback.operations.first()?;
    Some(format!("{} of {owner}", natural_name(operation)))
}

/// What is sent by POST, as nearly all are, has the name that the document gives it.
fn from_hook(operation: &Operation, hook: &Hook) -> String {
    match &operation.method {
        Method::Post => hook.name.clone(),
        other => format!("{} {}", other.as_str().to_ascii_lowercase(), hook.name),
    }
}

/// `PUT /pet/{id}` is `put pet by id`.
fn from_path(operation: &Operation) -> String {
    let mut words = vec![operation.method.as_str().to_ascii_lowercase()];
    for piece in &operation.path.0 {
        match piece {
            PathPiece::Literal(text) => words.push(text.clone()),
            PathPiece::Parameter(name) => words.push(format!("by {name}")),
        }
    }
    words.join(" ")
}
