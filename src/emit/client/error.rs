//! The errors of an operation that differ by status.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{body_type, types};
use crate::analyse::{BodyShape, ErrorShape, OperationNames, RustName};
use crate::emit::Context;
use crate::emit::tokens::{ident, large_variant};
use crate::ir::OperationId;

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
        let held = match outcome.shape(*position) {
            BodyShape::Empty => TokenStream::new(),
            shape => {
                let body = body_type(context, shape, types());
                quote!((#body))
            }
        };
        Some(quote!(#described #variant #held))
    });
    let large = large_variant(outcome.errors.iter().any(|position| {
        let schema = outcome.shape(*position).json();
        schema.is_some_and(|schema| context.facts.sizes.is_large(schema))
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

/// Reads an answer as an error that holds this: by itself, or as a variant.
pub(super) fn read(
    context: Context<'_>,
    shape: BodyShape,
    variant: Option<(&RustName, &RustName)>,
) -> TokenStream {
    let variant = variant.map(|(name, variant)| {
        let (name, variant) = (ident(name), ident(variant));
        quote!(#name::#variant)
    });
    let wrap = variant
        .clone()
        .unwrap_or_else(|| quote!(std::convert::identity));
    match (shape, &variant) {
        (BodyShape::Empty, None) => quote!(answer.error_without_body(())),
        (BodyShape::Empty, Some(variant)) => quote!(answer.error_without_body(#variant)),
        (BodyShape::Json(schema), None) if context.is_read_by_wire(schema) => {
            quote!(answer.error_with(wire::whole))
        }
        (BodyShape::Json(schema), Some(variant)) if context.is_read_by_wire(schema) => {
            quote!(answer.error_with(|wire::Whole(body)| #variant(body)))
        }
        (BodyShape::Json(_), None) => quote!(answer.error()),
        (BodyShape::Json(_), Some(variant)) => quote!(answer.error_with(#variant)),
        (BodyShape::Text, _) => quote!(answer.error_with_text(#wrap)),
        (BodyShape::Choice(_), _) => quote!(answer.error_chosen(#wrap)),
        (BodyShape::Bytes | BodyShape::Sequence(..), _) => quote!(answer.error_with_bytes(#wrap)),
    }
}
