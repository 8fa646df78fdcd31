//! What answers hold where it depends on their media type.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{body_type, types};
use crate::analyse::{Alternative, BodyChoice, BodyShape, ChoiceId, ChoiceNames};
use crate::emit::Context;
use crate::emit::imports;
use crate::emit::tokens::{fixed, ident, large_variant};

/// The module with all of them; none where there is none.
pub(in crate::emit) fn items(context: Context<'_>) -> Vec<TokenStream> {
    let choices = context.facts.outcomes.choices.iter().enumerate();
    let items = choices.filter_map(|(position, choice)| {
        let names = context.facts.names.choice(ChoiceId(position))?;
        Some(item(context, choice, names))
    });
    let items: Vec<TokenStream> = items.collect();
    let types = imports::used(&items, &["types"]);
    let types = (!types.is_empty()).then(|| {
        quote!(
            use super::super::types;
        )
    });
    let wire = imports::used(&items, &["wire"]);
    let wire = (!wire.is_empty()).then(|| {
        quote!(
            use super::super::support::wire;
        )
    });
    let own = imports::used(&items, &["events", "sequence"]);
    let own = own.into_iter().map(fixed);
    let uses = quote! {
        use super::super::support::json::Misfit;
        #wire
        #types
        use super::answer::Answer;
        use super::chosen::Chosen;
        #(use super::#own;)*
    };
    std::iter::once(uses).chain(items).collect()
}

/// ```text
/// /// What an answer holds, by its media type.
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum GetReportContent {
///     /// `application/json`
///     Json(types::Report),
///     /// `text/csv`
///     Csv(String),
/// }
/// ```
fn item(context: Context<'_>, choice: &BodyChoice, names: &ChoiceNames) -> TokenStream {
    let name = ident(&names.name);
    let all = || choice.alternatives.iter().zip(&names.variants);
    let variants = all().map(|(alternative, variant)| {
        let variant = ident(variant);
        let media_types: Vec<String> = alternative
            .media_types
            .iter()
            .map(|it| format!("`{it}`"))
            .collect();
        let described = context.doc(&media_types.join(", "));
        let held = body_type(context, alternative.shape, types());
        quote!(#described #variant(#held))
    });
    let derives = match choice.has_sequence() {
        true => quote!(#[derive(Debug)]),
        false => quote!(#[derive(Debug, Clone, PartialEq)]),
    };
    let large = large_variant(choice.alternatives.iter().any(|alternative| {
        let schema = alternative.shape.json();
        schema.is_some_and(|schema| context.facts.sizes.is_large(schema))
    }));
    let chosen = chosen(context, choice, names);
    quote! {
        #[doc = " What an answer holds, by its media type."]
        #derives
        #large
        pub enum #name {
            #(#variants,)*
        }

        #chosen
    }
}

/// ```text
/// impl Chosen for GetReportContent {
///     const MEDIA_TYPES: &[&[&str]] = &[&["application/json"], &["text/csv"]];
///
///     fn read(answer: &Answer, position: usize) -> Result<Option<Self>, Misfit> {
///         Ok(Some(match position {
///             0 => Self::Json(answer.decoded()?),
///             1 => Self::Csv(answer.decoded_text()?),
///             _ => return Ok(None),
///         }))
///     }
/// }
/// ```
fn chosen(context: Context<'_>, choice: &BodyChoice, names: &ChoiceNames) -> TokenStream {
    let name = ident(&names.name);
    let lists = choice.alternatives.iter().map(|alternative| {
        let media_types = &alternative.media_types;
        quote!(&[#(#media_types),*])
    });
    let all = choice.alternatives.iter().zip(&names.variants).enumerate();
    let arms = all.filter_map(|(position, (alternative, variant))| {
        let position = proc_macro2::Literal::usize_unsuffixed(position);
        let variant = ident(variant);
        let read = read(context, alternative)?;
        Some(quote!(#position => Self::#variant(#read)))
    });
    let arms: Vec<TokenStream> = arms.collect();
    let read = match arms.as_slice() {
        [] => quote! {
            fn read(_: &Answer, _: usize) -> Result<Option<Self>, Misfit> {
                Ok(None)
            }
        },
        arms => quote! {
            fn read(answer: &Answer, position: usize) -> Result<Option<Self>, Misfit> {
                Ok(Some(match position {
                    #(#arms,)*
                    _ => return Ok(None),
                }))
            }
        },
    };
    quote! {
        impl Chosen for #name {
            const MEDIA_TYPES: &[&[&str]] = &[#(#lists),*];

            #read
        }
    }
}

/// A sequence is not read as a whole: it is taken before.
fn read(context: Context<'_>, alternative: &Alternative) -> Option<TokenStream> {
    Some(match alternative.shape {
        BodyShape::Json(schema) if context.is_read_by_wire(schema) => {
            quote!(wire::whole(answer.decoded()?))
        }
        BodyShape::Json(_) => quote!(answer.decoded()?),
        BodyShape::Text => quote!(answer.decoded_text()?),
        BodyShape::Bytes => quote!(answer.bytes().clone()),
        BodyShape::Empty | BodyShape::Sequence(..) | BodyShape::Choice(_) => return None,
    })
}
