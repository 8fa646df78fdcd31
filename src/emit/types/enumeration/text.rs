//! Enums of texts.

use proc_macro2::TokenStream;
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
                f.write_str(self.as_str())
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
                    serializer.serialize_str(self.as_str())
                }
            }
        }
    })
}

/// How an enum is read, where it is.
fn decoding(listed: &Listed<'_>) -> Option<TokenStream> {
    let name = &listed.name;
    let expected = format!(
        "one of: {}",
        listed.enumeration.texts().collect::<Vec<_>>().join(", ")
    );
    let read = if listed.is_closed {
        quote! {
            super::support::text::parse(deserializer, #expected, |text| text.parse().ok())
        }
    } else {
        quote! {
            super::support::text::deserialize(deserializer)
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
/// impl DatasetAction {
///     pub const VALUES: &'static [&'static str] = &["download", "view"];
///
///     pub fn as_str(&self) -> &str { … }
/// }
/// ```
fn own(listed: &Listed<'_>) -> TokenStream {
    let (name, variants) = (&listed.name, &listed.variants);
    let values: Vec<&str> = listed.enumeration.texts().collect();
    let (text, unknown) = match listed.is_closed {
        true => (quote!(&'static str), None),
        false => (quote!(&str), Some(quote!(Self::Unknown(value) => value,))),
    };
    quote! {
        impl #name {
            /// The values that the document lists.
            pub const VALUES: &'static [&'static str] = &[#(#values),*];

            /// The value on the wire.
            pub fn as_str(&self) -> #text {
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
    let values = listed.enumeration.texts();
    quote! {
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#values => Self::#variants,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }
    }
}

/// How an enum that is closed is read.
fn fallible(listed: &Listed<'_>) -> TokenStream {
    let (name, variants) = (&listed.name, &listed.variants);
    let values = listed.enumeration.texts();
    quote! {
        impl std::str::FromStr for #name {
            type Err = super::support::listed::NotListed;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                match value {
                    #(#values => Ok(Self::#variants),)*
                    _ => Err(Self::Err::among(Self::VALUES)),
                }
            }
        }
    }
}
