//! Enums: one of several values.

mod integer;
mod mixed;
mod text;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::head;
use crate::emit::Context;
use crate::emit::tokens::ident;
use crate::ir::{Enumeration, EnumerationType, EnumerationValue, SchemaId};

/// An enum that keeps the values that the document does not list, unless its user has closed it.
///
/// ```text
/// #[derive(Debug, Clone, PartialEq, Eq, Hash)]
/// pub enum DatasetAction {
///     /// `download`
///     Download,
///     …
///     /// A value that the document does not list.
///     Unknown(String),
/// }
/// ```
pub(super) fn items(
    context: Context<'_>,
    id: SchemaId,
    enumeration: &Enumeration,
) -> Vec<TokenStream> {
    let Some((name, described)) = head(context, id) else {
        return Vec::new();
    };
    let listed = Listed {
        name,
        variants: context.facts.names.variants(id).iter().map(ident).collect(),
        enumeration,
        is_closed: context.is_closed_enum(id),
        is_encoded: context.facts.coding.is_encoded(id),
        is_decoded: context.facts.coding.is_decoded(id),
    };
    let derives = derives(&listed, context.is_copied_enum(id));
    let derive = super::derive(
        context,
        id,
        &quote!(Debug, Clone, #derives PartialEq, Eq, Hash),
    );
    let variants = variants(context, &listed);
    let unknown = unknown(&listed);
    let conversions = match enumeration.values_type {
        EnumerationType::Text => text::conversions(&listed),
        EnumerationType::Integer => integer::conversions(&listed),
        EnumerationType::Mixed => mixed::conversions(&listed),
    };
    let name = &listed.name;
    let model = quote! {
        #described
        #derive
        pub enum #name {
            #(#variants,)*
            #unknown
        }
    };
    vec![model, conversions]
}

/// What is written of an enumeration.
struct Listed<'a> {
    name: Ident,
    variants: Vec<Ident>,
    enumeration: &'a Enumeration,
    /// Whether there are no other values than those that are listed.
    is_closed: bool,
    /// Whether it is `Serialize`.
    is_encoded: bool,
    /// Whether it is `Deserialize`.
    is_decoded: bool,
}

/// `Copy, Default,` where the enum holds nothing that is not, and where there is nothing to choose.
fn derives(listed: &Listed<'_>, is_copied: bool) -> TokenStream {
    let copy = is_copied.then(|| quote!(Copy,));
    let default = listed.enumeration.is_constant().then(|| quote!(Default,));
    quote!(#copy #default)
}

fn variants<'a>(
    context: Context<'a>,
    listed: &'a Listed<'_>,
) -> impl Iterator<Item = TokenStream> + 'a {
    let default = listed.enumeration.is_constant().then(|| quote!(#[default]));
    let values = &listed.enumeration.values;
    listed
        .variants
        .iter()
        .zip(values)
        .map(move |(variant, value)| {
            let described = described(context, value);
            quote!(#described #default #variant)
        })
}

/// The value, and what it means where the document says so.
fn described(context: Context<'_>, value: &EnumerationValue) -> TokenStream {
    let text = match value.value.as_str() {
        Some(text) if text.contains('`') || text.trim().is_empty() => format!("{text:?}"),
        Some(text) => format!("`{text}`"),
        None => format!("`{}`", value.value),
    };
    match &value.description {
        Some(description) => context.doc(&format!("{text}: {description}")),
        None => context.doc(&text),
    }
}

/// ```text
/// /// A value that the document does not list.
/// Unknown(String),
/// ```
fn unknown(listed: &Listed<'_>) -> Option<TokenStream> {
    let held = match listed.enumeration.values_type {
        EnumerationType::Text => quote!(String),
        EnumerationType::Integer => quote!(i64),
        EnumerationType::Mixed => quote!(serde_json::Value),
    };
    (!listed.is_closed).then(|| {
        quote! {
            /// A value that the document does not list.
            Unknown(#held),
        }
    })
}
