//! Where the nodes of the 2.0 tree go, and where those of the 3.0 tree come from.

use std::fmt::Display;

use crate::diagnostic::Pointer;
use crate::document::locate::{Origins, Prefixes};
use crate::document::refs;

/// The place of one node in both trees.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// In the 3.0 tree.
    pub(super) new: Pointer,
    /// In the source.
    pub(super) source: Pointer,
}

impl Spot {
    /// A node that stays where it is.
    pub(super) fn same(place: &Pointer) -> Self {
        Self {
            new: place.clone(),
            source: place.clone(),
        }
    }

    /// A member that has the same key in both.
    pub(super) fn join(&self, key: impl Display + Copy) -> Self {
        Self {
            new: self.new.join(key),
            source: self.source.join(key),
        }
    }
}

/// All moves.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// From the new tree back to the source, for diagnostics.
    back: Origins,
    /// From the source to the new tree, for references.
    ahead: Prefixes,
}

impl Moves {
    /// The node moved. Of several copies, references go to the first.
    pub(super) fn moved(&mut self, spot: &Spot) {
        self.came(&spot.new, &spot.source);
        if !self.ahead.contains(&spot.source) {
            self.ahead.record(&spot.source, &spot.new);
        }
    }

    /// What is new at `place` says what stood at `source`, to which nothing can refer.
    pub(super) fn came(&mut self, place: &Pointer, source: &Pointer) {
        self.back.record_upgrade(place, source);
    }

    /// Where a reference of the source leads in the new tree; `None` where it stays as it is.
    pub(super) fn rewritten(&self, reference: &str) -> Option<String> {
        let keys = refs::keys(reference)?;
        let place = keys
            .iter()
            .fold(Pointer::root(), |place, key| place.join(key));
        let moved = self.ahead.replaced(place.as_str())?;
        Some(reference_to(&Pointer::parse(&moved)))
    }

    /// The origins, once no reference is to be rewritten any more.
    pub(super) fn into_origins(self) -> Origins {
        self.back
    }
}

/// The text of a reference to a place.
pub(super) fn reference_to(place: &Pointer) -> String {
    format!("#{}", place.as_str().replace('%', "%25"))
}
