//! The texts that diagnostics show parts of.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

use oasmith::diagnostic::Diagnostic;
use oasmith::document::Document;

/// The text of each file in which something was found.
#[derive(Debug, Default)]
pub(super) struct Sources<'a>(HashMap<&'a Path, Cow<'a, str>>);

impl<'a> Sources<'a> {
    /// The texts for these diagnostics. `document` has been read already; what could not be understood is read again.
    pub(super) fn new(
        diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
        document: Option<&'a Document>,
    ) -> Self {
        let mut texts = HashMap::new();
        for diagnostic in diagnostics {
            let Some(location) = &diagnostic.location else {
                continue;
            };
            let Some(file) = location.file.as_deref().filter(|_| location.span.is_some()) else {
                continue;
            };
            if texts.contains_key(file) {
                continue;
            }
            let text = match document.and_then(|known| known.text(file)) {
                Some(known) => Some(Cow::Borrowed(known)),
                None => fs::read_to_string(file).ok().map(Cow::Owned),
            };
            texts.extend(text.map(|text| (file, text)));
        }
        Self(texts)
    }

    /// The text of a file.
    pub(super) fn text(&self, file: &Path) -> Option<&str> {
        self.0.get(file).map(AsRef::as_ref)
    }
}
