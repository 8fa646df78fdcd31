//! Plain values of the document as Rust.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rust_type::TypePath;
use super::tokens::ident;
use super::{Context, float};
use crate::analyse::PlainValue;
use crate::ir::{Number, SchemaId, SchemaKind};

/// A plain value as an expression of the schema's type.
pub(super) fn plain_value(
    context: Context<'_>,
    schema: SchemaId,
    value: &PlainValue,
    path: TypePath,
) -> TokenStream {
    match value {
        PlainValue::Boolean(value) => quote!(#value),
        PlainValue::Integer(value) => integer_literal(*value),
        PlainValue::Number(value) => number_literal(context, schema, *value),
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

/// A negative literal is two tokens, which `quote` cannot make of one number.
fn integer_literal(value: i128) -> TokenStream {
    let digits = Literal::u128_unsuffixed(value.unsigned_abs());
    if value < 0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

/// More digits than its type holds are not written.
fn number_literal(context: Context<'_>, schema: SchemaId, value: f64) -> TokenStream {
    let digits = match context.api.schemas.resolve(schema).1.kind {
        SchemaKind::Number(Number { single: true, .. }) => float::single(value.abs() as f32),
        _ => float::float(value.abs()),
    };
    if value < 0.0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}
