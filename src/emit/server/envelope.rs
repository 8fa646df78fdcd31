//! How failures that are not the implementation's are answered: in the API's own error envelope.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{Envelope, FaultList, FaultLocation, LocationShape};
use crate::emit::Context;
use crate::emit::rust_type::{self, TypePath};
use crate::emit::tokens::ident;
use crate::ir::{Object, SchemaId, SchemaKind};

/// ```text
/// /// Answers in place of the implementation, in the error envelope of the API.
/// fn reject(rejection: Rejection) -> Response {
///     let body = super::types::ErrorEnvelope {
///         code: i32::from(rejection.status.as_u16()),
///         detail: rejection.message.into_owned(),
///         r#type: rejection.kind.to_owned(),
///         errors: (!rejection.faults.is_empty()).then(|| rejection.faults.into_iter().map(fault).collect()),
///     };
///     reply::headers(reply::json(rejection.status, &body), rejection.headers)
/// }
/// ```
///
/// An API without an envelope answers problem details.
pub(super) fn reject(context: Context<'_>) -> TokenStream {
    let Some(envelope) = &context.facts.envelope else {
        let described = context.doc_lines(&[
            "Answers in place of the implementation, with problem details (RFC 9457).",
        ]);
        return quote! {
            #described
            fn reject(rejection: Rejection) -> Response {
                problem::reject(rejection)
            }
        };
    };
    let described = context
        .doc_lines(&["Answers in place of the implementation, in the error envelope of the API."]);
    let body = body(context, envelope);
    let fault = envelope
        .faults
        .as_ref()
        .map(|faults| fault(context, faults));
    let deprecated = context.filling_deprecated(envelope.schema);
    quote! {
        #described
        #deprecated
        fn reject(rejection: Rejection) -> Response {
            let body = #body;
            reply::headers(reply::json(rejection.status, &body), rejection.headers)
        }
        #fault
    }
}

fn body(context: Context<'_>, envelope: &Envelope) -> TokenStream {
    let faults = envelope.faults.as_ref();
    let members = Members {
        context,
        schema: envelope.schema,
    };
    members.literal(|position| {
        if Some(position) == envelope.status {
            let integer = members.integer(position);
            Some(Filled::Always(
                quote!(#integer::from(rejection.status.as_u16())),
            ))
        } else if position == envelope.message {
            Some(Filled::Always(quote!(rejection.message.into_owned())))
        } else if Some(position) == envelope.kind {
            Some(Filled::Always(quote!(rejection.kind.to_owned())))
        } else if faults.is_some_and(|faults| faults.property == position) {
            Some(Filled::WithFaults(quote!(
                rejection.faults.into_iter().map(fault).collect()
            )))
        } else {
            None
        }
    })
}

/// ```text
/// /// One fault of a request as the envelope lists it.
/// fn fault(fault: fault::Fault) -> super::types::ValidationFault { … }
/// ```
fn fault(context: Context<'_>, faults: &FaultList) -> TokenStream {
    let members = Members {
        context,
        schema: faults.schema,
    };
    let name = context.rust_type(faults.schema, TypePath::Imported);
    let literal = members.literal(|position| {
        if position == faults.message {
            Some(Filled::Always(quote!(fault.message.into_owned())))
        } else if Some(position) == faults.kind {
            Some(Filled::Always(quote!(fault.kind.to_owned())))
        } else {
            let location = faults
                .location
                .as_ref()
                .filter(|location| location.property == position);
            location.map(|location| Filled::Always(at(context, location)))
        }
    });
    let described = context.doc_lines(&["One fault of a request, as the envelope lists it."]);
    let deprecated = context.filling_deprecated(faults.schema);
    quote! {
        #described
        #deprecated
        fn fault(fault: fault::Fault) -> #name {
            #literal
        }
    }
}

