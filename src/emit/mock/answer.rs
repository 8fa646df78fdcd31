//! What the mock answers: the examples of a response, each read when it is asked for.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::envelope::status_envelope;
use crate::analyse::{Alternative, BodyShape, ChoiceId};
use crate::emit::Context;
use crate::emit::rust_type::TypePath;
use crate::emit::server::{Described, sent_media_type};
use crate::emit::tokens::ident;
use crate::ir::{Framing, Header, OperationId, SchemaId, StatusPattern};

/// The variant with the example that the mock has for it; none where it has none.
///
/// ```text
/// server::GetPetResponse::Ok { body: example::decode(EXAMPLE_1)?, x_total: Some(example::decode(EXAMPLE_2)?) }
/// ```
pub(super) fn value(
    context: Context<'_>,
    id: OperationId,
    name: &TokenStream,
    answer: &Described<'_>,
) -> Option<TokenStream> {
    let answering = Answering {
        context,
        id,
        answer,
    };
    let variant = ident(answer.variant);
    let body = match answer.shape {
        BodyShape::Empty => None,
        BodyShape::Choice(choice) => Some(answering.choice(choice)?),
        shape => Some(answering.body(0, shape)?),
    };
    if !answer.has_fields() {
        let body = body.map(|body| quote!((#body)));
        return Some(quote!(#name::#variant #body));
    }
    let sent = sent(answer.response.status);
    let status = answer
        .has_open_status()
        .then(|| quote!(status: server::reply::status(#sent),));
    let body = body.map(|body| quote!(body: #body,));
    let headers: Option<Vec<TokenStream>> = answer
        .headers()
        .enumerate()
        .map(|(position, (header, field))| {
            let value = answering.header(position, header)?;
            Some(quote!(#field: #value))
        })
        .collect();
    let headers = headers?;
    Some(quote!(#name::#variant { #status #body #(#headers,)* }))
}

/// A response that the mock gives.
struct Answering<'a> {
    context: Context<'a>,
    id: OperationId,
    answer: &'a Described<'a>,
}

impl Answering<'_> {
    /// What the caller likes best of what the body may hold.
    ///
    /// ```text
    /// match context.accept.best(&["application/json", "text/csv"]) {
    ///     Some("text/csv") => server::contents::GetReportContent::Csv(example::decode(EXAMPLE_2)?),
    ///     _ => server::contents::GetReportContent::Json(example::decode(EXAMPLE_1)?),
    /// }
    /// ```
    fn choice(&self, choice: ChoiceId) -> Option<TokenStream> {
        let names = self.context.facts.names.choice(choice)?;
        let alternatives = &self.context.facts.outcomes.choice(choice)?.alternatives;
        let name = ident(&names.name);
        let all = alternatives.iter().zip(&names.variants).enumerate();
        let given = all.filter_map(|(position, (alternative, variant))| {
            let body = self.body(position, alternative.shape)?;
            let variant = ident(variant);
            Some((
                alternative,
                quote!(server::contents::#name::#variant(#body)),
            ))
        });
        let given: Vec<(&Alternative, TokenStream)> = given.collect();
        let (_, first) = given.first()?;
        let mut sent: Vec<&str> = Vec::new();
        let mut arms = Vec::new();
        for (position, (alternative, body)) in given.iter().enumerate() {
            let own = alternative.media_types.iter();
            let own = own.map(|media_type| sent_media_type(media_type));
            let own: Vec<&str> = own.filter(|it| !sent.contains(it)).collect();
            if position > 0 && !own.is_empty() {
                arms.push(quote!(Some(#(#own)|*) => #body,));
            }
            sent.extend(own);
        }
        Some(match arms.is_empty() {
            true => first.clone(),
            false => quote!(match context.accept.best(&[#(#sent),*]) { #(#arms)* _ => #first, }),
        })
    }

    /// A body: the example, or nothing where it may be nothing.
    fn body(&self, alternative: usize, shape: BodyShape) -> Option<TokenStream> {
        let examples = &self.context.facts.examples;
        let example = examples.body(self.id, self.answer.position, alternative);
        let example = example.map(super::example_name);
        Some(match (shape, example) {
            (BodyShape::Json(schema), Some(example)) => self.json(schema, &example),
            (BodyShape::Text, Some(example)) => quote!(example::decode(#example)?),
            (BodyShape::Text, None) => quote!(String::new()),
            (BodyShape::Bytes, Some(example)) => {
                quote!(example::decode::<String>(#example)?.into())
            }
            (BodyShape::Bytes, None) => quote!(axum::body::Body::empty()),
            (BodyShape::Sequence(framing, item), Some(example)) => {
                self.sequence(framing, item, &example)
            }
            (BodyShape::Sequence(..), None) => quote!(Vec::new().into()),
            (BodyShape::Json(_), None) | (BodyShape::Empty | BodyShape::Choice(_), _) => {
                return None;
            }
        })
    }

    /// The example; the envelope then says the status that is sent.
    fn json(&self, schema: SchemaId, example: &Ident) -> TokenStream {
        let context = self.context;
        let decoded = self.decoded(schema, example);
        let says_status = status_envelope(context).is_some_and(|it| {
            context.api.schemas.resolve(schema).0 == it.schema && !context.holds_null(schema)
        });
        if !says_status {
            return decoded;
        }
        let sent = sent(self.answer.response.status);
        quote!(envelope(#decoded, #sent))
    }

    fn decoded(&self, schema: SchemaId, example: &Ident) -> TokenStream {
        match self.context.is_read_by_wire(schema) {
            true => quote!(wire::whole(example::decode(#example)?)),
            false => quote!(example::decode(#example)?),
        }
    }

    /// ```text
    /// example::decode::<Vec<types::Change>>(EXAMPLE_1)?.into_iter().map(server::events::Event::from).collect()
    /// ```
    fn sequence(&self, framing: Framing, item: SchemaId, example: &Ident) -> TokenStream {
        let held = self.context.value_type(item, TypePath::Imported);
        let items = match self.context.is_read_by_wire(item) {
            true => quote!(wire::whole::<Vec<#held>>(example::decode(#example)?)),
            false => quote!(example::decode::<Vec<#held>>(#example)?),
        };
        match framing {
            Framing::EventData => {
                quote!(#items.into_iter().map(server::events::Event::from).collect())
            }
            _ => quote!(#items.into()),
        }
    }

    /// What a header holds; none where it must be there, and there is nothing for it.
    fn header(&self, position: usize, header: &Header) -> Option<TokenStream> {
        let examples = &self.context.facts.examples;
        let example = examples.header(self.id, self.answer.position, position);
        let value = example.map(|index| self.decoded(header.schema, &super::example_name(index)));
        match header.required {
            true => value,
            false => Some(value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))),
        }
    }
}

/// The status that is sent, as an expression.
fn sent(status: StatusPattern) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusPattern::Range(first) => {
            let code = Literal::u16_unsuffixed(u16::from(first) * 100);
            quote!(self.status(&context, #code))
        }
        StatusPattern::Default => quote!(status),
    }
}
