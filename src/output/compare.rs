//! What a run would change, without changing it.

use std::path::Path;

use serde::Serialize;

use super::OutputFile;
use super::fault::foreign;
use super::manifest::{self, Manifest};
use super::survey::{Standing, Survey};
use crate::diagnostic::Diagnostics;

/// A file that is not as the document says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its path from the folder of the output, with `/` between.
    pub path: String,
    /// How it differs.
    pub change: Change,
}

/// How a file differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is not there.
    Missing {
        /// What it should hold.
        new: String,
    },
    /// It holds something else.
    Stale {
        /// What it holds.
        old: String,
        /// What it should hold.
        new: String,
    },
    /// It should not be there any more.
    Extra {
        /// What it holds.
        old: String,
    },
}

impl Difference {
    /// What the file holds, and what it should hold.
    pub fn texts(&self) -> (Option<&str>, Option<&str>) {
        match &self.change {
            Change::Missing { new } => (None, Some(new)),
            Change::Stale { old, new } => (Some(old), Some(new)),
            Change::Extra { old } => (Some(old), None),
        }
    }
}

/// Compares a folder with what would be written into it, the manifest included; sorted by path.
///
/// # Errors
///
/// When a folder or a symbolic link stands where a file is to be, or a file cannot be read.
pub fn compare(
    folder: &Path,
    files: &[OutputFile],
    source: &str,
) -> Result<Vec<Difference>, Diagnostics> {
    let mut sink = Diagnostics::new();
    let survey = Survey::new(folder)?;
    let mut differences = Vec::new();
    for (file, standing) in survey.compare(files, &mut sink) {
        let old = match standing {
            Standing::Nothing => None,
            // Who wrote it makes no difference to whether it is right.
            Standing::Own(text)
            | Standing::Foreign {
                text: Some(text), ..
            } => Some(text),
            Standing::Foreign { what, text: None } => {
                sink.extend(foreign(&survey.place(&file.path), what));
                continue;
            }
        };
        differences.extend(difference(&file.path, old, &file.text));
    }
    if sink.has_errors() {
        return Err(sink);
    }
    let stale = survey.stale(files)?;
    differences.extend(stale.files.into_iter().map(|file| Difference {
        path: file.path,
        change: Change::Extra { old: file.text },
    }));
    let old = survey.manifest.as_ref().map(Manifest::text);
    let new = Manifest::new(files, source).text();
    differences.extend(difference(manifest::NAME, old, &new));
    differences.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(differences)
}

fn difference(path: &str, old: Option<String>, new: &str) -> Option<Difference> {
    let new = new.to_owned();
    let change = match old {
        Some(old) if old == new => return None,
        Some(old) => Change::Stale { old, new },
        None => Change::Missing { new },
    };
    Some(Difference {
        path: path.to_owned(),
        change,
    })
}
