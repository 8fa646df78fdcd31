//! Texts that have to match a regular expression.

use std::sync::OnceLock;

use regex::Regex;

use super::check::{Checked, require};

/// A pattern of the document, which is compiled when it is first used.
#[derive(Debug)]
pub struct Pattern {
    /// As the document writes it, in the syntax of ECMA-262.
    source: &'static str,
    /// The same in the syntax of the crate `regex`.
    translated: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern that reads the same in both syntaxes.
    pub const fn new(source: &'static str) -> Self {
        Self::translated(source, source)
    }

    /// A pattern, and what it is in the syntax of the crate `regex`.
    pub const fn translated(source: &'static str, translated: &'static str) -> Self {
        Self {
            source,
            translated,
            compiled: OnceLock::new(),
        }
    }

    /// Whether the pattern matches somewhere in the text. The generator has compiled it before; one that does not compile
    /// all the same matches everything.
    pub fn is_match(&self, text: &str) -> bool {
        let compiled = self
            .compiled
            .get_or_init(|| Regex::new(self.translated).ok());
        compiled.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// `pattern`: it matches somewhere in the text.
pub fn matches<T: AsRef<str> + ?Sized>(pattern: &'static Pattern) -> impl Fn(&T) -> Checked {
    move |text| {
        let message = || format!("Must match the pattern `{}`", pattern.source);
        require(pattern.is_match(text.as_ref()), "pattern", message)
    }
}
