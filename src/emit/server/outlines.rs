//! What the values of parameters with parts look like.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{MemberOutlines, Outline, OutlineId};
use crate::emit::tokens::ident;
use crate::emit::{Context, imports};

/// ```text
/// /// What a `Filter` looks like.
/// pub static FILTER: Outline = Outline {
///     members: Some(Members { named: &[("since", &Outline::TEXT)], others: None }),
///     ..Outline::NOTHING
/// };
/// ```
pub(in crate::emit) fn module(context: Context<'_>) -> TokenStream {
    let outlines = context.facts.readings.outlines.iter();
    let items = outlines.filter_map(|(id, outline)| {
        let name = ident(context.facts.names.outline(id)?);
        let value = literal(context, outline);
        let described = described(context, outline);
        Some(quote! {
            #described
            pub static #name: Outline = #value;
        })
    });
    let items: TokenStream = items.collect();
    let outline = imports::uses(&items, "outline").then(|| quote!(self,));
    quote! {
        use super::outline::{#outline Outline};
        #items
    }
}

fn described(context: Context<'_>, outline: &Outline) -> TokenStream {
    let schemas = outline.schemas.iter();
    let types = schemas.filter_map(|schema| {
        let schema = context.api.schemas.resolve(*schema).0;
        let name = context.facts.names.type_name(schema)?;
        Some(format!("`{}`", name.unraw()))
    });
    let types: Vec<String> = types.collect();
    let words = match (types.as_slice(), outline.items, &outline.members) {
        ([], Some(_), None) => "What a list looks like.".to_owned(),
        ([], _, Some(_)) => "What an object looks like.".to_owned(),
        ([], _, None) => "What a value looks like.".to_owned(),
        (types, _, _) => format!("What a value of {} looks like.", types.join(" or ")),
    };
    context.doc_lines(&[words])
}

/// ```text
/// &outlines::FILTER
/// ```
pub(super) fn reference(context: Context<'_>, id: OutlineId) -> TokenStream {
    match context.facts.names.outline(id).map(ident) {
        Some(name) => quote!(&outlines::#name),
        None => {
            let simple = simple(context, id);
            quote!(&outline::#simple)
        }
    }
}

/// The same beside the other outlines.
fn beside(context: Context<'_>, id: OutlineId) -> TokenStream {
    match context.facts.names.outline(id).map(ident) {
        Some(name) => quote!(&#name),
        None => match simple(context, id) {
            anything if is_anything(context, id) => quote!(&outline::#anything),
            constant => quote!(&#constant),
        },
    }
}

fn is_anything(context: Context<'_>, id: OutlineId) -> bool {
    let outline = context.facts.readings.outlines.get(id);
    outline.is_none_or(|outline| outline.anything)
}

/// ```text
/// Outline::TEXT
/// ```
fn simple(context: Context<'_>, id: OutlineId) -> TokenStream {
    match context.facts.readings.outlines.get(id) {
        Some(outline) if outline.anything => quote!(ANYTHING),
        Some(outline) if outline.number => quote!(Outline::NUMBER),
        Some(outline) if outline.boolean => quote!(Outline::BOOLEAN),
        Some(outline) if outline.text => quote!(Outline::TEXT),
        _ => quote!(ANYTHING),
    }
}

/// ```text
/// Outline { number: true, null: true, ..Outline::NOTHING }
/// ```
fn literal(context: Context<'_>, outline: &Outline) -> TokenStream {
    let flags = [
        (outline.text, quote!(text: true,)),
        (outline.number, quote!(number: true,)),
        (outline.boolean, quote!(boolean: true,)),
        (outline.null, quote!(null: true,)),
    ];
    let flags = flags.into_iter().filter(|(is_set, _)| *is_set);
    let flags = flags.map(|(_, flag)| flag);
    let items = outline.items.map(|items| {
        let items = beside(context, items);
        quote!(items: Some(#items),)
    });
    let positions = outline.positions.iter();
    let positions = positions.map(|position| beside(context, *position));
    let positions: Vec<TokenStream> = positions.collect();
    let positions = (!positions.is_empty()).then(|| quote!(positions: &[#(#positions),*],));
    let members = outline.members.as_ref().map(|members| {
        let members = literal_members(context, members);
        quote!(members: Some(#members),)
    });
    quote! {
        Outline {
            #(#flags)*
            #items
            #positions
            #members
            ..Outline::NOTHING
        }
    }
}

fn literal_members(context: Context<'_>, members: &MemberOutlines) -> TokenStream {
    let named = members.named.iter().map(|(name, outline)| {
        let outline = beside(context, *outline);
        quote!((#name, #outline))
    });
    let others = match members.others {
        Some(others) => {
            let others = beside(context, others);
            quote!(Some(#others))
        }
        None => quote!(None),
    };
    quote!(outline::Members { named: &[#(#named),*], others: #others })
}
