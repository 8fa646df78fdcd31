//! What holds of a value beside what its schema's kind says: schemas that are applied to it as well.

use serde::Serialize;

use super::{Json, SchemaId};

/// Something that holds of a value beside what it has to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assertion {
    /// It is none of these: `not` of a list of values.
    NotValues(Vec<Json>),
    /// It is no value of this schema: `not`.
    Not(SchemaId),
    /// Where it is one of a schema, it is one of a second, else of a third (JSON Schema Core 2020-12, section 10.2.2).
    Conditional {
        /// `if`
        condition: SchemaId,
        /// `then`
        #[serde(skip_serializing_if = "Option::is_none")]
        then: Option<SchemaId>,
        /// `else`
        #[serde(skip_serializing_if = "Option::is_none")]
        otherwise: Option<SchemaId>,
    },
    /// An object with this member is a value of this schema: `dependentSchemas` (section 10.2.2.4).
    Dependent {
        /// The name of the member.
        member: String,
        /// What the whole object is then.
        schema: SchemaId,
    },
    /// An object with this member has these as well: `dependentRequired` (JSON Schema Validation 2020-12, section 6.5.4).
    DependentRequired {
        /// The name of the member.
        member: String,
        /// The names of the others.
        required: Vec<String>,
    },
    /// So many items of a list are values of this schema: `contains` (JSON Schema Core 2020-12, section 10.3.1.3).
    Contains {
        /// What they are.
        schema: SchemaId,
        /// The least number: `minContains`.
        least: usize,
        /// The greatest number: `maxContains`.
        #[serde(skip_serializing_if = "Option::is_none")]
        most: Option<usize>,
    },
    /// The names of the members of an object are values of this schema: `propertyNames` (section 10.3.2.4).
    Names(SchemaId),
}

impl Assertion {
    /// The schemas that are applied.
    pub fn schemas(&self) -> Vec<SchemaId> {
        match self {
            Self::NotValues(_) | Self::DependentRequired { .. } => Vec::new(),
            Self::Not(schema)
            | Self::Dependent { schema, .. }
            | Self::Contains { schema, .. }
            | Self::Names(schema) => vec![*schema],
            Self::Conditional {
                condition,
                then,
                otherwise,
            } => [Some(*condition), *then, *otherwise]
                .into_iter()
                .flatten()
                .collect(),
        }
    }

    /// The same, to be changed.
    pub(super) fn schemas_mut(&mut self) -> Vec<&mut SchemaId> {
        match self {
            Self::NotValues(_) | Self::DependentRequired { .. } => Vec::new(),
            Self::Not(schema)
            | Self::Dependent { schema, .. }
            | Self::Contains { schema, .. }
            | Self::Names(schema) => vec![schema],
            Self::Conditional {
                condition,
                then,
                otherwise,
            } => [Some(condition), then.as_mut(), otherwise.as_mut()]
                .into_iter()
                .flatten()
                .collect(),
        }
    }

    /// The keyword that says it.
    pub fn keyword(&self) -> &'static str {
        match self {
            Self::NotValues(_) | Self::Not(_) => "not",
            Self::Conditional { .. } => "if",
            Self::Dependent { .. } => "dependentSchemas",
            Self::DependentRequired { .. } => "dependentRequired",
            Self::Contains { .. } => "contains",
            Self::Names(_) => "propertyNames",
        }
    }
}
