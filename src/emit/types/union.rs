//! Unions whose variants are each of another JSON type.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{exact_derives, head};
use crate::emit::Context;
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::{ident, large_variant, type_docs};
use crate::ir::{EnumerationType, SchemaId, SchemaKind, Union};

/// An enum with a variant for each schema, and one that keeps everything else whole.
///
/// ```text
/// pub enum ValidationFaultLocItem {
///     String(String),
///     Integer(i64),
///     Unknown(serde_json::Value),
/// }
/// ```
pub(super) fn item(context: Context<'_>, id: SchemaId, union: &Union) -> TokenStream {
    let Some((name, described)) = head(context, id) else {
        return TokenStream::new();
    };
    let exact = exact_derives(context, id);
    let variants: Vec<Ident> = context.facts.names.variants(id).iter().map(ident).collect();
    let held: Vec<TokenStream> = union
        .variants
        .iter()
        .map(|variant| held(context, id, *variant))
        .collect();
    let variant_docs = union.variants.iter().map(|variant| {
        type_docs(
            &context.api.schemas.get(*variant).docs,
            words(&looks(context, *variant)),
        )
    });
    let large = large_variant(
        union
            .variants
            .iter()
            .any(|variant| context.facts.sizes.is_large(*variant)),
    );
    let serialize = serialize(&name, &variants);
    let deserialize = deserialize(context, &name, &variants, union);
    quote! {
        #described
        #[derive(Debug, Clone, PartialEq, #exact)]
        #large
        pub enum #name {
            #(#variant_docs #variants(#held),)*
            /// A value that the document does not describe.
            Unknown(serde_json::Value),
        }
        #serialize
        #deserialize
    }
}

fn held(context: Context<'_>, id: SchemaId, variant: SchemaId) -> TokenStream {
    let bare = context.rust_type(variant, TypePath::Here);
    if context.facts.recursion.is_boxed(context.api, id, variant) {
        quote!(Box<#bare>)
    } else {
        bare
    }
}

fn serialize(name: &Ident, variants: &[Ident]) -> TokenStream {
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#variants(value) => value.serialize(serializer),)*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }
    }
}

/// What a value looks like before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

fn looks(context: Context<'_>, variant: SchemaId) -> Looks {
    match &context.api.schemas.resolve(variant).1.kind {
        SchemaKind::Enumeration(listed) if listed.values_type == EnumerationType::Integer => {
            Looks::Integer
        }
        SchemaKind::Boolean => Looks::Boolean,
        SchemaKind::Integer(_) => Looks::Integer,
        SchemaKind::Number(_) => Looks::Number,
        SchemaKind::Array(_) => Looks::Array,
        SchemaKind::Map(_) | SchemaKind::Object(_) => Looks::Object,
        _ => Looks::String,
    }
}

fn words(looks: &Looks) -> &'static str {
    match looks {
        Looks::Boolean => "A boolean.",
        Looks::Integer => "A whole number.",
        Looks::Number => "A number.",
        Looks::String => "A text.",
        Looks::Array => "A list.",
        Looks::Object => "An object.",
    }
}

/// The JSON type of a value decides which variant it is, so that nothing has to be read twice.
fn deserialize(
    context: Context<'_>,
    name: &Ident,
    variants: &[Ident],
    union: &Union,
) -> TokenStream {
    let methods = variants
        .iter()
        .zip(&union.variants)
        .map(|(variant, schema)| visit(name, variant, looks(context, *schema)));
    let others = unknown(context, name, union);
    let expecting = format!("a `{name}`");
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ByType;

                impl<'de> serde::de::Visitor<'de> for ByType {
                    type Value = #name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(#expecting)
                    }

                    #(#methods)*
                    #others
                }

                deserializer.deserialize_any(ByType)
            }
        }
    }
}

/// The visitor's methods for a variant.
fn visit(name: &Ident, variant: &Ident, looks: Looks) -> TokenStream {
    let signed = (quote!(visit_i64), quote!(i64));
    let unsigned = (quote!(visit_u64), quote!(u64));
    let scalars = match looks {
        Looks::Boolean => vec![(quote!(visit_bool), quote!(bool))],
        Looks::String => vec![(quote!(visit_str), quote!(&str))],
        Looks::Integer => vec![signed, unsigned],
        Looks::Number => vec![signed, unsigned, (quote!(visit_f64), quote!(f64))],
        Looks::Array => {
            return visit_access(name, &quote!(visit_seq), "Seq", &quote!(#name::#variant));
        }
        Looks::Object => {
            return visit_access(name, &quote!(visit_map), "Map", &quote!(#name::#variant));
        }
    };
    scalars
        .iter()
        .map(|(method, value)| visit_scalar(name, variant, method, value))
        .collect()
}

/// A value of the right JSON type may still not fit, a number that is too large or a text that is no UUID: then it is kept
/// whole.
fn visit_scalar(
    name: &Ident,
    variant: &Ident,
    method: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    quote! {
        fn #method<E: serde::de::Error>(self, value: #value) -> Result<#name, E> {
            let value_deserializer = serde::de::IntoDeserializer::<E>::into_deserializer(value);
            Ok(match Deserialize::deserialize(value_deserializer) {
                Ok(read) => #name::#variant(read),
                Err(_) => #name::Unknown(value.into()),
            })
        }
    }
}

fn visit_access(
    name: &Ident,
    method: &TokenStream,
    kind: &str,
    variant: &TokenStream,
) -> TokenStream {
    let access = format_ident!("{kind}Access");
    let deserializer = format_ident!("{kind}AccessDeserializer");
    quote! {
        fn #method<A: serde::de::#access<'de>>(self, access: A) -> Result<#name, A::Error> {
            Deserialize::deserialize(serde::de::value::#deserializer::new(access)).map(#variant)
        }
    }
}

/// The visitor's methods for the JSON types that no variant has.
fn unknown(context: Context<'_>, name: &Ident, union: &Union) -> TokenStream {
    let taken: Vec<Looks> = union
        .variants
        .iter()
        .map(|variant| looks(context, *variant))
        .collect();
    let is_free = |looks: &[Looks]| looks.iter().all(|looks| !taken.contains(looks));
    let keep = |method: TokenStream, value: TokenStream| {
        quote! {
            fn #method<E: serde::de::Error>(self, value: #value) -> Result<#name, E> {
                Ok(#name::Unknown(value.into()))
            }
        }
    };
    let mut methods = TokenStream::new();
    if is_free(&[Looks::Boolean]) {
        methods.extend(keep(quote!(visit_bool), quote!(bool)));
    }
    if is_free(&[Looks::Integer, Looks::Number]) {
        methods.extend(keep(quote!(visit_i64), quote!(i64)));
        methods.extend(keep(quote!(visit_u64), quote!(u64)));
    }
    if is_free(&[Looks::Number]) {
        methods.extend(keep(quote!(visit_f64), quote!(f64)));
    }
    if is_free(&[Looks::String]) {
        methods.extend(keep(quote!(visit_str), quote!(&str)));
    }
    if is_free(&[Looks::Array]) {
        methods.extend(visit_access(
            name,
            &quote!(visit_seq),
            "Seq",
            &quote!(#name::Unknown),
        ));
    }
    if is_free(&[Looks::Object]) {
        methods.extend(visit_access(
            name,
            &quote!(visit_map),
            "Map",
            &quote!(#name::Unknown),
        ));
    }
    quote! {
        #methods

        fn visit_unit<E: serde::de::Error>(self) -> Result<#name, E> {
            Ok(#name::Unknown(serde_json::Value::Null))
        }
    }
}
