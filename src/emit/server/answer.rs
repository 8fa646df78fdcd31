//! What the server's trait answers: enums that can say only what the document says.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::checked;
use super::contents::{self, answered_type};
use super::documented;
use super::handler::invalid_as;
use super::own_envelopes;
use crate::analyse::{BodyShape, HeaderText, OperationNames, Outcome, RustName};
use crate::emit::Context;
use crate::emit::header;
use crate::emit::tokens::{ident, large_variant};
use crate::ir::{Header, Operation, OperationId, Response, StatusPattern};

/// A response of the document and what its variant is called.
pub(in crate::emit) struct Described<'a> {
    /// The position among the responses of the operation.
    pub position: usize,
    pub response: &'a Response,
    /// What it holds.
    pub shape: BodyShape,
    pub variant: &'a RustName,
    headers: &'a [RustName],
}

/// The responses at these positions.
pub(in crate::emit) fn described<'a>(
    operation: &'a Operation,
    names: &'a OperationNames,
    outcome: &'a Outcome,
    positions: &'a [usize],
) -> impl Iterator<Item = Described<'a>> {
    positions.iter().filter_map(|position| {
        Some(Described {
            position: *position,
            response: operation.responses.get(*position)?,
            shape: outcome.shape(*position),
            variant: names.responses.get(*position)?,
            headers: names.headers.get(*position)?,
        })
    })
}

impl Described<'_> {
    /// Whether the implementation has to say which status it is.
    pub fn has_open_status(&self) -> bool {
        !matches!(self.response.status, StatusPattern::Code(_))
    }

    /// Whether the variant has named fields: a body alone needs no name.
    pub fn has_fields(&self) -> bool {
        self.has_open_status() || !self.headers.is_empty()
    }

    /// The media types of which it may be.
    pub fn media_types(&self) -> Vec<&str> {
        let contents = self.response.contents.iter();
        contents
            .map(|content| content.media_type.as_str())
            .collect()
    }

    /// The headers with the names of their fields.
    pub fn headers(&self) -> impl Iterator<Item = (&Header, Ident)> {
        self.response
            .headers
            .iter()
            .zip(self.headers.iter().map(ident))
    }
}

/// ```text
/// /// What [`Api::list_dataset_activity`] answers.
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum ListDatasetActivityResponse {
///     /// 200: Successful Response
///     Ok(types::DatasetActivityPage),
/// }
/// ```
pub(super) fn response(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let outcome = context.facts.outcomes.get(id)?;
    let name = ident(&names.response);
    let function = documented(context, id, names);
    let words = context.doc_lines(&[format!("What [`{function}`] answers.")]);
    if outcome.answers.is_empty() {
        return Some(undescribed(&name, &words));
    }
    let variants = described(operation, names, outcome, &outcome.answers)
        .map(|answer| variant(context, &answer));
    let function = names.function.unraw();
    let arms = described(operation, names, outcome, &outcome.answers)
        .map(|answer| arm(context, function, &answer));
    let conversion = conversion(context, operation, names, outcome);
    let derived = derived(context, outcome, &outcome.answers);
    let accept = accept(context, operation, names, outcome, &outcome.answers)
        .then(|| quote!(, accept: &accept::Accept));
    let large =
        large_variant(outcome.answers.len() > 1 && has_large(context, outcome, &outcome.answers));
    Some(quote! {
        #words
        #derived
        #large
        pub enum #name {
            #(#variants,)*
        }
        #conversion
        impl #name {
            fn into_http(self #accept) -> Response {
                match self {
                    #(#arms)*
                }
            }
        }
    })
}

fn has_large(context: Context<'_>, outcome: &Outcome, positions: &[usize]) -> bool {
    let mut shapes = positions.iter().map(|position| outcome.shape(*position));
    shapes.any(|shape| contents::is_large(context, shape))
}

