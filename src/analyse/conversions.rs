//! Between what a client sends and what a server answers: which of the two can be made of the other.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Recursion;
use crate::ir::{Api, SchemaId, SchemaKind};

/// The conversions between the two shapes of schemas.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Conversions {
    /// The schema of a response, by the one of the request that was made of it.
    responses: BTreeMap<SchemaId, SchemaId>,
    /// By what is converted.
    conversions: BTreeMap<SchemaId, Conversion>,
}

/// How a shape is made of the other one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conversion {
    /// What is made.
    pub to: SchemaId,
    /// The required properties that the other shape does not have, in document order.
    pub missing: Vec<String>,
}

impl Conversions {
    /// Whether there are none, as in most documents.
    pub fn is_empty(&self) -> bool {
        self.responses.is_empty()
    }

    /// The schema of responses that one of requests was made of.
    pub fn response_of(&self, request: SchemaId) -> Option<SchemaId> {
        self.responses.get(&request).copied()
    }

    /// How the other shape is made of this one, where it can be.
    pub fn from(&self, schema: SchemaId) -> Option<&Conversion> {
        self.conversions.get(&schema)
    }
}

/// Finds the conversions.
pub(super) fn find(api: &Api, recursion: &Recursion) -> Conversions {
    let to_request: Vec<_> = api.request_shapes.iter().map(|(a, b)| (*a, *b)).collect();
    let to_response: Vec<_> = to_request.iter().map(|(a, b)| (*b, *a)).collect();
    let mut conversions = BTreeMap::new();
    for pairs in [&to_request, &to_response] {
        let known = whole(api, recursion, pairs);
        for (from, to) in pairs {
            if let Some(missing) = missing(api, recursion, (*from, *to), &known) {
                conversions.insert(*from, Conversion { to: *to, missing });
            }
        }
    }
    Conversions {
        responses: to_response.into_iter().collect(),
        conversions,
    }
}

/// What can be converted without adding anything: everything, until what cannot, and what holds such, has been taken out.
fn whole(api: &Api, recursion: &Recursion, pairs: &[(SchemaId, SchemaId)]) -> BTreeSet<SchemaId> {
    let mut known: BTreeSet<SchemaId> = pairs.iter().map(|(from, _)| *from).collect();
    loop {
        let before = known.len();
        for pair in pairs {
            let missing = missing(api, recursion, *pair, &known);
            if missing.is_none_or(|missing| !missing.is_empty()) {
                known.remove(&pair.0);
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// The required properties that have to be added; `None` where a part of it cannot be converted.
fn missing(
    api: &Api,
    recursion: &Recursion,
    (from, to): (SchemaId, SchemaId),
    known: &BTreeSet<SchemaId>,
) -> Option<Vec<String>> {
    let part = |from, to| is_convertible(api, recursion, from, to, known);
    let kinds = (&api.schemas.get(from).kind, &api.schemas.get(to).kind);
    match kinds {
        (SchemaKind::Object(from), SchemaKind::Object(to)) => {
            let mut missing = Vec::new();
            for (name, property) in &to.properties {
                match from.properties.get(name) {
                    Some(own) if part(own.schema, property.schema) => {}
                    None if property.required => missing.push(name.clone()),
                    None => {}
                    Some(_) => return None,
                }
            }
            let additional = (from.additional.schema(), to.additional.schema());
            let mut patterns = from.patterns.iter().zip(&to.patterns);
            match additional {
                (Some(from), Some(to)) if !part(from, to) => None,
                _ if !patterns.all(|(from, to)| part(from.schema, to.schema)) => None,
                _ => Some(missing),
            }
        }
        (SchemaKind::Tuple(from), SchemaKind::Tuple(to)) => {
            let mut schemas = from.schemas().zip(to.schemas());
            schemas.all(|(from, to)| part(from, to)).then(Vec::new)
        }
        (SchemaKind::Union(from), SchemaKind::Union(to)) => from
            .schemas()
            .zip(to.schemas())
            .all(|(from, to)| part(from, to))
            .then(Vec::new),
        (SchemaKind::Array(from_list), SchemaKind::Array(to)) if recursion.is_newtype(from) => {
            part(from_list.items, to.items).then(Vec::new)
        }
        (SchemaKind::Map(from_map), SchemaKind::Map(to)) if recursion.is_newtype(from) => {
            part(from_map.values, to.values).then(Vec::new)
        }
        _ => None,
    }
}

/// Types of their own are converted as such; lists, maps and other names of a type part by part.
fn is_convertible(
    api: &Api,
    recursion: &Recursion,
    from: SchemaId,
    to: SchemaId,
    known: &BTreeSet<SchemaId>,
) -> bool {
    if from == to {
        return true;
    }
    let part = |from, to| is_convertible(api, recursion, from, to, known);
    match (&api.schemas.get(from).kind, &api.schemas.get(to).kind) {
        _ if recursion.is_newtype(from) => known.contains(&from),
        (SchemaKind::Alias(from), SchemaKind::Alias(to)) => part(*from, *to),
        (SchemaKind::Array(from), SchemaKind::Array(to)) => part(from.items, to.items),
        (SchemaKind::Map(from), SchemaKind::Map(to)) => part(from.values, to.values),
        _ => known.contains(&from),
    }
}
