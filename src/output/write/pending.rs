//! What a run leaves behind when it is killed, and how the next one knows what was done.
//!
//! A run stages its files as `0`, `1`, … in a folder of its own, and then, as a whole, a list of where each goes. From
//! there on it renames them into their places. So a file is in its place exactly when the list names it and its staged one
//! is gone; a run that was killed before the list stood has put nothing into place.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Step;
use crate::diagnostic::Diagnostics;
use crate::output::fault::{foreign, is_absent, unreadable};
use crate::output::manifest::{self, Manifest};

const FOLDER: &str = ".oasmith-staging";
const LIST: &str = "pending.json";
const UNFINISHED_LIST: &str = "pending.new";
const MERGED_MANIFEST: &str = "manifest.new";

/// The staging folder of an output.
#[derive(Debug, Clone)]
pub(in crate::output) struct Staging {
    output: PathBuf,
    folder: PathBuf,
}

/// The places of the staged files, by their numbers.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) places: Vec<String>,
}

/// A run that was killed.
#[derive(Debug)]
pub(in crate::output) struct Interrupted {
    /// The files that it put into their places.
    pub(in crate::output) done: BTreeSet<String>,
    /// The places that it had yet to come to; it may have made their folders.
    pub(in crate::output) begun: Vec<String>,
    /// What of its own is in the staging folder, besides the list.
    left: Vec<PathBuf>,
}

impl Staging {
    pub(super) fn new(output: &Path) -> Self {
        Self {
            output: output.to_owned(),
            folder: output.join(FOLDER),
        }
    }

    /// Where the file of that number is staged.
    pub(super) fn staged(&self, number: usize) -> PathBuf {
        self.folder.join(number.to_string())
    }

    /// Makes the folder.
    pub(super) fn open(&self) -> Step {
        Step::MakeFolder(self.folder.clone())
    }

    /// Says, once all files are staged, where they go.
    pub(super) fn announce(&self, pending: &Pending) -> [Step; 2] {
        let unfinished = self.folder.join(UNFINISHED_LIST);
        // A list of strings can always be written.
        let text = serde_json::to_string(pending).unwrap_or_default();
        let stage = Step::Stage {
            path: unfinished.clone(),
            text,
        };
        let rename = Step::Rename {
            from: unfinished,
            to: self.folder.join(LIST),
        };
        [stage, rename]
    }

    /// Clears up once everything is in its place.
    pub(super) fn close(&self) -> [Step; 2] {
        [
            Step::RemoveFile(self.folder.join(LIST)),
            Step::RemoveEmptyFolder(self.folder.clone()),
        ]
    }

    /// Takes over what a killed run had done, by listing it in the manifest, and clears up after it.
    ///
    /// `folders` may have been made for files that never came. The list goes after them, and before the staged files:
    /// without those it would seem that all of them are in their places.
    pub(super) fn repair(
        &self,
        run: &Interrupted,
        manifest: Option<&Manifest>,
        folders: impl IntoIterator<Item = PathBuf>,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut merged = manifest.cloned().unwrap_or_default();
        let known: BTreeSet<String> = merged.files.iter().cloned().collect();
        if !run.done.is_subset(&known) {
            merged.files = known.union(&run.done).cloned().collect();
            let path = self.folder.join(MERGED_MANIFEST);
            steps.push(Step::Stage {
                path: path.clone(),
                text: merged.text(),
            });
            steps.push(Step::Rename {
                from: path,
                to: self.output.join(manifest::NAME),
            });
        }
        steps.extend(folders.into_iter().map(Step::RemoveEmptyFolder));
        steps.push(Step::RemoveFile(self.folder.join(LIST)));
        steps.extend(run.left.iter().cloned().map(Step::RemoveFile));
        steps.push(Step::RemoveEmptyFolder(self.folder.clone()));
        steps
    }
}

impl Interrupted {
    /// What a killed run left in the folder of the output; `None` where none did.
    pub(in crate::output) fn read(output: &Path) -> Result<Option<Self>, Diagnostics> {
        let folder = output.join(FOLDER);
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(foreign(&folder, "not a folder")),
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(unreadable(&folder, &error)),
        }
        let names = names_in(&folder).map_err(|error| unreadable(&folder, &error))?;
        let list = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
        let pending: Pending = serde_json::from_str(&list).unwrap_or_default();
        // The manifest is staged and renamed like the rest, but does not list itself.
        let (mut done, mut begun) = (BTreeSet::new(), Vec::new());
        for (number, place) in (0_usize..).zip(pending.places) {
            if names.contains(&number.to_string()) {
                begun.push(place);
            } else if place != manifest::NAME {
                done.insert(place);
            }
        }
        let left = names
            .iter()
            .filter(|name| is_staged(name))
            .map(|name| folder.join(name))
            .collect();
        Ok(Some(Self { done, begun, left }))
    }
}

/// Whether a file of that name in the staging folder is one of oasmith's, other than the list.
fn is_staged(name: &str) -> bool {
    [UNFINISHED_LIST, MERGED_MANIFEST].contains(&name)
        || (!name.is_empty() && name.chars().all(|c| c.is_ascii_digit()))
}

fn names_in(folder: &Path) -> std::io::Result<BTreeSet<String>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}
