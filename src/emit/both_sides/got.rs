//! Whether the trait gets what was sent.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Tried, Value};
use crate::analyse::{RustName, is_always_there};
use crate::emit::server::Taken;
use crate::emit::tokens::ident;
use crate::ir::{Content, Format, Framing, Part, PartFormat};

/// ```text
/// both::same(&exchange, "/sent/limit", request.limit.as_ref(), both::told::<i64>(&exchange, "/sent/limit")?)?;
/// ```
pub(super) fn compared(tried: &Tried<'_>) -> TokenStream {
    let facts = tried.context.facts;
    let parameters = tried
        .operation
        .parameters
        .iter()
        .zip(&tried.names.parameters);
    let parameters = parameters.enumerate().map(|(position, (parameter, name))| {
        let (place, name) = (format!("/sent/{}", name.unraw()), ident(name));
        let told = tried.value(parameter.schema, false).told(&place);
        let has_default = facts.defaults.get(tried.id, position).is_some();
        let came = match (parameter.required, has_default) {
            (true, _) => quote!(Some(&request.#name)),
            // What is left out stands for something.
            (false, true) => {
                quote!(both::is_told(&exchange, #place).then_some(&request.#name))
            }
            // The client makes a key of its own where none is given.
            (false, false) if facts.idempotency_keys.has(tried.id, position) => {
                quote!(request.#name.as_ref().filter(|_| both::is_told(&exchange, #place)))
            }
            (false, false) => quote!(request.#name.as_ref()),
        };
        quote!(both::same(&exchange, #place, #came, #told)?;)
    });
    let body = body(tried);
    quote!(#(#parameters)* #body)
}

/// ```text
/// match (both::content(&exchange), request.body) {
///     (Some(0), Some(server::operations::AddDocumentBody::Json(body))) => { … }
///     (None, None) => {}
///     (_, other) => return Err(exchange.unknown(other).into()),
/// }
/// ```
fn body(tried: &Tried<'_>) -> Option<TokenStream> {
    let body = tried.operation.body.as_ref()?;
    let contents = body.contents.iter().enumerate();
    let mut sent = contents.filter(|(position, _)| tried.sends(*position));
    let choice = tried.names.body.choice.as_ref();
    if let (true, None) = (body.required, choice) {
        let (position, content) = sent.next()?;
        let compared = content_compared(tried, position, content);
        return Some(quote!(let body = request.body; #compared));
    }
    let arms: Vec<TokenStream> = sent
        .filter_map(|(position, content)| {
            let compared = content_compared(tried, position, content);
            let pattern = match choice {
                None => quote!(body),
                Some(choice) => {
                    let name = tried.of_server(ident(&choice.name));
                    let variant = ident(choice.variants.get(position)?);
                    quote!(#name::#variant(body))
                }
            };
            let pattern = match body.required {
                true => pattern,
                false => quote!(Some(#pattern)),
            };
            let position = Literal::usize_unsuffixed(position);
            Some(quote!((Some(#position), #pattern) => { #compared }))
        })
        .collect();
    let none = (!body.required).then(|| quote!((None, None) => {}));
    Some(quote! {
        match (both::content(&exchange), request.body) {
            #(#arms)*
            #none
            (_, other) => return Err(exchange.unknown(other).into()),
        }
    })
}

fn content_compared(tried: &Tried<'_>, position: usize, content: &Content) -> TokenStream {
    let same = |came: &TokenStream, value: &Value| {
        let told = value.told("/body");
        quote!(both::same(&exchange, "/body", Some(&#came), #told)?;)
    };
    match Taken::of(content) {
        Taken::Json(schema) | Taken::Form(schema) => {
            same(&quote!(body), &tried.value(schema, true))
        }
        Taken::Text(_) => same(&quote!(body), &Value::plain(quote!(String))),
        Taken::Bytes => {
            let told = Value::plain(quote!(String)).told("/body");
            quote! {
                let body = both::whole(&exchange, body.into_bytes(usize::MAX).await)?;
                both::same(&exchange, "/body", Some(&body), #told.map(Into::into))?;
            }
        }
        Taken::Sequence(_, item) | Taken::Events(Framing::Events, item) => {
            let same = same(&quote!(body), &tried.value(item, true).list());
            quote!(let body = both::all(&exchange, body).await?; #same)
        }
        Taken::Events(_, item) => {
            let same = same(&quote!(body), &tried.value(item, true).list());
            quote! {
                let body = both::all(&exchange, body).await?;
                let body: Vec<_> = body.into_iter().map(|event| event.data).collect();
                #same
            }
        }
        Taken::Parts | Taken::StreamedParts => form(tried, position, content),
    }
}

/// ```text
/// let mut files = Vec::new();
/// while let Some(part) = both::whole(&exchange, body.next_part().await)? {
///     let (name, file) = match part {
///         server::operations::UploadImageFormPart::Image(file) => ("image", file),
///     };
///     …
/// }
/// let body = both::whole(&exchange, body.finish().await)?;
/// both::same(&exchange, "/body/title", Some(&body.title), …)?;
/// ```
fn form(tried: &Tried<'_>, position: usize, content: &Content) -> TokenStream {
    let Format::Multipart { parts, open, .. } = &content.format else {
        return TokenStream::new();
    };
    let Some(form) = tried.names.body.form(position) else {
        return unnamed_part();
    };
    let named = || parts.iter().zip(&form.fields);
    let values = named().filter(|(part, _)| part.format != PartFormat::File);
    let values: Vec<TokenStream> = values
        .map(|(part, field)| value(tried, part, field))
        .collect();
    let Some(streamed) = &form.streamed else {
        return values.into_iter().collect();
    };
    let enumeration = tried.of_server(ident(&streamed.name));
    let files = || named().filter(|(part, _)| part.format == PartFormat::File);
    let arms = files().zip(&streamed.variants).map(|((part, _), variant)| {
        let (name, variant) = (&part.name, ident(variant));
        quote!(#enumeration::#variant(file) => (#name.to_owned(), file),)
    });
    let other =
        open.then(|| quote!(#enumeration::Other(file) => (file.name().unwrap_or_default(), file),));
    let sent = files().map(|(part, field)| {
        let (name, place) = (&part.name, place_of(field));
        quote!((#place, #name))
    });
    let kept = (!values.is_empty()).then(|| quote!(let body =));
    quote! {
        let (mut body, mut files) = (body, Vec::new());
        while let Some(part) = both::whole(&exchange, body.next_part().await)? {
            let (name, file) = match part {
                #(#arms)*
                #other
            };
            let file_name = file.file_name();
            let file = both::whole(&exchange, file.into_bytes(usize::MAX).await)?;
            files.push((name, file_name, file));
        }
        both::same(&exchange, "/body", Some(&files), Some(both::files(&exchange, &[#(#sent),*])?))?;
        #kept both::whole(&exchange, body.finish().await)?;
        #(#values)*
    }
}

/// The one part of a body of which the document names none.
fn unnamed_part() -> TokenStream {
    quote! {
        let mut body = body;
        let file = both::whole(&exchange, body.next_part().await)?;
        let file = file.ok_or_else(|| exchange.unknown("a body without parts"))?;
        let file = both::whole(&exchange, file.into_bytes(usize::MAX).await)?;
        both::same(&exchange, "/body", Some(&file), Some("example".into()))?;
    }
}

/// Where the value of a part is told.
fn place_of(field: &RustName) -> String {
    format!("/body/{}", field.unraw())
}

/// A part that is a value.
fn value(tried: &Tried<'_>, part: &Part, field: &RustName) -> TokenStream {
    let (place, field) = (&place_of(field), ident(field));
    let one = tried.value(part.schema, part.format == PartFormat::Json);
    let is_headed = !part.headers.is_empty();
    if part.repeated {
        let told = one.list().told(place);
        let values = match is_headed {
            true => quote!(body.#field.into_iter().map(|it| it.value).collect::<Vec<_>>()),
            false => quote!(body.#field),
        };
        return quote!(both::same(&exchange, #place, Some(&#values), Some(#told.unwrap_or_default()))?;);
    }
    let told = one.told(place);
    let is_always = is_always_there(part, |schema| tried.context.holds_null(schema));
    let came = match (is_always, is_headed) {
        (true, false) => quote!(Some(&body.#field)),
        (true, true) => quote!(Some(&body.#field.value)),
        (false, false) => quote!(body.#field.as_ref()),
        (false, true) => quote!(body.#field.as_ref().map(|it| &it.value)),
    };
    quote!(both::same(&exchange, #place, #came, #told)?;)
}
