//! Headers of answers: what the document describes is held as a value where its text says which.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::rust_type::TypePath;
use crate::analyse::HeaderText;
use crate::ir::Header;

/// The type of the field that holds a header.
pub(super) fn field_type(context: Context<'_>, header: &Header) -> TokenStream {
    let held = match HeaderText::of(context.api, header.schema) {
        HeaderText::Raw => quote!(String),
        _ => context.rust_type(header.schema, TypePath::Imported),
    };
    match header.required {
        true => held,
        false => quote!(Option<#held>),
    }
}
