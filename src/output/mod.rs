//! From emitted tokens to files: format a module, lay the modules out, and write the files or compare them with the disk.
//!
//! Formatting works on one module at a time and may run in parallel. Everything after it sees [`OutputFile`]s only.

mod compare;
mod fault;
mod format;
mod header;
mod layout;
mod manifest;
mod references;
mod safe_path;
mod survey;
mod write;

use serde::Serialize;

pub use compare::{Change, Difference, compare};
pub use format::{Formatted, format};
pub use layout::lay_out;
pub use write::{Step, Written, perform, prepare, write, write_single};

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct OutputFile {
    /// Its path from the folder of the output, with `/` between, on every system.
    pub path: String,
    /// What it holds.
    pub text: String,
}
