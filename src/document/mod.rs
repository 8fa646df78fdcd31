//! A stub of the document stage, until its own worktree is merged: it reads 3.0 and locates nothing.

use std::path::{Path, PathBuf};

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::config::Limits;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Pointer, Span};

/// A document as a tree of values, and the text that it was read from.
#[derive(Debug)]
pub struct Document {
    root: Value,
    path: PathBuf,
    text: String,
}

impl Document {
    /// The tree of values.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// The root file, as the user named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What stands in the root file; [`Span`]s count its bytes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every file that was read.
    pub fn files(&self) -> Vec<PathBuf> {
        vec![self.path.clone()]
    }

    /// Where nodes stand in the source.
    pub fn locate(&self, wanted: &[(Pointer, Part)]) -> Vec<Option<Span>> {
        vec![None; wanted.len()]
    }
}

/// Reads a document.
pub fn read(path: &Path, _limits: &Limits, sink: &mut Diagnostics) -> Option<Document> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| sink.push(Diagnostic::new(Code::Unreadable, error.to_string())))
        .ok()?;
    #[cfg(feature = "cli")]
    let parsed = serde_yaml::from_str(&text);
    #[cfg(not(feature = "cli"))]
    let parsed = serde_json::from_str(&text);
    let root = parsed
        .map_err(|error| sink.push(Diagnostic::new(Code::Syntax, error.to_string())))
        .ok()?;
    Some(Document {
        root,
        path: path.to_owned(),
        text,
    })
}

/// Brings a document into the shape of 3.0.
pub fn upgrade(document: Document, _sink: &mut Diagnostics) -> Option<Document> {
    Some(document)
}

/// Types a document.
pub fn typed(document: &Document, sink: &mut Diagnostics) -> OpenAPI {
    serde_json::from_value(document.root.clone()).unwrap_or_else(|error| {
        sink.push(Diagnostic::new(Code::WrongType, error.to_string()));
        OpenAPI::default()
    })
}
