//! How failures that are not the implementation's are answered: in the API's own error envelope.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::analyse::{Envelope, FaultList, FaultShape, Filled, Filling, KindValues, LocationShape};
use crate::emit::Context;
use crate::emit::holding::hold;
use crate::emit::rust_type::{self, TypePath};
use crate::emit::tokens::ident;
use crate::ir::{Object, Property, SchemaId, SchemaKind};

/// ```text
/// /// Answers in place of the implementation, in the error envelope of the API.
/// fn reject(rejection: Rejection) -> Response {
///     rejection.answered(|rejection| {
///         let body = super::types::ErrorEnvelope {
///             code: i32::from(rejection.status.as_u16()),
///             detail: rejection.message.to_string(),
///             r#type: rejection.kind.to_owned(),
///             errors: (!rejection.faults.is_empty()).then(|| rejection.faults.iter().map(fault).collect()),
///         };
///         reply::json(rejection.status, &body)
///     })
/// }
/// ```
///
/// An API without an envelope answers problem details.
pub(super) fn reject(context: Context<'_>) -> TokenStream {
    let of_faults = context.facts.envelope_of_faults.as_ref();
    let invalid = of_faults.map(|envelope| invalid(context, envelope));
    let Some(envelope) = &context.facts.envelope else {
        let described = context.doc_lines(&[
            "Answers in place of the implementation, with problem details (RFC 9457).",
        ]);
        let answer = match of_faults {
            None => quote!(problem::details),
            Some(_) => quote! {
                |rejection| match rejection.is_invalid() {
                    true => invalid(rejection),
                    false => problem::details(rejection),
                }
            },
        };
        return quote! {
            #described
            fn reject(rejection: Rejection) -> Response {
                rejection.answered(#answer)
            }

            #invalid
        };
    };
    let to_invalid = of_faults.map(|_| {
        quote! {
            if rejection.is_invalid() {
                return invalid(rejection);
            }
        }
    });
    let described = context
        .doc_lines(&["Answers in place of the implementation, in the error envelope of the API."]);
    let body = object(context, &envelope.body, Source::Rejection);
    let written = written(&envelope.media_type);
    let fault = fault(context, envelope.body.faults());
    let deprecated = filling_deprecated(context, &envelope.body);
    quote! {
        #described
        #deprecated
        fn reject(rejection: Rejection) -> Response {
            rejection.answered(|rejection| {
                #to_invalid
                let body = #body;
                #written
            })
        }
        #fault

        #invalid
    }
}

/// ```text
/// /// Answers requests that are at fault, in what the API has for them.
/// fn invalid(rejection: &Rejection) -> Response {
///     let body = types::HttpValidationError { detail: … };
///     reply::json(rejection.status, &body)
/// }
/// ```
fn invalid(context: Context<'_>, envelope: &Envelope) -> TokenStream {
    let described =
        context.doc_lines(&["Answers requests that are at fault, in what the API has for them."]);
    let body = object(context, &envelope.body, Source::Rejection);
    let written = written(&envelope.media_type);
    let fault = fault(context, envelope.body.faults());
    let deprecated = filling_deprecated(context, &envelope.body);
    quote! {
        #described
        #deprecated
        fn invalid(rejection: &Rejection) -> Response {
            #fault

            let body = #body;
            #written
        }
    }
}

pub(super) fn written(media_type: &str) -> TokenStream {
    match media_type {
        "application/json" => quote!(reply::json(rejection.status, &body)),
        media_type => quote!(reply::json_as(#media_type, rejection.status, &body)),
    }
}

/// ```text
/// /// One fault of a request, as the envelope lists it.
/// fn fault(fault: &fault::Fault) -> types::ValidationFault { … }
/// ```
pub(super) fn fault(context: Context<'_>, list: Option<&FaultList>) -> Option<TokenStream> {
    let FaultShape::Object(item) = &list?.shape else {
        return None;
    };
    let name = context.rust_type(item.schema, TypePath::Imported);
    let literal = object(context, item, Source::Fault);
    let described = context.doc_lines(&["One fault of a request, as the envelope lists it."]);
    let deprecated = filling_deprecated(context, item);
    let status = item
        .says_any(Filled::is_by_status)
        .then(|| quote!(, status: http::StatusCode));
    Some(quote! {
        #described
        #deprecated
        fn fault(fault: &fault::Fault #status) -> #name {
            #literal
        }
    })
}

/// What a function carries that fills in members of which one is deprecated.
pub(super) fn filling_deprecated(context: Context<'_>, filling: &Filling) -> Option<TokenStream> {
    let inner = filling.members.values().find_map(|filled| match filled {
        Filled::Object(inner) => filling_deprecated(context, inner),
        _ => None,
    });
    context.filling_deprecated(filling.schema).or(inner)
}

/// What an object is filled from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    Rejection,
    Fault,
}

impl Source {
    fn name(self) -> TokenStream {
        match self {
            Self::Rejection => quote!(rejection),
            Self::Fault => quote!(fault),
        }
    }

    fn status(self) -> TokenStream {
        match self {
            Self::Rejection => quote!(rejection.status),
            Self::Fault => quote!(status),
        }
    }
}

/// A struct with what its members say; everything else is absent.
pub(super) fn object(context: Context<'_>, filling: &Filling, from: Source) -> TokenStream {
    let owner = filling.schema;
    let name = context.rust_type(owner, TypePath::Imported);
    let names = context.facts.names.fields(owner);
    let properties = properties(context, owner).into_iter();
    let properties = properties.flat_map(|object| object.properties.values());
    let fields = names.iter().zip(properties).enumerate();
    let fields = fields.map(|(position, (field, property))| {
        let (field, filled) = (ident(field), filling.members.get(&position));
        let value = match filled {
            Some(filled) => member(context, (owner, property), filled, from),
            None => quote!(None),
        };
        quote!(#field: #value)
    });
    let additional = context.facts.names.additional(owner).map(ident);
    let additional = additional.map(|field| quote!(#field: Default::default(),));
    quote!(#name { #(#fields,)* #additional })
}

fn properties(context: Context<'_>, owner: SchemaId) -> Option<&Object> {
    match &context.api.schemas.get(owner).kind {
        SchemaKind::Object(object) => Some(object),
        _ => None,
    }
}

/// The value of a field: in an option where it may be left out, and in one where it may be null.
fn member(
    context: Context<'_>,
    (owner, property): (SchemaId, &Property),
    filled: &Filled,
    from: Source,
) -> TokenStream {
    let nullable = context.holds_null(property.schema);
    let held = hold(
        context.holding(owner, property.schema),
        value(context, property.schema, filled, from),
    );
    match (filled, property.required, nullable) {
        // Null is what says nothing.
        (Filled::Nothing, ..) => quote!(Default::default()),
        (_, true, false) => held,
        (Filled::Faults(list), false, false) if !list.is_all => {
            quote!((!rejection.faults.is_empty()).then(|| #held))
        }
        (_, false, true) => quote!(Some(Some(#held))),
        _ => quote!(Some(#held)),
    }
}

fn value(context: Context<'_>, schema: SchemaId, filled: &Filled, from: Source) -> TokenStream {
    let name = from.name();
    match filled {
        Filled::Status => {
            let status = from.status();
            status_value(context, schema, &quote!(#status.as_u16()))
        }
        Filled::Reason => quote!(rejection.reason().to_owned()),
        Filled::Message => quote!(#name.message.to_string()),
        Filled::Account => quote!(rejection.account()),
        Filled::Kind => quote!(#name.kind.to_owned()),
        Filled::KindOf(values) => kind_of(context, schema, values, &from.status()),
        Filled::Now => quote!(std::time::SystemTime::now().into()),
        Filled::Location(shape) => location(context, shape),
        Filled::AboutBlank => quote!("about:blank".to_owned()),
        Filled::Flag(value) => quote!(#value),
        Filled::Constant => context
            .constant(schema, TypePath::Imported)
            .unwrap_or_else(|| quote!(Default::default())),
        Filled::Nothing => quote!(Default::default()),
        Filled::Object(inner) => object(context, inner, from),
        Filled::Faults(list) => faults(list),
    }
}

/// The value of an enumeration that says what went wrong.
///
/// ```text
/// match rejection.status.as_u16() {
///     404 => types::ErrorCode::NotFound,
///     400..=499 => types::ErrorCode::InvalidRequest,
///     _ => types::ErrorCode::Internal,
/// }
/// ```
fn kind_of(
    context: Context<'_>,
    schema: SchemaId,
    values: &KindValues,
    status: &TokenStream,
) -> TokenStream {
    let schema = context.api.schemas.resolve(schema).0;
    let name = context.rust_type(schema, TypePath::Imported);
    let variants = context.facts.names.variants(schema);
    let value = |position: usize| {
        let variant = variants.get(position).map(ident);
        quote!(#name::#variant)
    };
    let exact = values.exact.iter().map(|(status, position)| {
        let (status, value) = (Literal::u16_unsuffixed(*status), value(*position));
        quote!(#status => #value,)
    });
    let (client, server) = (value(values.client), value(values.server));
    if client.to_string() == server.to_string() && values.exact.is_empty() {
        return client;
    }
    quote! {
        match #status.as_u16() {
            #(#exact)*
            400..=499 => #client,
            _ => #server,
        }
    }
}

/// A status as the type of a member has it.
///
/// ```text
/// i32::from(status)
/// ```
pub(in crate::emit) fn status_value(
    context: Context<'_>,
    schema: SchemaId,
    status: &TokenStream,
) -> TokenStream {
    match &context.api.schemas.resolve(schema).1.kind {
        SchemaKind::Integer(integer) => {
            let integer = rust_type::integer_type(integer.format);
            quote!(#integer::from(#status))
        }
        SchemaKind::Number(number) if number.single => quote!(f32::from(#status)),
        SchemaKind::Number(_) => quote!(f64::from(#status)),
        _ => quote!(#status.to_string()),
    }
}

/// The faults as a list has them.
///
/// ```text
/// rejection.all_faults().iter().map(fault).collect()
/// ```
pub(super) fn faults(list: &FaultList) -> TokenStream {
    let faults = match list.is_all {
        true => quote!(rejection.all_faults()),
        false => quote!(rejection.faults),
    };
    match &list.shape {
        FaultShape::TextsByPlace => quote!(fault::by_place(&#faults)),
        FaultShape::Text => quote!(#faults.iter().map(ToString::to_string).collect()),
        FaultShape::Object(item) if item.says_any(Filled::is_by_status) => quote! {
            #faults.iter().map(|it| fault(it, rejection.status)).collect()
        },
        FaultShape::Object(_) => quote!(#faults.iter().map(fault).collect()),
    }
}

/// Where a fault is, in the shape that the envelope has for it.
fn location(context: Context<'_>, shape: &LocationShape) -> TokenStream {
    let LocationShape::TextsAndNumbers {
        union,
        text,
        number,
    } = shape
    else {
        return match shape {
            LocationShape::Text => quote!(fault.place()),
            _ => quote!(fault.location.iter().map(ToString::to_string).collect()),
        };
    };
    let name = context.rust_type(*union, TypePath::Imported);
    let variants = context.facts.names.variants(*union);
    let text = variants.get(*text).map(ident);
    let integer = variant_integer(context, *union, *number);
    let number = variants.get(*number).map(ident);
    quote! {
        fault
            .location
            .iter()
            .map(|segment| match segment {
                fault::Segment::Name(name) => #name::#text(name.to_string()),
                fault::Segment::Index(index) => {
                    #name::#number(#integer::try_from(*index).unwrap_or(#integer::MAX))
                }
            })
            .collect()
    }
}

fn variant_integer(context: Context<'_>, union: SchemaId, position: usize) -> TokenStream {
    let SchemaKind::Union(described) = &context.api.schemas.get(union).kind else {
        return quote!(i64);
    };
    let variant = described.variants.get(position);
    let kind = variant.map(|variant| &context.api.schemas.resolve(variant.schema).1.kind);
    match kind {
        Some(SchemaKind::Integer(integer)) => rust_type::integer_type(integer.format),
        _ => quote!(i64),
    }
}
