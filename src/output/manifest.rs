//! The list of the files that oasmith wrote into a folder.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::OutputFile;
use super::fault::{foreign, is_absent, unreadable};
use crate::diagnostic::Diagnostics;

/// The name of the manifest in the folder of the output.
pub(super) const NAME: &str = ".oasmith.json";

/// Which files there are, and who made them from what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The program and its version.
    pub(super) generator: String,
    /// The name of the document, without its folder.
    pub(super) source: String,
    /// The paths of the files, sorted.
    pub(super) files: Vec<String>,
}

impl Manifest {
    /// The manifest of these files.
    pub(super) fn new(files: &[OutputFile], source: &str) -> Self {
        let mut files: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
        files.sort();
        files.dedup();
        Self {
            generator: concat!("oasmith ", env!("CARGO_PKG_VERSION")).to_owned(),
            source: source.to_owned(),
            files,
        }
    }

    /// The manifest of a folder; `None` where there is none yet.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Diagnostics> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(unreadable(path, &error)),
        };
        serde_json::from_str(&text)
            .map(Some)
            .map_err(|_| foreign(path, "not a manifest of oasmith"))
    }

    /// The text of the manifest.
    pub(super) fn text(&self) -> String {
        // Strings and lists of strings can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
