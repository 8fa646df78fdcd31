//! Which nodes of the tree stood elsewhere in the source.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::Pointer;

/// Nodes that were moved, and where they come from. Places that are not in it are the source's own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    moved: HashMap<String, Source>,
    /// How long the places are, so that of a deep place only the beginnings that can be one are looked for.
    lengths: BTreeSet<usize>,
}

/// Where a node comes from.
#[derive(Debug, Clone)]
struct Source {
    place: String,
    /// Whether that is a place in the source itself, to which nothing was moved.
    is_settled: bool,
}

/// How often one move may follow another; far more than there are stages that move nodes, and a bound on a mistake.
const MOST_MOVES: usize = 100_000;

impl Origins {
    /// Records that this node was not moved, though one around it was.
    pub(crate) fn keep(&mut self, place: &Pointer) {
        self.record(place, place);
    }

    /// Records that what now stands at `place` stood at `source`. That may itself be a place to which something was moved.
    pub(crate) fn record(&mut self, place: &Pointer, source: &Pointer) {
        self.insert(place, source, false);
    }

    /// Records the same, after what is around it was recorded so: the place in the source is found once and for all.
    pub(crate) fn settle(&mut self, place: &Pointer, source: &Pointer) {
        let source = self.source(source).into_owned();
        self.insert(place, &source, true);
    }

    fn insert(&mut self, place: &Pointer, source: &Pointer, is_settled: bool) {
        self.lengths.insert(place.as_str().len());
        let source = Source {
            place: source.as_str().to_owned(),
            is_settled,
        };
        self.moved.insert(place.as_str().to_owned(), source);
    }

    /// The place in the source of a place in the tree.
    pub(crate) fn source<'a>(&self, place: &'a Pointer) -> Cow<'a, Pointer> {
        let Some((mut text, mut is_settled)) = self.step(place.as_str()) else {
            return Cow::Borrowed(place);
        };
        for _ in 0..MOST_MOVES {
            let next = if is_settled { None } else { self.step(&text) };
            match next {
                Some(next) => (text, is_settled) = next,
                None => break,
            }
        }
        Cow::Owned(Pointer::parse(&text))
    }

    /// Replaces the longest prefix that was moved; says whether that is a place in the source.
    fn step(&self, place: &str) -> Option<(String, bool)> {
        let lengths = self.lengths.range(..=place.len()).rev();
        let prefixes = lengths.filter_map(|length| place.split_at_checked(*length));
        let mut whole = prefixes.filter(|(_, rest)| rest.is_empty() || rest.starts_with('/'));
        let (source, prefix, rest) =
            whole.find_map(|(prefix, rest)| Some((self.moved.get(prefix)?, prefix, rest)))?;
        let moved = || (format!("{}{rest}", source.place), source.is_settled);
        (source.place != prefix).then(moved)
    }
}
