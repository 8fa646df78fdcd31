//! Which files may be read. A document is not trusted: without leave it reaches nothing outside of its own folder.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf, absolute};

use super::address::{Address, normalised};
use crate::config::Reach;
use crate::diagnostic::Code;
use crate::document::refs::Broken;

/// What may be read.
#[derive(Debug)]
pub(super) struct Access {
    places: Vec<Place>,
    mapped: Vec<(String, PathBuf)>,
}

/// A folder in which everything may be read, or a single file.
#[derive(Debug)]
struct Place {
    /// As it is named, from the root of the disk.
    named: PathBuf,
    /// Where it is, behind all symbolic links.
    real: PathBuf,
}

/// A file that may be read.
#[derive(Debug)]
pub(super) struct Permitted {
    /// Its name, to show.
    pub(super) name: PathBuf,
    /// The file itself, behind all symbolic links.
    pub(super) real: PathBuf,
}

impl Access {
    /// The folder of the root document, and what the user allows besides.
    pub(super) fn new(root: &Path, reach: &Reach) -> Self {
        let folder = match root.parent() {
            Some(folder) if folder.as_os_str().is_empty() => Some(PathBuf::from(".")),
            Some(folder) => Some(folder.to_owned()),
            None => None,
        };
        // Standard input stands in no folder.
        let own = folder.filter(|_| root.as_os_str() != "-");
        let mapped = reach.mapped.iter().map(|(_, path)| path.clone());
        let places = own
            .into_iter()
            .chain(reach.dirs.iter().cloned())
            .chain(mapped);
        Self {
            places: places.filter_map(|path| Place::new(&path)).collect(),
            mapped: reach.mapped.clone(),
        }
    }

    /// The file at an address, or why it may not be read; `text` is what the document calls it.
    pub(super) fn permit(&self, address: &Address, text: &str) -> Result<Permitted, Broken> {
        let name = match address {
            Address::File(path) => path.clone(),
            Address::Url(url) => self.mapped(url).ok_or_else(|| not_mapped(url))?,
        };
        // The disk is not asked about what may not be read, not even whether it exists.
        let named = absolute(&name).map_or_else(|_| name.clone(), |path| normalised(&path));
        if !self.places.iter().any(|it| named.starts_with(&it.named)) {
            return Err(outside(text, &name, "is outside of the document's folder"));
        }
        let real = fs::canonicalize(&name).map_err(|error| match error.kind() {
            ErrorKind::NotFound => unreadable(format!("there is no file `{}`", name.display())),
            _ => unreadable(format!("`{}` cannot be read: {error}", name.display())),
        })?;
        if !self.places.iter().any(|it| real.starts_with(&it.real)) {
            let leads = "leads out of the document's folder by a symbolic link";
            return Err(outside(text, &real, leads));
        }
        // A pipe or a device could keep the reader waiting forever.
        if !real.is_file() {
            let what = if real.is_dir() { "folder" } else { "device" };
            return Err(unreadable(format!(
                "`{}` is a {what} and no file",
                name.display()
            )));
        }
        Ok(Permitted { name, real })
    }

    /// What stands on disk for a URL: of several beginnings of it that are mapped, the longest holds.
    fn mapped(&self, url: &str) -> Option<PathBuf> {
        let fits = self.mapped.iter().filter_map(|(prefix, path)| {
            let rest = url.strip_prefix(prefix.as_str())?;
            let is_whole = rest.is_empty() || prefix.ends_with('/') || rest.starts_with('/');
            is_whole.then_some((prefix.len(), path, rest.trim_start_matches('/')))
        });
        let (_, path, rest) = fits.max_by_key(|(length, ..)| *length)?;
        if rest.is_empty() {
            return Some(path.clone());
        }
        // As if the rest were written in a file of that folder.
        match Address::File(path.join("_")).join(&format!("./{rest}")) {
            Address::File(path) => Some(path),
            Address::Url(_) => None,
        }
    }
}

impl Place {
    /// What does not exist allows nothing.
    fn new(path: &Path) -> Option<Self> {
        Some(Self {
            named: normalised(&absolute(path).ok()?),
            real: fs::canonicalize(path).ok()?,
        })
    }
}

fn not_mapped(url: &str) -> Broken {
    Broken {
        code: Code::UnsupportedReference,
        message: format!("`{url}` is not on this disk, and nothing is fetched"),
        help: Some(format!(
            "save the file and say where it is: `--map {url}=FILE`, or `Generator::map` in a build script"
        )),
    }
}

fn outside(text: &str, path: &Path, why: &str) -> Broken {
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => path,
    };
    Broken {
        code: Code::UnsupportedReference,
        message: format!("`{text}` {why}, where nothing is read unless you allow it"),
        help: Some(format!(
            "if you trust the document, allow the folder: `--allow-dir {}`, or `Generator::allow_dir` in a build script",
            folder.display()
        )),
    }
}

fn unreadable(message: String) -> Broken {
    Broken {
        code: Code::Unreadable,
        message,
        help: None,
    }
}
