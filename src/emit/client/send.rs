//! How a call is sent, and what its answers are read as.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{body_type, types};
use super::{error, success};
use crate::analyse::{BodyShape, ErrorShape, OperationNames, Outcome, SuccessShape};
use crate::emit::Context;
use crate::emit::status;
use crate::emit::tokens::moved;
use crate::ir::{Operation, OperationId, Response, StatusPattern};

/// An operation, with what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Sent<'a> {
    pub context: Context<'a>,
    pub id: OperationId,
    pub operation: &'a Operation,
    pub names: &'a OperationNames,
    pub outcome: &'a Outcome,
}

impl Sent<'_> {
    /// The statuses of all responses.
    pub fn statuses(&self) -> Vec<StatusPattern> {
        self.operation
            .responses
            .iter()
            .map(|it| it.status)
            .collect()
    }
}

/// ```text
/// pub async fn send(self) -> Result<types::DatasetActivityPage, Error> { … }
/// pub async fn send_with_response(self) -> Result<Response<…>, Error> { … }
/// ```
pub(super) fn methods(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let outcome = context.facts.outcomes.get(id)?;
    let sent = Sent {
        context,
        id,
        operation,
        names,
        outcome,
    };
    let success = success::success_type(sent);
    let error = error::error_type(context, id, names);
    let is_empty = outcome.success == SuccessShape::Same(BodyShape::Empty);
    let send_doc = context.doc_lines(&[match is_empty {
        true => "Sends the call.",
        false => "Sends the call and gives the body of the answer.",
    }]);
    let response_doc = response_doc(sent);
    let errors = || {
        context.doc_lines(&[
            "",
            "# Errors",
            "",
            "When the call cannot be sent, and when no success comes: see [`Error`].",
        ])
    };
    let (errors, errors_again) = (errors(), errors());
    let (receive, read) = receive(sent);
    let streaming = streaming(sent).map(moved);
    let blocking = context
        .has_blocking()
        .then(|| blocking(context, &success, &error));
    Some(quote! {
        #send_doc
        #errors
        pub async fn send(self) -> Result<#success, #error> {
            self.send_with_response().await.map(Response::into_body)
        }

        #blocking

        #response_doc
        #errors_again
        pub async fn send_with_response(self) -> Result<Response<#success>, #error> {
            #receive
        }

        #streaming
        #read
    })
}

/// ```text
/// pub fn send_blocking(self) -> Result<types::DatasetActivityPage, Error> {
///     super::blocking::wait(self.send())
/// }
/// ```
fn blocking(context: Context<'_>, success: &TokenStream, error: &TokenStream) -> TokenStream {
    let described = context.doc_lines(&[
        "Sends the call and waits for it: for code that is not async.",
        "",
        "# Errors",
        "",
        "As `send`, and when it is called from async code.",
    ]);
    let feature = context.blocking_feature();
    quote! {
        #described
        #feature
        pub fn send_blocking(self) -> Result<#success, #error> {
            super::blocking::wait(self.send())
        }
    }
}

fn response_doc(sent: Sent<'_>) -> TokenStream {
    let mut lines =
        vec!["Sends the call and gives the answer with its status and headers.".to_owned()];
    let successes = sent.outcome.successes.iter();
    let types = successes.filter_map(|position| {
        let name = sent.names.header_types.get(*position)?.as_ref()?;
        Some(format!("[`{}::read`]", name.unraw()))
    });
    let types: Vec<String> = types.collect();
    if !types.is_empty() {
        lines.push(String::new());
        lines.push(format!(
            "{} reads what the headers say.",
            types.join(" or ")
        ));
    }
    sent.context.doc_lines(&lines)
}

/// ```text
/// let answer = self.request().send().await?;
/// match answer.status().as_u16() { … }
/// ```
///
/// What reads a page is a function of its own, since it reads each of them.
fn receive(sent: Sent<'_>) -> (TokenStream, Option<TokenStream>) {
    let result = by_status(sent, success::arms(sent));
    if sent.context.facts.pagination.get(sent.id).is_some() {
        let success = success::success_type(sent);
        let error = error::error_type(sent.context, sent.id, sent.names);
        let read = quote! {
            fn answered(answer: Answer) -> Result<Response<#success>, #error> {
                #result
            }
        };
        return (
            quote!(Self::answered(self.request().send().await?)),
            Some(read),
        );
    }
    let sequences = success::sequence_arms(sent);
    if sequences.is_empty() {
        return (
            quote!(let answer = self.request().send().await?; #result),
            None,
        );
    }
    let opened = match success::has_events(sent) {
        true => quote! {
            let request = self.request();
            let opened = request.clone().open().await?;
        },
        false => quote!(let opened = self.request().open().await?;),
    };
    let received = quote! {
        #opened
        let answer = match opened.status().as_u16() {
            #(#sequences,)*
            _ => opened.read().await?,
        };
        #result
    };
    (received, None)
}

