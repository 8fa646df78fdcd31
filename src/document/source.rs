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
    /// The text as it was understood, where that is not the one that stands in the file; all places are the same.
    mended: Option<String>,
}

impl Source {
    /// A file of that name and content; its format is still to be found out.
    pub(crate) fn new(path: &Path, content: String) -> Self {
        Self {
            path: path.to_owned(),
            content,
            format: Format::Json,
            mended: None,
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

    /// The text as a parser takes it: [`Self::text`], unless [`Self::indent_bracket`] changed it.
    pub(crate) fn syntax(&self) -> &str {
        self.mended.as_deref().unwrap_or_else(|| self.text())
    }

    /// Puts a bracket that closes a YAML flow collection, and begins a line, at the end of the line before it.
    ///
    /// YAML 1.2 (section 7.4) wants such a bracket further to the right than the key of its collection; nearly all parsers
    /// take it below the key, and documents have it there. What changes is a line break, which becomes a space, so that
    /// every place in the text stays what it is. It says whether it did that.
    pub(crate) fn indent_bracket(&mut self, at: usize) -> bool {
        let text = self.syntax();
        let Some((before, after)) = text.split_at_checked(at) else {
            return false;
        };
        let line = before.trim_end_matches([' ', '\t']);
        let Some(lines) = line.strip_suffix('\n') else {
            return false;
        };
        let lines = lines.strip_suffix('\r').unwrap_or(lines);
        // Behind a comment the bracket would be a part of it.
        let is_comment = lines.rsplit('\n').next().unwrap_or("").contains('#');
        if is_comment || !after.starts_with(['}', ']']) {
            return false;
        }
        let mut mended = String::with_capacity(text.len());
        mended.push_str(lines);
        mended.extend(std::iter::repeat_n(' ', before.len() - lines.len()));
        mended.push_str(after);
        self.mended = Some(mended);
        true
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
