//! The one error of the library.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::digest::Digest;

/// Why nothing was generated.
///
/// It displays as the errors that were found, one a line and each with its place:
///
/// ```text
/// openapi.yaml:12:9: error[unresolved-reference]: … (at #/paths/~1pets/get)
/// ```
///
/// `Debug` shows the same, so that a build script may end with `?` or `unwrap()`.
#[derive(Clone, PartialEq)]
pub struct Error {
    diagnostics: Diagnostics,
}

impl Error {
    /// Everything that there was to say, warnings included.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(Diagnostic::new(code, message));
        Self { diagnostics }
    }
}

impl From<Diagnostics> for Error {
    fn from(diagnostics: Diagnostics) -> Self {
        Self { diagnostics }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digest = Digest::new(&self.diagnostics, |severity| severity == Severity::Error);
        let mut lines: Vec<String> = digest.shown.iter().map(ToString::to_string).collect();
        lines.extend(digest.rest.iter().map(|rest| format!("… and {rest}")));
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What `fn main() -> Result<(), Error>` and `unwrap()` print begins in the middle of a line.
        write!(f, "oasmith could not generate from the document\n{self}")
    }
}

impl std::error::Error for Error {}
