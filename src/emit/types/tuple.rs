//! Lists whose items have types of their own by position.

use proc_macro2::TokenStream;
use quote::quote;

use super::{derive, exact_derives, head};
use crate::emit::Context;
use crate::emit::holding::held;
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::moved;
use crate::ir::{Property, SchemaId, Tuple};

/// A tuple struct, and how it is written and read.
///
/// ```text
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Point(
///     /// Degrees north.
///     pub f64,
///     /// Degrees east.
///     pub f64,
///     /// The items behind these.
///     pub Vec<serde_json::Value>,
/// );
/// ```
pub(super) fn items(context: Context<'_>, id: SchemaId, tuple: &Tuple) -> Vec<TokenStream> {
    let Some((name, described)) = head(context, id) else {
        return Vec::new();
    };
    let exact = exact_derives(context, id);
    let derive = derive(context, id, &quote!(Debug, Clone, PartialEq, #exact));
    let fields = (1..)
        .zip(&tuple.items)
        .map(|(number, item)| moved(field(context, id, number, item)));
    let rest = tuple.rest.map(|rest| {
        let described = context.doc_lines(&["The items behind these."]);
        let item = context.value_type(rest, TypePath::Here);
        quote!(#described pub Vec<#item>,)
    });
    let described = moved(described);
    let structure = quote! {
        #described
        #derive
        pub struct #name(#(#fields)* #rest);
    };
    let coding = &context.facts.coding;
    let encoded = coding.is_encoded(id).then(|| serialize(&name, tuple));
    let decoded = coding
        .is_decoded(id)
        .then(|| deserialize(context, &name, tuple));
    [Some(structure), encoded, decoded]
        .into_iter()
        .flatten()
        .collect()
}

fn field(context: Context<'_>, owner: SchemaId, number: usize, item: &Property) -> TokenStream {
    let docs = &context.api.schemas.get(item.schema).docs;
    let described = moved(context.docs_with(docs, &format!("Item {number}."), &[]));
    let bare = context.rust_type(item.schema, TypePath::Here);
    let inner = held(context.holding(owner, item.schema), &bare);
    let inner = match context.holds_null(item.schema) {
        true => quote!(Option<#inner>),
        false => inner,
    };
    match item.required {
        true => quote!(#described pub #inner,),
        false => quote!(#described pub Option<#inner>,),
    }
}

/// ```text
/// impl Serialize for Point {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         let mut items = positions::Writer::new(serializer)?;
///         items.required(&self.0)?;
///         items.optional(&self.1)?;
///         items.rest(&self.2)?;
///         items.end()
///     }
/// }
/// ```
fn serialize(name: &proc_macro2::Ident, tuple: &Tuple) -> TokenStream {
    let written = tuple.items.iter().enumerate().map(|(position, item)| {
        let position = proc_macro2::Literal::usize_unsuffixed(position);
        match item.required {
            true => quote!(items.required(&self.#position)?;),
            false => quote!(items.optional(&self.#position)?;),
        }
    });
    let rest = tuple.rest.map(|_| {
        let position = proc_macro2::Literal::usize_unsuffixed(tuple.items.len());
        quote!(items.rest(&self.#position)?;)
    });
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut items = positions::Writer::new(serializer)?;
                #(#written)*
                #rest
                items.end()
            }
        }
    }
}

/// ```text
/// impl<'de> Deserialize<'de> for Point {
///     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         positions::deserialize(deserializer)
///     }
/// }
///
/// impl positions::Positions for Point { … }
/// ```
fn deserialize(context: Context<'_>, name: &proc_macro2::Ident, tuple: &Tuple) -> TokenStream {
    let text = name.to_string();
    let read = tuple.items.iter().map(|item| {
        let is_wire = context.is_read_by_wire(item.schema);
        match (item.required, is_wire) {
            (true, true) => quote!(items.required().map(wire::whole)?),
            (true, false) => quote!(items.required()?),
            (false, true) => quote!(items.optional()?.map(wire::whole)),
            (false, false) => quote!(items.optional()?),
        }
    });
    let rest = tuple.rest.map(|rest| match context.is_read_by_wire(rest) {
        true => quote!(items.rest()?.into_iter().map(wire::whole).collect(),),
        false => quote!(items.rest()?,),
    });
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                positions::deserialize(deserializer)
            }
        }

        impl positions::Positions for #name {
            const NAME: &'static str = #text;

            fn read<'de, A: serde::de::SeqAccess<'de>>(
                items: &mut positions::Items<A>,
            ) -> Result<Self, A::Error> {
                Ok(Self(#(#read,)* #rest))
            }
        }
    }
}
