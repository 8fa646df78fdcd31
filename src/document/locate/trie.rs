//! The nodes that are looked for, as a tree of their keys.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Part, Pointer};

/// The pointers that are looked for, and what has been found of them and of their ancestors.
#[derive(Debug)]
pub(super) struct Trie {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    parent: Option<usize>,
    children: HashMap<String, usize>,
    found: Option<Found>,
}

/// Where a node stands, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The key, for a member of an object.
    pub(super) key: Option<Range<usize>>,
    /// The value; of an object or array, at least its beginning.
    pub(super) value: Range<usize>,
    /// Whether it is an object or array.
    pub(super) container: bool,
}

/// The node of the whole document.
pub(super) const ROOT: usize = 0;

impl Default for Trie {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }
}

impl Trie {
    /// Looks for one more; gives its node.
    pub(super) fn insert(&mut self, pointer: &Pointer) -> usize {
        let mut at = ROOT;
        for key in pointer.keys() {
            let fresh = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else {
                break;
            };
            let next = *node.children.entry(key).or_insert(fresh);
            if next == fresh {
                self.nodes.push(Node {
                    parent: Some(at),
                    ..Node::default()
                });
            }
            at = next;
        }
        at
    }

    /// The node of the member `key` of a node, if it or something in it is looked for.
    pub(super) fn child(&self, node: usize, key: &str) -> Option<usize> {
        self.nodes.get(node)?.children.get(key).copied()
    }

    /// Whether nothing in the node is looked for.
    pub(super) fn is_leaf(&self, node: usize) -> bool {
        self.nodes
            .get(node)
            .is_none_or(|node| node.children.is_empty())
    }

    /// A node was found; of several with the same key, the last one holds.
    pub(super) fn found(&mut self, node: usize, found: Found) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.found = Some(found);
        }
    }

    /// Everything that was found, to convert its positions.
    pub(super) fn all_found(&mut self) -> impl Iterator<Item = &mut Found> {
        self.nodes.iter_mut().filter_map(|node| node.found.as_mut())
    }

    /// The stretch to underline for a part of a node, or of its nearest ancestor that exists.
    pub(super) fn range(&self, node: usize, part: Part) -> Option<Range<usize>> {
        let mut at = Some(node);
        while let Some(index) = at {
            let node = self.nodes.get(index)?;
            if let Some(found) = &node.found {
                return Some(found.underlined(part));
            }
            at = node.parent;
        }
        None
    }
}

impl Found {
    /// For an object or array the key stands for all of it, or else its first line.
    fn underlined(&self, part: Part) -> Range<usize> {
        match &self.key {
            Some(key) if part == Part::Key || self.container => key.clone(),
            _ => self.value.clone(),
        }
    }
}
