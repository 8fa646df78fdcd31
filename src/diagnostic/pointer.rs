//! Places in a document.

use std::fmt::{self, Write};

use serde::Serialize;

/// A JSON pointer (RFC 6901) into a document, such as `/paths/~1pets/get`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Takes text that is already a JSON pointer, without the `#` of a reference.
    pub fn parse(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The pointer to the member `key` (or the item of that index) of what this one points to.
    #[must_use]
    pub fn join(&self, key: impl fmt::Display) -> Self {
        /// How much room a key is given; most are shorter.
        const KEY: usize = 24;
        let mut text = String::with_capacity(self.0.len() + KEY);
        text.push_str(&self.0);
        text.push('/');
        // Only a key that cannot be shown could fail here.
        let _ = write!(Escaping(&mut text), "{key}");
        Self(text)
    }

    /// The pointer and the unescaped last key of what this one points into; `None` for the whole document.
    pub fn split_last(&self) -> Option<(Self, String)> {
        let (parent, key) = self.0.rsplit_once('/')?;
        Some((Self(parent.to_owned()), unescape(key)))
    }

    /// The keys from the root to the node, unescaped.
    pub fn keys(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescape)
    }

    /// The same node of a file that a document refers to, by the file's number. As long as a document's files are worked on
    /// as one tree, the number stands before the first slash, where no pointer into the root document has anything.
    pub(crate) fn in_file(&self, file: usize) -> Self {
        if file == 0 {
            return self.clone();
        }
        Self(format!("{file}{}", self.0))
    }

    /// The number of the file, and the pointer in that file; 0 is the root document.
    pub(crate) fn file(&self) -> (usize, Self) {
        let slash = self.0.find('/').unwrap_or(self.0.len());
        let (number, pointer) = self.0.split_at(slash);
        match number.parse() {
            Ok(number) => (number, Self(pointer.to_owned())),
            Err(_) => (0, self.clone()),
        }
    }

    /// The text of the pointer.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes a key as a part of a pointer (RFC 6901, section 3).
struct Escaping<'a>(&'a mut String);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, key: &str) -> fmt::Result {
        let mut rest = key;
        while let Some(found) = rest.find(['~', '/']) {
            let (plain, escaped) = rest.split_at(found);
            self.0.push_str(plain);
            self.0
                .push_str(if escaped.starts_with('~') { "~0" } else { "~1" });
            rest = escaped.get(1..).unwrap_or_default();
        }
        self.0.push_str(rest);
        Ok(())
    }
}

fn unescape(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
