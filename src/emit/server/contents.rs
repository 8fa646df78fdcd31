//! What answers hold, and how it is written.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{Alternative, BodyChoice, BodyShape, ChoiceId, ChoiceNames};
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::{fixed, ident, large_variant};
use crate::emit::{Context, imports};
use crate::ir::{Framing, Operation, OperationId, SchemaId};

/// What the implementation gives for a body.
pub(in crate::emit) fn answered_type(context: Context<'_>, shape: BodyShape) -> TokenStream {
    match shape {
        BodyShape::Empty => quote!(()),
        BodyShape::Json(schema) => context.value_type(schema, TypePath::Imported),
        BodyShape::Text => quote!(String),
        BodyShape::Bytes => quote!(axum::body::Body),
        BodyShape::Sequence(framing, item) => {
            let item = context.value_type(item, TypePath::Imported);
            match framing {
                Framing::EventData => quote!(items::Items<events::Event<#item>>),
                _ => quote!(items::Items<#item>),
            }
        }
        BodyShape::Choice(id) => match context.facts.names.choice(id) {
            Some(names) => {
                let name = ident(&names.name);
                quote!(contents::#name)
            }
            None => quote!(axum::body::Body),
        },
    }
}

/// Whether a body is not there as a whole, so that it cannot be cloned and compared.
pub(super) fn is_streamed(context: Context<'_>, shape: BodyShape) -> bool {
    match shape {
        BodyShape::Bytes | BodyShape::Sequence(..) => true,
        BodyShape::Empty | BodyShape::Json(_) | BodyShape::Text => false,
        BodyShape::Choice(id) => {
            let choice = context.facts.outcomes.choice(id);
            let mut alternatives = choice.into_iter().flat_map(|it| &it.alternatives);
            alternatives.any(|it| is_streamed(context, it.shape))
        }
    }
}

/// Whether a body is large as a value.
pub(super) fn is_large(context: Context<'_>, shape: BodyShape) -> bool {
    match shape {
        BodyShape::Json(schema) => context.facts.sizes.is_large(schema),
        BodyShape::Choice(id) => {
            let choice = context.facts.outcomes.choice(id);
            let mut alternatives = choice.into_iter().flat_map(|it| &it.alternatives);
            alternatives.any(|it| is_large(context, it.shape))
        }
        _ => false,
    }
}

/// The answer with a body, as its media type says: where that may be several, as the caller likes best.
///
/// ```text
/// reply::json(status, &body)
/// ```
pub(super) fn written(
    context: Context<'_>,
    shape: BodyShape,
    media_types: &[&str],
    status: &TokenStream,
) -> TokenStream {
    let media_type = match media_types {
        [] => quote!("application/octet-stream"),
        [only] => {
            let only = sent_media_type(only);
            quote!(#only)
        }
        [first, ..] => {
            let first = sent_media_type(first);
            let all = media_types.iter().map(|it| sent_media_type(it));
            quote!(accept.best(&[#(#all),*]).unwrap_or(#first))
        }
    };
    match shape {
        BodyShape::Empty => quote!(reply::empty(#status)),
        BodyShape::Json(_) if media_types == ["application/json"] => {
            quote!(reply::json(#status, &body))
        }
        BodyShape::Json(_) => quote!(reply::json_as(#media_type, #status, &body)),
        BodyShape::Text => quote!(reply::text(#media_type, #status, body)),
        BodyShape::Bytes => quote!(reply::bytes(#media_type, #status, body)),
        BodyShape::Sequence(framing, item) => {
            let write = sequence(context, framing, item);
            quote!(#write(#media_type, #status, body))
        }
        BodyShape::Choice(id) => match needs_accept(context, BodyShape::Choice(id), media_types) {
            true => quote!(body.into_http(#status, accept)),
            false => quote!(body.into_http(#status)),
        },
    }
}

/// Whether what is written depends on what the caller likes.
pub(super) fn needs_accept(context: Context<'_>, shape: BodyShape, media_types: &[&str]) -> bool {
    match shape {
        BodyShape::Empty => false,
        BodyShape::Choice(id) => {
            let choice = context.facts.outcomes.choice(id);
            let mut alternatives = choice.into_iter().flat_map(|it| &it.alternatives);
            alternatives.any(|it| it.media_types.len() > 1)
        }
        _ => media_types.len() > 1,
    }
}

fn sequence(context: Context<'_>, framing: Framing, item: SchemaId) -> TokenStream {
    match framing {
        Framing::Lines => quote!(items::lines),
        Framing::Records => quote!(items::records),
        Framing::Events => quote!(events::whole),
        Framing::EventData if context.is_text(item) => quote!(events::texts),
        Framing::EventData => quote!(events::json),
    }
}

/// What is sent where a range is described, of which no message can be.
pub(in crate::emit) fn sent_media_type(media_type: &str) -> &str {
    match media_type.contains('*') {
        true => "application/octet-stream",
        false => media_type,
    }
}

/// Whether the server has answers whose content depends on the media type.
pub(in crate::emit) fn has_choices(context: Context<'_>) -> bool {
    choices(context).next().is_some()
}

/// The choices that what the server answers may hold.
fn choices(context: Context<'_>) -> impl Iterator<Item = (ChoiceId, &BodyChoice)> {
    let held = held(context, context.served());
    let choices = context.facts.outcomes.choices.iter().enumerate();
    let choices = choices.map(|(position, choice)| (ChoiceId(position), choice));
    choices.filter(move |(id, _)| held.contains(id))
}

/// The choices with which these operations answer.
fn held<'a>(
    context: Context<'_>,
    operations: impl Iterator<Item = (OperationId, &'a Operation)>,
) -> BTreeSet<ChoiceId> {
    let outcomes = operations.filter_map(|(id, _)| context.facts.outcomes.get(id));
    let shapes = outcomes.flat_map(|outcome| &outcome.shapes);
    let choices = shapes.filter_map(|shape| match shape {
        BodyShape::Choice(id) => Some(*id),
        _ => None,
    });
    choices.collect()
}

/// Whether only webhooks and callbacks have answers whose content depends on the media type.
pub(in crate::emit) fn are_of_hooks(context: Context<'_>) -> bool {
    has_choices(context) && held(context, context.routed()).is_empty()
}

/// The module with all of them. Beside those of the API, those of webhooks and callbacks alone are behind the feature of these.
pub(in crate::emit) fn items(context: Context<'_>) -> Vec<TokenStream> {
    let of_api = held(context, context.routed());
    let feature = context.hook_feature().filter(|_| !of_api.is_empty());
    let (mut always, mut of_hooks) = (Vec::new(), Vec::new());
    for (id, choice) in choices(context) {
        let Some(names) = context.facts.names.choice(id) else {
            continue;
        };
        let feature = feature.as_ref().filter(|_| !of_api.contains(&id));
        let item = item(context, (id, feature), choice, names);
        match feature {
            None => always.push(item),
            Some(_) => of_hooks.push(item),
        }
    }
    let known = imports::used(&always, &MODULES);
    let more = imports::used(&of_hooks, &MODULES).into_iter();
    let more: Vec<&str> = more.filter(|module| !known.contains(module)).collect();
    let (uses, more) = (uses(&known, None), uses(&more, feature.as_ref()));
    let uses = quote! {
        use axum::response::Response;
        use http::StatusCode;

        #uses
        #more
    };
    [uses].into_iter().chain(always).chain(of_hooks).collect()
}

/// What the choices are written with.
const MODULES: [&str; 5] = ["accept", "events", "items", "reply", "types"];

fn uses(modules: &[&str], feature: Option<&TokenStream>) -> TokenStream {
    let types = modules
        .contains(&"types")
        .then(|| quote!(#feature use super::super::types;));
    let own = modules.iter().filter(|module| **module != "types");
    let own: Vec<_> = own.map(|module| fixed(module)).collect();
    let own = (!own.is_empty()).then(|| quote!(#feature use super::{#(#own),*};));
    quote!(#types #own)
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
fn item(
    context: Context<'_>,
    (id, feature): (ChoiceId, Option<&TokenStream>),
    choice: &BodyChoice,
    names: &ChoiceNames,
) -> TokenStream {
    let name = ident(&names.name);
    let all = || choice.alternatives.iter().zip(&names.variants);
    let variants = all().map(|(alternative, variant)| {
        let variant = ident(variant);
        let media_types = alternative.media_types.iter().map(|it| format!("`{it}`"));
        let described = context.doc(&media_types.collect::<Vec<_>>().join(", "));
        let held = answered_type(context, alternative.shape);
        quote!(#described #variant(#held))
    });
    let shape = BodyShape::Choice(id);
    let derives = match is_streamed(context, shape) {
        true => quote!(#[derive(Debug)]),
        false => quote!(#[derive(Debug, Clone, PartialEq)]),
    };
    let large = large_variant(is_large(context, shape));
    let conversions = conversions(context, choice, names, feature);
    let accept = needs_accept(context, shape, &[]).then(|| quote!(, accept: &accept::Accept));
    let arms = all().map(|(alternative, variant)| {
        let variant = ident(variant);
        let media_types: Vec<&str> = alternative.media_types.iter().map(String::as_str).collect();
        let written = written(context, alternative.shape, &media_types, &quote!(status));
        quote!(Self::#variant(body) => #written,)
    });
    quote! {
        #[doc = " What an answer holds, by its media type."]
        #feature
        #derives
        #large
        pub enum #name {
            #(#variants,)*
        }

        #(#conversions)*

        #feature
        impl #name {
            pub(super) fn into_http(self, status: StatusCode #accept) -> Response {
                match self {
                    #(#arms)*
                }
            }
        }
    }
}

/// What only one variant holds becomes that variant.
fn conversions(
    context: Context<'_>,
    choice: &BodyChoice,
    names: &ChoiceNames,
    feature: Option<&TokenStream>,
) -> Vec<TokenStream> {
    let name = ident(&names.name);
    let held = |alternative: &Alternative| answered_type(context, alternative.shape).to_string();
    let all: Vec<String> = choice.alternatives.iter().map(held).collect();
    let unique = choice
        .alternatives
        .iter()
        .zip(&names.variants)
        .filter(|(alternative, _)| {
            let own = held(alternative);
            all.iter().filter(|other| **other == own).count() == 1
        });
    unique
        .map(|(alternative, variant)| {
            let (held, variant) = (answered_type(context, alternative.shape), ident(variant));
            quote! {
                #feature
                impl From<#held> for #name {
                    fn from(body: #held) -> Self {
                        Self::#variant(body)
                    }
                }
            }
        })
        .collect()
}
