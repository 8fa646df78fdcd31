//! From bytes to OpenAPI 3.0 in openapiv3's types: reading, upgrading, checking, resolving references, typing.
//!
//! Everything that follows this stage may rely on a document that is well-formed in the sense of [`upgrade`].

pub mod keywords;

mod check;
mod grammar;
mod locate;
mod overlay;
mod read;
mod refs;
mod select;
mod source;
#[cfg(test)]
mod tests;
mod typed;
mod upgrade;
mod walk;

use std::path::{Path, PathBuf};

use serde_json::Value;

pub use self::overlay::overlay;
pub use self::read::{read, read_text};
pub use self::select::{Unselected, select};
pub use self::typed::typed;
pub use self::upgrade::upgrade;

use self::locate::Origins;
use self::overlay::Overlaid;
use self::read::tree::dismantle;
use self::source::Source;
use crate::config::Limits;
use crate::diagnostic::{Diagnostics, Part, Pointer, Span};

/// A document as a tree of values, and the text that it was read from.
#[derive(Debug)]
pub struct Document {
    root: Tree,
    source: Source,
    origins: Origins,
    overlaid: Overlaid,
    limits: Limits,
}

impl Document {
    fn new(root: Value, source: Source, limits: &Limits) -> Self {
        Self {
            root: Tree(root),
            source,
            origins: Origins::default(),
            overlaid: Overlaid::default(),
            limits: *limits,
        }
    }

    /// The tree of values.
    pub fn root(&self) -> &Value {
        &self.root.0
    }

    /// Takes the tree out, for a caller that wants its memory back; what is left still finds places.
    pub fn take_tree(&mut self) -> Tree {
        std::mem::replace(&mut self.root, Tree(Value::Null))
    }

    /// The root file, as the user named it.
    pub fn path(&self) -> &Path {
        self.source.path()
    }

    /// What stands in the root file; [`Span`]s count its bytes.
    pub fn text(&self) -> &str {
        self.source.content()
    }

    /// Every file that was read. Standard input is none.
    pub fn files(&self) -> Vec<PathBuf> {
        let path = self.source.path();
        (path.as_os_str() != "-")
            .then(|| path.to_owned())
            .into_iter()
            .collect()
    }

    /// Where a node of the tree stands in the source, as a pointer: upgrading and resolving references move some.
    pub fn origin(&self, place: &Pointer) -> Pointer {
        self.origins.source(place).into_owned()
    }

    /// Gives what is said about nodes that an overlay put there the overlay's file and the place in it.
    pub fn place_overlaid(&self, sink: &mut Diagnostics) {
        self.overlaid.place(sink, |place| self.origin(place));
    }

    /// Where nodes stand in the source, for [`Diagnostics::place`](crate::diagnostic::Diagnostics::place); the nearest
    /// ancestor's place where a node does not stand there itself. Reads the source once more, so ask for all at once.
    pub fn locate(&self, wanted: &[(Pointer, Part)]) -> Vec<Option<Span>> {
        let wanted: Vec<(Pointer, Part)> = wanted
            .iter()
            .map(|(place, part)| (self.overlaid.in_root(self.origin(place)), *part))
            .collect();
        locate::locate(&self.source, &wanted)
    }
}

/// The values of a document; they may be nested deeper than the stack would let them drop.
#[derive(Debug)]
pub struct Tree(Value);

impl Drop for Tree {
    fn drop(&mut self) {
        dismantle(std::mem::take(&mut self.0));
    }
}
