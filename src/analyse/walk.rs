//! A walk through a graph of schemas.

use std::collections::BTreeSet;

use crate::ir::{Graph, SchemaId};

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
    /// Begins at each node that was not met yet.
    pub fn through(graph: &Graph) -> Self {
        let mut walk = Self::default();
        let mut met = BTreeSet::new();
        let mut within = BTreeSet::new();
        for &start in graph.keys() {
            if !met.insert(start) {
                continue;
            }
            within.insert(start);
            let mut calls = vec![(start, 0)];
            while let Some((node, next)) = calls.pop() {
                let Some(target) = graph.get(&node).and_then(|edges| edges.get(next)).copied()
                else {
                    within.remove(&node);
                    walk.order.push(node);
                    continue;
                };
                calls.push((node, next + 1));
                if within.contains(&target) {
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
