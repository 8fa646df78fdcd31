//! Headers of answers: what the document describes is held as a value where its text says which.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::rust_type::TypePath;
use crate::ir::{EnumerationType, Header, SchemaId, SchemaKind};

/// How the text of a header becomes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As Rust reads such values.
    Parsed,
    /// As a text of JSON would.
    Text,
    /// The same for each item of a list.
    ParsedList,
    TextList,
    /// It stays what it is.
    Raw,
}

impl Kind {
    pub fn of(context: Context<'_>, schema: SchemaId) -> Self {
        match context.api.schemas.resolve(schema).1.kind.described() {
            SchemaKind::Array(array) => match Self::of(context, array.items) {
                Self::Parsed => Self::ParsedList,
                Self::Text => Self::TextList,
                _ => Self::Raw,
            },
            SchemaKind::Boolean | SchemaKind::Integer(_) | SchemaKind::Number(_) => Self::Parsed,
            SchemaKind::String(_) => Self::Text,
            SchemaKind::Enumeration(listed) => match listed.values_type {
                EnumerationType::Text => Self::Text,
                _ => Self::Parsed,
            },
            _ => Self::Raw,
        }
    }

    pub fn is_list(self) -> bool {
        matches!(self, Self::ParsedList | Self::TextList)
    }
}

/// The type of the field that holds a header.
pub(super) fn field_type(context: Context<'_>, header: &Header) -> TokenStream {
    let held = match Kind::of(context, header.schema) {
        Kind::Raw => quote!(String),
        _ => context.rust_type(header.schema, TypePath::Imported),
    };
    match header.required {
        true => held,
        false => quote!(Option<#held>),
    }
}
