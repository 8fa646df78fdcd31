//! Texts that have to match a regular expression which only a backtracking engine can do: one that looks ahead or
//! behind, or refers back to what it has matched.

use std::sync::OnceLock;

use regress::Regex;

use super::check::{Checked, require};

/// How many bytes a text may have to be matched. The time that backtracking takes can grow out of all proportion to the
/// length, so a longer text is refused without a try.
pub const LONGEST: usize = 1024;

/// A pattern of the document, which is compiled when it is first used.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    flags: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern in the syntax of ECMA-262, with the flags that it is read with: `u`, or none for one that is only valid
    /// without.
    pub const fn new(source: &'static str, flags: &'static str) -> Self {
        Self {
            source,
            flags,
            compiled: OnceLock::new(),
        }
    }

    /// Whether the pattern matches somewhere in the text. The generator has compiled it before; one that does not compile
    /// all the same matches everything.
    pub fn is_match(&self, text: &str) -> bool {
        let compile = || Regex::with_flags(self.source, self.flags).ok();
        let compiled = self.compiled.get_or_init(compile);
        compiled
            .as_ref()
            .is_none_or(|regex| regex.find(text).is_some())
    }
}

/// `pattern`: it matches somewhere in the text, which is no longer than [`LONGEST`].
pub fn matches<T: AsRef<str> + ?Sized>(pattern: &'static Pattern) -> impl Fn(&T) -> Checked {
    move |text| {
        let text = text.as_ref();
        require(text.len() <= LONGEST, "pattern", || {
            format!("Must have at most {LONGEST} bytes for its pattern to be checked")
        })?;
        let message = || format!("Must match the pattern `{}`", pattern.source);
        require(pattern.is_match(text), "pattern", message)
    }
}