/// What can be cloned and compared, unless what is still to come is in it.
fn derived(context: Context<'_>, outcome: &Outcome, positions: &[usize]) -> TokenStream {
    let mut shapes = positions.iter().map(|position| outcome.shape(*position));
    match shapes.any(|shape| contents::is_streamed(context, shape)) {
        true => quote!(#[derive(Debug)]),
        false => quote!(#[derive(Debug, Clone, PartialEq)]),
    }
}

/// What the caller likes, where an answer depends on it.
pub(super) fn accept(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    outcome: &Outcome,
    positions: &[usize],
) -> bool {
    let mut all = described(operation, names, outcome, positions);
    all.any(|answer| contents::needs_accept(context, answer.shape, &answer.media_types()))
}

/// The answer of an operation for which the document describes none but errors.
fn undescribed(name: &Ident, words: &TokenStream) -> TokenStream {
    quote! {
        #words
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum #name {
            /// 204: the document describes no success.
            NoContent,
        }

        impl #name {
            fn into_http(self) -> Response {
                match self {
                    Self::NoContent => reply::empty(reply::status(204)),
                }
            }
        }
    }
}

/// Where there is but one answer, its body is enough.
fn conversion(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    outcome: &Outcome,
) -> Option<TokenStream> {
    let name = ident(&names.response);
    let mut all = described(operation, names, outcome, &outcome.answers);
    let (only, None) = (all.next()?, all.next()) else {
        return None;
    };
    let shape = only.shape;
    if only.has_fields() || shape == BodyShape::Empty {
        return None;
    }
    let variant = ident(only.variant);
    let body = answered_type(context, shape);
    Some(quote! {
        impl From<#body> for #name {
            fn from(body: #body) -> Self {
                Self::#variant(body)
            }
        }
    })
}

/// ```text
/// /// What [`Api::list_dataset_activity`] refuses with.
/// #[derive(Debug)]
/// pub enum ListDatasetActivityError {
///     /// 400: Invalid request
///     BadRequest(types::ErrorEnvelope),
///     …
///     /// What the document does not describe.
///     Other(Failure),
/// }
/// ```
pub(super) fn error(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let outcome = context.facts.outcomes.get(id)?;
    let name = ident(&names.error);
    let words = context.doc_lines(&[
        &format!("What [`{}`] refuses with.", documented(context, id, names)),
        "",
        "Every error becomes `Other` by `?`: the caller sees a status of 500, the log sees the error.",
    ]);
    let variants = described(operation, names, outcome, &outcome.errors)
        .map(|answer| variant(context, &answer));
    let function = names.function.unraw();
    let arms = described(operation, names, outcome, &outcome.errors)
        .map(|answer| arm(context, function, &answer));
    let invalid_as = invalid_as(operation);
    let reject = own_envelopes::function_of_self(context, id);
    let own = own_envelopes::reject(context, id);
    let accept = accept(context, operation, names, outcome, &outcome.errors)
        .then(|| quote!(, accept: &accept::Accept));
    let large = large_variant(has_large(context, outcome, &outcome.errors));
    Some(quote! {
        #words
        #[derive(Debug)]
        #large
        pub enum #name {
            #(#variants,)*
            /// What the document does not describe.
            Other(Failure),
        }

        impl From<Failure> for #name {
            fn from(failure: Failure) -> Self {
                Self::Other(failure)
            }
        }

        impl<E: std::error::Error + Send + Sync + 'static> From<E> for #name {
            fn from(error: E) -> Self {
                Self::Other(error.into())
            }
        }

        impl #name {
            fn into_http(self #accept) -> Response {
                match self {
                    #(#arms)*
                    Self::Other(failure) => #reject(failure.report(#function) #invalid_as),
                }
            }

            #own
        }
    })
}

