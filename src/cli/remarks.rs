//! How much there was to say, in a few words.

use std::collections::BTreeMap;

use oasmith::diagnostic::{Code, Diagnostics, Severity};

use super::printer::counted;

/// `; 1 unsupported part, 3 warnings, 2 allowed`
pub(super) fn remarks(diagnostics: &Diagnostics, allowed: &BTreeMap<Code, usize>) -> String {
    let kinds = [
        (Severity::Error, "error"),
        (Severity::Unsupported, "unsupported part"),
        (Severity::Warning, "warning"),
    ];
    let mut counts: Vec<String> = kinds
        .into_iter()
        .map(|(severity, noun)| {
            let found = diagnostics.iter().filter(|one| one.severity == severity);
            (found.count(), noun)
        })
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    let allowed: usize = allowed.values().sum();
    if allowed > 0 {
        counts.push(format!("{allowed} allowed"));
    }
    if counts.is_empty() {
        return String::new();
    }
    format!("; {}", counts.join(", "))
}
