//! JSON values as expressions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::Json;

/// A value as a `serde_json::Value`.
///
/// ```text
/// "maybe".into()
/// ```
pub(super) fn tokens(value: &Json) -> TokenStream {
    match value {
        Json::Null => quote!(serde_json::Value::Null),
        Json::Bool(value) => quote!(#value.into()),
        Json::String(text) => quote!(#text.into()),
        Json::Number(number) => {
            let number = json_number(number);
            quote!(serde_json::Value::from(#number))
        }
        list @ (Json::Array(_) | Json::Object(_)) => {
            let list = json(list);
            quote!(serde_json::json!(#list))
        }
    }
}

/// A value as `serde_json::json!` takes it. Its integers say their type, because others than `i32` would not fit.
fn json(value: &Json) -> TokenStream {
    match value {
        Json::Null => quote!(null),
        Json::Bool(value) => quote!(#value),
        Json::String(text) => quote!(#text),
        Json::Number(number) => json_number(number),
        Json::Array(items) => {
            let items = items.iter().map(json);
            quote!([#(#items),*])
        }
        Json::Object(members) => {
            let (keys, values) = (members.keys(), members.values().map(json));
            quote!({#(#keys: #values),*})
        }
    }
}

fn json_number(number: &serde_json::Number) -> TokenStream {
    if let Some(value) = number.as_u64() {
        let digits = Literal::u64_suffixed(value);
        return quote!(#digits);
    }
    let (is_negative, digits) = match (number.as_i64(), number.as_f64()) {
        // It is negative, or it would have been one of the numbers without a sign.
        (Some(value), _) if value == i64::MIN => return quote!(i64::MIN),
        (Some(value), _) => (true, Literal::i64_suffixed(value.abs())),
        (None, value) => {
            let value = value.unwrap_or_default();
            (value < 0.0, Literal::f64_suffixed(value.abs()))
        }
    };
    if is_negative {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}
