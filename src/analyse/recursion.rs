//! Where a type would hold itself, and so needs a `Box`.
//!
//! A list and a map hold their items at the other end of a pointer; a struct and an enum hold theirs in place. So the
//! types that hold each other in place form a graph, and an edge that closes a cycle is boxed. So is one that would make a
//! type too deep for rustc, which works out the layout of a type from those of its parts. What not even a `Box` makes bearable
//! is held apart (see [`depth`]).

use std::collections::BTreeSet;

use serde::Serialize;

use super::depth::{self, Part};
use super::walk::Walk;
use crate::ir::{Api, Graph, PerSchema, SchemaId, SchemaKind};

/// How many types may stand in each other in place. rustc takes 128 levels, `Option` being one, and its users nest them too.
const DEEPEST: usize = 24;

/// How a struct or a variant holds a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// As it is.
    InPlace,
    /// In a `Box`.
    Boxed,
    /// Behind a trait object, where rustc does not look.
    Apart,
}

/// What has to be boxed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Recursion {
    /// The schema that holds, and the one that it holds.
    boxed: BTreeSet<Part>,
    /// The same for what is held apart.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    apart: BTreeSet<Part>,
    /// Named lists and maps that hold themselves: an alias of itself would have no size, a struct has one.
    newtypes: BTreeSet<SchemaId>,
}

impl Recursion {
    /// How `outer` holds `inner`.
    pub fn holding(&self, api: &Api, outer: SchemaId, inner: SchemaId) -> Holding {
        let part = (outer, api.schemas.resolve(inner).0);
        if self.apart.contains(&part) {
            Holding::Apart
        } else if self.boxed.contains(&part) {
            Holding::Boxed
        } else {
            Holding::InPlace
        }
    }

    /// Whether anything is held apart.
    pub fn has_apart(&self) -> bool {
        !self.apart.is_empty()
    }

    /// Whether a named list or map needs a struct of its own.
    pub fn is_newtype(&self, schema: SchemaId) -> bool {
        self.newtypes.contains(&schema)
    }
}

/// Finds every cycle, and every chain that is too long.
pub(super) fn find(api: &Api) -> Recursion {
    let apart = depth::cut(api);
    let in_place = graph(api, in_place);
    let is_in_place = |outer, inner| !apart.contains(&(outer, inner));
    let boxed = boxed(api, &in_place, is_in_place);
    let aliases = graph(api, through_alias);
    let knots = aliases.knots(&api.schemas).into_iter();
    let leads_within = |knot: &[SchemaId]| {
        let mut targets = knot.iter().flat_map(|id| aliases.targets(*id));
        targets.any(|target| knot.contains(target))
    };
    let newtypes = knots
        .filter(|knot| leads_within(knot))
        .flatten()
        .filter(|id| api.schemas.get(*id).origin.component.is_some())
        .collect();
    Recursion {
        boxed,
        apart,
        newtypes,
    }
}

fn graph(api: &Api, edges: fn(&SchemaKind) -> Vec<SchemaId>) -> Graph {
    Graph::new(&api.schemas, |_, schema| {
        let targets = edges(&schema.kind).into_iter();
        targets.map(|id| api.schemas.resolve(id).0).collect()
    })
}

fn in_place(kind: &SchemaKind) -> Vec<SchemaId> {
    match kind {
        SchemaKind::Object(object) => object
            .properties
            .values()
            .map(|property| property.schema)
            .collect(),
        SchemaKind::Tuple(tuple) => tuple.items.iter().map(|item| item.schema).collect(),
        SchemaKind::Union(union) => union.schemas().collect(),
        _ => Vec::new(),
    }
}

fn through_alias(kind: &SchemaKind) -> Vec<SchemaId> {
    match kind {
        SchemaKind::Array(array) => vec![array.items],
        SchemaKind::Map(map) => vec![map.values],
        _ => Vec::new(),
    }
}

/// The edges that close a cycle, and those that end a chain that is as long as one may be.
fn boxed(
    api: &Api,
    graph: &Graph,
    is_in_place: impl Fn(SchemaId, SchemaId) -> bool,
) -> BTreeSet<Part> {
    let walk = Walk::through(&api.schemas, graph, graph.nodes(), &is_in_place);
    let mut boxed = walk.closing;
    let mut heights = PerSchema::new(&api.schemas, 0);
    for node in walk.order {
        let mut height = 0;
        for target in graph.targets(node) {
            let below = *heights.get(*target);
            if !is_in_place(node, *target) || boxed.contains(&(node, *target)) {
                continue;
            }
            if below == DEEPEST {
                boxed.insert((node, *target));
            } else {
                height = height.max(below + 1);
            }
        }
        heights.replace(node, height);
    }
    boxed
}