/// What comes of an answer by its status: one of the successes, an error that the document describes, or another one.
fn by_status(sent: Sent<'_>, mut arms: Vec<TokenStream>) -> TokenStream {
    let has_default = has_default(sent);
    let errors = error_arms(sent);
    // Where every status comes to the same, there is nothing to look at.
    if arms.is_empty() && errors.is_empty() {
        return quote!(Err(answer.unexpected()));
    }
    if arms.is_empty()
        && has_default
        && let Some(only) = only_error(sent)
    {
        return quote!(Err(#only));
    }
    arms.extend(errors);
    let arms = arms.into_iter().map(moved);
    let other = (!has_default).then(|| quote!(_ => Err(answer.unexpected()),));
    quote! {
        match answer.status().as_u16() {
            #(#arms,)*
            #other
        }
    }
}

/// How an error is read where all hold the same.
fn only_error(sent: Sent<'_>) -> Option<TokenStream> {
    match sent.outcome.error {
        ErrorShape::Same(shape) => Some(error::read(sent.context, shape, None)),
        _ => None,
    }
}

/// Where the successes are bytes, they can be had as they come.
///
/// ```text
/// pub async fn send_streaming(self) -> Result<Response<ByteStream>, Error> { … }
/// ```
fn streaming(sent: Sent<'_>) -> Option<TokenStream> {
    let Sent {
        context, outcome, ..
    } = sent;
    if outcome.success != SuccessShape::Same(BodyShape::Bytes) {
        return None;
    }
    let error = error::error_type(context, sent.id, sent.names);
    let pattern = success::pattern(sent);
    let refused = by_status(sent, Vec::new());
    Some(quote! {
        /// Sends the call and gives the body of the answer as it comes, of whatever length.
        ///
        /// # Errors
        ///
        /// When the call cannot be sent, and when no success comes: see [`Error`].
        pub async fn send_streaming(self) -> Result<Response<byte_stream::ByteStream>, #error> {
            let opened = self.request().open().await?;
            if matches!(opened.status().as_u16(), #pattern) {
                return Ok(opened.into_stream());
            }
            let answer = opened.read().await?;
            #refused
        }
    })
}

fn has_default(sent: Sent<'_>) -> bool {
    errors(sent).any(|(_, response)| response.status == StatusPattern::Default)
}

/// The responses that are errors, with their positions.
fn errors(sent: Sent<'_>) -> impl Iterator<Item = (usize, &Response)> {
    let errors = sent.outcome.errors.iter();
    errors.filter_map(move |position| Some((*position, sent.operation.responses.get(*position)?)))
}

/// The errors: together where they all hold the same, else each as a variant.
fn error_arms(sent: Sent<'_>) -> Vec<TokenStream> {
    let Sent {
        context, outcome, ..
    } = sent;
    let mut errors: Vec<_> = errors(sent).collect();
    // Exact statuses before ranges before `default` (OpenAPI 3.0.3, section 4.7.16).
    errors.sort_by_key(|(_, response)| status::precedence(response.status));
    match outcome.error {
        ErrorShape::Undocumented => Vec::new(),
        ErrorShape::Same(shape) => {
            let patterns: Vec<StatusPattern> =
                errors.iter().map(|(_, response)| response.status).collect();
            let read = error::read(context, shape, None);
            let pattern = status::pattern(&patterns);
            vec![quote!(#pattern => Err(#read))]
        }
        ErrorShape::ByStatus => errors
            .iter()
            .filter_map(|(position, response)| {
                let pattern = status::pattern_beside(response.status, &sent.statuses());
                let variant = sent.names.responses.get(*position)?;
                let shape = outcome.shape(*position);
                let read = error::read(context, shape, Some((&sent.names.error, variant)));
                Some(quote!(#pattern => Err(#read)))
            })
            .collect(),
    }
}

/// The type of what a response holds.
pub(super) fn held(sent: Sent<'_>, shape: BodyShape) -> TokenStream {
    body_type(sent.context, shape, types())
}
