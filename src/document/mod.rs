//! From bytes to OpenAPI 3.0 in openapiv3's types: reading, upgrading, checking, resolving references, typing.
//!
//! Everything that follows this stage may rely on a document that is well-formed in the sense of [`upgrade`].

pub mod keywords;

mod check;
mod files;
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

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

pub use self::files::follow;
pub use self::overlay::overlay;
pub use self::read::{read, read_text};
pub use self::select::{Unselected, has_more_operations, select};
pub use self::typed::typed;
pub use self::upgrade::upgrade;

use self::locate::Origins;
use self::overlay::Overlaid;
use self::read::tree::dismantle;
use self::refs::Broken;
use self::source::Source;
use crate::config::Limits;
use crate::diagnostic::{Diagnostics, Part, Pointer, Standing};

/// A document as a tree of values, and the texts that it was read from.
#[derive(Debug)]
pub struct Document {
    root: Tree,
    source: Source,
    /// The other files that it refers to; the first has the number 1.
    others: Vec<Source>,
    /// Whether something in the root file may refer to another one.
    refers_elsewhere: bool,
    /// Why references to other files could not be followed, by what was written in place of them.
    refused: HashMap<String, Broken>,
    origins: Origins,
    overlaid: Overlaid,
    limits: Limits,
}

impl Document {
    fn new(root: Value, source: Source, limits: &Limits) -> Self {
        Self {
            root: Tree(root),
            source,
            others: Vec::new(),
            refers_elsewhere: false,
            refused: HashMap::new(),
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

    /// What stands in a file that was read; [`Span`](crate::diagnostic::Span)s count its bytes.
    pub fn text(&self, file: &Path) -> Option<&str> {
        // A path that is no UTF-8 stands in reports as far as it can be shown.
        let name = file.to_string_lossy();
        self.sources()
            .find(|source| source.path().to_string_lossy() == name)
            .map(Source::content)
    }

    fn sources(&self) -> impl Iterator<Item = &Source> {
        std::iter::once(&self.source).chain(&self.others)
    }

    /// Every file that was read, the root first. Standard input is none.
    pub fn files(&self) -> Vec<PathBuf> {
        self.sources()
            .map(|source| source.path().to_owned())
            .filter(|path| path.as_os_str() != "-")
            .collect()
    }

    /// Where a node of the tree stands in the source, as a pointer: following and resolving references and upgrading move
    /// some. One into another file has the number of that file before its first slash.
    pub fn origin(&self, place: &Pointer) -> Pointer {
        self.origins.source(place).into_owned()
    }

    /// Gives what is said about nodes that an overlay put there the overlay's file and the place in it.
    pub fn place_overlaid(&self, sink: &mut Diagnostics) {
        self.overlaid.place(sink, |place| self.origin(place));
    }

    /// Where nodes stand in the sources, for [`Diagnostics::place`](crate::diagnostic::Diagnostics::place); the nearest
    /// ancestor's place where a node does not stand there itself. Reads the sources once more, so ask for all at once.
    pub fn locate(&self, wanted: &[(Pointer, Part)]) -> Vec<Standing> {
        let origins: Vec<(Pointer, Part)> = wanted
            .iter()
            .map(|(place, part)| (self.origin(place), *part))
            .collect();
        let mut standings = self.locate_origins(&origins);
        for ((standing, (place, _)), (origin, _)) in standings.iter_mut().zip(wanted).zip(&origins)
        {
            // Nobody finds in the source what only the house calls so.
            if standing.elsewhere.is_none() && is_of_house(place) && !is_of_house(origin) {
                standing.elsewhere = Some((self.source.shown_path(), origin.clone()));
            }
        }
        standings
    }

    /// The same of what is known to stand in the sources as it is named.
    fn locate_origins(&self, wanted: &[(Pointer, Part)]) -> Vec<Standing> {
        let mut order: Vec<(usize, usize, Pointer)> = wanted
            .iter()
            .enumerate()
            .map(|(index, (place, _))| {
                let (file, pointer) = self.overlaid.in_root(place.clone()).file();
                (file, index, pointer)
            })
            .collect();
        order.sort_by_key(|(file, ..)| *file);
        let mut standings = vec![Standing::default(); wanted.len()];
        for in_file in order.chunk_by(|(one, ..), (other, ..)| one == other) {
            let file = in_file.first().map_or(0, |(file, ..)| *file);
            let other = file.checked_sub(1).and_then(|at| self.others.get(at));
            let nodes: Vec<(Pointer, Part)> = in_file
                .iter()
                .filter_map(|(_, index, pointer)| Some((pointer.clone(), wanted.get(*index)?.1)))
                .collect();
            let spans = locate::locate(other.unwrap_or(&self.source), &nodes);
            for ((_, index, pointer), span) in in_file.iter().zip(spans) {
                if let Some(standing) = standings.get_mut(*index) {
                    standing.span = span;
                    standing.elsewhere = other.map(|other| (other.shown_path(), pointer.clone()));
                }
            }
        }
        standings
    }
}

/// Whether a place is in an extension of the house.
fn is_of_house(place: &Pointer) -> bool {
    place.keys().any(|key| key.starts_with(keywords::PREFIX))
}

/// The values of a document; they may be nested deeper than the stack would let them drop.
#[derive(Debug)]
pub struct Tree(Value);

impl Drop for Tree {
    fn drop(&mut self) {
        dismantle(std::mem::take(&mut self.0));
    }
}