/// Where a fault is, in the shape that the envelope has for it.
fn at(context: Context<'_>, location: &FaultLocation) -> TokenStream {
    match &location.shape {
        LocationShape::Text => quote! {
            fault.location.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
        },
        LocationShape::Texts => quote!(fault.location.iter().map(ToString::to_string).collect()),
        LocationShape::TextsAndNumbers {
            union,
            text,
            number,
        } => {
            let name = context.rust_type(*union, TypePath::Imported);
            let variants = context.facts.names.variants(*union);
            let text = variants.get(*text).map(ident);
            let (number, integer) = (
                variants.get(*number).map(ident),
                variant_integer(context, *union, *number),
            );
            quote! {
                fault
                    .location
                    .into_iter()
                    .map(|segment| match segment {
                        fault::Segment::Name(name) => #name::#text(name.into_owned()),
                        fault::Segment::Index(index) => {
                            #name::#number(#integer::try_from(index).unwrap_or(#integer::MAX))
                        }
                    })
                    .collect()
            }
        }
    }
}

fn variant_integer(context: Context<'_>, union: SchemaId, position: usize) -> TokenStream {
    let SchemaKind::Union(described) = &context.api.schemas.get(union).kind else {
        return quote!(i64);
    };
    described.variants.get(position).map_or_else(
        || quote!(i64),
        |variant| integer_type(context, variant.schema),
    )
}

fn integer_type(context: Context<'_>, schema: SchemaId) -> TokenStream {
    match &context.api.schemas.resolve(schema).1.kind {
        SchemaKind::Integer(integer) => rust_type::integer_type(integer.format),
        _ => quote!(i64),
    }
}

/// What a member is filled with.
enum Filled {
    /// This value.
    Always(TokenStream),
    /// This list, which is left out where it may be and there are no faults.
    WithFaults(TokenStream),
}

/// The members of an object that is built here.
#[derive(Clone, Copy)]
struct Members<'a> {
    context: Context<'a>,
    schema: SchemaId,
}

impl<'a> Members<'a> {
    fn object(&self) -> Option<&'a Object> {
        match &self.context.api.schemas.get(self.schema).kind {
            SchemaKind::Object(object) => Some(object),
            _ => None,
        }
    }

    fn integer(&self, position: usize) -> TokenStream {
        let property = self
            .object()
            .and_then(|object| object.properties.get_index(position));
        property.map_or_else(
            || quote!(i64),
            |(_, property)| integer_type(self.context, property.schema),
        )
    }

    /// A struct with these values; everything else is absent.
    fn literal(&self, filled: impl Fn(usize) -> Option<Filled>) -> TokenStream {
        let name = self.context.rust_type(self.schema, TypePath::Imported);
        let names = self.context.facts.names.fields(self.schema);
        let properties = self
            .object()
            .into_iter()
            .flat_map(|object| object.properties.values());
        let fields =
            names
                .iter()
                .zip(properties)
                .enumerate()
                .map(|(position, (field, property))| {
                    let field = ident(field);
                    let nullable = self.context.holds_null(property.schema);
                    let value = match (filled(position), property.required, nullable) {
                        (None, _, _) => quote!(None),
                        (Some(Filled::Always(value) | Filled::WithFaults(value)), true, false) => {
                            value
                        }
                        (Some(Filled::WithFaults(value)), false, false) => {
                            quote!((!rejection.faults.is_empty()).then(|| #value))
                        }
                        (Some(Filled::Always(value) | Filled::WithFaults(value)), false, true) => {
                            quote!(Some(Some(#value)))
                        }
                        (Some(Filled::Always(value) | Filled::WithFaults(value)), _, _) => {
                            quote!(Some(#value))
                        }
                    };
                    quote!(#field: #value)
                });
        let additional = self.context.facts.names.additional(self.schema).map(ident);
        let additional = additional.map(|field| quote!(#field: Default::default(),));
        quote!(#name { #(#fields,)* #additional })
    }
}
