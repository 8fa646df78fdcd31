//! Which schemas lead to which, and the cycles in that.

use super::{PerSchema, Schema, SchemaId, SchemaSet, Schemas};

/// The schemas that each schema leads to.
#[derive(Debug, Clone)]
pub struct Graph {
    targets: PerSchema<Vec<SchemaId>>,
    /// The schemas, in their order.
    nodes: Vec<SchemaId>,
}

impl Graph {
    /// Asks of every schema where it leads.
    pub fn new(schemas: &Schemas, targets: impl Fn(SchemaId, &Schema) -> Vec<SchemaId>) -> Self {
        let mut graph = Self {
            targets: PerSchema::new(schemas, Vec::new()),
            nodes: schemas.iter().map(|(id, _)| id).collect(),
        };
        for (id, schema) in schemas.iter() {
            graph.targets.replace(id, targets(id, schema));
        }
        graph
    }

    /// Leads from each schema to those that have it among their targets.
    pub fn reversed(schemas: &Schemas, targets: impl Fn(&Schema) -> Vec<SchemaId>) -> Self {
        let mut graph = Self::new(schemas, |_, _| Vec::new());
        for (id, schema) in schemas.iter() {
            for child in targets(schema) {
                if let Some(holders) = graph.targets.get_mut(child) {
                    holders.push(id);
                }
            }
        }
        graph
    }

    /// Where a schema leads.
    pub fn targets(&self, id: SchemaId) -> &[SchemaId] {
        self.targets.get(id)
    }

    /// The schemas, in their order.
    pub fn nodes(&self) -> &[SchemaId] {
        &self.nodes
    }

    /// The sets of schemas each of which leads to all others of its set, a set after those that it leads to. Each is in the order
    /// of the schemas.
    ///
    /// Tarjan's algorithm, with the call stack kept by hand: a document may nest deeper than a thread's stack.
    pub fn knots(&self, schemas: &Schemas) -> Vec<Vec<SchemaId>> {
        let mut search = Search {
            graph: self,
            met: 0,
            index: PerSchema::new(schemas, None),
            low: PerSchema::new(schemas, usize::MAX),
            stack: Vec::new(),
            on_stack: SchemaSet::none(schemas),
            found: Vec::new(),
        };
        for &start in &self.nodes {
            if search.index.get(start).is_none() {
                search.run(start);
            }
        }
        search.found
    }
}

struct Search<'a> {
    graph: &'a Graph,
    /// How many nodes were met.
    met: usize,
    /// In which order the nodes were met.
    index: PerSchema<Option<usize>>,
    /// The earliest node on the stack that each can reach.
    low: PerSchema<usize>,
    stack: Vec<SchemaId>,
    on_stack: SchemaSet,
    found: Vec<Vec<SchemaId>>,
}

impl Search<'_> {
    fn run(&mut self, start: SchemaId) {
        let mut calls = vec![(start, 0)];
        self.enter(start);
        while let Some((node, next)) = calls.pop() {
            match self.graph.targets(node).get(next).copied() {
                Some(target) => {
                    calls.push((node, next + 1));
                    match *self.index.get(target) {
                        None => {
                            self.enter(target);
                            calls.push((target, 0));
                        }
                        Some(index) if self.on_stack.contains(target) => self.lower(node, index),
                        Some(_) => {}
                    }
                }
                None => {
                    self.leave(node);
                    if let Some((parent, _)) = calls.last() {
                        self.lower(*parent, *self.low.get(node));
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: SchemaId) {
        self.index.replace(node, Some(self.met));
        self.low.replace(node, self.met);
        self.met += 1;
        self.stack.push(node);
        self.on_stack.insert(node);
    }

    fn lower(&mut self, node: SchemaId, to: usize) {
        let low = *self.low.get(node);
        self.low.replace(node, low.min(to));
    }

    fn leave(&mut self, node: SchemaId) {
        if Some(*self.low.get(node)) != *self.index.get(node) {
            return;
        }
        if let Some(position) = self.stack.iter().rposition(|other| *other == node) {
            let mut knot = self.stack.split_off(position);
            for member in &knot {
                self.on_stack.remove(*member);
            }
            knot.sort_unstable();
            self.found.push(knot);
        }
    }
}
