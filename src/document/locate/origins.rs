//! Which nodes of the tree stood elsewhere in the source.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::Pointer;

/// Nodes that were moved, and where they come from. Places that are not in it are the source's own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    moved: HashMap<String, String>,
    /// How long the places are, so that of a deep place only the beginnings that can be one are looked for.
    lengths: BTreeSet<usize>,
}

/// How often one move may follow another; far more than there are stages that move nodes, and a bound on a mistake.
const MOST_MOVES: usize = 100_000;

impl Origins {
    /// Records that what now stands at `place` stood at `source`. That may itself be a place to which something was moved, or
    /// `place` again, for what was not moved though something around it was.
    pub(crate) fn record(&mut self, place: &Pointer, source: &Pointer) {
        self.lengths.insert(place.as_str().len());
        self.moved
            .insert(place.as_str().to_owned(), source.as_str().to_owned());
    }

    /// The place in the source of a place in the tree.
    pub(crate) fn source<'a>(&self, place: &'a Pointer) -> Cow<'a, Pointer> {
        let Some(mut text) = self.step(place.as_str()) else {
            return Cow::Borrowed(place);
        };
        for _ in 0..MOST_MOVES {
            match self.step(&text) {
                Some(next) => text = next,
                None => break,
            }
        }
        Cow::Owned(Pointer::parse(&text))
    }

    /// Replaces the longest prefix that was moved.
    fn step(&self, place: &str) -> Option<String> {
        let lengths = self.lengths.range(..=place.len()).rev();
        let prefixes = lengths.filter_map(|length| place.split_at_checked(*length));
        let mut whole = prefixes.filter(|(_, rest)| rest.is_empty() || rest.starts_with('/'));
        let (source, prefix, rest) =
            whole.find_map(|(prefix, rest)| Some((self.moved.get(prefix)?, prefix, rest)))?;
        (source != prefix).then(|| format!("{source}{rest}"))
    }
}
