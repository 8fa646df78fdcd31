//! A walk through a graph of schemas.

use std::collections::BTreeSet;

use crate::ir::{Graph, SchemaId, SchemaSet, Schemas};

/// A walk through a graph, down each edge once.
#[derive(Default)]
pub(super) struct Walk {
    /// The edges that close a cycle: those that lead back to where the walk is. Without them there is no cycle left, and each of
    /// them has one.
    pub closing: BTreeSet<(SchemaId, SchemaId)>,
    /// The nodes, each after all that it leads to but for the edges that close a cycle.
    pub order: Vec<SchemaId>,
}

impl Walk {
    /// Begins at each of the nodes that was not met yet, and takes the edges that are followed.
    pub fn through(
        schemas: &Schemas,
        graph: &Graph,
        nodes: &[SchemaId],
        is_followed: impl Fn(SchemaId, SchemaId) -> bool,
    ) -> Self {
        let mut walk = Self::default();
        let mut met = SchemaSet::none(schemas);
        let mut within = SchemaSet::none(schemas);
        for &start in nodes {
            if !met.insert(start) {
                continue;
            }
            within.insert(start);
            let mut calls = vec![(start, 0)];
            while let Some((node, next)) = calls.pop() {
                let Some(target) = graph.targets(node).get(next).copied() else {
                    within.remove(node);
                    walk.order.push(node);
                    continue;
                };
                calls.push((node, next + 1));
                if !is_followed(node, target) {
                    continue;
                }
                if within.contains(target) {
                    walk.closing.insert((node, target));
                } else if met.insert(target) {
                    within.insert(target);
                    calls.push((target, 0));
                }
            }
        }
        walk
    }
}
