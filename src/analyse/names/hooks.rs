//! The names of what has the webhooks and callbacks: `client.webhooks().new_pet(…)`.

use super::operations::{
    ByTag, OperationNames, RESERVED_FUNCTIONS, RESERVED_GROUPS, RESERVED_STEMS,
};
use super::rust_name::{Case, RustName};
use super::scope::Scope;
use crate::analyse::Group;

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
