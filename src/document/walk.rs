//! Visits every object of the specification in a tree, by the grammar, without recursion.

use rayon::prelude::*;
use serde_json::{Map, Value};

use super::grammar::{Kind, Node, Shape, WEBHOOKS};
use super::read::tree::push_key;
use crate::diagnostic::Pointer;

/// Something to do to each object.
pub(crate) trait Visitor {
    /// Looks at a value that stands where `node` is expected, and may change it. What is in it is visited only if this says
    /// `true`.
    fn visit(&mut self, value: &mut Value, node: Node, at: At<'_>) -> bool;

    /// The shape of a member of such an object; what has none is not visited.
    fn shape(&self, kind: Kind, key: &str) -> Option<Shape> {
        kind.shape(key)
    }

    /// Whether what stands beside the `$ref` of an object that may be a reference is visited.
    fn goes_beside(&self, _kind: Kind) -> bool {
        false
    }
}

/// A part of the document that can be visited by itself: a path item, a webhook or a component.
#[derive(Debug)]
pub(crate) struct Part<'t> {
    /// Where it stands.
    pub(crate) place: Pointer,
    /// The part.
    pub(crate) value: &'t mut Value,
    /// What is expected there.
    pub(crate) node: Node,
}

/// Where a visited object stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    trail: &'a Trail<'a>,
    step: usize,
    /// How deep it is in what is walked.
    pub(crate) depth: Depth,
}

/// Levels below the part that is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Depth {
    /// Schemas inside each other.
    pub(crate) schemas: usize,
    /// Other objects inside each other.
    pub(crate) others: usize,
}

impl Depth {
    fn of(self, kind: Kind) -> Self {
        if kind == Kind::Schema {
            Self {
                schemas: self.schemas + 1,
                ..self
            }
        } else {
            Self {
                others: self.others + 1,
                ..self
            }
        }
    }
}

impl At<'_> {
    /// The key under which the object stands, if it is a member.
    pub(crate) fn key(&self) -> Option<&str> {
        match self.trail.steps.get(self.step) {
            Some((_, Step::Key(key))) => Some(key),
            _ => None,
        }
    }

    /// The place as a pointer. Made only where there is something to say.
    pub(crate) fn pointer(&self) -> Pointer {
        self.trail.pointer(self.step)
    }
}

/// The steps from the beginning of the walk to every object that was met.
#[derive(Debug)]
pub(crate) struct Trail<'t> {
    base: Pointer,
    /// Each with the index of the step before it.
    steps: Vec<(usize, Step<'t>)>,
}

/// From an object or array to what is in it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'t> {
    /// To a member.
    Key(&'t str),
    /// To an item.
    Index(usize),
}

impl<'t> Trail<'t> {
    /// A walk that begins at `base`, with [`START`] for its first step.
    pub(crate) fn new(base: &Pointer) -> Self {
        Self {
            base: base.clone(),
            steps: Vec::new(),
        }
    }

    /// One step more after `parent`; gives its index.
    pub(crate) fn push(&mut self, parent: usize, step: Step<'t>) -> usize {
        self.steps.push((parent, step));
        self.steps.len() - 1
    }

    /// The place to which a step leads.
    pub(crate) fn pointer(&self, step: usize) -> Pointer {
        let mut keys = Vec::new();
        let mut at = step;
        while let Some((parent, step)) = self.steps.get(at) {
            keys.push(*step);
            at = *parent;
        }
        let mut text = self.base.as_str().to_owned();
        for key in keys.iter().rev() {
            match key {
                Step::Key(key) => push_key(&mut text, key),
                Step::Index(index) => push_key(&mut text, &index.to_string()),
            }
        }
        Pointer::parse(&text)
    }
}

/// How many parts are visited at a time; it bounds what their visitors gather.
const CHUNK: usize = 256;

/// Visits a whole document, its path items and components in parallel, each with a visitor of its own. The visitors are
/// handed to `finish` in document order.
pub(crate) fn walk_all<V: Visitor + Send>(
    root: &mut Value,
    make: impl Fn() -> V + Sync,
    mut finish: impl FnMut(V),
) {
    let mut shell = make();
    let parts = walk(root, Node::DOCUMENT, &Pointer::root(), &mut shell);
    finish(shell);
    let mut parts = parts.into_iter();
    loop {
        let chunk: Vec<Part<'_>> = parts.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return;
        }
        let visitors: Vec<V> = chunk
            .into_par_iter()
            .map(|part| {
                let mut visitor = make();
                walk(part.value, part.node, &part.place, &mut visitor);
                visitor
            })
            .collect();
        visitors.into_iter().for_each(&mut finish);
    }
}

