//! Lists of lists: rustc gives up on those that are too deep, so the output would not compile.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Graph, PerSchema, SchemaId, SchemaKind, Schemas};

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
fn too_deep(schemas: &Schemas) -> Vec<SchemaId> {
    let graph = Graph::new(schemas, |_, schema| match schema.kind {
        SchemaKind::Alias(_) | SchemaKind::Array(_) | SchemaKind::Map(_) => schema.kind.children(),
        _ => Vec::new(),
    });
    let mut levels = PerSchema::new(schemas, 0);
    let mut found = Vec::new();
    for link in graph.knots(schemas).into_iter().rev() {
        let level = link.iter().map(|id| *levels.get(*id)).max().unwrap_or(0);
        if level > DEEPEST {
            found.extend(link);
            continue;
        }
        for id in &link {
            let is_alias = matches!(schemas.get(*id).kind, SchemaKind::Alias(_));
            let below = level + usize::from(!is_alias);
            for target in graph.targets(*id) {
                let known = *levels.get(*target);
                levels.replace(*target, known.max(below));
            }
        }
    }
    found.sort_unstable();
    found
}
