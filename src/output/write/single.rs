//! Writing a single file, for a build script.

use std::fs;
use std::path::Path;

use super::{Step, perform};
use crate::diagnostic::Diagnostics;
use crate::output::OutputFile;
use crate::output::fault::{foreign, is_absent, unreadable};
use crate::output::header::is_signed;
use crate::output::survey::is_link;

/// Writes one file into a folder, unless it has that text already; then cargo has nothing to compile anew.
///
/// # Errors
///
/// When something is in the way that oasmith did not write, or the disk refuses.
pub fn write_single(folder: &Path, file: &OutputFile) -> Result<bool, Diagnostics> {
    let place = folder.join(&file.path);
    match fs::read(&place) {
        Ok(old) if old == file.text.as_bytes() => return Ok(false),
        Ok(old) if !old.is_empty() && !is_signed(&String::from_utf8_lossy(&old)) => {
            return Err(foreign(&place, "a file that oasmith did not write"));
        }
        Ok(_) if is_link(&place) => return Err(foreign(&place, "a symbolic link")),
        Ok(_) => {}
        Err(error) if is_absent(&error) => {}
        Err(error) => return Err(unreadable(&place, &error)),
    }
    // Two build scripts may write into one folder at the same time.
    let staged = folder.join(format!(".{}.{}.new", file.path, std::process::id()));
    perform(&[
        Step::MakeFolder(folder.to_owned()),
        Step::Stage {
            path: staged.clone(),
            text: file.text.clone(),
        },
        Step::Rename {
            from: staged,
            to: place,
        },
    ])?;
    Ok(true)
}
