//! The module `mock`: a server that answers from the document's examples.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::imports;
use super::rust_type::TypePath;
use super::server::{Described, answers};
use super::tokens::{doc_lines, ident};
use crate::analyse::{BodyShape, Group, OperationNames};
use crate::ir::{
    Content, Header, IntegerFormat, Operation, OperationId, SchemaKind, StatusPattern,
};

/// The mock and its implementation of the trait.
pub(super) fn root(context: Context<'_>) -> TokenStream {
    let groups = context.facts.groups.iter().enumerate();
    let methods: Vec<TokenStream> = groups
        .map(|(position, group)| methods(context, position, group))
        .collect();
    let envelope = envelope(context);
    let described = doc_lines(&[
        "Answers every operation from the examples of the document: with its first success, or with the status that it is",
        "told to answer.",
    ]);
    let items = quote!(#(#methods)* #envelope);
    let types = imports::uses(&items, "types").then(|| {
        quote!(
            use super::types;
        )
    });
    let methods = quote!(#(#methods)*);
    quote! {
        use http::StatusCode;

        use super::server;
        #types

        #described
        #[derive(Debug, Clone, Default)]
        pub struct Mock {
            status: Option<StatusCode>,
        }

        impl Mock {
            /// Answers successes.
            pub fn new() -> Self {
                Self::default()
            }

            /// Answers this status, where the document describes it; an operation for which it does not fails.
            #[must_use]
            pub fn with_status(mut self, status: StatusCode) -> Self {
                self.status = Some(status);
                self
            }

            fn status(&self, otherwise: u16) -> u16 {
                self.status.map_or(otherwise, |status| status.as_u16())
            }
        }

        impl server::Api for Mock {
            #methods
        }

        #envelope
    }
}

fn methods(context: Context<'_>, position: usize, group: &Group) -> TokenStream {
    let feature = context.group_feature(position);
    let routed = group
        .operations
        .iter()
        .filter(|id| context.facts.routes.has(**id));
    let methods = routed.filter_map(|id| method(context, *id, &feature));
    methods.collect()
}

/// ```text
/// async fn list_dataset_activity(
///     &self,
///     _request: server::ListDatasetActivityRequest,
/// ) -> Result<server::ListDatasetActivityResponse, server::ListDatasetActivityError> {
///     match self.status(200) {
///         200 => Ok(server::ListDatasetActivityResponse::Ok(example::decode(r#"{"limit":50,"offset":0,"total":0}"#)?)),
///         400 => Err(server::ListDatasetActivityError::BadRequest(envelope(example::decode(…)?, 400))),
///         …
///         status => Err(example::missing(status).into()),
///     }
/// }
/// ```
fn method(context: Context<'_>, id: OperationId, feature: &TokenStream) -> Option<TokenStream> {
    let operation = context.operation(id)?;
    let names = context.facts.names.operation(id)?;
    let outcome = context.facts.outcomes.get(id)?;
    let function = ident(&names.function);
    let (error, request, response) = (
        ident(&names.error),
        ident(&names.request),
        ident(&names.response),
    );
    let successes = answers(operation, names, &outcome.answers).filter_map(|answer| {
        let value = value(context, id, &quote!(server::#response), &answer)?;
        arm(&answer, &quote!(Ok(#value)))
    });
    let errors = answers(operation, names, &outcome.errors).filter_map(|answer| {
        let value = value(context, id, &quote!(server::#error), &answer)?;
        arm(&answer, &quote!(Err(#value)))
    });
    let undescribed = outcome
        .answers
        .is_empty()
        .then(|| quote!(204 => Ok(server::#response::NoContent),));
    let otherwise = Literal::u16_unsuffixed(first_success(context, id, operation, names));
    Some(quote! {
        #feature
        async fn #function(
            &self,
            _request: server::#request,
        ) -> Result<server::#response, server::#error> {
            match self.status(#otherwise) {
                #undescribed
                #(#successes)*
                #(#errors)*
                status => Err(example::missing(status).into()),
            }
        }
    })
}

/// The first answer that the mock can give, or the first.
fn first_success(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> u16 {
    let code = |answer: &Described<'_>| match answer.response.status {
        StatusPattern::Code(code) => code,
        StatusPattern::Range(first) => u16::from(first) * 100,
        StatusPattern::Default => 200,
    };
    let outcome = context.facts.outcomes.get(id);
    let successes = outcome
        .map(|outcome| outcome.successes.as_slice())
        .unwrap_or_default();
    let all: Vec<_> = answers(operation, names, successes).collect();
    let given = all.iter().find(|answer| {
        let is_json = matches!(answer.response.content, Some(Content::Json { .. }));
        !is_json || context.facts.examples.get(id, answer.position).is_some()
    });
    given.or(all.first()).map_or(204, code)
}

fn arm(answer: &Described<'_>, value: &TokenStream) -> Option<TokenStream> {
    let pattern = match answer.response.status {
        // The status must be one that can be sent; the mock cannot make one up.
        StatusPattern::Default => {
            let code = Literal::u16_unsuffixed(200);
            return Some(quote!(#code => #value,));
        }
        status => super::status::pattern(&[status]),
    };
    Some(quote!(#pattern => #value,))
}

/// The variant with the first example that the document has for it; none where it has none.
fn value(
    context: Context<'_>,
    id: OperationId,
    name: &TokenStream,
    answer: &Described<'_>,
) -> Option<TokenStream> {
    let variant = ident(answer.variant);
    let body = match context.response_shape(answer.response) {
        BodyShape::Empty => None,
        BodyShape::Json(_) => Some(json(context, id, answer)?),
        BodyShape::Bytes => Some(quote!(bytes::Bytes::new())),
    };
    if !answer.has_fields() {
        let body = body.map(|body| quote!((#body)));
        return Some(quote!(#name::#variant #body));
    }
    let status = answer.has_open_status().then(|| {
        let code = match answer.response.status {
            StatusPattern::Range(first) => Literal::u16_unsuffixed(u16::from(first) * 100),
            _ => Literal::u16_unsuffixed(200),
        };
        quote!(status: self.status.unwrap_or(server::reply::status(#code)),)
    });
    let body = body.map(|body| quote!(body: #body,));
    let headers: Option<Vec<TokenStream>> = answer
        .headers()
        .map(|(header, field)| {
            let value = header_value(context, header)?;
            Some(quote!(#field: #value))
        })
        .collect();
    let headers = headers?;
    Some(quote!(#name::#variant { #status #body #(#headers,)* }))
}

fn header_value(context: Context<'_>, header: &Header) -> Option<TokenStream> {
    if !header.required {
        return Some(quote!(None));
    }
    match context.api.schemas.resolve(header.schema).1.kind {
        SchemaKind::Boolean
        | SchemaKind::Integer(_)
        | SchemaKind::Number(_)
        | SchemaKind::String(_)
            if !context.has_type_of_its_own(header.schema) =>
        {
            Some(quote!(Default::default()))
        }
        _ => None,
    }
}

/// The example, read when it is asked for; the envelope then says the status that is sent.
fn json(context: Context<'_>, id: OperationId, answer: &Described<'_>) -> Option<TokenStream> {
    let example = raw(&context.facts.examples.get(id, answer.position)?.to_string());
    let decoded = quote!(example::decode(#example)?);
    let code = match answer.response.status {
        StatusPattern::Code(code) => Literal::u16_unsuffixed(code),
        StatusPattern::Range(first) => Literal::u16_unsuffixed(u16::from(first) * 100),
        StatusPattern::Default => Literal::u16_unsuffixed(500),
    };
    let is_envelope = context.facts.envelope.as_ref().is_some_and(|envelope| {
        envelope.status.is_some()
            && context.response_shape(answer.response) == BodyShape::Json(envelope.schema)
    });
    Some(if is_envelope {
        quote!(envelope(#decoded, self.status(#code)))
    } else {
        decoded
    })
}

/// A raw string literal, in which JSON reads as in the document. Characters that turn the direction of text are escaped,
/// as JSON lets them be.
fn raw(json: &str) -> TokenStream {
    let is_turning =
        |character: char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if is_turning(character) {
            text.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            text.push(character);
        }
    }
    let most = text
        .split('"')
        .skip(1)
        .map(|after| after.chars().take_while(|next| *next == '#').count())
        .max();
    let hashes = "#".repeat(most.unwrap_or(0) + 1);
    match format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>() {
        Ok(literal) => quote!(#literal),
        Err(_) => quote!(#text),
    }
}

/// ```text
/// /// The example with the status that is sent.
/// fn envelope(mut body: super::types::ErrorEnvelope, status: u16) -> super::types::ErrorEnvelope {
///     body.code = i32::from(status);
///     body
/// }
/// ```
fn envelope(context: Context<'_>) -> Option<TokenStream> {
    let envelope = context.facts.envelope.as_ref()?;
    let position = envelope.status?;
    let mut numbered = (0..).map(OperationId).zip(&context.api.operations);
    let is_used = numbered.any(|(id, operation)| {
        let mut responses = operation.responses.iter().enumerate();
        context.facts.routes.has(id)
            && responses.any(|(position, response)| {
                context.response_shape(response) == BodyShape::Json(envelope.schema)
                    && context.facts.examples.get(id, position).is_some()
            })
    });
    if !is_used {
        return None;
    }
    let name = context.rust_type(envelope.schema, TypePath::Imported);
    let field = context
        .facts
        .names
        .fields(envelope.schema)
        .get(position)
        .map(ident)?;
    let SchemaKind::Object(object) = &context.api.schemas.get(envelope.schema).kind else {
        return None;
    };
    let (_, property) = object.properties.get_index(position)?;
    let value = match &context.api.schemas.resolve(property.schema).1.kind {
        SchemaKind::Integer(integer) => match integer.format {
            IntegerFormat::Int32 => quote!(i32::from(status)),
            IntegerFormat::Int64 => quote!(i64::from(status)),
            IntegerFormat::Uint32 => quote!(u32::from(status)),
            IntegerFormat::Uint64 => quote!(u64::from(status)),
        },
        _ => return None,
    };
    let value = match (property.required, context.holds_null(property.schema)) {
        (true, false) => value,
        (true, true) | (false, false) => quote!(Some(#value)),
        (false, true) => quote!(Some(Some(#value))),
    };
    let described = doc_lines(&["The example with the status that is sent."]);
    Some(quote! {
        #described
        fn envelope(mut body: #name, status: u16) -> #name {
            body.#field = #value;
            body
        }
    })
}
