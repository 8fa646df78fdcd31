//! What the server's trait is asked.

use proc_macro2::TokenStream;
use quote::quote;

use super::parameter;
use crate::analyse::OperationNames;
use crate::emit::Context;
use crate::emit::path;
use crate::emit::rule::{self, Place};
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::ident;
use crate::ir::{Operation, OperationId, ParameterLocation, RequestBody, SchemaId};

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
    let described = context.doc_lines(&[format!(
        "What [`Api::{}`] is asked.",
        names.function.unraw()
    )]);
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
    let body = body_field(context, operation);
    let read = read(context, id, operation, names);
    quote! {
        #described
        #[derive(Debug, Clone)]
        pub struct #name {
            #(#parameters,)*
            #body
        }
        #read
    }
}

fn body_field(context: Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let described = context.docs(&body.docs, "The body.");
    let held = match json(body) {
        Some(schema) => context.value_type(schema, TypePath::Imported),
        None => quote!(Vec<u8>),
    };
    let is_optional = !body.required && json(body).is_some();
    let field_type = if is_optional {
        quote!(Option<#held>)
    } else {
        held
    };
    Some(quote!(#described pub body: #field_type,))
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
    let sources = sources(operation);
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
    let body = read_body(context, operation);
    let taken = names
        .parameters
        .iter()
        .map(ident)
        .map(|name| quote!(#name: #name?));
    let taken_body = operation.body.as_ref().map(|body| match json(body) {
        Some(_) => quote!(body: body?,),
        None => quote!(body,),
    });
    let is_faultless = operation.parameters.is_empty() && !has_json_body(operation);
    let (faults, finish) = if is_faultless {
        (None, quote!(Ok(Self { #taken_body })))
    } else {
        let finish = quote!(faults.finish(|| Some(Self { #(#taken,)* #taken_body })));
        (Some(quote!(let mut faults = fault::Faults::new();)), finish)
    };
    let parts = if reads_parts(operation) {
        quote!(parts)
    } else {
        quote!(_parts)
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
                #body
                #finish
            }
        }
    }
}

fn has_json_body(operation: &Operation) -> bool {
    operation.body.as_ref().and_then(json).is_some()
}

/// The JSON value that a body is to the server, which knows one of several media types; all others are bytes to it.
fn json(body: &RequestBody) -> Option<SchemaId> {
    body.preferred()?.json()
}

fn reads_parts(operation: &Operation) -> bool {
    !operation.parameters.is_empty() || operation.body.is_some()
}

/// Where the parameters are looked for.
fn sources(operation: &Operation) -> TokenStream {
    let template = path::template(&operation.path);
    let path = has(operation, ParameterLocation::Path)
        .then(|| quote!(let path_parameters = path::Path::new(#template, parts.uri.path());));
    let query = uses_query(operation)
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

/// A body that serde by itself would read otherwise than the document means it.
///
/// ```text
/// .map(wire::whole)
/// ```
fn whole(context: Context<'_>, body: &RequestBody) -> Option<TokenStream> {
    if !context.is_read_by_wire(json(body)?) {
        return None;
    }
    Some(match body.required {
        true => quote!(.map(wire::whole)),
        false => quote!(.map(|body| body.map(wire::whole))),
    })
}

fn read_body(context: Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let check = check_body(context, body);
    let whole = whole(context, body);
    let read = match (json(body), body.required) {
        (Some(_), true) => {
            quote!(let body = body::json(parts, body, &mut faults).await? #whole;)
        }
        (Some(_), false) => {
            quote!(let body = body::optional_json(parts, body, &mut faults).await? #whole;)
        }
        (None, _) => quote!(let body = body::read(parts, body).await?;),
    };
    Some(quote!(#read #check))
}

/// ```text
/// violation::check(body.as_ref(), &mut faults, |body: &types::Event, at, found| {
///     found.validate(at, body);
/// });
/// ```
fn check_body(context: Context<'_>, body: &RequestBody) -> Option<TokenStream> {
    let schema = json(body)?;
    let place = Place {
        at: quote!(at),
        value: quote!(body),
        options: usize::from(!body.required) + usize::from(context.holds_null(schema)),
        path: TypePath::Imported,
    };
    let statements = rule::statements(context, schema, &place);
    let held = context.value_type(schema, TypePath::Imported);
    let held = if body.required {
        held
    } else {
        quote!(Option<#held>)
    };
    (!statements.is_empty()).then(|| {
        quote! {
            violation::check(body.as_ref(), &mut faults, |body: &#held, at, found| { #statements });
        }
    })
}
