//! How axum's router finds each operation.
//!
//! That router takes a parameter for a whole segment only, has filters for the nine methods of HTTP only, and takes it amiss when
//! two patterns differ in nothing but the names of their parameters. An operation that it cannot find by itself is found by the
//! server, among all that share its pattern.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Method, Operation, OperationId, PathPiece, PathTemplate};

/// What cannot stand in a path as it is (RFC 3986, section 3.3). A percent sign stays: the document has encoded already.
const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A text of a path as it is sent.
pub fn literal(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_PATH).to_string()
}

/// The template that the server routes by: `/org/{org}/datasets/activity`.
pub fn template(path: &PathTemplate) -> String {
    let pieces = path.0.iter().map(|piece| match piece {
        PathPiece::Literal(text) => literal(text),
        PathPiece::Parameter(name) => format!("{{{name}}}"),
    });
    pieces.collect()
}

/// The operations that the server has, and where its router has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Routes {
    by_operation: BTreeMap<OperationId, Route>,
}

/// Where the router has an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Route {
    /// The operation's path as the router can have it; all that are the same to the router have the same one.
    pub pattern: PathTemplate,
    /// Whether the pattern says less than the paths, or a method has no filter: the server then looks for itself which operation
    /// of the pattern is asked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_shared: bool,
}

impl Route {
    /// How much each segment of an operation's path says of what may stand there. Of the operations of one pattern, those come first
    /// whose path says more.
    pub fn weight(path: &PathTemplate) -> Vec<usize> {
        let length = |piece: &PathPiece| match piece {
            PathPiece::Literal(text) => text.len(),
            PathPiece::Parameter(_) => 0,
        };
        let segments = path.segments().into_iter();
        segments
            .map(|segment| segment.iter().map(length).sum())
            .collect()
    }
}

impl Routes {
    /// Whether the server has the operation.
    pub fn has(&self, operation: OperationId) -> bool {
        self.by_operation.contains_key(&operation)
    }

    /// Where the router has an operation.
    pub fn get(&self, operation: OperationId) -> Option<&Route> {
        self.by_operation.get(&operation)
    }
}

/// Looks at the path of every operation.
pub(super) fn check(api: &Api, sink: &mut Diagnostics) -> Routes {
    let mut routes = Routes::default();
    let mut by_shape: HashMap<String, PathTemplate> = HashMap::new();
    let mut shared: BTreeSet<PathTemplate> = BTreeSet::new();
    let mut taken: HashMap<(Method, String), &Operation> = HashMap::new();
    let operations = (0..).map(OperationId).zip(&api.operations);
    for (id, operation) in operations.filter(|(_, it)| it.is_of_api()) {
        if !is_routable(&operation.path) {
            sink.push(unroutable(operation));
            continue;
        }
        let key = (operation.method.clone(), shape(&operation.path));
        if let Some(other) = taken.get(&key) {
            sink.push(ambiguous(operation, other));
            continue;
        }
        taken.insert(key, operation);
        let pattern = pattern(&operation.path);
        let is_irregular =
            pattern != operation.path || matches!(operation.method, Method::Other(_));
        let pattern = by_shape.entry(shape(&pattern)).or_insert(pattern);
        if is_irregular {
            shared.insert(pattern.clone());
        }
        let route = Route {
            pattern: pattern.clone(),
            is_shared: false,
        };
        routes.by_operation.insert(id, route);
    }
    for route in routes.by_operation.values_mut() {
        route.is_shared = shared.contains(&route.pattern);
    }
    routes
}

/// Whether the names of the parameters can be told from the rest of the template.
fn is_routable(path: &PathTemplate) -> bool {
    path.parameters()
        .all(|name| !name.contains(['/', '{', '}']) && !name.is_empty())
}

/// The path as axum's router can have it: what it cannot say of a segment, it has a parameter of its own for.
fn pattern(path: &PathTemplate) -> PathTemplate {
    let segments = path.segments();
    let mut pieces = Vec::new();
    for (position, segment) in segments.into_iter().enumerate() {
        if position > 0 {
            pieces.push(PathPiece::Literal("/".to_owned()));
        }
        match segment.as_slice() {
            [PathPiece::Parameter(name)] if !name.starts_with('*') => {
                pieces.push(PathPiece::Parameter(name.clone()));
            }
            [PathPiece::Literal(text)] if !text.starts_with([':', '*']) => {
                pieces.push(PathPiece::Literal(text.clone()));
            }
            [] => {}
            _ => pieces.push(PathPiece::Parameter(format!("segment_{position}"))),
        }
    }
    PathTemplate::joined(pieces)
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
        "the server leaves out `{}`: the name of a parameter cannot be told from the rest",
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
