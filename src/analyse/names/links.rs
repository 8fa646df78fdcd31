//! The names of links, which are methods of calls.

use std::collections::BTreeMap;

use super::operations::OperationNames;
use super::reserved::RESERVED_PARAMETERS;
use super::rust_name::{Case, RustName};
use super::scope::Scope;
use crate::analyse::Links;
use crate::ir::{Api, OperationId};

/// Names the links of each operation: as the document does, with `link` behind it where something else is called that.
pub(super) fn name_links(
    api: &Api,
    links: &Links,
    operations: &[OperationNames],
) -> BTreeMap<OperationId, Vec<RustName>> {
    let mut names = BTreeMap::new();
    for (id, links) in links.all() {
        let mut scope = Scope::with(RESERVED_PARAMETERS);
        let parameters = operations.get(id.0).map(|it| it.parameters.as_slice());
        for parameter in parameters.unwrap_or_default() {
            scope.insert(parameter.clone());
        }
        let Some(operation) = api.operations.get(id.0) else {
            continue;
        };
        let named = links.iter().map(|linked| {
            let name = linked.link(operation).map_or("link", |link| &link.name);
            let longer = format!("{name} link");
            scope.take(&[name, &longer], Case::Snake, "link")
        });
        names.insert(id, named.collect());
    }
    names
}
