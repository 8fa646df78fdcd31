//! What each type can derive beside `Debug`, `Clone` and `PartialEq`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::usage::holders;
use super::{Closed, Holding, Recursion};
use crate::ir::{Api, EnumerationType, Graph, Property, SchemaId, SchemaKind, TextFormat};

/// What the types can derive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Derives {
    /// The schemas that hold a floating-point number somewhere, which is neither `Eq` nor `Hash`, or a type of the user's
    /// own, which may be neither.
    inexact: BTreeSet<SchemaId>,
    /// The objects that hold nothing but plain values of a fixed size.
    copied: BTreeSet<SchemaId>,
    /// The objects of which there is one that nobody had to choose anything for.
    defaulted: BTreeSet<SchemaId>,
}

impl Derives {
    /// Whether the type can be `Eq` and `Hash`.
    pub fn is_exact(&self, schema: SchemaId) -> bool {
        !self.inexact.contains(&schema)
    }

    /// Whether the struct of an object can be `Copy`.
    pub fn is_copy(&self, object: SchemaId) -> bool {
        self.copied.contains(&object)
    }

    /// Whether the struct of an object can be `Default`.
    pub fn is_default(&self, object: SchemaId) -> bool {
        self.defaulted.contains(&object)
    }
}

/// Works out what the parts of each type allow.
pub(super) fn work_out(api: &Api, recursion: &Recursion, closed: &Closed) -> Derives {
    // Of a type of the user's own no more is asked than that values can be compared.
    let is_inexact =
        |_: SchemaId, kind: &SchemaKind| matches!(kind, SchemaKind::Number(_) | SchemaKind::Own(_));
    let owning = holders(api, |id, kind| match kind {
        SchemaKind::Object(object) => {
            let mut properties = object.properties.values();
            object.additional.schema().is_some()
                || !object.patterns.is_empty()
                || properties
                    .any(|property| recursion.holding(api, id, property.schema) != Holding::InPlace)
        }
        SchemaKind::Enumeration(listed) => {
            listed.values_type != EnumerationType::Integer && !closed.has(id)
        }
        SchemaKind::String(text) => !is_copied(text.format),
        SchemaKind::Alias(_)
        | SchemaKind::Boolean
        | SchemaKind::Integer(_)
        | SchemaKind::Number(_) => false,
        SchemaKind::Any
        | SchemaKind::Opaque
        | SchemaKind::Array(_)
        | SchemaKind::Tuple(_)
        | SchemaKind::Map(_)
        | SchemaKind::Union(_)
        | SchemaKind::Own(_) => true,
    });
    let objects = api.schemas.iter().filter(|(id, schema)| {
        matches!(schema.kind, SchemaKind::Object(_)) && !owning.contains(id)
    });
    Derives {
        copied: objects.map(|(id, _)| id).collect(),
        inexact: holders(api, is_inexact),
        defaulted: defaulted(api),
    }
}

/// The objects whose parts are all given: what is optional is absent, what is nullable is null, a constant is itself, and a
/// required object has to be one of these, too.
fn defaulted(api: &Api) -> BTreeSet<SchemaId> {
    let needed = Graph::new(&api.schemas, |_, schema| match &schema.kind {
        SchemaKind::Object(object) => {
            let open = object.properties.values().filter(|it| !is_given(api, it));
            let open = open.map(|property| api.schemas.resolve(property.schema).0);
            open.collect()
        }
        _ => Vec::new(),
    });
    let is_object = |id| matches!(api.schemas.get(id).kind, SchemaKind::Object(_));
    let mut found = BTreeSet::new();
    // What is needed comes before what needs it. Where each needs the other neither comes first, and so neither is found.
    for id in needed.knots(&api.schemas).into_iter().flatten() {
        let mut parts = needed.targets(id).iter();
        if is_object(id) && parts.all(|part| found.contains(part)) {
            found.insert(id);
        }
    }
    found
}

/// Whether a property has a value that nobody has to choose. A text, a number, a list or a map has none.
fn is_given(api: &Api, property: &Property) -> bool {
    if !property.required {
        return true;
    }
    let kind = &api.schemas.resolve(property.schema).1.kind;
    match kind {
        // Null is a value like any other there, and somebody has to choose it.
        SchemaKind::Any | SchemaKind::Opaque => false,
        SchemaKind::Enumeration(listed) if listed.is_constant() => true,
        _ => api.schemas.is_nullable(property.schema),
    }
}

/// Whether a text of the format is held in a type of a fixed size.
fn is_copied(format: TextFormat) -> bool {
    matches!(
        format,
        TextFormat::Uuid
            | TextFormat::DateTime
            | TextFormat::Date
            | TextFormat::Ipv4
            | TextFormat::Ipv6
    )
}
