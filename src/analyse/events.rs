//! Events that are described as a whole (OpenAPI 3.2, `itemSchema` of `text/event-stream`).

use std::collections::HashSet;

use crate::ir::{Api, EnumerationType, SchemaId, SchemaKind};

/// The fields of an event that come as texts. The time to wait is a number to all who read events.
const FIELDS: [&str; 3] = ["data", "event", "id"];

/// The fields of an event that are to be read as JSON: those that are no texts, wherever the document describes them. Where
/// one is a text in some events and something else in others, the text that it comes as is right for all.
pub fn json_fields(api: &Api, item: SchemaId) -> Vec<&'static str> {
    let kinds = alternatives(api, item);
    let is_json = |name: &&str| {
        let mut described = kinds.iter().filter_map(|kind| match kind {
            SchemaKind::Object(object) => object.properties.get(*name),
            _ => None,
        });
        let mut all = described.clone();
        described.next().is_some() && all.all(|property| is_json(api, property.schema))
    };
    FIELDS.into_iter().filter(is_json).collect()
}

/// Whether no value of a schema is a text, as far as the document says.
fn is_json(api: &Api, id: SchemaId) -> bool {
    let kinds = alternatives(api, id);
    let may_be_text = |kind: &&SchemaKind| match kind {
        SchemaKind::Any | SchemaKind::Opaque | SchemaKind::String(_) => true,
        SchemaKind::Enumeration(listed) => listed.values_type != EnumerationType::Integer,
        _ => false,
    };
    !kinds.iter().any(may_be_text)
}

/// What a schema may be: itself, or in the place of a union each of its variants.
fn alternatives(api: &Api, id: SchemaId) -> Vec<&SchemaKind> {
    let (mut known, mut open, mut kinds) = (HashSet::new(), vec![id], Vec::new());
    while let Some(id) = open.pop() {
        let (id, schema) = api.schemas.resolve(id);
        if !known.insert(id) {
            continue;
        }
        match schema.kind.described() {
            SchemaKind::Union(union) => open.extend(union.schemas()),
            kind => kinds.push(kind),
        }
    }
    kinds
}
