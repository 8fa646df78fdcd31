//! Few enough diagnostics for a person to read: the first of each kind, and how many more there are.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// How many diagnostics of one code are shown.
pub const MOST_OF_A_CODE: usize = 10;

/// The first diagnostics of each code, in their order, and what is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest<'a> {
    /// What to show.
    pub shown: Vec<&'a Diagnostic>,
    /// What there is besides.
    pub rest: Vec<Rest>,
}

/// How many diagnostics of a code are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// The code.
    pub code: Code,
    /// How much they matter.
    pub severity: Severity,
    /// How many.
    pub count: usize,
}

impl<'a> Digest<'a> {
    /// The diagnostics that `wanted` picks, at most [`MOST_OF_A_CODE`] of each code.
    pub fn new(diagnostics: &'a Diagnostics, wanted: impl Fn(Severity) -> bool) -> Self {
        let mut counts: BTreeMap<(Code, Severity), usize> = BTreeMap::new();
        let mut shown = Vec::new();
        for diagnostic in diagnostics.iter().filter(|found| wanted(found.severity)) {
            let count = counts
                .entry((diagnostic.code, diagnostic.severity))
                .or_default();
            *count += 1;
            if *count <= MOST_OF_A_CODE {
                shown.push(diagnostic);
            }
        }
        let rest = counts
            .into_iter()
            .filter_map(|((code, severity), count)| {
                let count = count.checked_sub(MOST_OF_A_CODE)?;
                (count > 0).then_some(Rest {
                    code,
                    severity,
                    count,
                })
            })
            .collect();
        Self { shown, rest }
    }
}

/// `240 more warnings [unknown-keyword]`
impl fmt::Display for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match (self.severity, self.count) {
            (Severity::Unsupported, 1) => "unsupported part",
            (Severity::Unsupported, _) => "unsupported parts",
            (Severity::Warning, 1) => "warning",
            (Severity::Warning, _) => "warnings",
            (Severity::Error, 1) => "error",
            (Severity::Error, _) => "errors",
        };
        write!(f, "{} more {kind} [{}]", self.count, self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_counted() {
        let mut sink = Diagnostics::new();
        for number in 0..MOST_OF_A_CODE + 3 {
            sink.push(Diagnostic::new(Code::UnknownKeyword, format!("{number}")));
        }
        sink.push(Diagnostic::new(Code::Syntax, "one"));
        let digest = Digest::new(&sink, |_| true);
        assert_eq!(digest.shown.len(), MOST_OF_A_CODE + 1);
        let rest: Vec<String> = digest.rest.iter().map(ToString::to_string).collect();
        assert_eq!(rest, ["3 more warnings [unknown-keyword]"]);
        let errors = Digest::new(&sink, |severity| severity == Severity::Error);
        assert_eq!((errors.shown.len(), errors.rest.len()), (1, 0));
    }
}
