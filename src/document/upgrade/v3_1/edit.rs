//! What a translation does besides changing an object: it says what it finds, and where it put what.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::check::Findings;
use crate::document::read::tree::dismantle;
use crate::document::walk::At;

pub(in crate::document::upgrade) type Members = Map<String, Value>;

/// Takes a member out, however deep it is.
pub(super) fn discard(members: &mut Members, key: &str) {
    if let Some(value) = members.shift_remove(key) {
        dismantle(value);
    }
}

/// Where things were put.
#[derive(Debug, Default)]
pub(in crate::document::upgrade) struct Moves {
    /// Places of the new tree, each with where it stood before: what is said of the one is said of the other.
    pub(in crate::document::upgrade) origins: Vec<(Pointer, Pointer)>,
    /// Places where schemas stood, each with where it stands now: what refers to the one refers to the other.
    pub(in crate::document::upgrade) relocated: Vec<(Pointer, Pointer)>,
    /// How much text these take.
    size: usize,
}

/// How much text the moves of one part may take, and those of all: a place can be as long as the document is deep. What
/// finds no room is said to stand a little above where it does.
const PART: usize = 4 * 1024 * 1024;
const WHOLE: usize = 64 * 1024 * 1024;

impl Moves {
    /// Takes those of another part.
    pub(in crate::document::upgrade) fn extend(&mut self, part: Self) {
        if self.size < WHOLE {
            self.size += part.size;
            self.origins.extend(part.origins);
            self.relocated.extend(part.relocated);
        }
    }

    fn has_room(&self) -> bool {
        self.size < PART
    }

    fn count(&mut self, (one, other): &(Pointer, Pointer)) {
        self.size += one.as_str().len() + other.as_str().len();
    }
}

/// The object that is translated.
pub(in crate::document::upgrade) struct Edit<'a> {
    pub(in crate::document::upgrade) at: At<'a>,
    pub(in crate::document::upgrade) findings: &'a mut Findings,
    pub(in crate::document::upgrade) moves: &'a mut Moves,
}

impl Edit<'_> {
    /// The place of something in the object.
    fn place(&self, keys: &[&str]) -> Pointer {
        keys.iter()
            .fold(self.at.pointer(), |place, key| place.join(key))
    }

    /// Something new stands at `to`, because of what stood at `from`.
    pub(in crate::document::upgrade) fn derived(&mut self, to: &[&str], from: &[&str]) {
        if self.moves.has_room() {
            let places = (self.place(to), self.place(from));
            self.moves.count(&places);
            self.moves.origins.push(places);
        }
    }

    /// A schema was moved.
    pub(in crate::document::upgrade) fn moved(&mut self, to: &[&str], from: &[&str]) {
        self.derived(to, from);
        self.relocated(to, from);
    }

    /// References to `from` mean `to` from now on.
    pub(in crate::document::upgrade) fn relocated(&mut self, to: &[&str], from: &[&str]) {
        if self.moves.has_room() {
            let places = (self.place(from), self.place(to));
            self.moves.count(&places);
            self.moves.relocated.push(places);
        }
    }

    /// About a member's value.
    pub(in crate::document::upgrade) fn value(
        &mut self,
        code: Code,
        key: &str,
        message: impl Into<String>,
    ) {
        let at = self.at;
        self.findings
            .push_with(|| Diagnostic::at(code, &at.pointer().join(key), message));
    }

    /// About a member's key.
    pub(in crate::document::upgrade) fn key(
        &mut self,
        code: Code,
        key: &str,
        message: impl Into<String>,
    ) {
        let at = self.at;
        self.findings
            .push_with(|| Diagnostic::at_key(code, &at.pointer().join(key), message));
    }

    /// About the whole object.
    pub(in crate::document::upgrade) fn here(&mut self, code: Code, message: impl Into<String>) {
        let at = self.at;
        self.findings
            .push_with(|| Diagnostic::at(code, &at.pointer(), message));
    }

    /// About a value in the object, by the way to it.
    pub(in crate::document::upgrade) fn inner_value(
        &mut self,
        code: Code,
        keys: &[&str],
        message: impl Into<String>,
    ) {
        let place = self.place(keys);
        self.findings
            .push_with(|| Diagnostic::at(code, &place, message));
    }

    /// About a key in the object, by the way to it.
    pub(in crate::document::upgrade) fn inner_key(
        &mut self,
        code: Code,
        keys: &[&str],
        message: impl Into<String>,
    ) {
        let place = self.place(keys);
        self.findings
            .push_with(|| Diagnostic::at_key(code, &place, message));
    }
}
