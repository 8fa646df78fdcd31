//! Which way each schema travels: in requests, in responses, or both.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::ir::{Api, Content, Graph, SchemaId, SchemaKind, SchemaSet};

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
    let requests = api
        .operations
        .iter()
        .filter_map(|operation| operation.body.as_ref())
        .map(|body| &body.content);
    let responses = api
        .operations
        .iter()
        .flat_map(|operation| &operation.responses)
        .filter_map(|response| response.content.as_ref());
    Usage {
        request: reach(api, requests),
        response: reach(api, responses),
    }
}

fn reach<'a>(api: &Api, contents: impl Iterator<Item = &'a Content>) -> BTreeSet<SchemaId> {
    let open = contents.filter_map(Content::schema).collect();
    SchemaSet::reached(&api.schemas, open).ids(&api.schemas)
}

/// The schemas that are of such a kind, or hold one that is: that is carried from those upwards until nothing changes.
pub(super) fn holders(
    api: &Api,
    is_wanted: impl Fn(SchemaId, &SchemaKind) -> bool,
) -> BTreeSet<SchemaId> {
    let parents = Graph::of_holders(&api.schemas);
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
