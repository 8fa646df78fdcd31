//! The places in which schemas stand.

use openapiv3::{ReferenceOr, Schema};

use crate::diagnostic::Pointer;

/// A schema or a reference to one, and where it stands.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Place<'a> {
    pub pointer: Pointer,
    pub target: Target<'a>,
}

/// What stands in the place of a schema.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) enum Target<'a> {
    Reference(&'a str),
    Schema(&'a Schema),
}

impl<'a> Place<'a> {
    pub fn new(pointer: Pointer, place: &'a ReferenceOr<Schema>) -> Self {
        let target = match place {
            ReferenceOr::Reference { reference } => Target::Reference(reference),
            ReferenceOr::Item(schema) => Target::Schema(schema),
        };
        Self { pointer, target }
    }

    pub fn boxed(pointer: Pointer, place: &'a ReferenceOr<Box<Schema>>) -> Self {
        let target = match place {
            ReferenceOr::Reference { reference } => Target::Reference(reference),
            ReferenceOr::Item(schema) => Target::Schema(schema),
        };
        Self { pointer, target }
    }
}
