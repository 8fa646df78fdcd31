//! Which operations are emitted together: those with the same first tag.

use indexmap::IndexMap;
use serde::Serialize;

use crate::ir::{Api, OperationId};

/// Operations that share a module, and in a crate a cargo feature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The tag; `None` for the operations that have none.
    pub tag: Option<String>,
    /// The operations, in document order.
    pub operations: Vec<OperationId>,
}

/// Sorts the operations by their first tag: declared tags first, in their order, then the others as they are met.
pub(super) fn group(api: &Api) -> Vec<Group> {
    let mut groups: IndexMap<Option<&str>, Vec<OperationId>> = api
        .tags
        .iter()
        .map(|tag| (Some(tag.name.as_str()), Vec::new()))
        .collect();
    for (index, operation) in api.operations.iter().enumerate() {
        let tag = operation.tags.first().map(String::as_str);
        groups.entry(tag).or_default().push(OperationId(index));
    }
    groups
        .into_iter()
        .filter(|(_, operations)| !operations.is_empty())
        .map(|(tag, operations)| Group {
            tag: tag.map(str::to_owned),
            operations,
        })
        .collect()
}
