//! Which operations the patterns of a user fit.

use glob::{MatchOptions, Pattern};

use super::Candidate;
use crate::config::{Picks, Said, Selection};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, similar};

/// Whether each of the operations is wanted.
pub(super) fn pick(
    operations: &[Candidate<'_>],
    selection: &Selection,
    sink: &mut Diagnostics,
) -> Vec<bool> {
    let nothing_said = [&selection.tags, &selection.paths, &selection.operations]
        .iter()
        .all(|picks| picks.include.is_empty());
    let mut picking = Picking {
        operations,
        included: vec![nothing_said; operations.len()],
        excluded: vec![false; operations.len()],
        sink,
    };
    picking.apply(&selection.tags, Aspect::Tag);
    picking.apply(&selection.paths, Aspect::Path);
    picking.apply(&selection.operations, Aspect::Operation);
    let pairs = picking.included.iter().zip(&picking.excluded);
    let wanted: Vec<bool> = pairs
        .map(|(included, excluded)| *included && !*excluded)
        .collect();
    if !operations.is_empty() && !wanted.contains(&true) {
        let message = "the selection leaves no operation of the document";
        sink.push(Diagnostic::new(Code::UnmatchedChoice, message));
    }
    wanted
}

/// What of an operation a pattern looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aspect {
    Tag,
    Path,
    Operation,
}

impl Aspect {
    /// The texts that a pattern is held against.
    fn texts(self, operation: &Candidate<'_>) -> Vec<String> {
        match self {
            Self::Tag => operation.tags.iter().map(ToString::to_string).collect(),
            Self::Path => vec![operation.path.to_owned()],
            Self::Operation => {
                let (method, path) = operation.name();
                let id = operation.id.map(str::to_owned);
                id.into_iter().chain([format!("{method} {path}")]).collect()
            }
        }
    }

    const fn unmatched(self) -> &'static str {
        match self {
            Self::Tag => "no operation has the tag",
            Self::Path => "no path of the document is",
            Self::Operation => "no operation of the document is called",
        }
    }
}

struct Picking<'a, 'd> {
    operations: &'a [Candidate<'d>],
    included: Vec<bool>,
    excluded: Vec<bool>,
    sink: &'a mut Diagnostics,
}

impl Picking<'_, '_> {
    fn apply(&mut self, picks: &Picks, aspect: Aspect) {
        for said in &picks.include {
            for index in self.fitting(said, aspect) {
                if let Some(place) = self.included.get_mut(index) {
                    *place = true;
                }
            }
        }
        for said in &picks.exclude {
            for index in self.fitting(said, aspect) {
                if let Some(place) = self.excluded.get_mut(index) {
                    *place = true;
                }
            }
        }
    }

    /// The operations that a pattern fits; the case of letters matters but for methods, which are in capitals everywhere.
    fn fitting(&mut self, said: &Said, aspect: Aspect) -> Vec<usize> {
        let text = match said.text.split_once(' ') {
            Some((method, path)) if aspect == Aspect::Operation => {
                format!("{} {path}", method.to_ascii_uppercase())
            }
            _ => said.text.clone(),
        };
        let pattern = match Pattern::new(&text) {
            Ok(pattern) => pattern,
            Err(error) => {
                let message = format!("`{}` is no pattern: {}", said.text, error.msg);
                let fault = said.fault(Code::InvalidConfiguration, message);
                self.sink.push(fault);
                return Vec::new();
            }
        };
        let options = MatchOptions::new();
        let numbered = self.operations.iter().enumerate();
        let fitting: Vec<usize> = numbered
            .filter(|(_, operation)| {
                let mut texts = aspect.texts(operation).into_iter();
                texts.any(|found| found == text || pattern.matches_with(&found, options))
            })
            .map(|(index, _)| index)
            .collect();
        if fitting.is_empty() {
            let fault = self.unmatched(said, &text, aspect);
            self.sink.push(fault);
        }
        fitting
    }

    fn unmatched(&self, said: &Said, text: &str, aspect: Aspect) -> Diagnostic {
        let message = format!("{} `{}`", aspect.unmatched(), said.text);
        let fault = said.fault(Code::UnmatchedChoice, message);
        let operations = self.operations.iter();
        let texts: Vec<String> = operations.flat_map(|one| aspect.texts(one)).collect();
        match similar(text, texts.iter().map(String::as_str)) {
            Some(similar) => fault.help(format!("did you mean `{similar}`?")),
            None => fault,
        }
    }
}
