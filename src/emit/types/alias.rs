//! Names for types that need no item of their own.

use proc_macro2::TokenStream;
use quote::quote;

use super::{coding_derives, derive, exact_derives, head};
use crate::emit::Context;
use crate::emit::rust_type::TypePath;
use crate::ir::SchemaId;

/// ```text
/// pub type Slug = String;
/// ```
///
/// A list or a map that holds itself is a struct, because an alias of itself would have no end:
///
/// ```text
/// #[serde(transparent)]
/// pub struct Tree(pub Vec<Tree>);
/// ```
pub(super) fn item(context: Context<'_>, id: SchemaId) -> TokenStream {
    let Some((name, described)) = head(context, id) else {
        return TokenStream::new();
    };
    let inner = context.structural_type(id, TypePath::Here);
    if context.facts.recursion.is_newtype(id) {
        let exact = exact_derives(context, id);
        let coding = coding_derives(context, id);
        let own = quote!(Debug, Clone, Default, PartialEq, #exact #coding);
        let derive = derive(context, id, &own);
        return quote! {
            #described
            #derive
            #[serde(transparent)]
            pub struct #name(pub #inner);
        };
    }
    quote! {
        #described
        pub type #name = #inner;
    }
}
