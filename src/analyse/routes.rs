//! Which operations the server can route.
//!
//! axum's router takes a parameter for a whole segment only, and reserves the beginning of a segment for an older syntax.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, OperationId};

/// The operations that the server leaves out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Routes {
    unroutable: BTreeSet<OperationId>,
}

impl Routes {
    /// Whether the server has the operation.
    pub fn has(&self, operation: OperationId) -> bool {
        !self.unroutable.contains(&operation)
    }
}

/// Looks at the path of every operation.
pub(super) fn check(api: &Api, sink: &mut Diagnostics) -> Routes {
    let mut routes = Routes::default();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        if !is_routable(operation) {
            let message = format!(
                "the server cannot route `{}` yet: a parameter must be a whole segment",
                operation.path
            );
            sink.push(Diagnostic::at_key(
                Code::UnsupportedFeature,
                &operation.pointer,
                message,
            ));
            routes.unroutable.insert(id);
        }
    }
    routes
}

fn is_routable(operation: &Operation) -> bool {
    operation.path.to_string().split('/').all(|segment| {
        let is_parameter =
            segment.starts_with('{') && segment.find('}') == segment.len().checked_sub(1);
        is_parameter || !(segment.contains(['{', '}']) || segment.starts_with([':', '*']))
    })
}
