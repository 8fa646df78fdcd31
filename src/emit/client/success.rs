//! The successes of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::types;
use super::send::{Sent, held};
use crate::analyse::{BodyShape, RustName, SuccessShape, json_fields};
use crate::emit::status;
use crate::emit::tokens::{ident, large_variant};
use crate::ir::{Framing, Response, SchemaId, StatusPattern};

/// The type of what a call gives.
pub(super) fn success_type(sent: Sent<'_>) -> TokenStream {
    match (sent.outcome.success, &sent.names.success) {
        (SuccessShape::ByStatus, Some(name)) => {
            let name = ident(name);
            quote!(#name)
        }
        (SuccessShape::Same(shape), _) => held(sent, shape),
        (SuccessShape::ByStatus, None) => quote!(()),
    }
}

/// An enum with a variant for each success; none where they all hold the same.
///
/// ```text
/// /// The successes of [`Client::start_export`].
/// pub enum StartExportSuccess {
///     /// 200: It is there.
///     Ok(types::Export),
///     /// 202: It will be.
///     Accepted,
/// }
/// ```
pub(super) fn item(sent: Sent<'_>) -> Option<TokenStream> {
    let name = ident(sent.names.success.as_ref()?);
    let context = sent.context;
    let described =
        context.doc_lines(&[format!("The successes of [`{}`].", sent.names.documented())]);
    let variants = successes(sent).map(|success| {
        let variant = ident(success.variant);
        let response = success.response;
        let described = context.doc(&format!("{}: {}", response.status, response.description));
        let held = (success.shape != BodyShape::Empty).then(|| {
            let held = held(sent, success.shape);
            quote!((#held))
        });
        quote!(#described #variant #held)
    });
    let has_sequence = successes(sent).any(|success| has_sequence(sent, success.shape));
    let derives = match has_sequence {
        true => quote!(#[derive(Debug)]),
        false => quote!(#[derive(Debug, Clone, PartialEq)]),
    };
    let large = large_variant(successes(sent).any(|success| {
        let schema = success.shape.json();
        schema.is_some_and(|schema| context.facts.sizes.is_large(schema))
            || matches!(success.shape, BodyShape::Choice(_))
    }));
    Some(quote! {
        #described
        #derives
        #large
        pub enum #name {
            #(#variants,)*
        }
    })
}

/// A response that is a success.
struct Success<'a> {
    response: &'a Response,
    variant: &'a RustName,
    shape: BodyShape,
}

/// The successes, exact statuses before ranges before `default` (OpenAPI 3.0.3, section 4.7.16).
fn successes<'a>(sent: Sent<'a>) -> impl Iterator<Item = Success<'a>> {
    let positions = sent.outcome.successes.iter();
    let mut successes: Vec<Success<'a>> = positions
        .filter_map(|position| {
            Some(Success {
                response: sent.operation.responses.get(*position)?,
                variant: sent.names.responses.get(*position)?,
                shape: sent.outcome.shape(*position),
            })
        })
        .collect();
    successes.sort_by_key(|success| status::precedence(success.response.status));
    successes.into_iter()
}

/// The statuses of the successes that the document names, with what each holds.
pub(super) fn statuses(sent: Sent<'_>) -> impl Iterator<Item = (StatusPattern, BodyShape)> {
    successes(sent).map(|success| (success.response.status, success.shape))
}

/// What the successes hold, with the pattern of their statuses: one for all of them where they hold the same.
pub(super) fn by_pattern(sent: Sent<'_>) -> Vec<(TokenStream, BodyShape)> {
    match sent.outcome.success {
        SuccessShape::Same(shape) => vec![(pattern(sent), shape)],
        SuccessShape::ByStatus => successes(sent)
            .map(|success| (pattern_of(sent, &success), success.shape))
            .collect(),
    }
}

/// The statuses of all successes.
fn pattern(sent: Sent<'_>) -> TokenStream {
    let patterns: Vec<StatusPattern> = successes(sent)
        .map(|success| success.response.status)
        .collect();
    status::pattern(&or_any_success(patterns))
}

/// The statuses of one of the successes.
fn pattern_of(sent: Sent<'_>, success: &Success<'_>) -> TokenStream {
    match success.response.status {
        StatusPattern::Default => status::pattern(&or_any_success(Vec::new())),
        other => status::pattern_beside(other, &sent.statuses()),
    }
}

/// Where the document names no status, or `default` alone, every 2xx is a success.
fn or_any_success(patterns: Vec<StatusPattern>) -> Vec<StatusPattern> {
    match patterns.is_empty() || patterns.contains(&StatusPattern::Default) {
        true => vec![StatusPattern::Range(2)],
        false => patterns,
    }
}

/// The successes: together where they all hold the same, else each as a variant.
pub(super) fn arms(sent: Sent<'_>) -> Vec<TokenStream> {
    match (sent.outcome.success, &sent.names.success) {
        (SuccessShape::Same(shape), _) => {
            let pattern = pattern(sent);
            let read = read(sent, shape);
            read.map(|read| quote!(#pattern => #read))
                .into_iter()
                .collect()
        }
        (SuccessShape::ByStatus, Some(name)) => {
            let name = ident(name);
            let arms = successes(sent).filter_map(|success| {
                let pattern = pattern_of(sent, &success);
                let variant = ident(success.variant);
                let read = match success.shape {
                    BodyShape::Empty => quote!(Ok(answer.empty().map(|()| #name::#variant))),
                    shape => {
                        let read = read(sent, shape)?;
                        quote!(#read.map(|response| response.map(#name::#variant)))
                    }
                };
                Some(quote!(#pattern => #read))
            });
            arms.collect()
        }
        (SuccessShape::ByStatus, None) => Vec::new(),
    }
}

/// An answer as what it holds; none where that is not read as a whole.
fn read(sent: Sent<'_>, shape: BodyShape) -> Option<TokenStream> {
    Some(match shape {
        BodyShape::Empty => quote!(Ok(answer.empty())),
        BodyShape::Json(schema) if sent.context.is_read_by_wire(schema) => {
            quote!(answer.json().map(|response| response.map(wire::whole)))
        }
        BodyShape::Json(_) => quote!(answer.json()),
        BodyShape::Text => quote!(answer.text_body()),
        BodyShape::Bytes => quote!(Ok(answer.raw())),
        BodyShape::Choice(_) => quote!(answer.chosen()),
        BodyShape::Sequence(..) => return None,
    })
}

/// Whether a body is, or may be, a sequence.
fn has_sequence(sent: Sent<'_>, shape: BodyShape) -> bool {
    match shape {
        BodyShape::Sequence(..) => true,
        BodyShape::Choice(id) => {
            let choice = sent.context.facts.outcomes.choice(id);
            choice.is_some_and(crate::analyse::BodyChoice::has_sequence)
        }
        _ => false,
    }
}

/// The successes that are read while they come.
///
/// ```text
/// 200 if opened.is(&["text/event-stream"]) => return Ok(opened.events()),
/// ```
///
/// `wrap` is what the success as a whole is put into.
pub(super) fn sequence_arms(sent: Sent<'_>, wrap: Option<&TokenStream>) -> Vec<TokenStream> {
    let wrapped = wrap.map(|wrap| quote!(.map(#wrap)));
    let mut arms = Vec::new();
    for success in successes(sent) {
        let pattern = pattern_of(sent, &success);
        for (framing, item, media_types, variant) in sequences(sent, &success) {
            let opened = opened(sent, framing, item);
            let within = within(sent, &success, variant);
            let read = match within {
                None => quote!(Ok(#opened #wrapped)),
                Some(wrap) => quote!(Ok(#opened.map(#wrap) #wrapped)),
            };
            arms.push(quote!(#pattern if opened.is(&[#(#media_types),*]) => return #read));
        }
    }
    arms
}

type Sequence = (Framing, SchemaId, Vec<String>, Option<TokenStream>);

/// The sequences that a success may be: what they are made of, their media types, and the variant of a choice that they are.
fn sequences(sent: Sent<'_>, success: &Success<'_>) -> Vec<Sequence> {
    match success.shape {
        BodyShape::Sequence(framing, item) => {
            let contents = success.response.contents.iter();
            let media_types = contents.map(|it| it.media_type.clone()).collect();
            vec![(framing, item, media_types, None)]
        }
        BodyShape::Choice(id) => {
            let facts = sent.context.facts;
            let Some((choice, names)) = facts.outcomes.choice(id).zip(facts.names.choice(id))
            else {
                return Vec::new();
            };
            let all = choice.alternatives.iter().zip(&names.variants);
            all.filter_map(|(alternative, variant)| match alternative.shape {
                BodyShape::Sequence(framing, item) => {
                    let (name, variant) = (ident(&names.name), ident(variant));
                    let variant = quote!(contents::#name::#variant);
                    let media_types = alternative.media_types.clone();
                    Some((framing, item, media_types, Some(variant)))
                }
                _ => None,
            })
            .collect()
        }
        _ => Vec::new(),
    }
}

fn opened(sent: Sent<'_>, framing: Framing, item: SchemaId) -> TokenStream {
    let context = sent.context;
    let is_read_by_wire = context.is_read_by_wire(item);
    let is_text = context.is_text(item);
    let json_fields = json_fields(context.api, item);
    let item = context.value_type(item, types());
    match framing {
        Framing::Lines if is_read_by_wire => {
            quote!(opened.items(sequence::Framing::Lines, |text| json::decode(text).map(wire::whole::<#item>)))
        }
        Framing::Records if is_read_by_wire => {
            quote!(opened.items(sequence::Framing::Records, |text| json::decode(text).map(wire::whole::<#item>)))
        }
        Framing::Lines => quote!(opened.lines::<#item>()),
        Framing::Records => quote!(opened.records::<#item>()),
        Framing::Events => match json_fields.as_slice() {
            [] => quote!(opened.events(request, events::whole::<#item>)),
            names => {
                let read = quote!(|event| events::whole_with::<#item>(event, &[#(#names),*]));
                quote!(opened.events(request, #read))
            }
        },
        Framing::EventData if is_text => quote!(opened.events(request, events::text::<#item>)),
        Framing::EventData if is_read_by_wire => {
            quote!(opened.events(request, |event| events::json_as(event, wire::whole::<#item>)))
        }
        Framing::EventData => quote!(opened.events(request, events::json::<#item>)),
    }
}

/// Whether a success is made of events, which can be asked for again.
pub(super) fn has_events(sent: Sent<'_>) -> bool {
    successes(sent).any(|success| {
        let sequences = sequences(sent, &success);
        sequences.iter().any(|(framing, ..)| framing.is_events())
    })
}

/// What a sequence is put into: the variant of the choice, and that of the success.
fn within(
    sent: Sent<'_>,
    success: &Success<'_>,
    of_choice: Option<TokenStream>,
) -> Option<TokenStream> {
    let of_success = sent.names.success.as_ref().map(|name| {
        let (name, variant) = (ident(name), ident(success.variant));
        quote!(#name::#variant)
    });
    match (of_choice, of_success) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one),
        (Some(inner), Some(outer)) => Some(quote!(|body| #outer(#inner(body)))),
    }
}
