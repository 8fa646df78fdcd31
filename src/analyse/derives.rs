//! What each type can derive beside `Debug`, `Clone` and `PartialEq`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::usage::holders;
use crate::ir::{Api, SchemaId, SchemaKind};

/// What the types can derive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Derives {
    /// The schemas that hold a floating-point number somewhere, which is neither `Eq` nor `Hash`, or a type of the user's
    /// own, which may be neither.
    inexact: BTreeSet<SchemaId>,
}

impl Derives {
    /// Whether the type can be `Eq` and `Hash`.
    pub fn is_exact(&self, schema: SchemaId) -> bool {
        !self.inexact.contains(&schema)
    }
}

/// Works out what holds a floating-point number, or a type of the user's own: of that, no more is asked than that values
/// can be compared.
pub(super) fn work_out(api: &Api) -> Derives {
    let is_inexact = |kind: &SchemaKind| matches!(kind, SchemaKind::Number(_) | SchemaKind::Own(_));
    Derives {
        inexact: holders(api, is_inexact),
    }
}
