//! The names of what has the webhooks and callbacks: `client.webhooks().new_pet(…)`, `server::webhooks::Receiver::new_pet`.

use serde::Serialize;

use super::operations::{ByTag, OperationNames};
use super::reserved::{RESERVED_FUNCTIONS, RESERVED_GROUPS, RESERVED_STEMS};
use super::rust_name::{Case, RustName};
use super::scope::Scope;
use crate::analyse::{Group, Received};
use crate::ir::{Api, Hook};

/// What they are called, first where a tag of the document is called that.
const TEXTS: &[&str] = &["webhooks", "webhook sender"];

/// Gives the webhooks and callbacks their methods; the module in which they are, where there are any.
pub(super) fn name_hooks(
    hooks: &Group,
    groups: &[RustName],
    operations: &mut [OperationNames],
) -> Option<RustName> {
    if hooks.is_empty() {
        return None;
    }
    let mut of_client = Scope::with(RESERVED_FUNCTIONS);
    let mut types = Scope::with(RESERVED_STEMS);
    let first = hooks.operations.first().map_or(operations.len(), |id| id.0);
    for names in operations.iter().take(first) {
        of_client.insert(names.method().clone());
        if let Some((accessor, handle)) = names.accessor() {
            of_client.insert(accessor.clone());
            types.insert(handle.clone());
        }
    }
    for names in &*operations {
        for name in [&names.stem, &names.request, &names.response, &names.error] {
            types.insert(name.clone());
        }
    }
    let accessor = of_client.take(TEXTS, Case::Snake, "webhooks");
    let handle = types.take(TEXTS, Case::Camel, "Webhooks");
    for id in &hooks.operations {
        if let Some(names) = operations.get_mut(id.0) {
            names.by_tag = Some(ByTag {
                accessor: Some((accessor.clone(), handle.clone())),
                method: names.function.clone(),
            });
        }
    }
    let mut modules = Scope::with(RESERVED_GROUPS);
    for group in groups {
        modules.insert(group.clone());
    }
    Some(modules.take(TEXTS, Case::Snake, "webhooks"))
}

/// What the receivers of webhooks and callbacks are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceivedNames {
    /// The module.
    pub module: RustName,
    /// The method that gives the routes of each, in their order; with hyphens, the path at which it is by default.
    pub routes: Vec<RustName>,
}

/// What the server calls them, first where a tag of the document is called that.
const RECEIVED: &[&str] = &["webhooks", "webhook receiver"];

/// Methods that a receiver has whatever the document says, or that would hide one of a trait that the output calls.
const RESERVED_ROUTES: &[&str] = &[
    "new",
    "by_methods",
    "clone",
    "into",
    "from",
    "borrow",
    "to_owned",
    "default",
];

/// Names what the server receives; none where there is nothing.
pub(super) fn name_received(
    api: &Api,
    received: &Received,
    groups: &[RustName],
) -> Option<ReceivedNames> {
    if received.is_empty() {
        return None;
    }
    let mut modules = Scope::with(RESERVED_GROUPS);
    for group in groups {
        modules.insert(group.clone());
    }
    let mut routes = Scope::with(RESERVED_ROUTES);
    Some(ReceivedNames {
        module: modules.take(RECEIVED, Case::Snake, "webhooks"),
        routes: received
            .described(api)
            .map(|hook| name_route(hook, &mut routes))
            .collect(),
    })
}

/// A webhook has the name that the document gives it. So has a callback, unless another one has it.
fn name_route(hook: &Hook, scope: &mut Scope) -> RustName {
    let owner = hook.callback.as_ref().and_then(|it| it.operations.first());
    let longer = owner.map(|owner| format!("{} of {owner}", hook.name));
    let texts: Vec<&str> = [hook.name.as_str()]
        .into_iter()
        .chain(longer.as_deref())
        .collect();
    scope.take(&texts, Case::Snake, "webhook")
}
