//! How a call is sent, and what its answers are read as.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{body_type, types};
use super::{error, streaming, success};
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

impl<'a> Sent<'a> {
    /// What is known of an operation that the document has.
    pub fn of(context: Context<'a>, id: OperationId) -> Option<Self> {
        Some(Self {
            context,
            id,
            operation: context.operation(id)?,
            names: context.facts.names.operation(id)?,
            outcome: context.facts.outcomes.get(id)?,
        })
    }

    /// Whether a function of its own reads the answers: each page is read by it, or what is not streamed.
    pub fn is_read_apart(self) -> bool {
        self.context.facts.pagination.get(self.id).is_some() || streaming::is_mixed(self)
    }

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
pub(super) fn methods(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    let sent = Sent::of(context, id)?;
    let success = success::success_type(sent);
    let error = error::error_type(context, id, sent.names);
    let send_doc = send_doc(sent);
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
    let streaming = streaming::method(sent).map(moved);
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

fn send_doc(sent: Sent<'_>) -> TokenStream {
    let is_empty = sent.outcome.success == SuccessShape::Same(BodyShape::Empty);
    let first = match is_empty {
        true => "Sends the call.",
        false => "Sends the call and gives the body of the answer.",
    };
    let mut lines = vec![first];
    if !is_empty && sent.operation.leads_elsewhere() {
        lines.extend(["", "The answer is the one that the redirect leads to."]);
    }
    sent.context.doc_lines(&lines)
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
/// What several methods read in the same way is read by a function of its own.
fn receive(sent: Sent<'_>) -> (TokenStream, Option<TokenStream>) {
    let read = read(sent);
    let (result, function) = match sent.is_read_apart() {
        true => (quote!(Self::answered(answer)), Some(answered(sent, &read))),
        false => (read, None),
    };
    let sequences = success::sequence_arms(sent, None);
    let received = match (sequences.as_slice(), &function) {
        ([], Some(_)) => quote!(Self::answered(self.request().send().await?)),
        ([], None) => quote!(let answer = self.request().send().await?; #result),
        (sequences, _) => {
            let opened = opened(sent);
            quote! {
                #opened
                let answer = match opened.status().as_u16() {
                    #(#sequences,)*
                    _ => opened.read().await?,
                };
                #result
            }
        }
    };
    (received, function)
}

/// What an answer that was read to its end is.
fn read(sent: Sent<'_>) -> TokenStream {
    let statuses = success::statuses(sent);
    let is_sequence = |shape: &BodyShape| matches!(shape, BodyShape::Sequence(..));
    let read: Vec<StatusPattern> = statuses
        .filter(|(_, shape)| !is_sequence(shape))
        .map(|(status, _)| status)
        .collect();
    by_status(sent, success::arms(sent), &others(sent, &read))
}

/// ```text
/// fn answered(answer: Answer) -> Result<Response<types::Page>, Error> {
///     match answer.status().as_u16() { … }
/// }
/// ```
fn answered(sent: Sent<'_>, read: &TokenStream) -> TokenStream {
    let success = success::success_type(sent);
    let error = error::error_type(sent.context, sent.id, sent.names);
    quote! {
        fn answered(answer: Answer) -> Result<Response<#success>, #error> {
            #read
        }
    }
}

/// The answer before its body is read, and the request where it may be asked for again.
pub(super) fn opened(sent: Sent<'_>) -> TokenStream {
    match success::has_events(sent) {
        true => quote! {
            let request = self.request();
            let opened = request.clone().open().await?;
        },
        false => quote!(let opened = self.request().open().await?;),
    }
}

/// What the document describes beside its errors and the statuses that are `read`: redirections, and successes that are
/// read while they come.
pub(super) fn others(sent: Sent<'_>, read: &[StatusPattern]) -> Vec<StatusPattern> {
    let all = sent.statuses();
    let others = all
        .iter()
        .filter(|status| !status.is_error() && !read.contains(status));
    others
        .flat_map(|status| status::beside(*status, &all))
        .collect()
}

/// What comes of an answer by its status: one of the successes, an error that the document describes, or another one.
/// The statuses of `others` are no errors, so `default`, which is for what is not described, must not take them.
pub(super) fn by_status(
    sent: Sent<'_>,
    mut arms: Vec<TokenStream>,
    others: &[StatusPattern],
) -> TokenStream {
    let has_default = has_default(sent);
    let errors = error_arms(sent);
    if has_default && !others.is_empty() {
        let pattern = status::pattern(others);
        arms.push(quote!(#pattern => Err(answer.unexpected())));
    }
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
