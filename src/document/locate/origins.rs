//! Which nodes of the tree stood elsewhere in the source.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::Pointer;

/// Nodes that were moved, and where they come from. Places that are not in it are the source's own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    /// What was moved before the upgrade from another version.
    followed: Prefixes,
    upgraded: Prefixes,
    /// What was moved after it; or all of it, where there was none.
    moved: Prefixes,
}

/// What stands for a place.
#[derive(Debug, Clone)]
struct Source {
    place: String,
    /// Whether that is a place in the source itself, to which nothing was moved.
    is_settled: bool,
}

/// How often one move may follow another; far more than there are stages that move nodes, and a bound on a mistake.
const MOST_MOVES: usize = 100_000;

impl Origins {
    /// Records that what now stands at `place` stood at `source`. That may itself be a place to which something was moved, or
    /// `place` again, for what was not moved though something around it was.
    pub(crate) fn record(&mut self, place: &Pointer, source: &Pointer) {
        self.moved.record(place, source);
    }

    /// Records the same, after what is around it was recorded so: the place in the source is found once and for all.
    pub(crate) fn settle(&mut self, place: &Pointer, source: &Pointer) {
        let source = self.source(source).into_owned();
        self.moved.insert(place, &source, true);
    }

    /// The same, knowing also what was moved in the tree before the upgrade.
    #[must_use]
    pub(crate) fn after(self, before: Self) -> Self {
        Self {
            followed: before.moved,
            ..self
        }
    }

    /// Records that the upgrade put at `place` what stood at `source` in the tree before it. That is never a place to which
    /// something was moved afterwards: the two trees may use the same places for different nodes.
    pub(crate) fn record_upgrade(&mut self, place: &Pointer, source: &Pointer) {
        self.upgraded.record(place, source);
    }

    /// What a place in the upgraded tree was in the source, if it is another one; before all moves that came later.
    pub(crate) fn before_upgrade(&self, place: &Pointer) -> Option<Pointer> {
        let source = self.upgraded.replaced(place.as_str())?;
        Some(Pointer::parse(&source))
    }

    /// The place in the source of a place in the tree.
    pub(crate) fn source<'a>(&self, place: &'a Pointer) -> Cow<'a, Pointer> {
        let mut text = self.moved.followed(Cow::Borrowed(place.as_str()));
        if let Some(source) = self.upgraded.replaced(&text) {
            text = Cow::Owned(source);
        }
        match self.followed.followed(text) {
            Cow::Borrowed(_) => Cow::Borrowed(place),
            Cow::Owned(text) => Cow::Owned(Pointer::parse(&text)),
        }
    }
}

/// Places, each with what it is replaced by where it begins another one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prefixes {
    replaced: HashMap<String, Source>,
    /// How long the places are, so that of a deep place only the beginnings that can be one are looked for.
    lengths: BTreeSet<usize>,
}

impl Prefixes {
    /// Records that `by` stands for `place`; what was said of it before no longer holds.
    pub(crate) fn record(&mut self, place: &Pointer, by: &Pointer) {
        self.insert(place, by, false);
    }

    fn insert(&mut self, place: &Pointer, by: &Pointer, is_settled: bool) {
        self.lengths.insert(place.as_str().len());
        let source = Source {
            place: by.as_str().to_owned(),
            is_settled,
        };
        self.replaced.insert(place.as_str().to_owned(), source);
    }

    /// Whether there is something for exactly this place.
    pub(crate) fn contains(&self, place: &Pointer) -> bool {
        self.replaced.contains_key(place.as_str())
    }

    /// Replaces as long as there is something to replace.
    fn followed<'a>(&self, mut place: Cow<'a, str>) -> Cow<'a, str> {
        for _ in 0..MOST_MOVES {
            let Some((next, is_settled)) = self.step(&place) else {
                break;
            };
            place = Cow::Owned(next);
            if is_settled {
                break;
            }
        }
        place
    }

    /// Replaces the longest prefix that has something to replace it.
    pub(crate) fn replaced(&self, place: &str) -> Option<String> {
        self.step(place).map(|(next, _)| next)
    }

    /// The same; says whether that is a place in the source.
    fn step(&self, place: &str) -> Option<(String, bool)> {
        let lengths = self.lengths.range(..=place.len()).rev();
        let prefixes = lengths.filter_map(|length| place.split_at_checked(*length));
        let mut whole = prefixes.filter(|(_, rest)| rest.is_empty() || rest.starts_with('/'));
        let (by, prefix, rest) =
            whole.find_map(|(prefix, rest)| Some((self.replaced.get(prefix)?, prefix, rest)))?;
        let replaced = || (format!("{}{rest}", by.place), by.is_settled);
        (by.place != prefix).then(replaced)
    }
}
