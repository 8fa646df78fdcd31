//! Where a type is so deep that rustc would give up on it.
//!
//! To find out whether a type is `Send`, or what it means to drop it, rustc looks at its parts, and theirs, at most 128 types
//! deep. A part that is held behind a trait object (`support::deep::Deep`) ends that. What counts is the longest way that rustc
//! could take; among types that all lead to each other that is anything up to a way through each of them once.

use std::collections::{BTreeMap, BTreeSet};

use super::walk::Walk;
use crate::ir::{Api, Graph, SchemaId, SchemaKind, strongly_connected};

/// How deep a type of ours may be. The rest of what rustc takes is for what users put around it, and for futures that hold it.
const DEEPEST: usize = 88;

/// How deep types that lead to each other may be together before they are held apart.
const DEEPEST_KNOT: usize = 64;

/// `Box<…>`, and what a box has inside.
const BOX: usize = 2;
/// `Vec<Option<…>>`, and what a list has inside.
const LIST: usize = 5;
/// `BTreeMap<String, Option<…>>`, and what a map has inside.
const MAP: usize = 8;
/// `serde_json::Value`, or a type of the user's own.
const VALUE: usize = 12;
/// Whatever else holds nothing of the document: a text is a list of bytes.
const LEAF: usize = 6;

/// A part that is held apart: the schema that holds it, and what it is.
pub(super) type Part = (SchemaId, SchemaId);

/// Finds the parts that have to be held apart.
pub(super) fn cut(api: &Api) -> BTreeSet<Part> {
    let holders = api.schemas.iter().filter_map(|(id, schema)| {
        let parts = parts(api, &schema.kind)?;
        Some((id, parts))
    });
    let holders: BTreeMap<SchemaId, Vec<Held>> = holders.collect();
    let mut cutter = Cutter {
        graph: holders
            .iter()
            .map(|(id, parts)| (*id, targets(parts)))
            .collect(),
        holders,
        heights: BTreeMap::new(),
        cut: BTreeSet::new(),
    };
    for knot in strongly_connected(&cutter.graph) {
        cutter.measure(&knot);
    }
    cutter.cut
}

/// A part of an object or union.
struct Held {
    /// What it is.
    schema: SchemaId,
    /// How many types rustc looks through to get to the end of its lists and maps.
    depth: usize,
    /// The object or union at the end.
    target: Option<SchemaId>,
    /// Whether it can be held apart.
    is_field: bool,
}

fn targets(parts: &[Held]) -> Vec<SchemaId> {
    parts.iter().filter_map(|part| part.target).collect()
}

/// The parts of an object or a union.
fn parts(api: &Api, kind: &SchemaKind) -> Option<Vec<Held>> {
    match kind {
        SchemaKind::Object(object) => {
            let properties = object.properties.values().map(|property| {
                let options = usize::from(!property.required)
                    + usize::from(api.schemas.is_nullable(property.schema));
                held(api, property.schema, options + BOX)
            });
            let additional = object.additional.schema().into_iter().map(|schema| Held {
                is_field: false,
                ..held(api, schema, MAP)
            });
            Some(properties.chain(additional).collect())
        }
        SchemaKind::Union(union) => {
            let variants = union.schemas();
            Some(variants.map(|schema| held(api, schema, BOX)).collect())
        }
        _ => None,
    }
}

fn held(api: &Api, schema: SchemaId, around: usize) -> Held {
    let schema = api.schemas.resolve(schema).0;
    let mut depth = around;
    let mut inner = schema;
    let mut met = BTreeSet::new();
    // A list may be one of itself.
    while met.insert(inner) {
        let (own, items) = match &api.schemas.get(inner).kind {
            SchemaKind::Array(array) => (LIST, array.items),
            SchemaKind::Map(map) => (MAP, map.values),
            _ => break,
        };
        depth += own;
        inner = api.schemas.resolve(items).0;
    }
    let kind = &api.schemas.get(inner).kind;
    let is_holder = matches!(kind, SchemaKind::Object(_) | SchemaKind::Union(_));
    Held {
        schema,
        depth: depth + if is_holder { 0 } else { leaf(kind) },
        target: is_holder.then_some(inner),
        is_field: true,
    }
}

fn leaf(kind: &SchemaKind) -> usize {
    match kind {
        SchemaKind::Any | SchemaKind::Opaque | SchemaKind::Own(_) | SchemaKind::Enumeration(_) => {
            VALUE
        }
        _ => LEAF,
    }
}

struct Cutter {
    holders: BTreeMap<SchemaId, Vec<Held>>,
    graph: Graph,
    /// How deep each type is.
    heights: BTreeMap<SchemaId, usize>,
    cut: BTreeSet<Part>,
}

impl Cutter {
    /// Measures the types that all lead to each other, when those that they lead to beside are measured.
    fn measure(&mut self, knot: &BTreeSet<SchemaId>) {
        let together: usize = knot.iter().map(|id| self.step(*id, knot)).sum();
        if knot.len() > 1 && together > DEEPEST_KNOT {
            self.untie(knot);
            return;
        }
        let around = if knot.len() > 1 { together } else { 1 };
        let mut height = around;
        for id in knot {
            height = height.max(self.height(*id, knot, around));
        }
        self.heights.extend(knot.iter().map(|id| (*id, height)));
    }

    /// How deep a type is down to the next one of the knot.
    fn step(&self, id: SchemaId, knot: &BTreeSet<SchemaId>) -> usize {
        let parts = self.holders.get(&id).into_iter().flatten();
        let parts = parts.filter(|part| part.target.is_some_and(|target| knot.contains(&target)));
        1 + parts.map(|part| part.depth).max().unwrap_or_default()
    }

    /// Ends every way back, and measures what is left.
    fn untie(&mut self, knot: &BTreeSet<SchemaId>) {
        let within = |id: &SchemaId| {
            let targets = self.graph.get(id).into_iter().flatten();
            (
                *id,
                targets
                    .copied()
                    .filter(|target| knot.contains(target))
                    .collect(),
            )
        };
        let walk = Walk::through(&knot.iter().map(within).collect());
        for id in walk.order {
            let closing = self.holders.get(&id).into_iter().flatten().filter(|part| {
                let target = part.target.filter(|_| part.is_field);
                target.is_some_and(|target| walk.closing.contains(&(id, target)))
            });
            self.cut.extend(closing.map(|part| (id, part.schema)));
            let height = self.height(id, &BTreeSet::new(), 1);
            self.heights.insert(id, height);
        }
    }

    /// How deep a type is of which so many types are `around` its parts. What would make it too deep is cut.
    fn height(&mut self, id: SchemaId, knot: &BTreeSet<SchemaId>, around: usize) -> usize {
        let mut height = around;
        for part in self.holders.get(&id).into_iter().flatten() {
            let target = part.target.filter(|target| !knot.contains(target));
            if self.cut.contains(&(id, part.schema)) {
                continue;
            }
            let below = target.and_then(|target| self.heights.get(&target));
            let depth = around + part.depth + below.copied().unwrap_or_default();
            if depth > DEEPEST && part.is_field && target.is_some() {
                self.cut.insert((id, part.schema));
            } else {
                height = height.max(depth);
            }
        }
        height
    }
}
