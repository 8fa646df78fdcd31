//! The files of a document, each read once.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::Value;

use super::access::{Access, Permitted};
use super::address::Address;
use crate::config::{Limit, Limits, Reach};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::read::Part;
use crate::document::refs::Broken;
use crate::document::source::Source;
use crate::document::upgrade::own_address;
use crate::document::{Document, Tree, read};

/// The number of the root document.
pub(super) const ROOT: usize = 0;

/// A file that was read.
#[derive(Debug)]
struct File {
    address: Address,
    /// What stands in it, as it stands there.
    tree: Tree,
}

/// The root document and the files that were read for it. A file has the same number here, in the sources, and before the
/// pointers into it.
#[derive(Debug)]
pub(super) struct Store {
    access: Access,
    limits: Limits,
    files: Vec<File>,
    by_address: HashMap<Address, Result<usize, Broken>>,
    by_path: HashMap<PathBuf, Result<usize, Broken>>,
    /// The texts of all files but the root.
    pub(super) sources: Vec<Source>,
    /// How many bytes may still be read.
    bytes: u64,
    nodes: usize,
    /// How many names have been compared for suggestions.
    pub(super) compared: usize,
    /// What is wrong with the texts.
    pub(super) faults: Diagnostics,
}

impl Store {
    /// Holds the root document, of which it takes the tree.
    pub(super) fn new(document: &mut Document, nodes: usize, reach: &Reach) -> Self {
        let path = document.path().to_owned();
        let size = u64::try_from(document.source.content().len()).unwrap_or(u64::MAX);
        let real = std::fs::canonicalize(&path).ok();
        // Other files may know the document by the address that it says it has.
        let own = own_address(document.root()).filter(|own| own.contains("://"));
        let own = own.map(|own| (Address::Url(own.to_owned()), Ok(ROOT)));
        Self {
            access: Access::new(&path, reach),
            limits: document.limits,
            by_address: own.into_iter().collect(),
            by_path: real.map(|real| (real, Ok(ROOT))).into_iter().collect(),
            sources: Vec::new(),
            bytes: document.limits.bytes.saturating_sub(size),
            nodes,
            compared: 0,
            faults: Diagnostics::new(),
            files: vec![File {
                address: Address::File(path),
                tree: document.take_tree(),
            }],
        }
    }

    /// What stands in a file.
    pub(super) fn tree(&self, file: usize) -> &Value {
        self.files
            .get(file)
            .map_or(&Value::Null, |file| &file.tree.0)
    }

    /// How a file is called in a message.
    pub(super) fn shown(&self, file: usize) -> String {
        match file.checked_sub(1).and_then(|at| self.sources.get(at)) {
            Some(source) => format!("`{}`", source.path().display()),
            None => "the document".to_owned(),
        }
    }

    /// The name of a file without its folder and its ending.
    pub(super) fn stem(&self, file: usize) -> String {
        let source = file.checked_sub(1).and_then(|at| self.sources.get(at));
        let stem = source.and_then(|source| source.path().file_stem());
        stem.unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The number of the file to which a reference in `from` leads, without its fragment.
    pub(super) fn open(&mut self, text: &str, from: usize) -> Result<usize, Broken> {
        if text.is_empty() {
            return Ok(from);
        }
        let Some(file) = self.files.get(from) else {
            return Ok(from);
        };
        let address = file.address.join(text);
        if let Some(known) = self.by_address.get(&address) {
            return known.clone();
        }
        let opened = self.open_new(&address, text);
        self.by_address.insert(address, opened.clone());
        opened
    }

    fn open_new(&mut self, address: &Address, text: &str) -> Result<usize, Broken> {
        let file = self.access.permit(address, text)?;
        if let Some(known) = self.by_path.get(&file.real) {
            return known.clone();
        }
        let real = file.real.clone();
        let read = self.read(file, address);
        self.by_path.insert(real, read.clone());
        read
    }

    fn read(&mut self, file: Permitted, address: &Address) -> Result<usize, Broken> {
        if self.files.len() >= self.limits.files {
            let most = self.limits.files;
            let message = format!("the document consists of more than {most} files");
            return Err(reached(Limit::Files, message));
        }
        let number = self.files.len();
        let name = file.name.display().to_string();
        let part = self.part(&file, number)?;
        let size = u64::try_from(part.source.content().len()).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_sub(size);
        self.sources.push(part.source);
        let (tree, nodes) = match part.content {
            Ok((tree, nodes)) => (tree, Ok(nodes)),
            Err(code) => (Value::Null, Err(code)),
        };
        // A file that was not understood keeps its number: what was said of it has to find its name.
        self.files.push(File {
            address: address.clone(),
            tree: Tree(tree),
        });
        let nodes = nodes.map_err(|code| Broken {
            code,
            message: format!("`{name}` is not well-formed"),
            help: None,
        })?;
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > self.limits.nodes {
            let most = self.limits.nodes;
            let message =
                format!("the files of the document hold more than {most} values together");
            return Err(reached(Limit::Nodes, message));
        }
        Ok(number)
    }

    fn part(&mut self, file: &Permitted, number: usize) -> Result<Part, Broken> {
        let limits = Limits {
            bytes: self.bytes,
            ..self.limits
        };
        let part = read::read_part(&file.name, &file.real, number, &limits, &mut self.faults);
        part.map_err(|diagnostic| match diagnostic.code {
            Code::LimitReached => {
                // Smaller ones that come later are not read either: what is read does not depend on what fits.
                self.bytes = 0;
                let most = self.limits.bytes;
                let message =
                    format!("the files of the document are larger than {most} bytes together");
                reached(Limit::Bytes, message)
            }
            code => Broken {
                code,
                message: format!("`{}`: {}", file.name.display(), diagnostic.message),
                help: None,
            },
        })
    }
}

/// What to say where a limit is reached that a user can choose.
pub(super) fn reached(limit: Limit, message: String) -> Broken {
    Broken {
        code: Code::LimitReached,
        message,
        help: Some(limit.help()),
    }
}

/// What to say where a limit is reached that always holds.
pub(super) fn limit(message: String) -> Broken {
    Broken {
        code: Code::LimitReached,
        message,
        help: None,
    }
}
