//! `enum`: one of several values.

use super::Lowering;
use super::flat::{Flat, JsonType};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Enumeration, Json, SchemaKind};

impl<'a> Lowering<'a> {
    /// The texts that are listed; `None` where the values are no texts and the rest of the schema has to say it.
    pub(super) fn enumeration(&mut self, flat: &Flat<'a>, values: &[Json]) -> Option<SchemaKind> {
        let mut texts: Vec<String> = Vec::new();
        for value in values {
            match value {
                // Null is said by `nullable`.
                Json::Null => {}
                Json::String(text) if texts.contains(text) => {}
                Json::String(text) => texts.push(text.clone()),
                _ => {
                    self.report(Diagnostic::at_key(
                        Code::UncheckedKeyword,
                        &flat.pointer.join("enum"),
                        "an `enum` of values that are not all texts has no effect on the output yet",
                    ));
                    return None;
                }
            }
        }
        let fits = matches!(flat.json_type, None | Some(JsonType::String));
        (fits && !texts.is_empty())
            .then_some(SchemaKind::Enumeration(Enumeration { values: texts }))
    }
}
