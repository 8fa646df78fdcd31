//! Which way each schema travels: in requests, in responses, or both.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::ir::{Api, Content, SchemaId};

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
    let mut open: Vec<SchemaId> = contents
        .filter_map(|content| match content {
            Content::Json { schema, .. } => Some(*schema),
            Content::Bytes { .. } => None,
        })
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(api.schemas.get(id).kind.children());
        }
    }
    reached
}
