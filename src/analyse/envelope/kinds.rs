//! What the members of an envelope can hold.

use super::LocationShape;
use crate::ir::{Api, SchemaId, SchemaKind, TextFormat};

/// Whether it takes any text.
pub(super) fn is_text(api: &Api, schema: SchemaId) -> bool {
    matches!(
        &api.schemas.resolve(schema).1.kind,
        SchemaKind::String(text) if text.format == TextFormat::Plain && text.patterns.is_empty()
    )
}

/// Whether it takes a URI.
pub(super) fn is_uri(api: &Api, schema: SchemaId) -> bool {
    matches!(
        &api.schemas.resolve(schema).1.kind,
        SchemaKind::String(text)
            if matches!(text.format, TextFormat::Uri | TextFormat::UriReference) && text.patterns.is_empty()
    )
}

/// Whether it takes a moment.
pub(super) fn is_moment(api: &Api, schema: SchemaId) -> bool {
    matches!(
        &api.schemas.resolve(schema).1.kind,
        SchemaKind::String(text) if text.format == TextFormat::DateTime
    )
}

pub(super) fn is_number(api: &Api, schema: SchemaId) -> bool {
    matches!(
        api.schemas.resolve(schema).1.kind,
        SchemaKind::Integer(_) | SchemaKind::Number(_)
    )
}

/// Whether it takes a status.
pub(super) fn is_status(api: &Api, schema: SchemaId) -> bool {
    is_number(api, schema) || is_text(api, schema)
}

/// Whether the document shows values, and each of them is a status as a text; `None` where it shows none.
pub(super) fn shows_status(api: &Api, schema: SchemaId) -> Option<bool> {
    let target = api.schemas.resolve(schema).0;
    let schemas = if target == schema {
        vec![schema]
    } else {
        vec![schema, target]
    };
    let mut shown = schemas
        .into_iter()
        .flat_map(|id| &api.schemas.get(id).examples)
        .peekable();
    shown.peek()?;
    Some(shown.all(|example| {
        let text = example.value.as_str();
        text.is_some_and(|text| text.parse::<u16>().is_ok())
    }))
}

pub(super) fn is_flag(api: &Api, schema: SchemaId) -> bool {
    matches!(api.schemas.resolve(schema).1.kind, SchemaKind::Boolean)
}

/// Whether it has one value alone, which is no number: that would be the code of one error.
pub(super) fn is_constant(api: &Api, schema: SchemaId) -> bool {
    let SchemaKind::Enumeration(listed) = &api.schemas.resolve(schema).1.kind else {
        return false;
    };
    let mut values = listed.values.iter();
    listed.is_constant() && !values.any(|it| it.value.as_f64().is_some())
}

/// Whether it can be there and say nothing.
pub(super) fn may_be_nothing(api: &Api, schema: SchemaId) -> bool {
    api.schemas.is_nullable(schema)
        || match &api.schemas.resolve(schema).1.kind {
            SchemaKind::Any | SchemaKind::Opaque => true,
            SchemaKind::Array(array) => array.min_items.unwrap_or_default() == 0,
            SchemaKind::Map(map) => map.count.min_properties.unwrap_or_default() == 0,
            SchemaKind::String(text) if text.format == TextFormat::Uuid => true,
            SchemaKind::String(text) => {
                is_text(api, schema) && text.min_length.unwrap_or_default() == 0
            }
            _ => false,
        }
}

/// Whether a list, or an object with any names, may have one entry alone.
pub(super) fn takes_one(api: &Api, schema: SchemaId) -> bool {
    let least = match &api.schemas.resolve(schema).1.kind {
        SchemaKind::Array(array) => array.min_items,
        SchemaKind::Map(map) => map.count.min_properties,
        _ => None,
    };
    least.is_none_or(|least| least <= 1)
}

/// The schema of the items of a list.
pub(super) fn items(api: &Api, schema: SchemaId) -> Option<SchemaId> {
    match &api.schemas.resolve(schema).1.kind {
        SchemaKind::Array(array) => Some(array.items),
        _ => None,
    }
}

/// Whether it has lists of texts under any names.
pub(super) fn is_texts_by_name(api: &Api, schema: SchemaId) -> bool {
    let SchemaKind::Map(map) = &api.schemas.resolve(schema).1.kind else {
        return false;
    };
    let items = items(api, map.values).filter(|items| is_text(api, *items));
    items.is_some_and(|items| {
        !api.schemas.is_nullable(items) && !api.schemas.is_nullable(map.values)
    })
}

pub(super) fn location_shape(api: &Api, schema: SchemaId) -> Option<LocationShape> {
    if is_text(api, schema) {
        return Some(LocationShape::Text);
    }
    let items = items(api, schema).filter(|items| !api.schemas.is_nullable(*items))?;
    if is_text(api, items) {
        return Some(LocationShape::Texts);
    }
    let (union, resolved) = api.schemas.resolve(items);
    let SchemaKind::Union(variants) = &resolved.kind else {
        return None;
    };
    let position = |test: fn(&Api, SchemaId) -> bool| {
        variants
            .variants
            .iter()
            .position(|variant| test(api, variant.schema))
    };
    let is_integer =
        |api: &Api, schema| matches!(api.schemas.resolve(schema).1.kind, SchemaKind::Integer(_));
    Some(LocationShape::TextsAndNumbers {
        union,
        text: position(is_text)?,
        number: position(is_integer)?,
    })
}
