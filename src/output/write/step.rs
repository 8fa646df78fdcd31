//! The few things that are ever done to the disk.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::output::fault::is_absent;

/// One change to the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Make a folder and those that it stands in.
    MakeFolder(PathBuf),
    /// Write a file in the staging folder, or beside its destination. It may be interrupted half-way.
    Stage {
        /// Where.
        path: PathBuf,
        /// What.
        text: String,
    },
    /// Put a staged file into its place; this happens as a whole or not at all.
    Rename {
        /// Where it is staged.
        from: PathBuf,
        /// Its place.
        to: PathBuf,
    },
    /// Remove a file, if it is there.
    RemoveFile(PathBuf),
    /// Remove a folder, if nothing is in it.
    RemoveEmptyFolder(PathBuf),
}

impl Step {
    /// Does it.
    ///
    /// # Errors
    ///
    /// When the disk refuses.
    pub fn perform(&self) -> Result<(), Diagnostics> {
        match self {
            Self::MakeFolder(path) => fs::create_dir_all(path),
            Self::Stage { path, text } => fs::write(path, text),
            Self::Rename { from, to } => fs::rename(from, to),
            Self::RemoveFile(path) => tolerate_absence(fs::remove_file(path)),
            Self::RemoveEmptyFolder(path) => match fs::remove_dir(path) {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
                other => tolerate_absence(other),
            },
        }
        .map_err(|error| {
            let message = format!(
                "`{}` cannot be {}: {error}",
                self.path().display(),
                self.verb()
            );
            Diagnostic::new(Code::Unwritable, message).into()
        })
    }

    fn path(&self) -> &PathBuf {
        match self {
            Self::MakeFolder(path)
            | Self::Stage { path, .. }
            | Self::Rename { to: path, .. }
            | Self::RemoveFile(path)
            | Self::RemoveEmptyFolder(path) => path,
        }
    }

    const fn verb(&self) -> &'static str {
        match self {
            Self::MakeFolder(_) => "made",
            Self::Stage { .. } | Self::Rename { .. } => "written",
            Self::RemoveFile(_) | Self::RemoveEmptyFolder(_) => "removed",
        }
    }
}

fn tolerate_absence(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if is_absent(&error) => Ok(()),
        other => other,
    }
}
