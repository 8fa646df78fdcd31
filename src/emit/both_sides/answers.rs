//! What the trait answers, and whether the caller gets it.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{Tried, Value};
use crate::analyse::{AnswerCase, BodyShape, ErrorShape, SuccessShape};
use crate::emit::header;
use crate::emit::server::answers;
use crate::emit::tokens::ident;
use crate::ir::Framing;

/// Which side an answer is on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Client,
    Server,
}

/// The answers as the server gives them.
///
/// ```text
/// 0 => Ok(server::operations::ListThingsResponse::Ok(both::needed::<Vec<String>>(&exchange, "/holds")?)),
/// ```
pub(super) fn given(tried: &Tried<'_>) -> TokenStream {
    let cases = tried.talk.cases.iter().enumerate();
    let arms = cases.map(|(number, case)| {
        let number = Literal::usize_unsuffixed(number);
        let given = given_one(tried, case);
        let wrapped = match case.refuses {
            true => quote!(Err(#given)),
            false => quote!(Ok(#given)),
        };
        quote!(#number => #wrapped,)
    });
    arms.collect()
}

fn given_one(tried: &Tried<'_>, case: &AnswerCase) -> TokenStream {
    let names = tried.names;
    let name = tried.of_server(ident(match case.refuses {
        true => &names.error,
        false => &names.response,
    }));
    let positions: Vec<usize> = case.response.into_iter().collect();
    let described = answers(tried.operation, names, tried.outcome, &positions).next();
    let Some(answer) = described else {
        return quote!(#name::NoContent);
    };
    let variant = ident(answer.variant);
    let body = held(tried, case, answer.shape, Side::Server);
    if !answer.has_fields() {
        let body = body.map(|body| quote!((#body)));
        return quote!(#name::#variant #body);
    }
    let status = answer
        .has_open_status()
        .then(|| quote!(status: both::status(&exchange)?,));
    let body = body.map(|body| quote!(body: #body,));
    let headers = answer.headers().map(|(header, field)| {
        let value = Value::plain(header::field_type(tried.context, header));
        let place = place_of_header(&field);
        let value = match header.required {
            true => value.needed(&place),
            false => quote_flat(&value, &place),
        };
        quote!(#field: #value,)
    });
    quote!(#name::#variant { #status #body #(#headers)* })
}

/// What may be left out has an `Option` already.
fn quote_flat(value: &Value, place: &str) -> TokenStream {
    let told = value.told(place);
    quote!(#told.flatten())
}

fn place_of_header(field: &Ident) -> String {
    let field = field.to_string();
    format!("/headers/{}", field.strip_prefix("r#").unwrap_or(&field))
}

/// What an answer holds; nothing where it is empty.
fn held(tried: &Tried<'_>, case: &AnswerCase, shape: BodyShape, side: Side) -> Option<TokenStream> {
    let text = || Value::plain(quote!(String)).needed("/holds");
    Some(match shape {
        BodyShape::Empty => return None,
        BodyShape::Json(schema) => tried.value(schema, true).needed("/holds"),
        BodyShape::Text => text(),
        BodyShape::Bytes => {
            let text = text();
            match side {
                Side::Client => quote!(bytes::Bytes::from(#text)),
                Side::Server => quote!(axum::body::Body::from(#text)),
            }
        }
        BodyShape::Sequence(framing, item) => {
            let items = tried.value(item, true).list().needed("/holds");
            match (side, framing) {
                (Side::Client, _) => items,
                (Side::Server, Framing::EventData) => quote! {
                    #items.into_iter().map(server::events::Event::from).collect()
                },
                (Side::Server, _) => quote!(#items.into()),
            }
        }
        BodyShape::Choice(_) => {
            let (wrap, shape) = chosen(tried, case, shape, side)?;
            let held = held(tried, case, shape, side)?;
            quote!(#wrap(#held))
        }
    })
}

/// The variant of a choice, and what it holds.
fn chosen(
    tried: &Tried<'_>,
    case: &AnswerCase,
    shape: BodyShape,
    side: Side,
) -> Option<(TokenStream, BodyShape)> {
    let BodyShape::Choice(id) = shape else {
        return None;
    };
    let facts = tried.context.facts;
    let (choice, names) = facts.outcomes.choice(id).zip(facts.names.choice(id))?;
    let alternative = choice.alternatives.get(case.alternative?)?;
    let (name, variant) = (
        ident(&names.name),
        ident(names.variants.get(case.alternative?)?),
    );
    let wrap = match side {
        Side::Client => quote!(client::contents::#name::#variant),
        Side::Server => quote!(server::contents::#name::#variant),
    };
    Some((wrap, alternative.shape))
}

/// The answers as the caller has to get them.
///
/// ```text
/// 0 => both::succeeds(&exchange, answer, both::needed::<Vec<String>>(&exchange, "/holds")?)?,
/// ```
pub(super) fn compared(tried: &Tried<'_>) -> TokenStream {
    let cases = tried.talk.cases.iter().enumerate();
    let arms = cases.map(|(number, case)| {
        let number = Literal::usize_unsuffixed(number);
        let (kept, headers) = match headers(tried, case) {
            Some(compared) => (
                Some(quote!(let headers = both::headers(&answer);)),
                Some(compared),
            ),
            None => (None, None),
        };
        let body = compared_one(tried, case);
        quote!(#number => { #kept #body #headers })
    });
    arms.collect()
}

fn compared_one(tried: &Tried<'_>, case: &AnswerCase) -> TokenStream {
    let response = case.response;
    let is_success = response.is_none_or(|it| tried.outcome.successes.contains(&it));
    if is_success && !case.refuses {
        return success(tried, case);
    }
    if !case.refuses {
        return quote!(both::leads_elsewhere(&exchange, &answer)?;);
    }
    let shape = response.map_or(BodyShape::Empty, |it| tried.outcome.shape(it));
    let body = held(tried, case, shape, Side::Client);
    let body = match tried.outcome.error {
        ErrorShape::ByStatus => {
            let name = tried.of_client(ident(&tried.names.error));
            let variant = variant(tried, case);
            let body = body.map(|body| quote!((#body)));
            quote!(#name::#variant #body)
        }
        _ => body.unwrap_or_else(|| quote!(())),
    };
    quote!(both::fails(&exchange, answer, #body)?;)
}

fn variant(tried: &Tried<'_>, case: &AnswerCase) -> Option<Ident> {
    tried.names.responses.get(case.response?).map(ident)
}

fn success(tried: &Tried<'_>, case: &AnswerCase) -> TokenStream {
    let shape = match (case.response, tried.outcome.success) {
        (Some(position), _) => tried.outcome.shape(position),
        // Where no success is described, what has no body is one all the same.
        (None, SuccessShape::Same(BodyShape::Bytes)) => {
            return quote!(both::succeeds(&exchange, answer, bytes::Bytes::new())?;);
        }
        (None, _) => BodyShape::Empty,
    };
    let wrap = tried.names.success.as_ref().map(|name| {
        let (name, variant) = (tried.of_client(ident(name)), variant(tried, case));
        quote!(#name::#variant)
    });
    if has_sequence(tried) {
        return one_by_one(tried, case, shape, wrap);
    }
    let body = held(tried, case, shape, Side::Client);
    let body = match (wrap, body) {
        (Some(wrap), Some(body)) => quote!(#wrap(#body)),
        (Some(wrap), None) => wrap,
        (None, Some(body)) => body,
        (None, None) => quote!(()),
    };
    quote!(both::succeeds(&exchange, answer, #body)?;)
}

/// Whether one of the successes comes one after the other, so that none of them can be compared as a whole.
fn has_sequence(tried: &Tried<'_>) -> bool {
    let mut shapes = tried
        .outcome
        .successes
        .iter()
        .map(|it| tried.outcome.shape(*it));
    shapes.any(|shape| match shape {
        BodyShape::Sequence(..) => true,
        BodyShape::Choice(id) => {
            let choice = tried.context.facts.outcomes.choice(id);
            choice.is_some_and(crate::analyse::BodyChoice::has_sequence)
        }
        _ => false,
    })
}

/// ```text
/// let came = both::held(&exchange, answer)?;
/// let client::operations::GetThingsSuccess::Ok(came) = came else {
///     return Err(exchange.unknown("another variant").into());
/// };
/// let came = both::all(&exchange, came).await?;
/// both::same(&exchange, "/holds", Some(&came), …)?;
/// ```
fn one_by_one(
    tried: &Tried<'_>,
    case: &AnswerCase,
    shape: BodyShape,
    wrap: Option<TokenStream>,
) -> TokenStream {
    let chosen = chosen(tried, case, shape, Side::Client);
    let (inner, shape) = match chosen {
        Some((wrap, shape)) => (Some(wrap), shape),
        None => (None, shape),
    };
    let pattern = match (shape, &inner) {
        (BodyShape::Empty, _) => None,
        (_, None) => Some(quote!(came)),
        (_, Some(inner)) => Some(quote!(#inner(came))),
    };
    let pattern = match (wrap, pattern) {
        (Some(wrap), Some(pattern)) => Some(quote!(#wrap(#pattern))),
        (Some(wrap), None) => Some(wrap),
        // It is the only thing that it can be.
        (None, Some(pattern)) => inner.map(|_| pattern),
        (None, None) => None,
    };
    let taken = pattern.map(|pattern| {
        quote! {
            let #pattern = came else {
                return Err(exchange.unknown("another variant").into());
            };
        }
    });
    let all = match shape {
        BodyShape::Sequence(Framing::EventData, _) => quote! {
            let came = both::all(&exchange, came).await?;
            let came: Vec<_> = came.into_iter().map(|event| event.data).collect();
        },
        BodyShape::Sequence(..) => quote!(let came = both::all(&exchange, came).await?;),
        _ => TokenStream::new(),
    };
    let inner_case = AnswerCase {
        alternative: None,
        ..*case
    };
    let same = held(tried, &inner_case, shape, Side::Client)
        .map(|given| quote!(both::same(&exchange, "/holds", Some(&came), Some(#given))?;));
    quote! {
        let came = both::held(&exchange, answer)?;
        #taken
        #all
        #same
    }
}

/// ```text
/// let headers = both::whole(&exchange, client::operations::ListThingsHeaders::read(&headers))?;
/// both::same(&exchange, "/headers/x_pages", Some(&headers.x_pages), both::told::<i64>(&exchange, "/headers/x_pages")?)?;
/// ```
fn headers(tried: &Tried<'_>, case: &AnswerCase) -> Option<TokenStream> {
    let position = case.response?;
    let name = tried.names.header_types.get(position)?.as_ref()?;
    let name = tried.of_client(ident(name));
    let fields = tried.names.headers.get(position)?;
    let described = &tried.operation.responses.get(position)?.headers;
    // What HTTP itself says was not given.
    let given = |index: usize| {
        let mut exchanges = tried.talk.exchanges.iter();
        exchanges.any(|it| matches!(it.headers.get(index), Some(Some(_))))
    };
    let all = described.iter().zip(fields.iter().map(ident)).enumerate();
    let compared: Vec<TokenStream> = all
        .filter(|(index, _)| given(*index))
        .map(|(_, (header, field))| {
            let place = place_of_header(&field);
            let value = Value::plain(header::field_type(tried.context, header));
            let told = match header.required {
                true => value.told(&place),
                false => {
                    let told = quote_flat(&value, &place);
                    quote!(Some(#told))
                }
            };
            quote!(both::same(&exchange, #place, Some(&headers.#field), #told)?;)
        })
        .collect();
    (!compared.is_empty()).then(|| {
        quote! {
            let headers = both::whole(&exchange, #name::read(&headers))?;
            #(#compared)*
        }
    })
}
