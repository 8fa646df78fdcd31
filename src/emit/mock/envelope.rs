//! The error envelope with the status that is sent.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{Filled, Filling};
use crate::emit::Context;
use crate::emit::rust_type::TypePath;
use crate::emit::server::status_value;
use crate::emit::tokens::ident;
use crate::ir::SchemaKind;

/// The envelope, if it repeats the status.
pub(super) fn status_envelope(context: Context<'_>) -> Option<&Filling> {
    let envelope = context.facts.envelope.as_ref();
    let body = envelope.map(|envelope| &envelope.body);
    body.filter(|body| body.says(&Filled::Status))
}

/// ```text
/// /// The example with the status that is sent.
/// fn envelope(mut body: types::ErrorEnvelope, status: u16) -> types::ErrorEnvelope {
///     body.code = i32::from(status);
///     body
/// }
/// ```
pub(super) fn envelope(context: Context<'_>, feature: &TokenStream) -> Option<TokenStream> {
    let body = status_envelope(context)?;
    let name = context.rust_type(body.schema, TypePath::Imported);
    let statements = with_status(context, body, &quote!(body));
    let deprecated = names_deprecated(context, body).then(|| quote!(#[allow(deprecated)]));
    Some(quote! {
        /// The example with the status that is sent.
        #feature
        #deprecated
        fn envelope(mut body: #name, status: u16) -> #name {
            #statements
            body
        }
    })
}

/// Whether a member that repeats the status, or one on the way to it, is deprecated: it warns where it is named.
fn names_deprecated(context: Context<'_>, filling: &Filling) -> bool {
    let SchemaKind::Object(described) = &context.api.schemas.get(filling.schema).kind else {
        return false;
    };
    filling.members.iter().any(|(position, filled)| {
        let property = described.properties.get_index(*position);
        let is_deprecated = property.is_some_and(|(_, property)| {
            let schema = context.api.schemas.get(property.schema);
            schema.docs.deprecated
        });
        match filled {
            Filled::Status => is_deprecated,
            Filled::Object(inner) if inner.says(&Filled::Status) => {
                is_deprecated || names_deprecated(context, inner)
            }
            _ => false,
        }
    })
}

/// Puts the status where an object repeats it.
///
/// ```text
/// if let Some(error) = &mut body.error {
///     error.code = i32::from(status);
/// }
/// ```
fn with_status(context: Context<'_>, filling: &Filling, object: &TokenStream) -> TokenStream {
    let SchemaKind::Object(described) = &context.api.schemas.get(filling.schema).kind else {
        return TokenStream::new();
    };
    let names = context.facts.names.fields(filling.schema);
    let statements = filling.members.iter().filter_map(|(position, filled)| {
        let field = names.get(*position).map(ident)?;
        let (_, property) = described.properties.get_index(*position)?;
        let options =
            usize::from(!property.required) + usize::from(context.holds_null(property.schema));
        match filled {
            Filled::Status => {
                let value = status_value(context, property.schema, &quote!(status));
                let value = (0..options).fold(value, |value, _| quote!(Some(#value)));
                Some(quote!(#object.#field = #value;))
            }
            Filled::Object(inner) if inner.says(&Filled::Status) && options == 0 => {
                Some(with_status(context, inner, &quote!(#object.#field)))
            }
            Filled::Object(inner) if inner.says(&Filled::Status) => {
                let pattern = (0..options).fold(quote!(inner), |it, _| quote!(Some(#it)));
                let statements = with_status(context, inner, &quote!(inner));
                Some(quote!(if let #pattern = &mut #object.#field { #statements }))
            }
            _ => None,
        }
    });
    statements.collect()
}