/// No step: the beginning of the walk.
pub(crate) const START: usize = usize::MAX;

/// The object whose members are visited next.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    node: Node,
    step: usize,
    depth: Depth,
}

struct Item<'t> {
    value: &'t mut Value,
    node: Node,
    step: usize,
    depth: Depth,
}

/// Visits `root` and every object in it, in document order, each before what is in it. The members of the Components and the
/// Paths Object, and the webhooks, are not visited but returned.
pub(crate) fn walk<'t>(
    root: &'t mut Value,
    node: Node,
    base: &Pointer,
    visitor: &mut impl Visitor,
) -> Vec<Part<'t>> {
    let mut walk = Walk {
        trail: Trail::new(base),
        open: vec![Item {
            value: root,
            node,
            step: START,
            depth: Depth::default(),
        }],
        parts: Vec::new(),
    };
    while let Some(item) = walk.open.pop() {
        let at = At {
            trail: &walk.trail,
            step: item.step,
            depth: item.depth,
        };
        let from = Beginning {
            node: item.node,
            step: item.step,
            depth: item.depth,
        };
        if visitor.visit(&mut *item.value, item.node, at)
            && let Value::Object(members) = item.value
        {
            walk.descend(members, from, visitor);
        }
    }
    walk.parts
}

/// Whether the members of an object, or of this member of one, are parts that are visited by themselves.
fn is_apart(kind: Kind, key: &str) -> bool {
    match kind {
        Kind::Components | Kind::Paths => true,
        Kind::OpenApi => key == WEBHOOKS,
        _ => false,
    }
}

struct Walk<'t> {
    trail: Trail<'t>,
    open: Vec<Item<'t>>,
    parts: Vec<Part<'t>>,
}

impl<'t> Walk<'t> {
    fn descend(
        &mut self,
        members: &'t mut Map<String, Value>,
        beginning: Beginning,
        visitor: &impl Visitor,
    ) {
        let Beginning { node, step, depth } = beginning;
        let is_reference = node.reference && members.get("$ref").is_some_and(Value::is_string);
        if is_reference && !visitor.goes_beside(node.kind) {
            return;
        }
        let from = self.open.len();
        for (key, value) in members {
            match visitor.shape(node.kind, key) {
                Some(shape) if is_apart(node.kind, key) => self.set_apart(key, value, shape, step),
                Some(shape) => self.member(key, value, shape, step, depth),
                None => {}
            }
        }
        if let Some(added) = self.open.get_mut(from..) {
            added.reverse();
        }
    }

    fn step(&mut self, parent: usize, step: Step<'t>) -> usize {
        self.trail.push(parent, step)
    }

    fn push(&mut self, value: &'t mut Value, node: Node, step: usize, depth: Depth) {
        self.open.push(Item {
            value,
            node,
            step,
            depth: depth.of(node.kind),
        });
    }

    fn member(
        &mut self,
        key: &'t str,
        value: &'t mut Value,
        shape: Shape,
        parent: usize,
        depth: Depth,
    ) {
        match (shape, value) {
            (Shape::Object(node), value) => {
                let step = self.step(parent, Step::Key(key));
                self.push(value, node, step, depth);
            }
            (Shape::AdditionalProperties, value @ Value::Object(_)) => {
                let step = self.step(parent, Step::Key(key));
                self.push(value, Node::SCHEMA, step, depth);
            }
            (Shape::Array(node), Value::Array(items)) => {
                let list = self.step(parent, Step::Key(key));
                for (index, item) in items.iter_mut().enumerate() {
                    let step = self.step(list, Step::Index(index));
                    self.push(item, node, step, depth);
                }
            }
            (Shape::Map(node), Value::Object(members)) => {
                let map = self.step(parent, Step::Key(key));
                for (key, member) in members {
                    let step = self.step(map, Step::Key(key));
                    self.push(member, node, step, depth);
                }
            }
            _ => {}
        }
    }

    fn set_apart(&mut self, key: &'t str, value: &'t mut Value, shape: Shape, parent: usize) {
        let step = self.step(parent, Step::Key(key));
        let at = At {
            trail: &self.trail,
            step,
            depth: Depth::default(),
        };
        let place = at.pointer();
        match (shape, value) {
            (Shape::Object(node), value) => self.parts.push(Part { place, value, node }),
            (Shape::Map(node), Value::Object(members)) => {
                for (key, value) in members {
                    self.parts.push(Part {
                        place: place.join(key),
                        value,
                        node,
                    });
                }
            }
            _ => {}
        }
    }
}
