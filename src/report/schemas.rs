//! How faithfully the schemas are typed.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::ir::{Api, Schema, SchemaId};

/// What became of the schemas.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Schemas {
    /// How many there are, named and inline.
    pub total: usize,
    /// How many are typed as the document says, with nothing to remark.
    pub exact: usize,
    /// Where schemas stand that are typed more loosely than the document says.
    pub approximate: Vec<Pointer>,
    /// Where schemas stand that could not be typed and allow any JSON value.
    pub opaque: Vec<Pointer>,
}

impl Schemas {
    /// Counts the schemas of an API, and what was said about them.
    pub fn new(api: &Api, diagnostics: &Diagnostics) -> Self {
        let places: HashMap<&Pointer, usize> = written(api)
            .enumerate()
            .map(|(position, (_, schema))| (&schema.origin.pointer, position))
            .collect();
        let mut opaque = BTreeSet::new();
        let mut approximate = BTreeSet::new();
        for diagnostic in diagnostics {
            let location = diagnostic.location.as_ref();
            let Some(schema) = location.and_then(|place| schema_around(place.node(), &places))
            else {
                continue;
            };
            match diagnostic.code {
                Code::OpaqueSchema => opaque.insert(schema),
                Code::UncheckedKeyword | Code::ContradictoryAllOf => approximate.insert(schema),
                _ => false,
            };
        }
        approximate.retain(|schema| !opaque.contains(schema));
        let total = written(api).count();
        Self {
            total,
            exact: total.saturating_sub(opaque.len() + approximate.len()),
            approximate: pointers(api, &approximate),
            opaque: pointers(api, &opaque),
        }
    }
}

/// The schemas that the document has: the second shape of one is none of its own.
fn written(api: &Api) -> impl Iterator<Item = (SchemaId, &Schema)> {
    let copies: BTreeSet<SchemaId> = api.request_shapes.values().copied().collect();
    api.schemas
        .iter()
        .filter(move |(id, _)| !copies.contains(id))
}

/// The innermost schema in which a place is.
fn schema_around(place: &Pointer, places: &HashMap<&Pointer, usize>) -> Option<usize> {
    let mut place = place.clone();
    loop {
        if let Some(position) = places.get(&place) {
            return Some(*position);
        }
        place = place.split_last()?.0;
    }
}

fn pointers(api: &Api, positions: &BTreeSet<usize>) -> Vec<Pointer> {
    written(api)
        .enumerate()
        .filter(|(position, _)| positions.contains(position))
        .map(|(_, (_, schema))| schema.origin.pointer.clone())
        .collect()
}
