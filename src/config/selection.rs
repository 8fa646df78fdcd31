//! Which operations of a document are wanted.

use super::hand::Said;

/// Patterns for what is taken and for what is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picks {
    /// What is taken.
    pub include: Vec<Said>,
    /// What is left out, though it may be among what is taken.
    pub exclude: Vec<Said>,
}

impl Picks {
    fn and(&mut self, other: &Self) {
        self.include.extend(other.include.iter().cloned());
        self.exclude.extend(other.exclude.iter().cloned());
    }

    fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
}

/// The operations that are wanted: those that one of the patterns to include fits (all, where there is none) and none of
/// the patterns to exclude.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// By their tags.
    pub tags: Picks,
    /// By their path templates.
    pub paths: Picks,
    /// By their `operationId`, or by method and path (`GET /pets/{id}`).
    pub operations: Picks,
}

impl Selection {
    /// Whether nothing is said, so that all operations are wanted.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.paths.is_empty() && self.operations.is_empty()
    }

    /// These patterns and then those of another.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.tags.and(&other.tags);
        self.paths.and(&other.paths);
        self.operations.and(&other.operations);
        self
    }
}
