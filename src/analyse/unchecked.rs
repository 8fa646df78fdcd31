//! Says what has no effect in bodies yet: constraints and defaults. Of parameters the server checks and fills in both.

use super::Usage;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Bounds, SchemaKind};

/// Reports every constraint and every default of a schema that travels in a body.
pub(super) fn report(api: &Api, usage: &Usage, sink: &mut Diagnostics) {
    for (id, schema) in api.schemas.iter() {
        if !usage.is_in_body(id) {
            continue;
        }
        let mut unchecked = |keyword: &str, message: String| {
            let pointer = schema.origin.pointer.join(keyword);
            sink.push(Diagnostic::at_key(
                Code::UncheckedKeyword,
                &pointer,
                message,
            ));
        };
        for keyword in constraints(&schema.kind) {
            unchecked(keyword, format!("`{keyword}` is not checked in bodies yet"));
        }
        if schema.default.is_some() {
            unchecked(
                "default",
                "`default` is not filled in in bodies yet".to_owned(),
            );
        }
    }
}

fn constraints(kind: &SchemaKind) -> Vec<&'static str> {
    match kind {
        SchemaKind::Integer(integer) => bounds(&integer.bounds),
        SchemaKind::Number(number) => bounds(&number.bounds),
        SchemaKind::String(text) => said([
            (text.min_length.is_some(), "minLength"),
            (text.max_length.is_some(), "maxLength"),
        ]),
        SchemaKind::Array(array) => said([
            (array.min_items.is_some(), "minItems"),
            (array.max_items.is_some(), "maxItems"),
        ]),
        _ => Vec::new(),
    }
}

fn bounds<N>(bounds: &Bounds<N>) -> Vec<&'static str> {
    said([
        (bounds.minimum.is_some(), "minimum"),
        (bounds.maximum.is_some(), "maximum"),
        (bounds.multiple_of.is_some(), "multipleOf"),
    ])
}

fn said<const N: usize>(keywords: [(bool, &'static str); N]) -> Vec<&'static str> {
    keywords
        .into_iter()
        .filter(|(said, _)| *said)
        .map(|(_, keyword)| keyword)
        .collect()
}
