//! How a struct or a variant holds a part: in place, in a box, or apart.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::Holding;
use crate::emit::Context;
use crate::ir::SchemaId;

impl Context<'_> {
    pub(super) fn holding(&self, outer: SchemaId, inner: SchemaId) -> Holding {
        self.facts.recursion.holding(self.api, outer, inner)
    }
}

/// The type of a part.
///
/// ```text
/// Box<Pet>
/// ```
pub(super) fn held(holding: Holding, bare: &TokenStream) -> TokenStream {
    match holding {
        Holding::InPlace => bare.clone(),
        Holding::Boxed => quote!(Box<#bare>),
        Holding::Apart => quote!(super::support::deep::Deep<#bare>),
    }
}

/// A value as a part.
///
/// ```text
/// Box::new(value)
/// ```
pub(super) fn hold(holding: Holding, value: TokenStream) -> TokenStream {
    match holding {
        Holding::InPlace => value,
        Holding::Boxed => quote!(Box::new(#value)),
        Holding::Apart => quote!(super::support::deep::Deep::new(#value)),
    }
}

/// What a part holds.
///
/// ```text
/// (*value)
/// ```
pub(super) fn taken(holding: Holding, value: TokenStream) -> TokenStream {
    match holding {
        Holding::InPlace => value,
        Holding::Boxed => quote!((*#value)),
        Holding::Apart => quote!(#value.into_inner()),
    }
}