/// ```text
/// /// 429: Rate limited
/// TooManyRequests { body: types::ErrorEnvelope, retry_after: Option<String> }
/// ```
fn variant(context: Context<'_>, answer: &Described<'_>) -> TokenStream {
    let name = ident(answer.variant);
    let words = context.doc(&format!(
        "{}: {}",
        answer.response.status, answer.response.description
    ));
    let shape = answer.shape;
    let body = (shape != BodyShape::Empty).then(|| answered_type(context, shape));
    if !answer.has_fields() {
        let body = body.map(|body| quote!((#body)));
        return quote!(#words #name #body);
    }
    let status = answer.has_open_status().then(|| {
        let words = context.doc(&format!(
            "The status; one of {}.",
            range_words(answer.response.status)
        ));
        quote!(#words status: http::StatusCode,)
    });
    let body = body.map(|body| quote!(#[doc = " The body."] body: #body,));
    let headers = answer.headers().map(|(header, field)| {
        let words = context.type_docs(&header.docs, &format!("The header `{}`.", header.name));
        let held = header::field_type(context, header);
        quote!(#words #field: #held,)
    });
    quote!(#words #name { #status #body #(#headers)* })
}

fn range_words(status: StatusPattern) -> String {
    match status {
        StatusPattern::Default => "those that no other variant has".to_owned(),
        other => format!("`{other}`"),
    }
}

/// ```text
/// Self::TooManyRequests { body, retry_after } => {
///     reply::header(reply::json(reply::status(429), &body), "retry-after", retry_after)
/// }
/// ```
fn arm(context: Context<'_>, function: &str, answer: &Described<'_>) -> TokenStream {
    let variant = ident(answer.variant);
    let shape = answer.shape;
    let status = match answer.response.status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(reply::status(#code))
        }
        StatusPattern::Range(first) => {
            let low = u16::from(first) * 100;
            let (low, high) = (
                Literal::u16_unsuffixed(low),
                Literal::u16_unsuffixed(low + 99),
            );
            quote!(reply::status_in(#low..=#high, status))
        }
        StatusPattern::Default => quote!(status),
    };
    let response = contents::written(context, shape, &answer.media_types(), &status);
    let checks = checked::answer(context, function, answer);
    let whole = |response| match &checks {
        Some(checks) => quote!({ #checks #response }),
        None => response,
    };
    let has_body = shape != BodyShape::Empty;
    if !answer.has_fields() {
        let (body, response) = (has_body.then(|| quote!((body))), whole(response));
        return quote!(Self::#variant #body => #response,);
    }
    let status_field = answer.has_open_status().then(|| quote!(status,));
    let body_field = has_body.then(|| quote!(body,));
    let fields = answer.headers().map(|(_, field)| field);
    let response = whole(with_headers(
        context,
        response,
        &answer.headers().collect::<Vec<_>>(),
    ));
    quote!(Self::#variant { #status_field #body_field #(#fields,)* } => #response,)
}

/// How many headers are added in one expression: each is an expression around the one before, for whoever reads the code.
const NESTED: usize = 32;

/// The response with its headers. Where they are many, what there is so far has a name, which no field has.
fn with_headers(
    context: Context<'_>,
    response: TokenStream,
    headers: &[(&Header, Ident)],
) -> TokenStream {
    let mut statements = TokenStream::new();
    let mut response = response;
    for (position, some) in headers.chunks(NESTED).enumerate() {
        if position > 0 {
            statements.extend(quote!(let _response = #response;));
            response = quote!(_response);
        }
        for (header, field) in some {
            let name = header.name.to_ascii_lowercase();
            let is_list = HeaderText::of(context.api, header.schema).is_list();
            let value = header_value(context, header, is_list, field);
            response = match is_list {
                true => quote!(reply::header_list(#response, #name, #value)),
                false => quote!(reply::header(#response, #name, #value)),
            };
        }
    }
    if statements.is_empty() {
        response
    } else {
        quote!({ #statements #response })
    }
}

/// The value of a header as it is shown: times show themselves otherwise than RFC 3339 has them.
fn header_value(
    context: Context<'_>,
    header: &Header,
    is_list: bool,
    field: &Ident,
) -> TokenStream {
    let value = match header.required {
        true => quote!(Some(#field)),
        false => quote!(#field),
    };
    match (context.holds_time(header.schema), is_list) {
        (false, _) => value,
        (true, false) => quote!(#value.as_ref().map(reply::written)),
        (true, true) => quote!(#value.as_ref().map(|items| items.iter().map(reply::written))),
    }
}
