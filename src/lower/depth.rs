//! Lists of lists: rustc gives up on those that are too deep, so the output would not compile.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Graph, SchemaId, SchemaKind, Schemas, strongly_connected};

/// How many lists and maps may stand in each other. Neither has a name, so that the type of the outermost names them all; rustc
/// takes 128 of what they are made of, and a list is made of four. Objects have names, and so have no such end.
const DEEPEST: usize = 12;

/// Leaves open what is deeper.
pub(super) fn limit(api: &mut Api, sink: &mut Diagnostics) {
    for id in too_deep(&api.schemas) {
        let message =
            format!("{DEEPEST} lists or maps stand around this one; what it holds is not typed");
        let pointer = api.schemas.get(id).origin.pointer.clone();
        sink.push(Diagnostic::at(Code::OpaqueSchema, &pointer, message));
        api.schemas
            .change(id, |schema| schema.kind = SchemaKind::Opaque);
    }
}

/// The first schemas of every chain that is too long. Those that hold each other are one link of it: one of them
/// has a name.
fn too_deep(schemas: &Schemas) -> BTreeSet<SchemaId> {
    let graph: Graph = schemas
        .iter()
        .map(|(id, schema)| (id, schema.kind.children()))
        .collect();
    let mut levels: BTreeMap<SchemaId, usize> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for link in strongly_connected(&graph).into_iter().rev() {
        let level = link.iter().filter_map(|id| levels.get(id)).max();
        let level = level.copied().unwrap_or(0);
        if level > DEEPEST {
            found.extend(link);
            continue;
        }
        for id in &link {
            let below = match schemas.get(*id).kind {
                SchemaKind::Alias(_) => level,
                SchemaKind::Array(_) | SchemaKind::Map(_) => level + 1,
                _ => 0,
            };
            for target in graph.get(id).into_iter().flatten() {
                let known = levels.entry(*target).or_insert(below);
                *known = (*known).max(below);
            }
        }
    }
    found
}
