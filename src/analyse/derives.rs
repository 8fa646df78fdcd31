//! What each type can derive beside `Debug`, `Clone` and `PartialEq`.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::ir::{Api, SchemaId, SchemaKind};

/// What the types can derive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Derives {
    /// The schemas that hold a floating-point number somewhere, which is neither `Eq` nor `Hash`.
    inexact: BTreeSet<SchemaId>,
}

impl Derives {
    /// Whether the type can be `Eq` and `Hash`.
    pub fn is_exact(&self, schema: SchemaId) -> bool {
        !self.inexact.contains(&schema)
    }
}

/// Works out what holds a floating-point number: a schema does when one of its children does, so the property is carried
/// from the numbers upwards until nothing changes.
pub(super) fn work_out(api: &Api) -> Derives {
    let mut parents: Vec<(SchemaId, SchemaId)> = Vec::new();
    let mut open: Vec<SchemaId> = Vec::new();
    for (id, schema) in api.schemas.iter() {
        parents.extend(schema.kind.children().into_iter().map(|child| (child, id)));
        if matches!(schema.kind, SchemaKind::Number(_)) {
            open.push(id);
        }
    }
    parents.sort_unstable();
    let mut inexact = BTreeSet::new();
    while let Some(id) = open.pop() {
        if inexact.insert(id) {
            let first = parents.partition_point(|(child, _)| *child < id);
            let of_id = parents
                .iter()
                .skip(first)
                .take_while(|(child, _)| *child == id);
            open.extend(of_id.map(|(_, parent)| *parent));
        }
    }
    Derives { inexact }
}
