//! What became of every part of a document, for programs to read.

mod declared;
mod envelope;
mod operations;
mod paging;
mod schemas;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostics};

pub use declared::{Declared, declared_operations};
pub use envelope::EnvelopeRow;
pub use operations::{OperationRow, Operations};
pub use paging::PagingRow;
pub use schemas::Schemas;

/// The report on one run.
#[derive(Debug, Clone, Serialize)]
pub struct Report<'a> {
    /// What became of the operations.
    pub operations: &'a Operations,
    /// What became of the schemas.
    pub schemas: &'a Schemas,
    /// In what the server reports errors; nothing for a document that could not be understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub envelope: Option<EnvelopeRow>,
    /// Everything that there was to say, in document order.
    pub diagnostics: &'a Diagnostics,
    /// How many diagnostics of each code were allowed, and so are not among them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub allowed: &'a BTreeMap<Code, usize>,
}

impl Report<'_> {
    /// The report as JSON, with a line break at its end.
    pub fn to_json(self) -> String {
        // Nothing in it can fail to be written: the keys are strings, and paths have been made UTF-8.
        serde_json::to_string_pretty(&self).unwrap_or_default() + "\n"
    }
}
