//! Schemas that say of each other, in a circle, that they are the same: none of them says what.

use super::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, PerSchema, SchemaId, SchemaKind};

/// Leaves one schema of each circle open, so that every name in it stands for something.
pub(super) fn open(api: &mut Api, sink: &mut Diagnostics) {
    for id in first_of_each(api) {
        let message = "this schema becomes any JSON value: it is only said to be itself";
        let pointer = api.schemas.get(id).origin.pointer.clone();
        sink.push(Diagnostic::at(Code::OpaqueSchema, &pointer, message));
        api.schemas
            .change(id, |schema| schema.kind = SchemaKind::Opaque);
    }
}

/// Follows each schema to its end, and stops where another way has been before: each is followed once.
fn first_of_each(api: &Api) -> Vec<SchemaId> {
    let mut way_of: PerSchema<Option<usize>> = PerSchema::new(&api.schemas, None);
    let mut found = Vec::new();
    for (way, (start, _)) in api.schemas.iter().enumerate() {
        let mut at = start;
        while let SchemaKind::Alias(next) = api.schemas.get(at).kind {
            match way_of.replace(at, Some(way)) {
                None => at = next,
                Some(before) => {
                    if before == way {
                        found.push(at);
                    } else {
                        way_of.replace(at, Some(before));
                    }
                    break;
                }
            }
        }
    }
    found
}
