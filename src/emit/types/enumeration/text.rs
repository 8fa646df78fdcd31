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
    let name = &listed.name;
    quote! {
        #own
        #from

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    }
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

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::support::text::deserialize(deserializer)
            }
        }
    }
}

/// How an enum that is closed is read.
fn fallible(listed: &Listed<'_>) -> TokenStream {
    let (name, variants) = (&listed.name, &listed.variants);
    let values = listed.enumeration.texts();
    let expected = format!(
        "one of: {}",
        listed.enumeration.texts().collect::<Vec<_>>().join(", ")
    );
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

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::support::text::parse(deserializer, #expected, |text| text.parse().ok())
            }
        }
    }
}
