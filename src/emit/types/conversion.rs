//! Between what a client sends and what a server answers.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::object;
use crate::analyse::{Conversion, Holding};
use crate::emit::Context;
use crate::emit::holding::{hold, taken};
use crate::emit::tokens::{fixed, ident};
use crate::ir::{Object, Property, SchemaId, SchemaKind, Tuple, Union};

/// Both conversions of a schema of requests.
pub(super) fn items(context: Context<'_>, request: SchemaId) -> Option<TokenStream> {
    let response = context.facts.conversions.response_of(request)?;
    let there = item(context, response, "into_request");
    let back = item(context, request, "into_response");
    Some(quote!(#there #back))
}

/// What a type that has two shapes says about the other one.
pub(super) fn words(context: Context<'_>, id: SchemaId) -> Option<TokenStream> {
    let other = |id| context.facts.names.type_name(id);
    let line = match context.facts.conversions.response_of(id) {
        Some(response) => format!(
            "This is what a client sends; a server answers [`{}`].",
            other(response)?
        ),
        None => format!(
            "This is what a server answers; a client sends [`{}`].",
            other(*context.api.request_shapes.get(&id)?)?
        ),
    };
    Some(context.doc_lines(&[String::new(), line]))
}

/// A schema that is converted, or made.
#[derive(Clone, Copy)]
struct Shape<'a, T> {
    id: SchemaId,
    kind: &'a T,
}

/// A conversion that needs nothing is `From`; one that needs more is a method that takes it.
fn item(context: Context<'_>, from: SchemaId, method: &str) -> Option<TokenStream> {
    let conversion = context.facts.conversions.from(from)?;
    if conversion.missing.is_empty() {
        from_impl(context, from, conversion)
    } else {
        completing(context, from, conversion, method)
    }
}

/// ```text
/// impl From<User> for UserRequest {
///     fn from(value: User) -> Self {
///         Self { name: value.name, address: value.address.map(Into::into) }
///     }
/// }
/// ```
fn from_impl(context: Context<'_>, from: SchemaId, conversion: &Conversion) -> Option<TokenStream> {
    let to = conversion.to;
    let (from_name, to_name) = (type_name(context, from)?, type_name(context, to)?);
    let deprecated = deprecated(context, from, to);
    let kinds = (
        &context.api.schemas.get(from).kind,
        &context.api.schemas.get(to).kind,
    );
    let (argument, body) = match kinds {
        (SchemaKind::Object(source), SchemaKind::Object(target)) => {
            let source = Shape {
                id: from,
                kind: source,
            };
            let target = Shape {
                id: to,
                kind: target,
            };
            let argument = argument(source.kind, target.kind);
            let fields = fields(context, source, target, &quote!(value));
            (argument, quote!(Self { #fields }))
        }
        (SchemaKind::Tuple(source), SchemaKind::Tuple(target)) => {
            let items = positions(context, (from, source), (to, target));
            (fixed("value"), quote!(Self(#items)))
        }
        (SchemaKind::Union(source), SchemaKind::Union(target)) => {
            let source = Shape {
                id: from,
                kind: source,
            };
            let target = Shape {
                id: to,
                kind: target,
            };
            let arms = arms(context, source, target, &from_name);
            (fixed("value"), quote!(match value { #arms }))
        }
        _ => {
            let list = structural(context, from, to, quote!(value.0));
            (fixed("value"), quote!(Self(#list)))
        }
    };
    Some(quote! {
        impl From<#from_name> for #to_name {
            #deprecated
            fn from(#argument: #from_name) -> Self {
                #body
            }
        }
    })
}

/// ```text
/// impl UserRequest {
///     /// The [`User`] that this becomes with what only responses have.
///     pub fn into_response(self, id: i64) -> User {
///         User { id, name: self.name, address: self.address.map(Into::into) }
///     }
/// }
/// ```
fn completing(
    context: Context<'_>,
    from: SchemaId,
    conversion: &Conversion,
    method: &str,
) -> Option<TokenStream> {
    let to = conversion.to;
    let (from_name, to_name) = (type_name(context, from)?, type_name(context, to)?);
    let (SchemaKind::Object(source), SchemaKind::Object(target)) = (
        &context.api.schemas.get(from).kind,
        &context.api.schemas.get(to).kind,
    ) else {
        return None;
    };
    let source = Shape {
        id: from,
        kind: source,
    };
    let target = Shape {
        id: to,
        kind: target,
    };
    let arguments = object::arguments(context, to, target.kind, &conversion.missing);
    let many = object::allow_many_arguments(conversion.missing.len() + 1);
    let deprecated = deprecated(context, from, to);
    let described = context.doc_lines(&[format!(
        "The [`{}`] that this becomes with what only {} have.",
        context.facts.names.type_name(to)?,
        if method == "into_request" {
            "requests"
        } else {
            "responses"
        }
    )]);
    let method = fixed(method);
    let fields = fields(context, source, target, &quote!(self));
    Some(quote! {
        impl #from_name {
            #described
            #many
            #deprecated
            pub fn #method(self, #(#arguments),*) -> #to_name {
                #to_name { #fields }
            }
        }
    })
}

fn type_name(context: Context<'_>, id: SchemaId) -> Option<Ident> {
    context.facts.names.type_name(id).map(ident)
}

fn deprecated(context: Context<'_>, from: SchemaId, to: SchemaId) -> Option<TokenStream> {
    let filling = context.filling_deprecated(from);
    filling.or_else(|| context.filling_deprecated(to))
}

/// Nothing is taken out of a shape that has no property of the other one.
fn argument(source: &Object, target: &Object) -> Ident {
    let is_used = source.additional.schema().is_some() && target.additional.schema().is_some()
        || !target.patterns.is_empty()
        || target
            .properties
            .keys()
            .any(|name| source.properties.contains_key(name));
    fixed(if is_used { "value" } else { "_value" })
}

/// `name: value.name, address: value.address.map(Into::into), password: None,`
fn fields(
    context: Context<'_>,
    source: Shape<'_, Object>,
    target: Shape<'_, Object>,
    value: &TokenStream,
) -> TokenStream {
    let own = context.facts.names.fields(source.id);
    let named = context.facts.names.fields(target.id);
    let properties = named.iter().zip(&target.kind.properties);
    let fields = properties.map(|(field, (wire, property))| {
        let name = ident(field);
        match source.kind.properties.get_full(wire) {
            Some((position, _, from)) => {
                let field = own.get(position).map(ident);
                let converted = converted_property(
                    context,
                    (source.id, from),
                    (target.id, property),
                    quote!(#value.#field),
                );
                quote!(#name: #converted,)
            }
            None if property.required => {
                let given = object::value(context, field, property);
                quote!(#given,)
            }
            None => quote!(#name: None,),
        }
    });
    let additional = context.facts.names.additional(target.id).map(|field| {
        let name = ident(field);
        match (
            context.facts.names.additional(source.id).map(ident),
            source.kind.additional.schema(),
            target.kind.additional.schema(),
        ) {
            (Some(own), Some(from), Some(to)) => {
                let values = map(context, (from, to), quote!(#value.#own));
                quote!(#name: #values,)
            }
            _ => quote!(#name: Default::default(),),
        }
    });
    let names = |id| context.facts.names.patterns(id).iter().map(ident);
    let patterns = source.kind.patterns.iter().zip(&target.kind.patterns);
    let patterns = names(source.id).zip(names(target.id)).zip(patterns);
    let patterns = patterns.map(|((own, name), (from, to))| {
        let values = map(context, (from.schema, to.schema), quote!(#value.#own));
        quote!(#name: #values,)
    });
    quote!(#(#fields)* #(#patterns)* #additional)
}

/// `value.0, value.1.into(), value.2.into_iter().map(Into::into).collect(),`
fn positions(
    context: Context<'_>,
    (source, from): (SchemaId, &Tuple),
    (target, to): (SchemaId, &Tuple),
) -> TokenStream {
    let items = from.items.iter().zip(&to.items).enumerate();
    let items = items.map(|(position, (from, to))| {
        let position = proc_macro2::Literal::usize_unsuffixed(position);
        let value = quote!(value.#position);
        converted_property(context, (source, from), (target, to), value)
    });
    let rest = from.rest.zip(to.rest).map(|(from_rest, to_rest)| {
        let position = proc_macro2::Literal::usize_unsuffixed(from.items.len());
        if from_rest == to_rest {
            return quote!(value.#position,);
        }
        let function = function(item_converted(context, from_rest, to_rest));
        quote!(value.#position.into_iter().map(#function).collect(),)
    });
    quote!(#(#items,)* #rest)
}

/// A property is the same way optional and nullable in both shapes.
fn converted_property(
    context: Context<'_>,
    (source, from): (SchemaId, &Property),
    (target, to): (SchemaId, &Property),
    value: TokenStream,
) -> TokenStream {
    let holdings = (
        context.holding(source, from.schema),
        context.holding(target, to.schema),
    );
    if from.schema == to.schema && holdings.0 == holdings.1 {
        return value;
    }
    let options = usize::from(!from.required) + usize::from(context.holds_null(from.schema));
    within(options, value, &|value| {
        held_anew(context, (from.schema, to.schema), holdings, value)
    })
}

fn held_anew(
    context: Context<'_>,
    (from, to): (SchemaId, SchemaId),
    holdings: (Holding, Holding),
    value: TokenStream,
) -> TokenStream {
    let value = taken(holdings.0, value);
    hold(holdings.1, converted(context, from, to, value))
}

/// What is done to a value inside of some `Option`s.
fn within(
    options: usize,
    value: TokenStream,
    convert: &dyn Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    match options.checked_sub(1) {
        None => convert(value),
        Some(inner) => {
            let function = function(within(inner, quote!(value), convert));
            quote!(#value.map(#function))
        }
    }
}

/// The function that makes this of `value`.
fn function(converted: TokenStream) -> TokenStream {
    if converted.to_string() == quote!(value.into()).to_string() {
        quote!(Into::into)
    } else {
        quote!(|value| #converted)
    }
}

/// The other shape of a value.
fn converted(
    context: Context<'_>,
    from: SchemaId,
    to: SchemaId,
    value: TokenStream,
) -> TokenStream {
    if from == to {
        return value;
    }
    let is_type = matches!(
        context.api.schemas.get(from).kind,
        SchemaKind::Object(_) | SchemaKind::Tuple(_) | SchemaKind::Union(_)
    );
    if is_type || context.facts.recursion.is_newtype(from) {
        return quote!(#value.into());
    }
    structural(context, from, to, value)
}

/// The other shape of a list, of a map, or of what has another name.
fn structural(
    context: Context<'_>,
    from: SchemaId,
    to: SchemaId,
    value: TokenStream,
) -> TokenStream {
    let kinds = (
        &context.api.schemas.get(from).kind,
        &context.api.schemas.get(to).kind,
    );
    match kinds {
        (SchemaKind::Alias(from), SchemaKind::Alias(to)) => converted(context, *from, *to, value),
        (SchemaKind::Array(from), SchemaKind::Array(to)) => {
            let function = function(item_converted(context, from.items, to.items));
            quote!(#value.into_iter().map(#function).collect())
        }
        (SchemaKind::Map(from), SchemaKind::Map(to)) => {
            map(context, (from.values, to.values), value)
        }
        _ => value,
    }
}

fn map(context: Context<'_>, (from, to): (SchemaId, SchemaId), value: TokenStream) -> TokenStream {
    if from == to {
        return value;
    }
    let converted = item_converted(context, from, to);
    quote!(#value.into_iter().map(|(key, value)| (key, #converted)).collect())
}

fn item_converted(context: Context<'_>, from: SchemaId, to: SchemaId) -> TokenStream {
    let options = usize::from(context.holds_null(from));
    within(options, quote!(value), &|value| {
        converted(context, from, to, value)
    })
}

/// `Pet::Cat(value) => Self::Cat(value.into()),`
fn arms(
    context: Context<'_>,
    source: Shape<'_, Union>,
    target: Shape<'_, Union>,
    name: &Ident,
) -> TokenStream {
    let names = |id| context.facts.names.variants(id).iter().map(ident);
    let schemas = source.kind.schemas().zip(target.kind.schemas());
    let arms =
        names(source.id)
            .zip(names(target.id))
            .zip(schemas)
            .map(|((own, other), (from, to))| {
                let holdings = (
                    context.holding(source.id, from),
                    context.holding(target.id, to),
                );
                let value = if from == to && holdings.0 == holdings.1 {
                    quote!(value)
                } else {
                    held_anew(context, (from, to), holdings, quote!(value))
                };
                quote!(#name::#own(value) => Self::#other(#value),)
            });
    quote! {
        #(#arms)*
        #name::Unknown(value) => Self::Unknown(value),
    }
}
