//! How the server reads a parameter.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::analyse::PlainValue;
use crate::emit::Context;
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::ident;
use crate::ir::{
    Array, Bound, Bounds, ListStyle, OperationId, Parameter, ParameterLocation, SchemaId,
    SchemaKind, Text,
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
            let decode = if is_parsed(kind) {
                quote!(.parse())
            } else {
                quote!(.decode())
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
    let decode = if is_parsed(item) {
        quote!(parse_items)
    } else {
        quote!(decode_items)
    };
    let items = checks(context, array.items, &quote!(check_items));
    let least = array.min_items.map(|least| {
        let least = Literal::usize_unsuffixed(least);
        quote!(.check(check::min_items(#least)))
    });
    let most = array.max_items.map(|most| {
        let most = Literal::usize_unsuffixed(most);
        quote!(.check(check::max_items(#most)))
    });
    quote!(.#decode(#separated) #items #least #most)
}

/// Numbers and booleans are written differently in JSON and in a parameter; texts are the same.
fn is_parsed(kind: &SchemaKind) -> bool {
    matches!(
        kind,
        SchemaKind::Boolean | SchemaKind::Integer(_) | SchemaKind::Number(_)
    )
}

fn checks(context: Context<'_>, schema: SchemaId, method: &TokenStream) -> TokenStream {
    match &context.api.schemas.resolve(schema).1.kind {
        SchemaKind::Integer(integer) => {
            let range = integer.format.range();
            // A bound that no value of the type can break is no check, and its number might not fit the type.
            let minimum = integer
                .bounds
                .minimum
                .filter(|bound| range.contains(&bound.value));
            let maximum = integer
                .bounds
                .maximum
                .filter(|bound| range.contains(&bound.value));
            let bounds = Bounds {
                minimum,
                maximum,
                multiple_of: integer.bounds.multiple_of,
            };
            numeric(&bounds, method, &quote!(multiple_of), |value| {
                integer_literal(value)
            })
        }
        SchemaKind::Number(number) => numeric(
            &number.bounds,
            method,
            &quote!(multiple_of_number),
            number_literal,
        ),
        SchemaKind::String(text) => lengths(text, method),
        SchemaKind::Enumeration(_) => {
            let listed = context.rust_type(schema, TypePath::Imported);
            quote!(.#method(check::one_of(#listed::VALUES, #listed::as_str)))
        }
        _ => TokenStream::new(),
    }
}

fn numeric<N: Copy>(
    bounds: &Bounds<N>,
    method: &TokenStream,
    step_check: &TokenStream,
    literal: fn(N) -> TokenStream,
) -> TokenStream {
    let bound = |bound: Option<Bound<N>>, closed: TokenStream, open: TokenStream| {
        bound.map(|bound| {
            let value = literal(bound.value);
            let check = if bound.exclusive { open } else { closed };
            quote!(.#method(check::#check(#value)))
        })
    };
    let minimum = bound(bounds.minimum, quote!(minimum), quote!(above));
    let maximum = bound(bounds.maximum, quote!(maximum), quote!(below));
    let step = bounds.multiple_of.map(|step| {
        let step = literal(step);
        quote!(.#method(check::#step_check(#step)))
    });
    quote!(#minimum #maximum #step)
}

fn lengths(text: &Text, method: &TokenStream) -> TokenStream {
    let length = |limit: Option<usize>, check: TokenStream| {
        limit.map(|limit| {
            let limit = Literal::usize_unsuffixed(limit);
            quote!(.#method(check::#check(#limit)))
        })
    };
    // Formats have a length of their own.
    if text.format != crate::ir::TextFormat::Plain {
        return TokenStream::new();
    }
    let least = length(text.min_length, quote!(min_length));
    let most = length(text.max_length, quote!(max_length));
    quote!(#least #most)
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
