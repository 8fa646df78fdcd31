//! Answers that are held against the document where the server is built for debugging, if its user wants that.

use proc_macro2::TokenStream;
use quote::quote;

use super::answer::Described;
use super::contents::answered_type;
use crate::analyse::{BodyShape, ChoiceId, HeaderText};
use crate::emit::Context;
use crate::emit::rule::{self, Place};
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::ident;
use crate::ir::{Framing, SchemaId};

/// Whether answers are held against the document.
pub(in crate::emit) fn is_wanted(context: Context<'_>) -> bool {
    context.config.server.check_answers == Some(true)
}

/// ```text
/// pub use self::check_answer::breaches;
/// ```
pub(super) fn breaches(context: Context<'_>) -> Option<TokenStream> {
    is_wanted(context).then(|| {
        quote!(
            pub use self::check_answer::breaches;
        )
    })
}

/// Checks the body and the headers of an answer, which has their names in it.
///
/// ```text
/// check_answer::body("list_pets", &body, |body: &types::PetPage, at, found| { found.validate(at, body); });
/// check_answer::header("list_pets", "x-rate-limit", x_rate_limit.as_ref(), |value: &i64, at, found| { … });
/// ```
pub(super) fn answer(
    context: Context<'_>,
    function: &str,
    answer: &Described<'_>,
) -> Option<TokenStream> {
    if !is_wanted(context) {
        return None;
    }
    let body = body(context, function, answer.shape);
    let headers = answer.headers().filter_map(|(header, field)| {
        if HeaderText::of(context.api, header.schema) == HeaderText::Raw {
            return None;
        }
        let statements = statements(context, header.schema, &quote!(value), 0);
        let held = context.rust_type(header.schema, TypePath::Imported);
        let name = header.name.to_ascii_lowercase();
        let value = match header.required {
            true => quote!(Some(&#field)),
            false => quote!(#field.as_ref()),
        };
        (!statements.is_empty()).then(|| {
            quote! {
                check_answer::header(#function, #name, #value, |value: &#held, at, found| { #statements });
            }
        })
    });
    let headers: TokenStream = headers.collect();
    let checks = quote!(#body #headers);
    (!checks.is_empty()).then_some(checks)
}

fn body(context: Context<'_>, function: &str, shape: BodyShape) -> Option<TokenStream> {
    match shape {
        BodyShape::Json(schema) => {
            whole(context, function, &quote!(&body), schema).map(|check| quote!(#check;))
        }
        BodyShape::Sequence(framing, item) => {
            let items = items(context, function, framing, item)?;
            Some(quote!(let body = #items;))
        }
        BodyShape::Choice(id) => choice(context, function, id),
        BodyShape::Empty | BodyShape::Text | BodyShape::Bytes => None,
    }
}

/// ```text
/// check_answer::body("get_pet", &body, |body: &types::Pet, at, found| { found.validate(at, body); })
/// ```
fn whole(
    context: Context<'_>,
    function: &str,
    value: &TokenStream,
    schema: SchemaId,
) -> Option<TokenStream> {
    let options = usize::from(context.holds_null(schema));
    let statements = statements(context, schema, &quote!(body), options);
    let held = context.value_type(schema, TypePath::Imported);
    (!statements.is_empty()).then(|| {
        quote! {
            check_answer::body(#function, #value, |body: &#held, at, found| { #statements })
        }
    })
}

/// ```text
/// body.inspected(|item| check_answer::body("watch_pets", &item.data, |body: &types::Pet, at, found| { … }))
/// ```
fn items(
    context: Context<'_>,
    function: &str,
    framing: Framing,
    item: SchemaId,
) -> Option<TokenStream> {
    let value = match framing {
        Framing::EventData => quote!(&item.data),
        _ => quote!(item),
    };
    let check = whole(context, function, &value, item)?;
    Some(quote!(body.inspected(|item| #check)))
}

/// ```text
/// let body = match body {
///     contents::GetReportContent::Json(body) => {
///         check_answer::body(…);
///         contents::GetReportContent::Json(body)
///     }
///     other => other,
/// };
/// ```
fn choice(context: Context<'_>, function: &str, id: ChoiceId) -> Option<TokenStream> {
    let choice = context.facts.outcomes.choice(id)?;
    let names = context.facts.names.choice(id)?;
    let name = answered_type(context, BodyShape::Choice(id));
    let alternatives = choice.alternatives.iter().zip(&names.variants);
    let arms: Vec<TokenStream> = alternatives
        .filter_map(|(alternative, variant)| {
            let variant = ident(variant);
            let checks = body(context, function, alternative.shape)?;
            Some(quote! {
                #name::#variant(body) => {
                    #checks
                    #name::#variant(body)
                }
            })
        })
        .collect();
    let others = (arms.len() < choice.alternatives.len()).then(|| quote!(other => other,));
    (!arms.is_empty()).then(|| quote!(let body = match body { #(#arms)* #others };))
}

fn statements(
    context: Context<'_>,
    schema: SchemaId,
    value: &TokenStream,
    options: usize,
) -> TokenStream {
    let place = Place {
        at: quote!(at),
        value: value.clone(),
        options,
        path: TypePath::Imported,
    };
    rule::statements(context, schema, &place)
}
