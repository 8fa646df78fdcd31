//! What the body of a refusal is: an object, or nothing but the faults.

use serde::Serialize;

use super::filler::{Filler, Unfilled};
use super::{FaultList, Filling, complete};
use crate::ir::{SchemaId, SchemaKind};

/// What the body of a refusal is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Body {
    /// An object.
    Object(Filling),
    /// A list of the faults, or texts by where they are.
    Faults(ListedFaults),
}

/// The faults with nothing around them. What is no fault of the request is an entry, too: nothing else could say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedFaults {
    /// The list.
    pub schema: SchemaId,
    /// How it is filled.
    pub list: FaultList,
}

impl Body {
    /// Its schema.
    pub fn schema(&self) -> SchemaId {
        match self {
            Self::Object(filling) => filling.schema,
            Self::Faults(faults) => faults.schema,
        }
    }

    /// Whether another one is the same: lists are wherever their entries are.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Faults(one), Self::Faults(other)) => one.list == other.list,
            _ => self.schema() == other.schema(),
        }
    }
}

/// Fills what a schema describes, so that it says what went wrong.
pub(super) fn fill(filler: &Filler<'_>, schema: SchemaId) -> Result<Body, Unfilled> {
    match filler.listed(schema) {
        Some(faults) => Ok(Body::Faults(faults)),
        None => complete(filler, schema).map(Body::Object),
    }
}

/// Whether something of this kind could be filled.
pub(super) fn may_be(kind: &SchemaKind) -> bool {
    matches!(
        kind,
        SchemaKind::Object(_) | SchemaKind::Array(_) | SchemaKind::Map(_)
    )
}
