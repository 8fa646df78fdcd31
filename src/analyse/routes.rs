//! Which operations the server can route, and by which pattern.
//!
//! axum's router takes a parameter for a whole segment only, and takes it amiss when two patterns differ in nothing but the
//! names of their parameters.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Method, Operation, OperationId, PathPiece, PathTemplate};

/// The patterns of the operations that the server has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Routes {
    patterns: BTreeMap<OperationId, PathTemplate>,
}

impl Routes {
    /// Whether the server has the operation.
    pub fn has(&self, operation: OperationId) -> bool {
        self.patterns.contains_key(&operation)
    }

    /// The pattern of an operation: its own path, or that of an earlier operation which is the same route.
    pub fn pattern(&self, operation: OperationId) -> Option<&PathTemplate> {
        self.patterns.get(&operation)
    }
}

/// Looks at the path of every operation.
pub(super) fn check(api: &Api, sink: &mut Diagnostics) -> Routes {
    let mut routes = Routes::default();
    let mut by_shape: HashMap<String, &PathTemplate> = HashMap::new();
    let mut taken: HashMap<(Method, String), &Operation> = HashMap::new();
    let operations = (0..).map(OperationId).zip(&api.operations);
    for (id, operation) in operations.filter(|(_, it)| it.is_of_api()) {
        if !is_routable(&operation.path) {
            sink.push(unroutable(operation));
            continue;
        }
        let shape = shape(&operation.path);
        let key = (operation.method.clone(), shape.clone());
        if let Some(other) = taken.get(&key) {
            sink.push(ambiguous(operation, other));
            continue;
        }
        taken.insert(key, operation);
        let pattern = *by_shape.entry(shape).or_insert(&operation.path);
        routes.patterns.insert(id, pattern.clone());
    }
    routes
}

fn is_routable(path: &PathTemplate) -> bool {
    let names = path
        .parameters()
        .all(|name| !name.starts_with('*') && !name.contains('/'));
    names
        && path.to_string().split('/').all(|segment| {
            let is_parameter =
                segment.starts_with('{') && segment.find('}') == segment.len().checked_sub(1);
            is_parameter || !(segment.contains(['{', '}']) || segment.starts_with([':', '*']))
        })
}

/// What two paths have in common that differ only in the names of their parameters.
fn shape(path: &PathTemplate) -> String {
    let pieces = path.0.iter().map(|piece| match piece {
        PathPiece::Literal(text) => text.as_str(),
        PathPiece::Parameter(_) => "{}",
    });
    pieces.collect()
}

fn unroutable(operation: &Operation) -> Diagnostic {
    let message = format!(
        "the server leaves out `{}`: a parameter must be a whole segment yet",
        operation.path
    );
    Diagnostic::at_key(Code::UnsupportedFeature, &operation.pointer, message)
}

fn ambiguous(operation: &Operation, other: &Operation) -> Diagnostic {
    let message = format!(
        "the server leaves out `{}`: it is the same route as `{}`",
        operation.path, other.path
    );
    Diagnostic::at_key(Code::AmbiguousPath, &operation.pointer, message)
        .help("two paths must differ in more than the names of their parameters")
}
