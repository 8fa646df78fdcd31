//! Where the check says what it finds in an object.

use super::Written;
use super::findings::Findings;
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::walk::At;

/// Where faults of one object go.
pub(super) struct Report<'a> {
    findings: &'a mut Findings,
    renamed: &'a mut Vec<(Pointer, Pointer)>,
    pub(super) written: Written,
    pub(super) at: At<'a>,
}

impl<'a> Report<'a> {
    /// For the object at that place.
    pub(super) fn new(
        findings: &'a mut Findings,
        renamed: &'a mut Vec<(Pointer, Pointer)>,
        written: Written,
        at: At<'a>,
    ) -> Self {
        Self {
            findings,
            renamed,
            written,
            at,
        }
    }

    /// About the object as a whole.
    pub(super) fn here(&mut self, code: Code, message: impl Into<String>) {
        let at = self.at;
        self.findings
            .push_with(|| Diagnostic::at(code, &at.pointer(), message));
    }

    /// About a member's value.
    pub(super) fn member(&mut self, code: Code, key: &str, message: impl Into<String>) {
        let at = self.at;
        self.findings
            .push_with(|| Diagnostic::at(code, &at.pointer().join(key), message));
    }

    /// A member got another key.
    pub(super) fn renamed(&mut self, from: &str, to: &str) {
        let place = self.at.pointer();
        self.renamed.push((place.join(to), place.join(from)));
    }

    /// About a member's value, with what to write instead.
    pub(super) fn member_help(&mut self, code: Code, key: &str, message: String, help: &str) {
        let at = self.at;
        self.findings
            .push_with(|| Diagnostic::at(code, &at.pointer().join(key), message).help(help));
    }

    /// About a member's key.
    pub(super) fn key(&mut self, code: Code, key: &str, message: String, help: Option<String>) {
        let at = self.at;
        self.findings.push_with(|| {
            let diagnostic = Diagnostic::at_key(code, &at.pointer().join(key), message);
            match help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            }
        });
    }
}
