//! What a user wants to be otherwise than oasmith would have it: names, types, attributes.
//!
//! All of it is text, as the user wrote it. What it means is found out where it is followed: types in `lower`, names,
//! attributes and closed enumerations in `analyse`.

use super::paging::Paging;
use crate::diagnostic::{Code, Diagnostic, Location};

/// A text of the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The text.
    pub text: String,
    /// Where it stands; `None` when a program said it.
    pub location: Option<Location>,
}

impl Said {
    /// A diagnostic about this text.
    pub fn fault(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            location: self.location.clone(),
            ..Diagnostic::new(code, message)
        }
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self {
            text,
            location: None,
        }
    }
}

/// What is to become of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The thing, as the document calls it.
    pub key: Said,
    /// What it is to be.
    pub value: Said,
}

impl Choice {
    /// A choice that a program made.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into().into(),
            value: value.into().into(),
        }
    }
}

/// Derives and attributes for all types or fields of some names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Additions {
    /// Patterns for the names of types.
    pub types: Vec<Said>,
    /// Patterns for fields, each as `Type.field`.
    pub fields: Vec<Said>,
    /// The traits that they derive, too.
    pub derives: Vec<Said>,
    /// The attributes that they get, such as `#[non_exhaustive]`.
    pub attributes: Vec<Said>,
}

/// Which of serde's traits the types implement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Serde {
    /// Both.
    #[default]
    Both,
    /// Those that the emitted parts use.
    Used,
}

impl Serde {
    /// The choice of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "both" => Some(Self::Both),
            "used" => Some(Self::Used),
            _ => None,
        }
    }
}

/// Everything that a user wants to be otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hand {
    /// The names of types, by component or JSON pointer.
    pub type_names: Vec<Choice>,
    /// The types that stand in the place of schemas, by component or JSON pointer.
    pub types: Vec<Choice>,
    /// The names of fields, by `Component.property` or JSON pointer.
    pub field_names: Vec<Choice>,
    /// The names of variants, by `Component.value` or JSON pointer.
    pub variant_names: Vec<Choice>,
    /// The names of operations, by `operationId`, `GET /path` or JSON pointer.
    pub operation_names: Vec<Choice>,
    /// The names of parameters, by operation and name or JSON pointer.
    pub parameter_names: Vec<Choice>,
    /// How operations page, by the same names of operations.
    pub paging: Vec<(Said, Paging)>,
    /// The types that formats are held as.
    pub formats: Vec<Choice>,
    /// Derives and attributes.
    pub additions: Vec<Additions>,
    /// Patterns for the names of the enums that take no other values than those that are listed.
    pub closed: Vec<Said>,
    /// Which of serde's traits the types implement; both where nobody says anything.
    pub serde: Option<Serde>,
    /// Further dependencies of a generated crate: the name, and what stands behind the equals sign.
    pub dependencies: Vec<Choice>,
}

impl Hand {
    /// These choices and then those of another.
    pub(super) fn and(mut self, other: &Self) -> Self {
        let Self {
            type_names,
            types,
            field_names,
            variant_names,
            operation_names,
            parameter_names,
            paging,
            formats,
            additions,
            closed,
            serde,
            dependencies,
        } = other.clone();
        self.type_names.extend(type_names);
        self.types.extend(types);
        self.field_names.extend(field_names);
        self.variant_names.extend(variant_names);
        self.operation_names.extend(operation_names);
        self.parameter_names.extend(parameter_names);
        self.paging.extend(paging);
        self.formats.extend(formats);
        self.additions.extend(additions);
        self.closed.extend(closed);
        self.serde = serde.or(self.serde);
        self.dependencies.extend(dependencies);
        self
    }
}
