//! How the server reads a parameter.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::analyse::PlainValue;
use crate::emit::Context;
use crate::emit::rule;
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::ident;
use crate::ir::{
    Array, EnumerationType, ListStyle, OperationId, Parameter, ParameterLocation, SchemaId,
    SchemaKind,
};

/// ```text
/// query_parameters.parameter("limit").parse().check(check::minimum(1)).check(check::maximum(1000)).or(50, &mut faults)
/// ```
pub(super) fn read(
    context: Context<'_>,
    id: OperationId,
    position: usize,
    parameter: &Parameter,
) -> TokenStream {
    let name = &parameter.name;
    let found = match parameter.location {
        ParameterLocation::Path => quote!(path_parameters.parameter(#name)),
        ParameterLocation::Query => quote!(query_parameters.parameter(#name)),
        ParameterLocation::Header => quote!(header::parameter(&parts.headers, #name)),
    };
    let decode = decode(context, parameter);
    let end = match (
        parameter.required,
        default(context, id, position, parameter),
    ) {
        (true, _) => quote!(.required(&mut faults)),
        (false, Some(default)) => quote!(.or(#default, &mut faults)),
        (false, None) => quote!(.optional(&mut faults)),
    };
    quote!(#found #decode #end)
}

/// The type of the server's field: always there when the document says what it is otherwise.
pub(super) fn field_type(
    context: Context<'_>,
    id: OperationId,
    position: usize,
    parameter: &Parameter,
) -> TokenStream {
    let bare = context.rust_type(parameter.schema, TypePath::Imported);
    let always = parameter.required || context.facts.defaults.get(id, position).is_some();
    if always { bare } else { quote!(Option<#bare>) }
}

fn decode(context: Context<'_>, parameter: &Parameter) -> TokenStream {
    match &context.api.schemas.resolve(parameter.schema).1.kind {
        SchemaKind::Array(array) => list(context, parameter, array),
        kind => {
            let decode = match kind {
                kind if is_parsed(kind) => quote!(.parse()),
                kind if is_listed(kind) => quote!(.listed()),
                _ => quote!(.decode()),
            };
            let checks = checks(context, parameter.schema, &quote!(check));
            quote!(#decode #checks)
        }
    }
}

fn list(context: Context<'_>, parameter: &Parameter, array: &Array) -> TokenStream {
    let separated = match parameter.list {
        ListStyle::Repeated => quote!(parameter::Items::Repeated),
        ListStyle::Commas => quote!(parameter::Items::SeparatedBy(b',')),
    };
    let item = &context.api.schemas.resolve(array.items).1.kind;
    let decode = match item {
        item if is_parsed(item) => quote!(parse_items),
        item if is_listed(item) => quote!(listed_items),
        _ => quote!(decode_items),
    };
    let items = checks(context, array.items, &quote!(check_items));
    let own = checks(context, parameter.schema, &quote!(check));
    quote!(.#decode(#separated) #items #own)
}

/// Numbers and booleans are written differently in JSON and in a parameter; texts are the same.
fn is_parsed(kind: &SchemaKind) -> bool {
    matches!(
        kind,
        SchemaKind::Boolean | SchemaKind::Integer(_) | SchemaKind::Number(_)
    )
}

/// Listed values that are not all texts, and so written differently, too.
fn is_listed(kind: &SchemaKind) -> bool {
    match kind {
        SchemaKind::Enumeration(listed) => listed.values_type != EnumerationType::Text,
        // In the place of what is no text, the user's own type reads the text itself.
        SchemaKind::Own(own) => is_parsed(&own.described) || is_listed(&own.described),
        _ => false,
    }
}

/// ```text
/// .check(check::minimum(1)).check(check::maximum(1000))
/// ```
fn checks(context: Context<'_>, schema: SchemaId, method: &TokenStream) -> TokenStream {
    let (id, schema) = context.api.schemas.resolve(schema);
    if let SchemaKind::Enumeration(listed) = &schema.kind {
        if listed.allows_others || context.is_closed_enum(id) {
            return TokenStream::new();
        }
        let name = context.rust_type(id, TypePath::Imported);
        return match listed.values_type {
            EnumerationType::Text => quote!(.#method(check::one_of(#name::VALUES, #name::as_str))),
            EnumerationType::Integer => {
                let values = quote!(#name::VALUES.iter().copied());
                quote!(.#method(check::one_of_values(#values, #name::as_i64)))
            }
            EnumerationType::Mixed => {
                let values = quote!(#name::values().iter().map(#name::to_value));
                quote!(.#method(check::one_of_values(#values, #name::to_value)))
            }
        };
    }
    let rules = context.facts.checks.rules(id).iter();
    let checks = rules.filter_map(rule::check);
    quote!(#(.#method(#checks))*)
}

/// A negative literal is two tokens, which `quote` cannot make of one number.
fn integer_literal(value: i128) -> TokenStream {
    let digits = Literal::u128_unsuffixed(value.unsigned_abs());
    if value < 0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

fn number_literal(value: f64) -> TokenStream {
    let digits = Literal::f64_unsuffixed(value.abs());
    if value < 0.0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

fn default(
    context: Context<'_>,
    id: OperationId,
    position: usize,
    parameter: &Parameter,
) -> Option<TokenStream> {
    let default = context.facts.defaults.get(id, position)?;
    Some(plain_value(
        context,
        parameter.schema,
        default,
        TypePath::Imported,
    ))
}

/// A plain value as an expression of the schema's type.
pub(in crate::emit) fn plain_value(
    context: Context<'_>,
    schema: SchemaId,
    value: &PlainValue,
    path: TypePath,
) -> TokenStream {
    match value {
        PlainValue::Boolean(value) => quote!(#value),
        PlainValue::Integer(value) => integer_literal(*value),
        PlainValue::Number(value) => number_literal(*value),
        PlainValue::Text(text) => quote!(#text.to_owned()),
        PlainValue::Parsed(text) => quote!(#text.parse()?),
        PlainValue::Variant(position) => {
            let enumeration = context.api.schemas.resolve(schema).0;
            let variant = context
                .facts
                .names
                .variants(enumeration)
                .get(*position)
                .map(ident);
            let name = context.rust_type(enumeration, path);
            quote!(#name::#variant)
        }
        PlainValue::List(items) => {
            let item = match &context.api.schemas.resolve(schema).1.kind {
                SchemaKind::Array(array) => array.items,
                _ => schema,
            };
            let items = items
                .iter()
                .map(|value| plain_value(context, item, value, path));
            quote!(vec![#(#items),*])
        }
    }
}
