//! Which way each schema travels: in requests, in responses, or both.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::ir::{Api, Graph, Operation, SchemaId, SchemaKind, SchemaSet};

/// The schemas that travel each way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// In bodies of requests.
    pub request: BTreeSet<SchemaId>,
    /// In bodies of responses.
    pub response: BTreeSet<SchemaId>,
}

/// Follows every schema from the operations down.
pub(super) fn trace(api: &Api) -> Usage {
    Usage {
        request: reach(api, bodies(api)),
        response: reach(api, responses(api)),
    }
}

/// What stands in the bodies of requests.
pub(super) fn bodies(api: &Api) -> impl Iterator<Item = SchemaId> + '_ {
    api.operations.iter().flat_map(Operation::body_schemas)
}

/// What stands in the bodies of responses.
pub(super) fn responses(api: &Api) -> impl Iterator<Item = SchemaId> + '_ {
    api.operations.iter().flat_map(Operation::answer_schemas)
}

/// These schemas, and all that they lead to.
pub(super) fn reach(api: &Api, schemas: impl IntoIterator<Item = SchemaId>) -> BTreeSet<SchemaId> {
    let open = schemas.into_iter().collect();
    let reached = SchemaSet::reached(&api.schemas, open, |schema| schema.kind.children());
    reached.ids(&api.schemas)
}

/// The schemas that are of such a kind, or hold one that is: that is carried from those upwards until nothing changes.
pub(super) fn holders(
    api: &Api,
    is_wanted: impl Fn(SchemaId, &SchemaKind) -> bool,
) -> BTreeSet<SchemaId> {
    let parents = Graph::reversed(&api.schemas, |schema| schema.kind.children());
    let wanted = api.schemas.iter();
    let wanted = wanted.filter(|(id, schema)| is_wanted(*id, &schema.kind));
    let mut open: Vec<SchemaId> = wanted.map(|(id, _)| id).collect();
    let mut found = SchemaSet::none(&api.schemas);
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(parents.targets(id));
        }
    }
    found.ids(&api.schemas)
}
