//! How the program ends.

use std::process::ExitCode;

/// What the exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything was done.
    Done,
    /// The output is not what the document says.
    Drift,
    /// The document cannot be generated from, or the output cannot be written.
    Refused,
    /// The arguments are wrong (`EX_USAGE` of sysexits.h).
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Drift => 1,
            Exit::Refused => 2,
            Exit::Usage => 64,
        })
    }
}
