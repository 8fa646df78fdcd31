//! Enums of whole numbers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Listed;

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
                self.as_i64().fmt(f)
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
                    serializer.serialize_i64(self.as_i64())
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
            let value: i64 = super::support::wire::read(deserializer)?;
            value.try_into().map_err(serde::de::Error::custom)
        }
    } else {
        quote! {
            super::support::wire::read::<_, i64>(deserializer).map(Self::from)
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
/// impl Level {
///     pub const VALUES: &'static [i64] = &[1, 2];
///
///     pub fn as_i64(&self) -> i64 { … }
/// }
/// ```
fn own(listed: &Listed<'_>) -> TokenStream {
    let (name, variants) = (&listed.name, &listed.variants);
    let values: Vec<TokenStream> = values(listed).collect();
    let unknown = (!listed.is_closed).then(|| quote!(Self::Unknown(value) => *value,));
    quote! {
        impl #name {
            /// The values that the document lists.
            pub const VALUES: &'static [i64] = &[#(#values),*];

            /// The value on the wire.
            pub fn as_i64(&self) -> i64 {
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
    let (name, variants) = (&listed.name, &listed.variants);
    let values = values(listed);
    quote! {
        impl From<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #(#values => Self::#variants,)*
                    other => Self::Unknown(other),
                }
            }
        }

        impl std::str::FromStr for #name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse::<i64>().map(Self::from)
            }
        }
    }
}

/// How an enum that is closed is read.
fn fallible(listed: &Listed<'_>) -> TokenStream {
    let (name, variants) = (&listed.name, &listed.variants);
    let values = values(listed);
    quote! {
        impl TryFrom<i64> for #name {
            type Error = super::support::listed::NotListed;

            fn try_from(value: i64) -> Result<Self, Self::Error> {
                match value {
                    #(#values => Ok(Self::#variants),)*
                    _ => Err(Self::Error::among(Self::VALUES)),
                }
            }
        }

        impl std::str::FromStr for #name {
            type Err = super::support::listed::NotListed;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text.parse::<i64>() {
                    Ok(value) => value.try_into(),
                    Err(_) => Err(Self::Err::among(Self::VALUES)),
                }
            }
        }
    }
}

/// A negative literal is two tokens, which `quote` cannot make of one number.
fn values(listed: &Listed<'_>) -> impl Iterator<Item = TokenStream> {
    listed.enumeration.integers().map(|value| {
        let digits = Literal::u64_unsuffixed(value.unsigned_abs());
        if value < 0 {
            quote!(-#digits)
        } else {
            quote!(#digits)
        }
    })
}
