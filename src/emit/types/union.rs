//! Unions: a value of one of several schemas.

mod decoding;

use std::collections::BTreeSet;

use decoding::Decoding;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{derive, exact_derives, head};
use crate::analyse::{Choice, Holding, ObjectChoice};
use crate::emit::Context;
use crate::emit::holding::{held, hold};
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::{ident, large_variant};
use crate::ir::{SchemaId, SchemaKind, Union};

/// An enum with a variant for each schema, and one that keeps everything else whole.
///
/// ```text
/// pub enum Pet {
///     Cat(Cat),
///     Dog(Dog),
///     Unknown(serde_json::Value),
/// }
/// ```
pub(super) fn items(context: Context<'_>, id: SchemaId, union: &Union) -> Vec<TokenStream> {
    let (Some((name, described)), Some(choice)) = (head(context, id), context.facts.unions.get(id))
    else {
        return Vec::new();
    };
    let exact = exact_derives(context, id);
    let variants = variants(context, id, union);
    let items = variants.iter().map(|variant| {
        let docs = &context.api.schemas.get(variant.schema).docs;
        let described = context.type_docs(docs, &variant.words(context));
        let (name, held) = (&variant.name, &variant.held);
        quote!(#described #name(#held),)
    });
    let is_large = union
        .schemas()
        .any(|variant| context.facts.sizes.is_large(variant));
    let large = large_variant(is_large);
    let derive = derive(context, id, &quote!(Debug, Clone, PartialEq, #exact));
    let model = quote! {
        #described
        #derive
        #large
        pub enum #name {
            #(#items)*
            /// A value that the document does not describe.
            Unknown(serde_json::Value),
        }
    };
    let coding = &context.facts.coding;
    let mut all = vec![model, conversions(context, &name, &variants)];
    if coding.is_encoded(id) {
        all.push(serialize(&name, &variants, choice));
    }
    if coding.is_decoded(id) {
        all.push(deserialize(&name, &variants, choice, context));
    }
    all
}

/// A variant, with all that is written about it.
struct Variant {
    position: usize,
    name: Ident,
    schema: SchemaId,
    bare: TokenStream,
    held: TokenStream,
    holding: Holding,
}

impl Variant {
    /// What makes the variant of what was read.
    fn wrap(&self) -> TokenStream {
        let name = &self.name;
        match self.holding {
            Holding::InPlace => quote!(Self::#name),
            holding => {
                let value = hold(holding, quote!(value));
                quote!(|value| Self::#name(#value))
            }
        }
    }

    fn words(&self, context: Context<'_>) -> String {
        match context.api.schemas.resolve(self.schema).1.kind.described() {
            SchemaKind::Boolean => "A boolean.".to_owned(),
            SchemaKind::Integer(_) => "A whole number.".to_owned(),
            SchemaKind::Number(_) => "A number.".to_owned(),
            SchemaKind::String(_) | SchemaKind::Enumeration(_) => "A text.".to_owned(),
            SchemaKind::Array(_) | SchemaKind::Tuple(_) => "A list.".to_owned(),
            SchemaKind::Map(_) | SchemaKind::Object(_) => "An object.".to_owned(),
            SchemaKind::Union(_)
            | SchemaKind::Any
            | SchemaKind::Opaque
            | SchemaKind::Alias(_)
            | SchemaKind::Own(_) => {
                format!("The variant `{}`.", self.name)
            }
        }
    }
}

fn variants(context: Context<'_>, id: SchemaId, union: &Union) -> Vec<Variant> {
    let names = context.facts.names.variants(id).iter();
    let schemas = union.schemas().enumerate();
    names
        .zip(schemas)
        .map(|(name, (position, schema))| {
            let bare = context.rust_type(schema, TypePath::Here);
            let holding = context.holding(id, schema);
            let held = held(holding, &bare);
            Variant {
                position,
                name: ident(name),
                schema,
                bare,
                held,
                holding,
            }
        })
        .collect()
}

/// A conversion from every struct that only one variant holds.
///
/// ```text
/// impl From<Cat> for Pet {
///     fn from(value: Cat) -> Self {
///         Self::Cat(value)
///     }
/// }
/// ```
fn conversions(context: Context<'_>, name: &Ident, variants: &[Variant]) -> TokenStream {
    let resolved = |variant: &Variant| context.api.schemas.resolve(variant.schema);
    let mut seen = BTreeSet::new();
    let mut twice = BTreeSet::new();
    for variant in variants {
        if !seen.insert(resolved(variant).0) {
            twice.insert(resolved(variant).0);
        }
    }
    let own = variants.iter().filter(|variant| {
        let (id, schema) = resolved(variant);
        let is_struct = matches!(schema.kind, SchemaKind::Object(_));
        is_struct && !twice.contains(&id)
    });
    own.map(|variant| {
        let Variant {
            name: variant_name,
            bare,
            ..
        } = variant;
        let value = hold(variant.holding, quote!(value));
        quote! {
            impl From<#bare> for #name {
                fn from(value: #bare) -> Self {
                    Self::#variant_name(#value)
                }
            }
        }
    })
    .collect()
}

fn serialize(name: &Ident, variants: &[Variant], choice: &Choice) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let name = &variant.name;
        match (choice.written_tags.get(&variant.position), &choice.objects) {
            (Some(tag), ObjectChoice::Tag { property, .. }) => quote! {
                Self::#name(value) => one_of::serialize_tagged(value, #property, #tag, serializer),
            },
            _ => quote!(Self::#name(value) => value.serialize(serializer),),
        }
    });
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#arms)*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }
    }
}

/// What a value looks like decides which variant it is.
///
/// ```text
/// impl one_of::OneOf for Pet {
///     const NAME: &'static str = "Pet";
///
///     fn unknown(value: serde_json::Value) -> Self { … }
///
///     fn object<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error> { … }
/// }
/// ```
fn deserialize(
    name: &Ident,
    variants: &[Variant],
    choice: &Choice,
    context: Context<'_>,
) -> TokenStream {
    let text = name.to_string();
    let decoding = Decoding { context, variants };
    let methods = decoding.methods(choice);
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                one_of::deserialize(deserializer)
            }
        }

        impl one_of::OneOf for #name {
            const NAME: &'static str = #text;

            fn unknown(value: serde_json::Value) -> Self {
                Self::Unknown(value)
            }

            #methods
        }
    }
}
