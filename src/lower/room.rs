//! How much may be merged: a short document can have every schema be a part of every other.

use super::flat::Flat;
use crate::config::Limit;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};

/// How many schemas may be merged inside each other. A chain of components is as deep as it is long, and merging needs stack
/// for each of them.
const DEEPEST: usize = 10_000;

/// What is left of the limits. Once one is reached, nothing more is merged, and the rest is lowered quickly.
#[derive(Debug)]
pub(super) struct Room {
    most: usize,
    left: usize,
    depth: usize,
    is_full: bool,
}

impl Room {
    /// Room for so many schemas and properties.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            left: most,
            depth: 0,
            is_full: false,
        }
    }

    /// Goes one schema deeper, if there is room; whoever does has to [`leave`](Self::leave) again.
    pub(super) fn enter(&mut self, place: &Pointer, sink: &mut Diagnostics) -> bool {
        if self.depth >= DEEPEST && !self.is_full {
            self.is_full = true;
            let message = format!("more than {DEEPEST} schemas are parts of each other");
            sink.push(Diagnostic::at(Code::LimitReached, place, message));
        }
        if self.is_full {
            return false;
        }
        self.depth += 1;
        true
    }

    /// Comes back from where [`enter`](Self::enter) went.
    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Counts a schema with what stands in it; says once that there is too much.
    pub(super) fn take(&mut self, flat: &Flat<'_>, sink: &mut Diagnostics) -> bool {
        if self.is_full {
            return false;
        }
        match self.left.checked_sub(size(flat)) {
            Some(left) => self.left = left,
            None => {
                self.is_full = true;
                let most = self.most;
                let message = format!(
                    "the document has more than {most} schemas and properties, each counted again where it is a part of another"
                );
                let fault = Diagnostic::at(Code::LimitReached, &flat.pointer, message);
                sink.push(fault.help(Limit::Schemas.help()));
            }
        }
        !self.is_full
    }
}

/// What a schema counts: itself, and what is copied with it when it becomes a part of another.
fn size(flat: &Flat<'_>) -> usize {
    let alternatives = flat.alternatives.iter().map(|list| list.places.len());
    let places = [
        flat.properties.len(),
        flat.parts.len(),
        flat.required_groups.len(),
    ];
    // Values and names are smaller than properties are.
    let values = flat.enumeration.as_ref().map_or(0, Vec::len) + flat.required.len();
    1 + places.into_iter().chain(alternatives).sum::<usize>() + values / 4
}
