//! Where a type would hold itself, and so needs a `Box`.
//!
//! A list and a map hold their items at the other end of a pointer; a struct and an enum hold theirs in place. So the
//! types that hold each other in place form a graph, and an edge that closes a cycle is boxed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::ir::{Api, SchemaId, SchemaKind};

/// What has to be boxed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Recursion {
    /// The schema that holds, and the one that it holds.
    boxed: BTreeSet<(SchemaId, SchemaId)>,
    /// Named lists and maps that hold themselves: an alias of itself would have no size, a struct has one.
    newtypes: BTreeSet<SchemaId>,
}

impl Recursion {
    /// Whether `inner` must be boxed where `outer` holds it.
    pub fn is_boxed(&self, api: &Api, outer: SchemaId, inner: SchemaId) -> bool {
        self.boxed.contains(&(outer, api.schemas.resolve(inner).0))
    }

    /// Whether a named list or map needs a struct of its own.
    pub fn is_newtype(&self, schema: SchemaId) -> bool {
        self.newtypes.contains(&schema)
    }
}

/// Finds every cycle.
pub(super) fn find(api: &Api) -> Recursion {
    let in_place = graph(api, in_place);
    let boxed = closing(&in_place);
    let aliases = graph(api, through_alias);
    let newtypes = strongly_connected(&aliases)
        .into_iter()
        .filter(|component| {
            component.iter().any(|id| {
                aliases
                    .get(id)
                    .into_iter()
                    .flatten()
                    .any(|to| component.contains(to))
            })
        })
        .flatten()
        .filter(|id| api.schemas.get(*id).origin.component.is_some())
        .collect();
    Recursion { boxed, newtypes }
}

type Graph = BTreeMap<SchemaId, Vec<SchemaId>>;

fn graph(api: &Api, edges: fn(&SchemaKind) -> Vec<SchemaId>) -> Graph {
    let targets = |kind: &SchemaKind| {
        edges(kind)
            .into_iter()
            .map(|id| api.schemas.resolve(id).0)
            .collect()
    };
    api.schemas
        .iter()
        .map(|(id, schema)| (id, targets(&schema.kind)))
        .collect()
}

fn in_place(kind: &SchemaKind) -> Vec<SchemaId> {
    match kind {
        SchemaKind::Object(object) => object
            .properties
            .values()
            .map(|property| property.schema)
            .collect(),
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

/// The edges that close a cycle: those that lead back to where a walk through the graph is. Without them there is no cycle
/// left, and each of them has one.
fn closing(graph: &Graph) -> BTreeSet<(SchemaId, SchemaId)> {
    let mut found = BTreeSet::new();
    let mut met = BTreeSet::new();
    let mut within = BTreeSet::new();
    for &start in graph.keys() {
        if !met.insert(start) {
            continue;
        }
        within.insert(start);
        let mut calls = vec![(start, 0)];
        while let Some((node, next)) = calls.pop() {
            let Some(target) = graph.get(&node).and_then(|edges| edges.get(next)).copied() else {
                within.remove(&node);
                continue;
            };
            calls.push((node, next + 1));
            if within.contains(&target) {
                found.insert((node, target));
            } else if met.insert(target) {
                within.insert(target);
                calls.push((target, 0));
            }
        }
    }
    found
}

/// Tarjan's algorithm, with the call stack kept by hand: a document may nest deeper than a thread's stack.
fn strongly_connected(graph: &Graph) -> Vec<BTreeSet<SchemaId>> {
    let mut search = Search {
        graph,
        index: BTreeMap::new(),
        low: BTreeMap::new(),
        stack: Vec::new(),
        on_stack: BTreeSet::new(),
        found: Vec::new(),
    };
    for &start in graph.keys() {
        if !search.index.contains_key(&start) {
            search.run(start);
        }
    }
    search.found
}

struct Search<'a> {
    graph: &'a Graph,
    /// In which order the nodes were met.
    index: BTreeMap<SchemaId, usize>,
    /// The earliest node on the stack that each can reach.
    low: BTreeMap<SchemaId, usize>,
    stack: Vec<SchemaId>,
    on_stack: BTreeSet<SchemaId>,
    found: Vec<BTreeSet<SchemaId>>,
}

impl Search<'_> {
    fn run(&mut self, start: SchemaId) {
        let mut calls = vec![(start, 0)];
        self.enter(start);
        while let Some((node, next)) = calls.pop() {
            match self
                .graph
                .get(&node)
                .and_then(|edges| edges.get(next))
                .copied()
            {
                Some(target) => {
                    calls.push((node, next + 1));
                    if !self.index.contains_key(&target) {
                        self.enter(target);
                        calls.push((target, 0));
                    } else if self.on_stack.contains(&target) {
                        self.lower(node, self.index.get(&target).copied());
                    }
                }
                None => {
                    self.leave(node);
                    if let Some((parent, _)) = calls.last() {
                        self.lower(*parent, self.low.get(&node).copied());
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: SchemaId) {
        let index = self.index.len();
        self.index.insert(node, index);
        self.low.insert(node, index);
        self.stack.push(node);
        self.on_stack.insert(node);
    }

    fn lower(&mut self, node: SchemaId, to: Option<usize>) {
        if let (Some(low), Some(to)) = (self.low.get_mut(&node), to) {
            *low = (*low).min(to);
        }
    }

    fn leave(&mut self, node: SchemaId) {
        if self.low.get(&node) != self.index.get(&node) {
            return;
        }
        if let Some(position) = self.stack.iter().rposition(|other| *other == node) {
            let component: BTreeSet<SchemaId> =
                self.stack.split_off(position).into_iter().collect();
            for member in &component {
                self.on_stack.remove(member);
            }
            self.found.push(component);
        }
    }
}
