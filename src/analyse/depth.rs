//! Where a type is so deep that rustc would give up on it.
//!
//! To find out whether a type is `Send`, or what it means to drop it, rustc looks at its parts, and theirs, at most 128 types
//! deep. A part that is held behind a trait object (`support::deep::Deep`) ends that. What counts is the longest way that rustc
//! could take; among types that all lead to each other that is anything up to a way through each of them once.

use std::collections::BTreeSet;

use super::walk::Walk;
use crate::ir::{Api, Graph, PerSchema, SchemaId, SchemaKind, Schemas};

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
    let mut cutter = Cutter::new(api);
    for (number, knot) in cutter.graph.knots(&api.schemas).into_iter().enumerate() {
        for id in &knot {
            cutter.knots.replace(*id, number);
        }
        cutter.measure(&knot);
    }
    cutter.cut
}

/// A part of an object or union.
#[derive(Clone)]
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
fn parts(api: &Api, kind: &SchemaKind) -> Vec<Held> {
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
            let patterns = object.patterns.iter().map(|pattern| Held {
                is_field: false,
                ..held(api, pattern.schema, MAP)
            });
            properties.chain(patterns).chain(additional).collect()
        }
        SchemaKind::Tuple(tuple) => {
            let items = tuple.items.iter().map(|item| {
                let options =
                    usize::from(!item.required) + usize::from(api.schemas.is_nullable(item.schema));
                held(api, item.schema, options + BOX)
            });
            let rest = tuple.rest.into_iter().map(|schema| Held {
                is_field: false,
                ..held(api, schema, LIST)
            });
            items.chain(rest).collect()
        }
        SchemaKind::Union(union) => {
            let variants = union.schemas();
            variants.map(|schema| held(api, schema, BOX)).collect()
        }
        _ => Vec::new(),
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
    let is_holder = matches!(
        kind,
        SchemaKind::Object(_) | SchemaKind::Tuple(_) | SchemaKind::Union(_)
    );
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

struct Cutter<'a> {
    schemas: &'a Schemas,
    /// What objects and unions hold.
    holders: PerSchema<Vec<Held>>,
    graph: Graph,
    /// Which types lead to each other, as far as they are measured: those of one number.
    knots: PerSchema<usize>,
    /// How deep each type is.
    heights: PerSchema<usize>,
    cut: BTreeSet<Part>,
}

impl<'a> Cutter<'a> {
    fn new(api: &'a Api) -> Self {
        let schemas = &api.schemas;
        let mut holders = PerSchema::new(schemas, Vec::new());
        for (id, schema) in schemas.iter() {
            holders.replace(id, parts(api, &schema.kind));
        }
        Self {
            schemas,
            graph: Graph::new(schemas, |id, _| targets(holders.get(id))),
            holders,
            knots: PerSchema::new(schemas, usize::MAX),
            heights: PerSchema::new(schemas, 0),
            cut: BTreeSet::new(),
        }
    }

    /// Measures the types that all lead to each other, when those that they lead to beside are measured.
    fn measure(&mut self, knot: &[SchemaId]) {
        let steps = knot.iter().map(|id| self.step(*id));
        let around = match knot {
            [_] => 1,
            _ => steps.sum(),
        };
        if knot.len() > 1 && around > DEEPEST_KNOT {
            self.untie(knot);
            return;
        }
        let mut height = around;
        for id in knot {
            height = height.max(self.height(*id, around));
        }
        for id in knot {
            self.heights.replace(*id, height);
        }
    }

    /// How deep a type is down to the next one of its knot.
    fn step(&self, id: SchemaId) -> usize {
        let parts = self.holders.get(id).iter();
        let within = parts.filter(|part| part.target.is_some_and(|it| self.are_tied(id, it)));
        1 + within.map(|part| part.depth).max().unwrap_or_default()
    }

    fn are_tied(&self, one: SchemaId, other: SchemaId) -> bool {
        self.knots.get(one) == self.knots.get(other)
    }

    /// Ends every way back, and measures what is left.
    fn untie(&mut self, knot: &[SchemaId]) {
        let walk = Walk::through(self.schemas, &self.graph, knot, |one, other| {
            self.are_tied(one, other)
        });
        for id in walk.order {
            let closing = self.holders.get(id).iter().filter(|part| {
                let target = part.target.filter(|_| part.is_field);
                target.is_some_and(|target| walk.closing.contains(&(id, target)))
            });
            self.cut.extend(closing.map(|part| (id, part.schema)));
            let height = self.height(id, 1);
            self.heights.replace(id, height);
        }
    }

    /// How deep a type is of which so many types are `around` its parts. What would make it too deep is cut.
    fn height(&mut self, id: SchemaId, around: usize) -> usize {
        let mut height = around;
        for part in self.holders.get(id) {
            if self.cut.contains(&(id, part.schema)) {
                continue;
            }
            // What is not measured yet stands in the same knot, which counts as a whole.
            let below = part.target.map(|target| *self.heights.get(target));
            let depth = around + part.depth + below.unwrap_or_default();
            if depth > DEEPEST && part.is_field && below.is_some_and(|below| below > 0) {
                self.cut.insert((id, part.schema));
            } else {
                height = height.max(depth);
            }
        }
        height
    }
}
