//! Which operations are emitted together: those with the same first tag, and what the API sends by itself.

use indexmap::IndexMap;
use serde::Serialize;

use crate::config::{Config, Part};
use crate::ir::{Api, OperationId};

/// Operations that share a module, and in a crate a cargo feature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The tag; `None` for the operations that have none.
    pub tag: Option<String>,
    /// The operations, in document order.
    pub operations: Vec<OperationId>,
}

impl Group {
    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }
}

/// Sorts the operations by their first tag: declared tags first, in their order, then the others as they are met.
pub(super) fn group(api: &Api) -> Vec<Group> {
    let mut groups: IndexMap<Option<&str>, Vec<OperationId>> = api
        .tags
        .iter()
        .map(|tag| (Some(tag.name.as_str()), Vec::new()))
        .collect();
    let of_api = api.operations.iter().enumerate();
    for (index, operation) in of_api.filter(|(_, it)| it.is_of_api()) {
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

/// The webhooks and callbacks together; none where there is neither a client, which sends them, nor a server, which receives
/// them.
pub(super) fn hooks(api: &Api, config: &Config) -> Group {
    let has = |part| config.parts.contains(part);
    if !has(Part::Client) && !has(Part::Server) {
        return Group::default();
    }
    let operations = api.operations.iter().enumerate();
    let hooks = operations.filter(|(_, operation)| !operation.is_of_api());
    Group {
        tag: None,
        operations: hooks.map(|(index, _)| OperationId(index)).collect(),
    }
}
