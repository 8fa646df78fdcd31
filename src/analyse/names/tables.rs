//! The statics that hold the tables of objects and unions.

use std::collections::{BTreeMap, BTreeSet};

use super::rust_name::{Case, RustName};
use super::{Names, Scope};
use crate::ir::SchemaId;

/// Names the tables after the types; what has no type has no table.
pub(super) fn name_tables(
    described: &BTreeSet<SchemaId>,
    names: &Names,
) -> BTreeMap<SchemaId, RustName> {
    let mut scope = Scope::default();
    let named = described.iter().filter_map(|id| {
        let name = names.type_name(*id)?.unraw();
        Some((*id, scope.take(&[name], Case::Shouty, "VALUE")))
    });
    named.collect()
}
