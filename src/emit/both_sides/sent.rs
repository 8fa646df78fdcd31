//! What the client is asked to send.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Tried, Value};
use crate::emit::tokens::ident;
use crate::ir::{Content, Format, Part, PartFormat};

/// ```text
/// let call = client.list_things(both::needed::<String>(&exchange, "/sent/org")?);
/// let call = both::with(&exchange, "/sent/limit", call, |call, value: i64| call.limit(value))?;
/// ```
pub(super) fn call(tried: &Tried<'_>) -> TokenStream {
    let called: TokenStream = tried.names.client_path().parse().unwrap_or_default();
    let parameters = || {
        tried
            .operation
            .parameters
            .iter()
            .zip(&tried.names.parameters)
    };
    let required = parameters().filter(|(parameter, _)| parameter.required);
    let mut arguments: Vec<TokenStream> = required
        .map(|(parameter, name)| {
            let value = tried.value(parameter.schema, false);
            value.needed(&format!("/sent/{}", name.unraw()))
        })
        .collect();
    let optional = parameters().filter(|(parameter, _)| !parameter.required);
    let setters = optional.map(|(parameter, name)| {
        let (place, name) = (format!("/sent/{}", name.unraw()), ident(name));
        let bound = tried.value(parameter.schema, false).bound();
        let deprecated = parameter.docs.deprecated;
        let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
        quote! {
            #deprecated
            let call = both::with(&exchange, #place, call, |call, #bound| call.#name(value))?;
        }
    });
    let setters: Vec<TokenStream> = setters.collect();
    let bodies = bodies(tried);
    let is_required = tried.operation.body.as_ref().is_some_and(|it| it.required);
    let set_body = match is_required {
        true => {
            arguments.push(required_body(&bodies));
            None
        }
        false => set_body(&bodies),
    };
    quote! {
        let call = client.#called(#(#arguments),*);
        #(#setters)*
        #set_body
    }
}

/// A body that is sent, by the position of its content.
type Body = (Literal, TokenStream);

fn required_body(bodies: &[Body]) -> TokenStream {
    if let [(_, only)] = bodies {
        return only.clone();
    }
    let arms = bodies
        .iter()
        .map(|(content, value)| quote!(Some(#content) => #value,));
    quote! {
        match both::content(&exchange) {
            #(#arms)*
            other => return Err(exchange.unknown(other).into()),
        }
    }
}

fn set_body(bodies: &[Body]) -> Option<TokenStream> {
    let arms = bodies
        .iter()
        .map(|(content, value)| quote!(Some(#content) => call.body(#value),));
    (!bodies.is_empty()).then(|| {
        quote! {
            let call = match both::content(&exchange) {
                #(#arms)*
                _ => call,
            };
        }
    })
}

/// The bodies that are sent, by the positions of their contents.
fn bodies(tried: &Tried<'_>) -> Vec<Body> {
    let contents = tried.operation.body.iter().flat_map(|it| &it.contents);
    let bodies = contents.enumerate().filter_map(|(position, content)| {
        if !tried.sends(position) {
            return None;
        }
        let value = held(tried, position, content);
        let value = match &tried.names.body.choice {
            None => value,
            Some(choice) => {
                let name = tried.of_client(ident(&choice.name));
                let variant = ident(choice.variants.get(position)?);
                quote!(#name::#variant(#value))
            }
        };
        Some((Literal::usize_unsuffixed(position), value))
    });
    bodies.collect()
}

impl Tried<'_> {
    /// Whether a content of the body is sent in one of the exchanges.
    pub(super) fn sends(&self, position: usize) -> bool {
        let mut exchanges = self.talk.exchanges.iter();
        exchanges.any(|exchange| {
            let body = exchange.body.as_ref();
            body.is_some_and(|body| body.content == position)
        })
    }
}

fn held(tried: &Tried<'_>, position: usize, content: &Content) -> TokenStream {
    match &content.format {
        Format::Json(schema) | Format::Form { schema, .. } => {
            tried.value(*schema, true).needed("/body")
        }
        Format::Sequence { item, .. } => tried.value(*item, true).list().needed("/body"),
        Format::Text { .. } => Value::plain(quote!(String)).needed("/body"),
        Format::Bytes { .. } => {
            let text = Value::plain(quote!(String)).needed("/body");
            quote!(client::Body::from(#text))
        }
        Format::Multipart { parts, open, .. } => {
            let Some(form) = tried.names.body.form(position) else {
                return quote! {
                    client::Multipart::new().part(both::upload("example".to_owned(), "text/plain"))
                };
            };
            let name = tried.of_client(ident(&form.name));
            let fields = parts.iter().zip(&form.fields).map(|(part, field)| {
                let place = format!("/body/{}", field.unraw());
                let (field, value) = (ident(field), part_value(tried, part, &place));
                quote!(#field: #value)
            });
            let others = open.then(|| quote!(others: client::Multipart::new(),));
            quote!(#name { #(#fields,)* #others })
        }
    }
}

fn part_value(tried: &Tried<'_>, part: &Part, place: &str) -> TokenStream {
    let is_file = part.format == PartFormat::File;
    let value = match is_file {
        true => Value::plain(quote!(String)),
        false => tried.value(part.schema, true),
    };
    let wrap = match is_file {
        true => {
            let media_type = media_type(part);
            Some(quote!(|text| both::upload(text, #media_type)))
        }
        false if !part.headers.is_empty() => Some(quote!(client::Headed::from)),
        false => None,
    };
    match (part.repeated, part.required) {
        (true, _) => {
            let told = value.list().told(place);
            match wrap {
                None => quote!(#told.unwrap_or_default()),
                Some(wrap) => quote!(#told.into_iter().flatten().map(#wrap).collect()),
            }
        }
        (false, true) => {
            let needed = value.needed(place);
            match (wrap, is_file) {
                (None, _) => needed,
                (Some(_), true) => {
                    let media_type = media_type(part);
                    quote!(both::upload(#needed, #media_type))
                }
                (Some(wrap), false) => quote!(#wrap(#needed)),
            }
        }
        (false, false) => {
            let told = value.told(place);
            let wrap = wrap.map(|wrap| quote!(.map(#wrap)));
            quote!(#told #wrap)
        }
    }
}

/// The first that the document asks for; one that is in its range.
fn media_type(part: &Part) -> String {
    let asked = part.media_type.as_deref().unwrap_or_default();
    let first = asked.split(',').next().unwrap_or_default().trim();
    match first {
        "" => "application/octet-stream".to_owned(),
        first => first.replace('*', "example"),
    }
}
