//! The text that a document was read from.

use std::path::{Path, PathBuf};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The syntax of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// RFC 8259.
    Json,
    /// YAML 1.2.
    Yaml,
}

/// A file and what stands in it.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    path: PathBuf,
    content: String,
    format: Format,
}

impl Source {
    /// A file of that name and content; its format is still to be found out.
    pub(crate) fn new(path: &Path, content: String) -> Self {
        Self {
            path: path.to_owned(),
            content,
            format: Format::Json,
        }
    }

    /// The same, with the format in which it was understood.
    pub(crate) fn with_format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// The name of the file, as the user wrote it.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the file as it can be written into a report, which is UTF-8.
    pub(crate) fn shown_path(&self) -> PathBuf {
        PathBuf::from(self.path.to_string_lossy().into_owned())
    }

    /// How it was understood.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Everything that stands in the file.
    pub(crate) fn content(&self) -> &str {
        &self.content
    }

    /// The content without the byte order mark.
    pub(crate) fn text(&self) -> &str {
        self.content
            .strip_prefix(BYTE_ORDER_MARK)
            .unwrap_or(&self.content)
    }

    /// Where [`Self::text`] begins in the file.
    pub(crate) fn offset(&self) -> usize {
        self.content.len() - self.text().len()
    }

    /// Whether the name of the file says that it is JSON.
    pub(crate) fn is_named_json(&self) -> bool {
        self.path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
    }

    /// Whether the name of the file says that it is a text for people, such as a description.
    pub(crate) fn is_named_text(&self) -> bool {
        const ENDINGS: [&str; 3] = ["md", "markdown", "txt"];
        self.path.extension().is_some_and(|extension| {
            ENDINGS
                .iter()
                .any(|ending| extension.eq_ignore_ascii_case(ending))
        })
    }
}
