//! The patterns of the document, each compiled when it is first used.

use std::collections::HashMap;

use super::runtime::support::{backtracking, check, pattern};
use crate::analyse::{Checks, Engine, Pattern, Rule};

/// What matches each pattern, by its source.
#[derive(Debug)]
pub(super) struct Patterns(HashMap<&'static str, Matcher>);

#[derive(Debug)]
enum Matcher {
    Linear(pattern::Pattern),
    Backtracking(backtracking::Pattern),
}

impl Patterns {
    /// Those of all rules.
    pub fn of(checks: &'static Checks) -> Self {
        let patterns = checks.all_rules().filter_map(|rule| match rule {
            Rule::Pattern(pattern) | Rule::MemberPattern { pattern, .. } => Some(pattern),
            _ => None,
        });
        let matchers = patterns.map(|it| {
            let matcher = match &it.engine {
                Engine::Linear(translated) => {
                    Matcher::Linear(pattern::Pattern::translated(&it.source, translated))
                }
                Engine::Backtracking(flags) => {
                    Matcher::Backtracking(backtracking::Pattern::new(&it.source, flags))
                }
            };
            (it.source.as_str(), matcher)
        });
        Self(matchers.collect())
    }

    /// Whether it matches somewhere in the text.
    pub fn is_match(&self, pattern: &Pattern, text: &str) -> bool {
        match self.0.get(pattern.source.as_str()) {
            Some(Matcher::Linear(matcher)) => matcher.is_match(text),
            Some(Matcher::Backtracking(matcher)) => matcher.is_match(text),
            None => true,
        }
    }

    /// What is wrong with a text that has to match it.
    pub fn check(&'static self, pattern: &Pattern, text: &str) -> check::Checked {
        match self.0.get(pattern.source.as_str()) {
            Some(Matcher::Linear(matcher)) => pattern::matches(matcher)(text),
            Some(Matcher::Backtracking(matcher)) => backtracking::matches(matcher)(text),
            None => Ok(()),
        }
    }
}
