//! What stands in the folder of the output before anything is written.
//!
//! A file is oasmith's own when its first line says so, or when it is listed and its kind has no comments to say it in.
//! Being listed alone is not enough: a user may have put a file of their own where a generated one once was.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::fault::{foreign, is_absent, unreadable};
use super::header::{can_be_signed, is_signed};
use super::manifest::{self, Manifest};
use super::write::pending;
use super::{OutputFile, safe_path};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// What stands where a file is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing.
    Nothing,
    /// A file of oasmith's with this text.
    Own(String),
    /// Something that oasmith did not write.
    Foreign {
        /// What it is.
        what: &'static str,
        /// What it holds, where it is a file.
        text: Option<String>,
    },
}

/// What earlier runs wrote and is not wanted any more.
#[derive(Debug, Default)]
pub(super) struct Stale {
    /// The files, with their texts.
    pub(super) files: Vec<OutputFile>,
    /// The folders in which they stand or stood; each comes before those that it stands in.
    pub(super) folders: BTreeSet<Reverse<String>>,
}

impl Standing {
    const fn obstacle(what: &'static str) -> Self {
        Self::Foreign { what, text: None }
    }
}

/// What is known about a folder.
#[derive(Debug)]
pub(super) struct Survey {
    folder: PathBuf,
    /// The manifest as it stands.
    pub(super) manifest: Option<Manifest>,
    /// What the manifest lists, and what an interrupted run put there beyond that.
    pub(super) listed: BTreeSet<String>,
    /// What an interrupted run left behind.
    pub(super) interrupted: Option<pending::Interrupted>,
}

impl Survey {
    /// Looks at a folder, which need not exist.
    pub(super) fn new(folder: &Path) -> Result<Self, Diagnostics> {
        let manifest_path = folder.join(manifest::NAME);
        if is_link(&manifest_path) {
            return Err(foreign(&manifest_path, "a symbolic link"));
        }
        let manifest = Manifest::read(&manifest_path)?;
        let interrupted = pending::Interrupted::read(folder)?;
        let done = interrupted.iter().flat_map(|run| run.done.iter());
        let listed = manifest
            .iter()
            .flat_map(|manifest| manifest.files.iter())
            .chain(done)
            .filter(|path| safe_path::fault(path).is_none())
            .cloned()
            .collect();
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
            listed,
            interrupted,
        })
    }

    /// Where a file of the output is on disk.
    pub(super) fn place(&self, path: &str) -> PathBuf {
        path.split('/')
            .fold(self.folder.clone(), |place, name| place.join(name))
    }

    /// What stands where the file is to be. A text equal to `wanted` is never foreign: writing it changes nothing.
    pub(super) fn look(&self, path: &str, wanted: Option<&str>) -> Result<Standing, Diagnostics> {
        if let Some(obstacle) = self.obstacle(path) {
            return Ok(Standing::obstacle(obstacle));
        }
        let place = self.place(path);
        let metadata = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata,
            Err(error) if is_absent(&error) => return Ok(Standing::Nothing),
            Err(error) => return Err(unreadable(&place, &error)),
        };
        if metadata.is_symlink() {
            return Ok(Standing::obstacle("a symbolic link"));
        }
        if !metadata.is_file() {
            return Ok(Standing::obstacle("not a file"));
        }
        let bytes = fs::read(&place).map_err(|error| unreadable(&place, &error))?;
        let is_wanted = wanted.is_some_and(|wanted| wanted.as_bytes() == bytes);
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|fault| String::from_utf8_lossy(fault.as_bytes()).into_owned());
        let is_own = is_signed(&text) || self.is_listed_unsigned(path, &text);
        if is_wanted || is_own {
            return Ok(Standing::Own(text));
        }
        Ok(Standing::Foreign {
            what: "a file that oasmith did not write",
            text: Some(text),
        })
    }

    /// An empty file that is listed is what a full disk or a lost power supply made of one.
    fn is_listed_unsigned(&self, path: &str, text: &str) -> bool {
        self.listed.contains(path) && (text.is_empty() || !can_be_signed(path))
    }

    /// What on the way to a file would lead out of the output's folder, or is no folder.
    fn obstacle(&self, path: &str) -> Option<&'static str> {
        let mut place = self.folder.clone();
        let (folders, _) = path.rsplit_once('/')?;
        let mut so_far = String::new();
        for name in folders.split('/') {
            place.push(name);
            so_far.push_str(name);
            let metadata = fs::symlink_metadata(&place).ok()?;
            if metadata.is_symlink() {
                return Some("reached through a symbolic link");
            }
            // A file of an earlier run may stand where a folder is now; it is removed first.
            let is_own = || matches!(self.look(&so_far, None), Ok(Standing::Own(_)));
            if !metadata.is_dir() && !is_own() {
                return Some("reached through something that is not a folder");
            }
            so_far.push('/');
        }
        None
    }

    /// What earlier runs wrote and is not wanted any more.
    pub(super) fn stale(&self, wanted: &[OutputFile]) -> Result<Stale, Diagnostics> {
        let wanted: BTreeSet<&str> = wanted.iter().map(|file| file.path.as_str()).collect();
        let mut stale = Stale::default();
        for path in &self.listed {
            if wanted.contains(path.as_str()) {
                continue;
            }
            match self.look(path, None)? {
                Standing::Foreign { .. } => continue,
                Standing::Nothing => {}
                Standing::Own(text) => stale.files.push(OutputFile {
                    path: path.clone(),
                    text,
                }),
            }
            // A killed run may have removed the file, but not yet its folder.
            stale
                .folders
                .extend(ancestors(path).map(|folder| Reverse(folder.to_owned())));
        }
        Ok(stale)
    }

    /// The folders that a killed run may have made for files that it never came to; each comes before those that it stands in.
    pub(super) fn begun_folders(&self) -> Result<BTreeSet<Reverse<String>>, Diagnostics> {
        let mut folders = BTreeSet::new();
        for path in self.interrupted.iter().flat_map(|run| &run.begun) {
            let is_safe = safe_path::fault(path).is_none();
            if is_safe && !matches!(self.look(path, None)?, Standing::Foreign { .. }) {
                folders.extend(ancestors(path).map(|folder| Reverse(folder.to_owned())));
            }
        }
        Ok(folders)
    }

    /// Every wanted file with what stands in its place. What cannot be looked at is reported to `sink`.
    pub(super) fn compare<'a>(
        &self,
        wanted: &'a [OutputFile],
        sink: &mut Diagnostics,
    ) -> Vec<(&'a OutputFile, Standing)> {
        let mut found = Vec::with_capacity(wanted.len());
        for file in wanted {
            if let Some(fault) = safe_path::fault(&file.path) {
                let message = format!("`{}` cannot be written: {fault}", file.path);
                sink.push(Diagnostic::new(Code::Internal, message));
                continue;
            }
            match self.look(&file.path, Some(&file.text)) {
                Ok(standing) => found.push((file, standing)),
                Err(faults) => sink.extend(faults),
            }
        }
        found
    }
}

/// The folders that a path leads through, the innermost first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    let parent = |path| -> Option<&str> { str::rsplit_once(path, '/').map(|(folder, _)| folder) };
    std::iter::successors(parent(path), move |folder| parent(folder))
}

/// Whether a symbolic link stands there, wherever it leads.
pub(super) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}
