//! Which webhooks and callbacks a server receives, and which of their operations go to the same address.

use serde::Serialize;

use super::Group;
use crate::config::{Config, Part};
use crate::diagnostic::Pointer;
use crate::ir::{Api, Hook, OperationId};

/// The webhooks and callbacks that are received, in document order, each with its operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Received {
    hooks: Vec<Vec<OperationId>>,
}

impl Received {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.hooks.is_empty()
    }

    /// The operations of each.
    pub fn hooks(&self) -> &[Vec<OperationId>] {
        &self.hooks
    }

    /// What stands in the document of each.
    pub(super) fn described<'a>(&self, api: &'a Api) -> impl Iterator<Item = &'a Hook> {
        let first = self
            .hooks
            .iter()
            .filter_map(|operations| operations.first());
        first.filter_map(|id| api.operations.get(id.0)?.hook.as_ref())
    }

    /// Whether an operation is one of theirs; they come behind those of the API.
    pub fn has(&self, operation: OperationId) -> bool {
        let first = self.hooks.first().and_then(|operations| operations.first());
        first.is_some_and(|first| *first <= operation)
    }
}

/// The operations of a path item follow each other.
pub(super) fn collect(api: &Api, hooks: &Group, config: &Config) -> Received {
    let mut received = Received::default();
    if !config.parts.contains(Part::Server) {
        return received;
    }
    let mut before: Option<&Pointer> = None;
    for id in &hooks.operations {
        let operation = api.operations.get(id.0);
        let place = operation
            .and_then(|it| it.hook.as_ref())
            .map(|hook| &hook.pointer);
        match received.hooks.last_mut().filter(|_| place == before) {
            Some(same) => same.push(*id),
            None => received.hooks.push(vec![*id]),
        }
        before = place;
    }
    received
}
