//! Enums of values that have no type in common.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Listed;
use crate::emit::value;

pub(super) fn conversions(listed: &Listed<'_>) -> TokenStream {
    let own = own(listed);
    let from = if listed.is_closed {
        fallible(listed)
    } else {
        infallible(listed)
    };
    let (encoding, decoding) = (encoding(listed), decoding(listed));
    let name = &listed.name;
    quote! {
        #own
        #from
        #decoding

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&super::support::listed::plain(self.to_value()))
            }
        }
        #encoding
    }
}

/// How an enum is written, where it is.
fn encoding(listed: &Listed<'_>) -> Option<TokenStream> {
    let name = &listed.name;
    listed.is_encoded.then(|| {
        quote! {
            impl Serialize for #name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    self.to_value().serialize(serializer)
                }
            }
        }
    })
}

/// How an enum is read, where it is.
fn decoding(listed: &Listed<'_>) -> Option<TokenStream> {
    let name = &listed.name;
    let read = if listed.is_closed {
        quote! {
            let value = serde_json::Value::deserialize(deserializer)?;
            value.try_into().map_err(serde::de::Error::custom)
        }
    } else {
        quote! {
            serde_json::Value::deserialize(deserializer).map(Self::from)
        }
    };
    listed.is_decoded.then(|| {
        quote! {
            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #read
                }
            }
        }
    })
}

/// ```text
/// impl Answer {
///     pub fn values() -> [Self; 2] {
///         [Self::True, Self::Maybe]
///     }
///
///     pub fn to_value(&self) -> serde_json::Value { … }
/// }
/// ```
fn own(listed: &Listed<'_>) -> TokenStream {
    let (name, variants) = (&listed.name, &listed.variants);
    let count = Literal::usize_unsuffixed(variants.len());
    let values = listed
        .enumeration
        .values
        .iter()
        .map(|listed| value::tokens(&listed.value));
    let unknown = (!listed.is_closed).then(|| quote!(Self::Unknown(value) => value.clone(),));
    quote! {
        impl #name {
            /// The values that the document lists.
            pub fn values() -> [Self; #count] {
                [#(Self::#variants),*]
            }

            /// The value on the wire.
            pub fn to_value(&self) -> serde_json::Value {
                match self {
                    #(Self::#variants => #values,)*
                    #unknown
                }
            }
        }
    }
}

/// How an enum that keeps other values is read.
fn infallible(listed: &Listed<'_>) -> TokenStream {
    let name = &listed.name;
    quote! {
        impl From<serde_json::Value> for #name {
            fn from(value: serde_json::Value) -> Self {
                Self::values()
                    .into_iter()
                    .find(|listed| super::support::listed::same(&listed.to_value(), &value))
                    .unwrap_or(Self::Unknown(value))
            }
        }

        impl std::str::FromStr for #name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let listed = Self::values().into_iter().find(|listed| listed.to_string() == text);
                Ok(listed.unwrap_or_else(|| Self::Unknown(text.into())))
            }
        }
    }
}

/// How an enum that is closed is read.
fn fallible(listed: &Listed<'_>) -> TokenStream {
    let name = &listed.name;
    quote! {
        impl TryFrom<serde_json::Value> for #name {
            type Error = super::support::listed::NotListed;

            fn try_from(value: serde_json::Value) -> Result<Self, Self::Error> {
                Self::values()
                    .into_iter()
                    .find(|listed| super::support::listed::same(&listed.to_value(), &value))
                    .ok_or_else(|| Self::Error::among(Self::values()))
            }
        }

        impl std::str::FromStr for #name {
            type Err = super::support::listed::NotListed;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::values()
                    .into_iter()
                    .find(|listed| listed.to_string() == text)
                    .ok_or_else(|| Self::Err::among(Self::values()))
            }
        }
    }
}
