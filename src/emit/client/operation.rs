//! The client's method for an operation, and the types of its arguments.

use proc_macro2::TokenStream;
use quote::quote;

use super::body;
use crate::analyse::{BodyShape, OperationNames};
use crate::emit::Context;
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::ident;
use crate::ir::{Framing, Operation, OperationId, Parameter, SchemaId, SchemaKind};

/// How many arguments clippy lets a method have beside `self`.
pub(super) const MOST_ARGUMENTS: usize = 6;

/// How the modules of the operations name the types.
pub(super) fn types() -> TypePath {
    TypePath::Imported
}

/// ```text
/// /// List Dataset Activity
/// ///
/// /// `GET /org/{org}/datasets/activity`
/// pub fn list_dataset_activity(&self, org: impl Into<String>) -> ListDatasetActivity { … }
/// ```
pub(super) fn method(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    let operation = context.operation(id)?;
    let names = context.facts.names.operation(id)?;
    let function = ident(names.method());
    let call = ident(&names.stem);
    let holder = names.accessor().map(|_| quote!(.client));
    let described = context.operation_docs(operation);
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let arguments: Vec<TokenStream> = arguments(context, operation, names);
    let values = values(context, operation, names);
    let many =
        (arguments.len() > MOST_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    Some(quote! {
        #described
        #deprecated
        #many
        pub fn #function(&self, #(#arguments),*) -> #call {
            #call { client: self #holder.clone(), #(#values),* }
        }
    })
}

/// The address of a webhook, the required parameters and the required body.
fn arguments(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<TokenStream> {
    let parameters = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| parameter.required);
    let parameters = parameters.map(|(parameter, name)| {
        let name = ident(name);
        let argument = argument_type(context, parameter.schema);
        quote!(#name: #argument)
    });
    let body = operation
        .body
        .as_ref()
        .filter(|body| body.required)
        .map(|body| {
            let argument = body::held(context, body, names).argument;
            quote!(body: #argument)
        });
    let url = (!operation.is_of_api()).then(|| quote!(url: impl Into<String>));
    url.into_iter().chain(parameters).chain(body).collect()
}

/// The fields of the call: what is given as an argument, and `None` for what is not.
fn values(context: Context<'_>, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
    let parameters = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .map(|(parameter, name)| {
            let name = ident(name);
            if !parameter.required {
                return quote!(#name: None);
            }
            match conversion(context, parameter) {
                Some(conversion) => quote!(#name: #name #conversion),
                None => quote!(#name),
            }
        });
    let body = operation.body.as_ref().map(|body| {
        match (body.required, body::held(context, body, names).conversion) {
            (true, Some(conversion)) => quote!(body: body #conversion),
            (true, None) => quote!(body),
            (false, _) => quote!(body: None),
        }
    });
    let url = (!operation.is_of_api()).then(|| quote!(url: url.into()));
    url.into_iter().chain(parameters).chain(body).collect()
}

/// What a method takes for a schema: whatever can be turned into its type.
pub(super) fn argument_type(context: Context<'_>, schema: SchemaId) -> TokenStream {
    if context.is_plain_string(schema) {
        return quote!(impl Into<String>);
    }
    match &context.api.schemas.resolve(schema).1.kind {
        SchemaKind::Array(array) if context.is_plain_string(array.items) => {
            quote!(impl IntoIterator<Item = impl Into<String>>)
        }
        SchemaKind::Array(array) => {
            let item = context.value_type(array.items, types());
            quote!(impl IntoIterator<Item = #item>)
        }
        _ => context.rust_type(schema, types()),
    }
}

/// How the argument becomes the type that is kept; none where it is that type.
pub(super) fn conversion(context: Context<'_>, parameter: &Parameter) -> Option<TokenStream> {
    if context.is_plain_string(parameter.schema) {
        return Some(quote!(.into()));
    }
    match &context.api.schemas.resolve(parameter.schema).1.kind {
        SchemaKind::Array(array) if context.is_plain_string(array.items) => {
            Some(quote!(.into_iter().map(Into::into).collect()))
        }
        SchemaKind::Array(_) => Some(quote!(.into_iter().collect())),
        _ => None,
    }
}

/// The type of a body.
pub(in crate::emit) fn body_type(
    context: Context<'_>,
    shape: BodyShape,
    path: TypePath,
) -> TokenStream {
    match shape {
        BodyShape::Empty => quote!(()),
        BodyShape::Json(schema) => context.value_type(schema, path),
        BodyShape::Text => quote!(String),
        BodyShape::Bytes => quote!(bytes::Bytes),
        BodyShape::Sequence(framing, item) => sequence_type(context, framing, item, path),
        BodyShape::Choice(id) => match context.facts.names.choice(id) {
            Some(names) => {
                let name = ident(&names.name);
                quote!(contents::#name)
            }
            None => quote!(bytes::Bytes),
        },
    }
}

fn sequence_type(
    context: Context<'_>,
    framing: Framing,
    item: SchemaId,
    path: TypePath,
) -> TokenStream {
    let item = context.value_type(item, path);
    match framing {
        Framing::Lines | Framing::Records => quote!(sequence::Items<#item>),
        Framing::EventData => quote!(events::Events<events::Event<#item>>),
        Framing::Events => quote!(events::Events<#item>),
    }
}
