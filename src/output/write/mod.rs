//! Writing the output into a folder.
//!
//! Everything is looked at before anything is changed, and what is then done is a list of [`Step`]s, made in
//! [`plan`](self::plan) and carried out one by one. A run that is killed between any two of them is repaired by the next:
//! see [`pending`].

pub(super) mod pending;

mod plan;
mod single;
mod step;

use std::path::Path;

use serde::Serialize;

use super::OutputFile;
use crate::diagnostic::Diagnostics;

pub use single::write_single;
pub use step::Step;

/// What a run changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Written {
    /// The files that are new or have another text, by their paths.
    pub changed: Vec<String>,
    /// The files of earlier runs that were removed.
    pub removed: Vec<String>,
    /// How many files were left alone, since they were right already.
    pub unchanged: usize,
}

/// Writes the files into a folder, removes what earlier runs wrote and is not wanted any more, and leaves everything alone
/// that is right already. `source` is the name of the document, without its folder.
///
/// # Errors
///
/// When something is in the way that oasmith did not write, and then nothing is changed; or when the disk refuses.
pub fn write(folder: &Path, files: &[OutputFile], source: &str) -> Result<Written, Diagnostics> {
    let (written, steps) = prepare(folder, files, source)?;
    perform(&steps)?;
    Ok(written)
}

/// Finds out what writing the files takes, without changing anything.
///
/// # Errors
///
/// As [`write`].
pub fn prepare(
    folder: &Path,
    files: &[OutputFile],
    source: &str,
) -> Result<(Written, Vec<Step>), Diagnostics> {
    plan::plan(folder, files, source)
}

/// Carries the steps out, up to the first that fails.
///
/// # Errors
///
/// When the disk refuses. What was done until then is repaired by the next run.
pub fn perform(steps: &[Step]) -> Result<(), Diagnostics> {
    steps.iter().try_for_each(Step::perform)
}
