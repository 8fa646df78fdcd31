//! From what is wanted and what stands there to the steps between.
//!
//! ```text
//! repair an interrupted run ─▶ stage every new text ─▶ list what is staged ─▶ remove stale files, emptied folders
//!     ─▶ rename each into its place ─▶ rename the manifest ─▶ clear up
//! ```

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::Path;

use super::pending::{Pending, Staging};
use super::{Step, Written};
use crate::diagnostic::Diagnostics;
use crate::output::OutputFile;
use crate::output::fault::foreign;
use crate::output::manifest::{self, Manifest};
use crate::output::survey::{Stale, Standing, Survey};

/// Finds every conflict, or else the steps.
pub(super) fn plan(
    folder: &Path,
    files: &[OutputFile],
    source: &str,
) -> Result<(Written, Vec<Step>), Diagnostics> {
    let survey = Survey::new(folder)?;
    let stale = survey.stale(files)?;
    let changed = changed(&survey, files, &stale.files)?;
    let written = Written {
        changed: changed.iter().map(|file| file.path.clone()).collect(),
        removed: stale.files.iter().map(|file| file.path.clone()).collect(),
        unchanged: files.len().saturating_sub(changed.len()),
    };
    let staging = Staging::new(folder);
    let mut steps = repair(&survey, &staging)?;
    let manifest = OutputFile {
        path: manifest::NAME.to_owned(),
        text: Manifest::new(files, source).text(),
    };
    let is_listed = survey.manifest.as_ref().map(Manifest::text) == Some(manifest.text.clone());
    // Once an interrupted run is repaired, the manifest on disk may be another one than the survey saw.
    if is_listed && changed.is_empty() && stale.files.is_empty() && survey.interrupted.is_none() {
        return Ok((written, steps));
    }
    let mut staged = changed;
    staged.push(&manifest);
    steps.extend(stage(&staging, &staged));
    steps.extend(remove(&survey, &stale));
    steps.extend(put_into_place(&survey, &staging, &staged));
    steps.extend(staging.close());
    Ok((written, steps))
}

/// Takes over what a killed run had done.
fn repair(survey: &Survey, staging: &Staging) -> Result<Vec<Step>, Diagnostics> {
    let Some(run) = &survey.interrupted else {
        return Ok(Vec::new());
    };
    let folders = survey.begun_folders()?;
    let folders = folders.iter().map(|Reverse(folder)| survey.place(folder));
    Ok(staging.repair(run, survey.manifest.as_ref(), folders))
}

/// The files that are to be written, or everything that is in their way.
fn changed<'a>(
    survey: &Survey,
    files: &'a [OutputFile],
    stale: &[OutputFile],
) -> Result<Vec<&'a OutputFile>, Diagnostics> {
    let mut sink = Diagnostics::new();
    // Where a system does not tell them apart, removing `Pet.rs` removes `pet.rs`, too.
    let removed: BTreeSet<String> = stale.iter().map(|file| file.path.to_lowercase()).collect();
    let mut changed = Vec::new();
    for (file, standing) in survey.compare(files, &mut sink) {
        match standing {
            Standing::Own(old)
                if old == file.text && !removed.contains(&file.path.to_lowercase()) => {}
            Standing::Own(_) | Standing::Nothing => changed.push(file),
            Standing::Foreign { what, .. } => sink.extend(foreign(&survey.place(&file.path), what)),
        }
    }
    if sink.has_errors() {
        return Err(sink);
    }
    Ok(changed)
}

/// Stages the files, and then the list of where they go.
fn stage(staging: &Staging, files: &[&OutputFile]) -> Vec<Step> {
    let texts = files.iter().enumerate().map(|(number, file)| Step::Stage {
        path: staging.staged(number),
        text: file.text.clone(),
    });
    let pending = Pending {
        places: files.iter().map(|file| file.path.clone()).collect(),
    };
    std::iter::once(staging.open())
        .chain(texts)
        .chain(staging.announce(&pending))
        .collect()
}

/// Removes files, and the folders that they leave empty.
fn remove(survey: &Survey, stale: &Stale) -> Vec<Step> {
    let files = stale.files.iter().map(|file| file.path.as_str());
    let folders = stale.folders.iter().map(|Reverse(folder)| folder);
    files
        .map(|file| Step::RemoveFile(survey.place(file)))
        .chain(folders.map(|folder| Step::RemoveEmptyFolder(survey.place(folder))))
        .collect()
}

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

/// Renames the staged files one by one, the manifest, which is the last of them, last.
fn put_into_place(survey: &Survey, staging: &Staging, files: &[&OutputFile]) -> Vec<Step> {
    let folders: BTreeSet<&str> = files.iter().filter_map(|file| parent(&file.path)).collect();
    let folders = folders
        .into_iter()
        .map(|folder| Step::MakeFolder(survey.place(folder)));
    let renames = files.iter().enumerate().map(|(number, file)| Step::Rename {
        from: staging.staged(number),
        to: survey.place(&file.path),
    });
    folders.chain(renames).collect()
}
