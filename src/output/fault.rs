//! What can go wrong between the output and the disk.

use std::io;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Something that oasmith did not write is in the way.
pub(super) fn foreign(place: &Path, what: &str) -> Diagnostics {
    let message = format!("`{}` is in the way: it is {what}", place.display());
    Diagnostic::new(Code::ForeignFile, message)
        .help("move it away, or choose another folder for the output; nothing was written")
        .into()
}

/// The disk does not show what is there.
pub(super) fn unreadable(place: &Path, error: &io::Error) -> Diagnostics {
    let message = format!("`{}` cannot be read: {error}", place.display());
    Diagnostic::new(Code::Unwritable, message).into()
}

/// Whether an error says that there is nothing at a path.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
