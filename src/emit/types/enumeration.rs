//! Open enums of texts.

use proc_macro2::TokenStream;
use quote::quote;

use super::head;
use crate::emit::Context;
use crate::emit::tokens::{doc, ident};
use crate::ir::{Enumeration, SchemaId};

/// An enum that keeps the values that the document does not list.
///
/// ```text
/// #[derive(Debug, Clone, PartialEq, Eq, Hash)]
/// pub enum DatasetAction {
///     /// `download`
///     Download,
///     …
///     /// A value that the document does not list.
///     Unknown(String),
/// }
/// ```
pub(super) fn item(context: Context<'_>, id: SchemaId, enumeration: &Enumeration) -> TokenStream {
    let Some((name, described)) = head(context, id) else {
        return TokenStream::new();
    };
    let variants: Vec<_> = context.facts.names.variants(id).iter().map(ident).collect();
    let values: Vec<String> = enumeration.texts().map(ToOwned::to_owned).collect();
    let variant_docs =
        values.iter().map(
            |value| match value.contains('`') || value.trim().is_empty() {
                true => doc(&format!("{value:?}")),
                false => doc(&format!("`{value}`")),
            },
        );
    let conversions = conversions(&name, &variants, &values);
    quote! {
        #described
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A value that the document does not list.
            Unknown(String),
        }
        #conversions
    }
}

fn conversions(
    name: &proc_macro2::Ident,
    variants: &[proc_macro2::Ident],
    values: &[String],
) -> TokenStream {
    quote! {
        impl #name {
            /// The values that the document lists.
            pub const VALUES: &'static [&'static str] = &[#(#values),*];

            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#values => Self::#variants,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

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

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::support::text::deserialize(deserializer)
            }
        }
    }
}
