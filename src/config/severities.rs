//! How much a user wants each kind of diagnostic to matter.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostics, Severity, similar};

/// What a user wants of a kind of diagnostic. The later ones hold before the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It is not shown, and counted all the same.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error.
    Deny,
}

impl Level {
    /// Every level.
    pub const ALL: [Self; 3] = [Self::Allow, Self::Warn, Self::Deny];

    /// The word for it on the command line and in `oasmith.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The code of that name, if it may have this level.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn code(self, name: &str) -> Result<Code, String> {
        let mut codes = Code::ALL.iter().copied();
        let Some(code) = codes.find(|code| code.as_str() == name) else {
            let names = Code::ALL.iter().map(|code| code.as_str());
            return Err(match similar(name, names) {
                Some(similar) => format!("there is no such code; did you mean `{similar}`?"),
                None => "there is no such code; docs/diagnostics.md lists them".to_owned(),
            });
        };
        let is_error = code.severity() == Severity::Error;
        match self {
            Self::Allow if is_error => Err(format!(
                "`{name}` is an error; only warnings and what is unsupported can be allowed"
            )),
            Self::Warn if is_error && !may_be_lowered(code) => Err(format!(
                "`{name}` is an error after which the output is not whole; \
                 `--keep-going` generates the rest"
            )),
            _ => Ok(code),
        }
    }
}

/// Whether an error of this kind leaves the output whole, so that it may count as a warning.
///
/// Most errors are structural: something is missing from the document, or was never read, and what depends on it would be
/// left out. A choice that cannot be followed, or an action of an overlay that cannot be done, is one that is not followed.
pub const fn may_be_lowered(code: Code) -> bool {
    matches!(code, Code::InvalidConfiguration | Code::InvalidOverlay)
}

/// The levels that a user gave to codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Severities(BTreeMap<Code, Level>);

impl Severities {
    /// Gives a code a level. Of two levels for the same code the stricter one holds. A level that [`Level::code`] refuses for
    /// this code has no effect.
    pub fn set(&mut self, code: Code, level: Level) {
        if level.code(code.as_str()).is_ok() {
            let place = self.0.entry(code).or_insert(level);
            *place = level.max(*place);
        }
    }

    /// These levels, and where another speaks of the same code, that one's.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.0.extend(&other.0);
        self
    }

    /// Makes errors of what is denied, and warnings of what is only to be warned of.
    pub(crate) fn apply(&self, sink: &mut Diagnostics) {
        if self.0.is_empty() {
            return;
        }
        for diagnostic in sink.iter_mut() {
            match self.0.get(&diagnostic.code) {
                Some(Level::Deny) => diagnostic.severity = Severity::Error,
                Some(Level::Warn) => diagnostic.severity = Severity::Warning,
                Some(Level::Allow) | None => {}
            }
        }
    }

    /// Takes out what is allowed, and counts it.
    pub(crate) fn silence(&self, sink: &mut Diagnostics) -> BTreeMap<Code, usize> {
        let mut allowed = BTreeMap::new();
        if self.0.is_empty() {
            return allowed;
        }
        sink.retain(|diagnostic| {
            let is_allowed = self.0.get(&diagnostic.code) == Some(&Level::Allow);
            if is_allowed {
                *allowed.entry(diagnostic.code).or_default() += 1;
            }
            !is_allowed
        });
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;

    #[test]
    fn codes_are_known_by_name() {
        assert_eq!(Level::Deny.code("syntax"), Ok(Code::Syntax));
        let fault = Level::Warn.code("unkown-keyword").unwrap_err();
        assert!(
            fault.ends_with("did you mean `unknown-keyword`?"),
            "{fault}"
        );
        assert!(Level::Warn.code("unresolved-reference").is_err());
        assert!(Level::Allow.code("syntax").is_err());
        assert!(Level::Warn.code("invalid-overlay").is_ok());
    }

    #[test]
    fn the_stricter_level_holds() {
        let mut severities = Severities::default();
        severities.set(Code::UnknownKeyword, Level::Deny);
        severities.set(Code::UnknownKeyword, Level::Allow);
        severities.set(Code::DuplicateKey, Level::Allow);
        severities.set(Code::InvalidOverlay, Level::Warn);
        let mut sink = Diagnostics::new();
        for code in [
            Code::UnknownKeyword,
            Code::DuplicateKey,
            Code::InvalidOverlay,
        ] {
            sink.push(Diagnostic::new(code, "x"));
        }
        severities.apply(&mut sink);
        let allowed = severities.silence(&mut sink);
        assert_eq!(
            allowed.into_iter().collect::<Vec<_>>(),
            [(Code::DuplicateKey, 1)]
        );
        let left: Vec<_> = sink.iter().map(|one| one.severity).collect();
        assert_eq!(left, [Severity::Error, Severity::Warning]);
    }
}
