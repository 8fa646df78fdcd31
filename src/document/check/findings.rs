//! What a pass over the tree has to say, within bounds.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::locate::Origins;

/// How much text one part of a document may call for. A pointer can be as long as the document is deep, so that a small
/// document could otherwise call for gigabytes.
const PART: usize = 4 * 1024 * 1024;

/// How much text a document may call for altogether.
const WHOLE: usize = 64 * 1024 * 1024;

/// Diagnostics, up to a limit.
#[derive(Debug)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
    room: usize,
    most: usize,
}

impl Findings {
    /// For a part of a document.
    pub(crate) fn of_part() -> Self {
        Self::with_room(PART)
    }

    /// For a whole document.
    pub(crate) fn of_whole() -> Self {
        Self::with_room(WHOLE)
    }

    fn with_room(most: usize) -> Self {
        Self {
            list: Vec::new(),
            room: most,
            most,
        }
    }

    /// Takes one more, if there is room, and makes it only then, since to make its pointer may take longer than to find the
    /// fault. What finds no room is replaced by one error that says so.
    pub(crate) fn push_with(&mut self, make: impl FnOnce() -> Diagnostic) {
        if self.room > 0 {
            self.push(make());
        }
    }

    /// Takes one more, if there is room.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if self.room == 0 {
            return;
        }
        let pointer = diagnostic
            .location
            .as_ref()
            .map_or(0, |location| location.pointer.as_str().len());
        let help = diagnostic.help.as_ref().map_or(0, String::len);
        let size = diagnostic.message.len() + pointer + help;
        if let Some(room) = self.room.checked_sub(size.max(1)) {
            self.room = room;
            self.list.push(diagnostic);
            return;
        }
        self.room = 0;
        self.list.push(Diagnostic::new(
            Code::LimitReached,
            format!(
                "there is more to say about the document than {} bytes hold; the rest is left out",
                self.most
            ),
        ));
    }

    /// Takes all of a part.
    pub(crate) fn extend(&mut self, part: Self) {
        for diagnostic in part.list {
            self.push(diagnostic);
        }
    }

    /// Hands everything over, with the places as they are in the source.
    pub(crate) fn report(self, origins: &Origins, sink: &mut Diagnostics) {
        sink.extend(self.list.into_iter().map(|mut diagnostic| {
            if let Some(location) = &mut diagnostic.location {
                let source = origins.source(&location.pointer).into_owned();
                // What stands in another file is located by its place in the tree, which the report needs to know.
                if source.file().0 == 0 {
                    location.pointer = source;
                }
            }
            diagnostic
        }));
    }
}
