//! How operations reject requests that describe something else for it than most.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::envelope::{Source, fault, faults, filling_deprecated, object, written};
use crate::analyse::{Body, Filling, ListedFaults, OperationNames, Refused};
use crate::emit::Context;
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::ident;
use crate::ir::{OperationId, StatusPattern};

/// The function that rejects the requests of an operation, as its handler names it.
pub(super) fn function(
    context: Context<'_>,
    id: OperationId,
    names: &OperationNames,
) -> TokenStream {
    let error = ident(&names.error);
    match context.facts.own_envelopes.of(id) {
        [] => quote!(reject),
        _ => quote!(#error::reject),
    }
}

/// The same as its errors name it.
pub(super) fn function_of_self(context: Context<'_>, id: OperationId) -> TokenStream {
    match context.facts.own_envelopes.of(id) {
        [] => quote!(reject),
        _ => quote!(Self::reject),
    }
}

/// How an operation answers that describes something else than most for it.
///
/// ```text
/// /// Answers in place of the implementation, in what the document has for this operation.
/// fn reject(rejection: Rejection) -> Response {
///     match rejection.status.as_u16() {
///         400 | 422 => rejection.answered(|rejection| {
///             let body = types::HttpValidationError::from(rejection);
///             reply::json(rejection.status, &body)
///         }),
///         _ => reject(rejection),
///     }
/// }
/// ```
pub(super) fn reject(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    let all = context.facts.own_envelopes.of(id);
    let mut has_others = false;
    let arms = all.iter().map(|refused| {
        let answer = refusal(context, refused);
        let patterns = refused.statuses.iter().map(|status| pattern(*status));
        // What has all others has these as well.
        let is_rest = refused.statuses.contains(&StatusPattern::Default);
        has_others |= is_rest;
        let patterns = match is_rest {
            true => quote!(_),
            false => quote!(#(#patterns)|*),
        };
        (patterns, answer)
    });
    let arms: Vec<(TokenStream, TokenStream)> = arms.collect();
    let answer = match arms.as_slice() {
        [] => return None,
        [(_, only)] if has_others => only.clone(),
        all => {
            let arms = all
                .iter()
                .map(|(patterns, answer)| quote!(#patterns => #answer,));
            let rest = (!has_others).then(|| quote!(_ => reject(rejection),));
            quote!(match rejection.status.as_u16() { #(#arms)* #rest })
        }
    };
    let described = context.doc_lines(&[
        "Answers in place of the implementation, in what the document has for this operation.",
    ]);
    Some(quote! {
        #described
        fn reject(rejection: Rejection) -> Response {
            #answer
        }
    })
}

fn refusal(context: Context<'_>, refused: &Refused) -> TokenStream {
    let own = refused.own.as_ref();
    let body = own.and_then(|own| Some((own, context.facts.own_envelopes.body(own)?)));
    let Some((own, body)) = body else {
        return quote!(reject(rejection));
    };
    let made = match body {
        Body::Object(filling) => {
            let name = context.rust_type(filling.schema, TypePath::Imported);
            quote!(let body = #name::from(rejection);)
        }
        Body::Faults(faults) => {
            let name = context.structural_type(faults.schema, TypePath::Imported);
            quote!(let body: #name = rejection.into();)
        }
    };
    let written = written(&own.media_type);
    quote! {
        rejection.answered(|rejection| {
            #made
            #written
        })
    }
}

fn pattern(status: StatusPattern) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusPattern::Range(first) => {
            let low = u16::from(first) * 100;
            let (low, high) = (
                Literal::u16_unsuffixed(low),
                Literal::u16_unsuffixed(low + 99),
            );
            quote!(#low..=#high)
        }
        StatusPattern::Default => quote!(_),
    }
}

/// What operations have of their own, made of what is wrong.
pub(super) fn bodies(context: Context<'_>) -> TokenStream {
    let bodies = context.facts.own_envelopes.bodies().iter();
    let bodies = bodies.map(|body| match body {
        Body::Object(filling) => from_rejection(context, filling),
        Body::Faults(faults) => list_from_rejection(context, faults),
    });
    bodies.collect()
}

/// ```text
/// impl From<&Rejection> for types::HttpValidationError {
///     fn from(rejection: &Rejection) -> Self {
///         types::HttpValidationError { detail: … }
///     }
/// }
/// ```
fn from_rejection(context: Context<'_>, body: &Filling) -> TokenStream {
    let name = context.rust_type(body.schema, TypePath::Imported);
    let filled = object(context, body, Source::Rejection);
    let fault = fault(context, body.faults());
    let deprecated = filling_deprecated(context, body);
    quote! {
        impl From<&Rejection> for #name {
            #deprecated
            fn from(rejection: &Rejection) -> Self {
                #fault

                #filled
            }
        }
    }
}

/// ```text
/// impl From<&Rejection> for Vec<types::Fault> {
///     fn from(rejection: &Rejection) -> Self {
///         rejection.all_faults().iter().map(fault).collect()
///     }
/// }
/// ```
fn list_from_rejection(context: Context<'_>, body: &ListedFaults) -> TokenStream {
    let name = context.structural_type(body.schema, TypePath::Imported);
    let fault = fault(context, Some(&body.list));
    let faults = faults(&body.list);
    quote! {
        impl From<&Rejection> for #name {
            fn from(rejection: &Rejection) -> Self {
                #fault

                #faults
            }
        }
    }
}
