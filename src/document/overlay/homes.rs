//! Where the nodes of a document stand to which overlays were applied.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostics, Part, Pointer};
use crate::document::Document;

/// The overlays of a document, and what came from them.
#[derive(Debug, Default)]
pub(in crate::document) struct Overlaid {
    /// The overlays, in their order.
    pub(super) files: Vec<Document>,
    pub(super) homes: Homes,
}

impl Overlaid {
    /// Where a node stands in the root document. One that an overlay put there keeps its place: what is around it is found.
    pub(in crate::document) fn in_root(&self, place: Pointer) -> Pointer {
        if self.homes.is_empty() {
            return place;
        }
        match self.homes.home(place.as_str()) {
            Home::Root(home) => Pointer::parse(&home),
            Home::Overlay(..) => place,
        }
    }

    /// Gives what is said about nodes that overlays put there its file and its place in that. `origin` finds the place in the
    /// tree to which the overlays were applied. The pointer stays the node's in the document.
    pub(in crate::document) fn place(
        &self,
        sink: &mut Diagnostics,
        origin: impl Fn(&Pointer) -> Pointer,
    ) {
        if self.homes.is_empty() {
            return;
        }
        for (number, overlay) in self.files.iter().enumerate() {
            let mut wanted: Vec<(Pointer, Part)> = Vec::new();
            let mut locations = Vec::new();
            for location in sink.locations_mut().filter(|place| place.file.is_none()) {
                let home = self.homes.home(origin(&location.pointer).as_str());
                if let Home::Overlay(file, home) = home
                    && file == number
                {
                    wanted.push((Pointer::parse(&home), location.part));
                    locations.push(location);
                }
            }
            for (location, standing) in locations.into_iter().zip(overlay.locate(&wanted)) {
                location.file = Some(overlay.path().to_owned());
                location.span = standing.span;
            }
        }
    }
}

/// What a node stands in, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Home {
    /// In the document, as it was read.
    Root(String),
    /// In one of the overlays.
    Overlay(usize, String),
}

impl Home {
    /// The home of what is below.
    fn below(&self, rest: &str) -> Self {
        match self {
            Self::Root(place) => Self::Root(format!("{place}{rest}")),
            Self::Overlay(file, place) => Self::Overlay(*file, format!("{place}{rest}")),
        }
    }
}

/// The homes of the nodes that overlays put or moved somewhere; what is below one of them has its home below that.
#[derive(Debug, Default)]
pub(super) struct Homes(BTreeMap<String, Home>);

impl Homes {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The home of a node.
    pub(super) fn home(&self, place: &str) -> Home {
        let mut prefix = place;
        loop {
            if let Some(home) = self.0.get(prefix) {
                return home.below(place.get(prefix.len()..).unwrap_or_default());
            }
            match prefix.rsplit_once('/') {
                Some((parent, _)) => prefix = parent,
                None => return Home::Root(place.to_owned()),
            }
        }
    }

    /// A node, with all that is in it, comes from there.
    pub(super) fn set(&mut self, place: &str, home: Home) {
        self.forget(place);
        self.0.insert(place.to_owned(), home);
    }

    /// A node is not there any more.
    pub(super) fn forget(&mut self, place: &str) {
        self.0.remove(place);
        self.take_below(place);
    }

    fn take_below(&mut self, place: &str) -> BTreeMap<String, Home> {
        let prefix = format!("{place}/");
        let keys: Vec<String> = self
            .0
            .range(prefix.clone()..)
            .map(|(key, _)| key)
            .take_while(|key| key.starts_with(&prefix))
            .cloned()
            .collect();
        keys.into_iter()
            .filter_map(|key| self.0.remove_entry(&key))
            .collect()
    }

    /// Items of an array of that length are removed: those that follow close up.
    pub(super) fn close_up(&mut self, array: &str, removed: &BTreeSet<usize>, length: usize) {
        let own = self.home(array);
        let below = self.take_below(array);
        let mut moved = BTreeMap::new();
        let left = (0..length).filter(|index| !removed.contains(index));
        for (next, index) in left.enumerate() {
            moved.insert(index, next);
            if index != next {
                let home = own.below(&format!("/{index}"));
                self.0.insert(format!("{array}/{next}"), home);
            }
        }
        for (place, home) in below {
            let rest = place.get(array.len() + 1..).unwrap_or_default();
            let (index, rest) = rest
                .split_at_checked(rest.find('/').unwrap_or(rest.len()))
                .unwrap_or((rest, ""));
            let index = index.parse::<usize>().ok();
            if let Some(now) = index.and_then(|index| moved.get(&index)) {
                self.0.insert(format!("{array}/{now}{rest}"), home);
            }
        }
    }
}
