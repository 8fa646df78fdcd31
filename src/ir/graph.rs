//! Which schemas lead to which, and the cycles in that.

use std::collections::{BTreeMap, BTreeSet};

use super::SchemaId;

/// The schemas that each schema leads to.
pub type Graph = BTreeMap<SchemaId, Vec<SchemaId>>;

/// The sets of schemas each of which leads to all others of its set, a set after those that it leads to.
///
/// Tarjan's algorithm, with the call stack kept by hand: a document may nest deeper than a thread's stack.
pub fn strongly_connected(graph: &Graph) -> Vec<BTreeSet<SchemaId>> {
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
