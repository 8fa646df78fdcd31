//! The errors of an operation that differ by status.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{body_type, types};
use crate::analyse::{BodyShape, ErrorShape, OperationNames, RustName};
use crate::emit::Context;
use crate::emit::tokens::{ident, large_variant};
use crate::ir::{OperationId, Response};

/// The error type of an operation: the plain `Error` where it holds what most operations' errors do.
pub(super) fn error_type(
    context: Context<'_>,
    id: OperationId,
    names: &OperationNames,
) -> TokenStream {
    let outcomes = &context.facts.outcomes;
    match outcomes.error_shape(id) {
        ErrorShape::Undocumented => quote!(Error),
        ErrorShape::Same(shape) if Some(shape) == outcomes.common_error => quote!(Error),
        ErrorShape::Same(shape) => {
            let body = body_type(context, shape, types());
            quote!(Error<#body>)
        }
        ErrorShape::ByStatus => {
            let name = ident(&names.error);
            quote!(Error<#name>)
        }
    }
}

/// An enum with a variant for each response that is an error; none where they all hold the same.
///
/// ```text
/// pub enum ListThingsError {
///     /// 400: Bad.
///     BadRequest(types::Wrong),
///     /// 404: No body.
///     NotFound,
/// }
/// ```
pub(super) fn item(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    let operation = context.operation(id)?;
    let names = context.facts.names.operation(id)?;
    let outcome = context.facts.outcomes.get(id)?;
    if outcome.error != ErrorShape::ByStatus {
        return None;
    }
    let name = ident(&names.error);
    let described = context.doc_lines(&[format!(
        "The errors that [`{}`] documents.",
        names.documented()
    )]);
    let variants = outcome.errors.iter().filter_map(|position| {
        let response = operation.responses.get(*position)?;
        let variant = ident(names.responses.get(*position)?);
        let described = context.doc(&format!("{}: {}", response.status, response.description));
        let held = match context.response_shape(response) {
            BodyShape::Empty => TokenStream::new(),
            shape => {
                let body = body_type(context, shape, types());
                quote!((#body))
            }
        };
        Some(quote!(#described #variant #held))
    });
    let large = large_variant(outcome.errors.iter().any(|position| {
        let response = operation.responses.get(*position);
        response.is_some_and(|response| context.has_large_body(response))
    }));
    Some(quote! {
        #described
        #[derive(Debug, Clone, PartialEq)]
        #large
        pub enum #name {
            #(#variants,)*
        }
    })
}

/// Reads an answer as one of the variants.
pub(super) fn read_variant(
    context: Context<'_>,
    id: OperationId,
    response: &Response,
    variant: &RustName,
) -> Option<TokenStream> {
    let name = ident(&context.facts.names.operation(id)?.error);
    let variant = ident(variant);
    Some(match context.response_shape(response) {
        BodyShape::Empty => quote!(answer.error_without_body(#name::#variant)),
        BodyShape::Json(schema) if context.is_read_by_wire(schema) => {
            quote!(answer.error_with(|wire::Whole(body)| #name::#variant(body)))
        }
        BodyShape::Json(_) => quote!(answer.error_with(#name::#variant)),
        BodyShape::Bytes => quote!(answer.error_with_bytes(#name::#variant)),
    })
}
