//! What the server's trait is asked.

use proc_macro2::TokenStream;
use quote::quote;

use super::{body, documented, parameter, parts, strict};
use crate::analyse::{OperationNames, template};
use crate::emit::Context;
use crate::emit::tokens::ident;
use crate::ir::{Operation, OperationId, ParameterLocation};

/// ```text
/// /// What [`Api::list_dataset_activity`] is asked.
/// #[derive(Debug, Clone)]
/// pub struct ListDatasetActivityRequest {
///     /// Organization slug
///     pub org: String,
///     …
/// }
/// ```
pub(super) fn item(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let name = ident(&names.request);
    let function = documented(context, id, names);
    let described = context.doc_lines(&[format!("What [`{function}`] is asked.")]);
    let parameters = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .enumerate();
    let parameters = parameters.map(|(position, (parameter, name))| {
        let name = ident(name);
        let otherwise = format!(
            "The {} parameter `{}`.",
            parameter.location.as_str(),
            parameter.name
        );
        // A field that warns where it is read would warn in every implementation, which must read it.
        let described = context.docs(
            &crate::ir::Docs {
                deprecated: false,
                ..parameter.docs.clone()
            },
            &otherwise,
        );
        let field_type = parameter::field_type(context, id, position, parameter);
        quote!(#described pub #name: #field_type)
    });
    let body = body::field(context, operation, names);
    let derived = match &operation.body {
        Some(body) => body::derived(body),
        None => quote!(#[derive(Debug, Clone)]),
    };
    let choice = body::choice(context, id, operation, names);
    let forms = parts::items(context, id, operation, names);
    let read = read(context, id, operation, names);
    quote! {
        #forms
        #choice
        #described
        #derived
        pub struct #name {
            #(#parameters,)*
            #body
        }
        #read
    }
}

/// ```text
/// fn read(parts: &Parts) -> Result<Self, Rejection> {
///     let mut faults = Faults::new();
///     let org = path_parameters.parameter("org").decode().required(&mut faults);
///     …
///     faults.finish(|| Some(Self { org: org?, … }))
/// }
/// ```
fn read(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let name = ident(&names.request);
    let strict = strict::refusal(context, id, operation);
    let sources = sources(operation, strict.is_some());
    let numbered = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .enumerate();
    let parameters = numbered.map(|(position, (parameter, name))| {
        let name = ident(name);
        let read = parameter::read(context, id, position, parameter);
        quote!(let #name = #read;)
    });
    let body = body::read(context, id, operation, names);
    let taken = names
        .parameters
        .iter()
        .map(ident)
        .map(|name| quote!(#name: #name?));
    let taken_body = operation.body.as_ref().map(|_| quote!(body: body?,));
    let adds_faults = !operation.parameters.is_empty()
        || strict.is_some()
        || body::adds_faults(operation, context);
    let mutable = adds_faults.then(|| quote!(mut));
    let (parts, faults, finish) = match strict.is_some() || reads_parts(operation) {
        true => (
            quote!(parts),
            Some(quote!(let #mutable faults = fault::Faults::new();)),
            quote!(faults.finish(|| Some(Self { #(#taken,)* #taken_body }))),
        ),
        false => (quote!(_parts), None, quote!(Ok(Self {}))),
    };
    let signature = match operation.body {
        Some(_) => quote!(async fn read(#parts: &Parts, body: axum::body::Body)),
        None => quote!(fn read(#parts: &Parts)),
    };
    quote! {
        impl #name {
            #signature -> Result<Self, Rejection> {
                #sources
                #faults
                #(#parameters)*
                #strict
                #body
                #finish
            }
        }
    }
}

fn reads_parts(operation: &Operation) -> bool {
    !operation.parameters.is_empty() || operation.body.is_some()
}

/// Where the parameters are looked for.
fn sources(operation: &Operation, is_strict: bool) -> TokenStream {
    let template = template(&operation.path);
    let path = has(operation, ParameterLocation::Path)
        .then(|| quote!(let path_parameters = path::Path::new(#template, parts.uri.path());));
    let query = (is_strict || uses_query(operation))
        .then(|| quote!(let query_parameters = pairs::Pairs::of_query(parts.uri.query());));
    let cookies = has_cookie(operation, false)
        .then(|| quote!(let cookie_parameters = pairs::Pairs::of_cookies(&parts.headers);));
    let plain = has_cookie(operation, true).then(
        || quote!(let plain_cookie_parameters = pairs::Pairs::of_plain_cookies(&parts.headers);),
    );
    quote!(#path #query #cookies #plain)
}

fn has_cookie(operation: &Operation, is_plain: bool) -> bool {
    let mut parameters = operation.parameters.iter();
    parameters.any(|parameter| {
        parameter.location == ParameterLocation::Cookie
            && parameter::is_plain_cookie(parameter) == is_plain
    })
}

fn has(operation: &Operation, location: ParameterLocation) -> bool {
    operation
        .parameters
        .iter()
        .any(|parameter| parameter.location == location)
}

fn uses_query(operation: &Operation) -> bool {
    let mut parameters = operation.parameters.iter();
    parameters.any(|parameter| {
        parameter.location == ParameterLocation::Query && !parameter.style.is_whole()
    })
}
