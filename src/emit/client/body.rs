//! The body of a request: what a call is given for it, and how it is written.

use proc_macro2::TokenStream;
use quote::quote;

use super::form;
use super::operation::types;
use crate::analyse::{ChoiceNames, OperationNames};
use crate::emit::Context;
use crate::emit::tokens::{ident, large_variant};
use crate::ir::{Content, Format, Framing, OperationId, RequestBody, SchemaId};

/// How a call holds its body.
pub(super) struct Held {
    /// The type that is kept.
    pub kept: TokenStream,
    /// What the user gives: whatever can be turned into it.
    pub argument: TokenStream,
    /// How the argument becomes what is kept; none where it is that.
    pub conversion: Option<TokenStream>,
}

/// How a call holds its body: as what it is, or as a choice where it may be of several media types.
pub(super) fn held(context: Context<'_>, body: &RequestBody, names: &OperationNames) -> Held {
    if let Some(choice) = &names.body.choice {
        let kept = ident(&choice.name);
        return Held {
            argument: quote!(impl Into<#kept>),
            kept: quote!(#kept),
            conversion: Some(quote!(.into())),
        };
    }
    match body.contents.first() {
        Some(content) => held_content(context, content, names, 0),
        None => plain(quote!(())),
    }
}

fn plain(kept: TokenStream) -> Held {
    Held {
        argument: kept.clone(),
        kept,
        conversion: None,
    }
}

fn into(kept: TokenStream) -> Held {
    Held {
        argument: quote!(impl Into<#kept>),
        kept,
        conversion: Some(quote!(.into())),
    }
}

fn held_content(
    context: Context<'_>,
    content: &Content,
    names: &OperationNames,
    position: usize,
) -> Held {
    match &content.format {
        Format::Json(schema) | Format::Form { schema, .. } => {
            plain(context.value_type(*schema, types()))
        }
        Format::Multipart { .. } => match names.body.form(position) {
            Some(form) => {
                let form = ident(&form.name);
                plain(quote!(#form))
            }
            None => plain(quote!(multipart::Multipart)),
        },
        Format::Sequence { item, .. } => {
            let item = context.value_type(*item, types());
            Held {
                kept: quote!(Vec<#item>),
                argument: quote!(impl IntoIterator<Item = #item>),
                conversion: Some(quote!(.into_iter().collect())),
            }
        }
        Format::Text { .. } => into(quote!(String)),
        Format::Bytes { .. } => into(quote!(body::Body)),
    }
}

/// The types of the body: its parts, and the choice by its media type.
pub(super) fn items(context: Context<'_>, id: OperationId) -> Vec<TokenStream> {
    let Some((operation, names)) = context.operation(id).zip(context.facts.names.operation(id))
    else {
        return Vec::new();
    };
    let Some(body) = &operation.body else {
        return Vec::new();
    };
    let mut items = Vec::new();
    for (position, content) in body.contents.iter().enumerate() {
        if let (Format::Multipart { parts, open, .. }, Some(form)) =
            (&content.format, names.body.form(position))
        {
            items.push(form::item(context, names, form, (parts, *open)));
        }
    }
    if let Some(choice) = &names.body.choice {
        items.push(choice_item(context, body, names, choice));
    }
    items
}

/// ```text
/// /// The body of [`Client::add_pet`], by its media type.
/// #[derive(Debug, Clone)]
/// pub enum AddPetBody {
///     /// `application/json`
///     Json(types::Pet),
///     /// `application/xml`
///     Xml(String),
/// }
/// ```
fn choice_item(
    context: Context<'_>,
    body: &RequestBody,
    names: &OperationNames,
    choice: &ChoiceNames,
) -> TokenStream {
    let name = ident(&choice.name);
    let function = names.documented();
    let described = context.doc_lines(&[format!("The body of [`{function}`], by its media type.")]);
    let all = || body.contents.iter().zip(&choice.variants).enumerate();
    let variants = all().map(|(position, (content, variant))| {
        let variant = ident(variant);
        let described = context.doc(&format!("`{}`", content.media_type));
        let kept = held_content(context, content, names, position).kept;
        quote!(#described #variant(#kept))
    });
    let arms = all().map(|(_, (content, variant))| {
        let variant = ident(variant);
        let written = write_one(context, content, &quote!(request), &quote!(body));
        quote!(Self::#variant(body) => #written)
    });
    let conversions = conversions(context, body, names, choice);
    let large = large_variant(body.contents.iter().any(|content| {
        let value = content.value();
        value.is_some_and(|schema| context.facts.sizes.is_large(schema))
            || matches!(content.format, Format::Multipart { .. })
    }));
    quote! {
        #described
        #[derive(Debug, Clone)]
        #large
        pub enum #name {
            #(#variants,)*
        }

        #(#conversions)*

        impl #name {
            fn write(self, request: Request) -> Request {
                match self {
                    #(#arms,)*
                }
            }
        }
    }
}

/// A value of a type that several variants hold becomes the first of them, JSON where it is one of them.
fn conversions(
    context: Context<'_>,
    body: &RequestBody,
    names: &OperationNames,
    choice: &ChoiceNames,
) -> Vec<TokenStream> {
    let name = ident(&choice.name);
    let mut all: Vec<_> = body
        .contents
        .iter()
        .zip(&choice.variants)
        .enumerate()
        .collect();
    all.sort_by_key(|(_, (content, _))| content.json().is_none());
    let mut known: Vec<String> = Vec::new();
    let mut conversions = Vec::new();
    for (position, (content, variant)) in all {
        let kept = held_content(context, content, names, position).kept;
        let text = kept.to_string();
        if known.contains(&text) {
            continue;
        }
        known.push(text);
        let variant = ident(variant);
        conversions.push(quote! {
            impl From<#kept> for #name {
                fn from(body: #kept) -> Self {
                    Self::#variant(body)
                }
            }
        });
    }
    conversions
}

/// The request with its body.
///
/// ```text
/// request.json("application/json", &self.body)
/// ```
pub(super) fn with_body(
    context: Context<'_>,
    request: &TokenStream,
    body: &RequestBody,
    names: &OperationNames,
) -> TokenStream {
    let write = |request: &TokenStream, value: &TokenStream| match (
        &names.body.choice,
        body.contents.first(),
    ) {
        (Some(_), _) => quote!(#value.write(#request)),
        (None, Some(content)) => write_one(context, content, request, value),
        (None, None) => request.clone(),
    };
    if body.required {
        return write(request, &quote!(self.body));
    }
    let written = write(&quote!(request), &quote!(body));
    quote! {
        let request = #request;
        match self.body {
            Some(body) => #written,
            None => request,
        }
    }
}

fn write_one(
    context: Context<'_>,
    content: &Content,
    request: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    let media_type = &content.media_type;
    match &content.format {
        Format::Json(_) => quote!(#request.json(#media_type, &#value)),
        Format::Form { styles, .. } => {
            let fields = form::fields(styles);
            quote!(#request.form(#media_type, &#value, #fields))
        }
        Format::Multipart { parts, .. } if parts.is_empty() => {
            quote!(#request.multipart(#media_type, #value))
        }
        Format::Multipart { .. } => quote!(#request.multipart(#media_type, #value.into_parts())),
        Format::Sequence { framing, item } => {
            let (method, kind) = sequence(context, *framing, *item);
            quote!(#request.#method(#media_type, #kind, &#value))
        }
        Format::Text { .. } => quote!(#request.text(#media_type, &#value)),
        Format::Bytes { .. } => {
            let media_type = sent_media_type(media_type);
            quote!(#request.body(#media_type, #value))
        }
    }
}

/// What writes values one after the other, and how each of them stands.
///
/// ```text
/// events    event_body::EventValue::Json
/// ```
fn sequence(context: Context<'_>, framing: Framing, item: SchemaId) -> (TokenStream, TokenStream) {
    let events = quote!(events);
    match framing {
        Framing::Lines => (quote!(sequence), quote!(sequence::Framing::Lines)),
        Framing::Records => (quote!(sequence), quote!(sequence::Framing::Records)),
        Framing::Events => (events, quote!(event_body::EventValue::Whole)),
        Framing::EventData if context.is_text(item) => {
            (events, quote!(event_body::EventValue::Text))
        }
        Framing::EventData => (events, quote!(event_body::EventValue::Json)),
    }
}

/// A range cannot be what a message is of.
fn sent_media_type(media_type: &str) -> &str {
    match media_type.contains('*') {
        true => "application/octet-stream",
        false => media_type,
    }
}
