//! Finds where nodes stand in the source, once there is something to say about them.

pub(crate) mod position;

mod json;
mod origins;
#[cfg(test)]
mod tests;
mod trie;
mod yaml;

pub(crate) use self::origins::{Origins, Prefixes};

use self::trie::Trie;
use super::source::{Format, Source};
use crate::diagnostic::{Part, Pointer, Span};

/// The places of these nodes, which are pointers into the source. Where a node does not exist there, the place of its
/// nearest ancestor stands for it.
pub(crate) fn locate(source: &Source, wanted: &[(Pointer, Part)]) -> Vec<Option<Span>> {
    let mut trie = Trie::default();
    let nodes: Vec<usize> = wanted
        .iter()
        .map(|(pointer, _)| trie.insert(pointer))
        .collect();
    match source.format() {
        Format::Json => json::scan(source.text(), &mut trie),
        Format::Yaml => yaml::scan(source.syntax(), &mut trie),
    }
    let ranges: Vec<_> = nodes
        .into_iter()
        .zip(wanted)
        .map(|(node, (_, part))| trie.range(node, *part))
        .collect();
    position::spans(source, &ranges)
}
