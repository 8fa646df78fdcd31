//! The tests of a crate that call every operation at a server of somebody else's.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::rust_type::TypePath;
use super::tokens::{fixed as fixed_name, ident};
use super::{crate_tests, first_call, imports, raw_string};
use crate::analyse::{Call, CallBody, CallValue, OperationNames};
use crate::config::Part;
use crate::ir::{
    Content, Format, Json, Operation, OperationId, Part as FormPart, PartFormat, SchemaId,
};

/// Whether there is something to call.
pub(super) fn has_tests(context: Context<'_>) -> bool {
    context.config.parts.contains(Part::Client) && !context.facts.calls.is_empty()
}

/// What the tests depend on beyond the crate itself.
pub(super) const DEPENDENCIES: &str = "\n[dev-dependencies]\n\
    tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n";

/// What the tests need in the manifest.
pub(super) fn manifest(context: Context<'_>) -> String {
    crate_tests::test_of(context, "calls", &["client"])
}

/// What all tests need, from the template, and a test for each operation.
pub(super) fn module(context: Context<'_>) -> TokenStream {
    let fixed: TokenStream = include_str!("../../templates/crate/calls_test.rs.in")
        .parse()
        .unwrap_or_default();
    let numbered = (0..).map(OperationId).zip(&context.api.operations);
    let tests: TokenStream = numbered
        .filter_map(|(id, operation)| test(context, id, operation))
        .collect();
    let name = fixed_name(&context.crate_root().unwrap_or_default());
    let types = imports::uses(&tests, "types").then(|| quote!(use #name::types;));
    let wire = imports::uses(&tests, "wire").then(|| quote!(use #name::support::wire;));
    let client = client(context);
    let helpers = helpers(&tests);
    quote! {
        use #name::client;
        #wire
        #types
        #fixed
        #client
        #helpers
        #tests
    }
}

/// The functions that the tests are written with, those of them that are called.
fn helpers(tests: &TokenStream) -> TokenStream {
    let value = imports::calls_with_types(tests, "value").then(|| {
        quote! {
            /// A value, as JSON.
            fn value<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Box<dyn Error>> {
                serde_json::from_str(text).map_err(|error| format!("{text}: {error}").into())
            }
        }
    });
    let succeeds = imports::calls(tests, "succeeds").then(|| {
        quote! {
            /// What was answered, with all that is known of it where that is no success.
            fn succeeds<T, E: std::fmt::Debug>(
                answer: Result<T, client::Error<E>>,
            ) -> Result<T, Box<dyn Error>> {
                answer.map_err(|error| format!("{error}\n{error:?}").into())
            }
        }
    });
    let answers = imports::calls(tests, "answers").then(|| {
        quote! {
            /// The same for an operation of which no success is described: an answer is enough.
            fn answers<T, E: std::fmt::Debug>(answer: Result<T, client::Error<E>>) -> Outcome {
                match answer {
                    Err(error) if error.status().is_none() => {
                        Err(format!("{error}\n{error:?}").into())
                    }
                    _ => Ok(()),
                }
            }
        }
    });
    quote!(#value #succeeds #answers)
}

/// A client with a credential for each way of proving who calls.
fn client(context: Context<'_>) -> TokenStream {
    let credentials: TokenStream = first_call::credentials_for(context, |_| true)
        .parse()
        .unwrap_or_default();
    quote! {
        /// A client of the server that is tested; none where there is none.
        fn client() -> Result<Option<client::Client>, Box<dyn Error>> {
            let Ok(url) = std::env::var(BASE_URL) else {
                return Ok(None);
            };
            let builder = client::Client::builder(url);
            Ok(Some(builder #credentials .build()?))
        }
    }
}

/// ```text
/// #[tokio::test]
/// async fn list_things() -> Outcome {
///     let Some(client) = client()? else { return Ok(()) };
///     let call = client.list_things(value::<String>(r#""a""#)?).limit(value::<i64>("1")?);
///     succeeds(call.send().await)?;
///     Ok(())
/// }
/// ```
fn test(context: Context<'_>, id: OperationId, operation: &Operation) -> Option<TokenStream> {
    let call = context.facts.calls.get(id)?;
    let names = context.facts.names.operation(id)?;
    let function = ident(&names.function);
    let called: TokenStream = names.client_path().parse().unwrap_or_default();
    let arguments = arguments(context, id, (operation, names), call)?;
    let setters = setters(context, id, (operation, names), call)?;
    let deprecated = operation
        .docs
        .deprecated
        .then(|| quote!(#[allow(deprecated)]));
    let is_sequence = matches!(
        context.facts.outcomes.get(id)?.success_body(),
        Some(crate::analyse::BodyShape::Sequence(..))
    );
    // What comes one after the other is read to its end.
    let read = match (call.succeeds, is_sequence) {
        (false, _) => quote!(answers(call.send().await)),
        (true, false) => quote!(succeeds(call.send().await)?; Ok(())),
        (true, true) => quote! {
            let mut items = succeeds(call.send().await)?;
            while items.try_next().await?.is_some() {}
            Ok(())
        },
    };
    Some(quote! {
        #[tokio::test]
        #deprecated
        async fn #function() -> Outcome {
            let Some(client) = client()? else { return Ok(()) };
            let call = client.#called(#(#arguments),*) #(#setters)*;
            #read
        }
    })
}

type Named<'a> = (&'a Operation, &'a OperationNames);

fn arguments(
    context: Context<'_>,
    id: OperationId,
    (operation, names): Named<'_>,
    call: &Call,
) -> Option<Vec<TokenStream>> {
    let parameters = operation.parameters.iter().zip(&call.parameters);
    let required = parameters.filter(|(parameter, _)| parameter.required);
    let required = required
        .map(|(parameter, value)| Some(decoded(context, parameter.schema, value.as_ref()?, false)));
    let mut arguments: Vec<TokenStream> = required.collect::<Option<_>>()?;
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let made = call.body.as_ref()?;
        arguments.push(self::body(context, id, names, (&body.contents, made))?);
    }
    Some(arguments)
}

fn setters(
    context: Context<'_>,
    id: OperationId,
    (operation, names): Named<'_>,
    call: &Call,
) -> Option<Vec<TokenStream>> {
    let parameters = operation.parameters.iter().zip(&names.parameters);
    let parameters = parameters.zip(&call.parameters);
    let optional = parameters.filter(|((parameter, _), _)| !parameter.required);
    let mut setters: Vec<TokenStream> = optional
        .filter_map(|((parameter, name), value)| {
            let name = ident(name);
            let value = decoded(context, parameter.schema, value.as_ref()?, false);
            Some(quote!(.#name(#value)))
        })
        .collect();
    let body = operation.body.as_ref().filter(|body| !body.required);
    if let Some((body, made)) = body.zip(call.body.as_ref()) {
        let value = self::body(context, id, names, (&body.contents, made))?;
        setters.push(quote!(.body(#value)));
    }
    Some(setters)
}

/// ```text
/// value::<types::Pet>(r#"{"name":"Tom"}"#)?
/// ```
fn decoded(context: Context<'_>, schema: SchemaId, value: &Json, with_null: bool) -> TokenStream {
    let held = match with_null {
        true => context.value_type(schema, TypePath::Imported),
        false => context.rust_type(schema, TypePath::Imported),
    };
    let text = raw_string::literal(&value.to_string());
    match context.is_read_by_wire(schema) {
        true => quote!(value::<wire::Whole<#held>>(#text)?.0),
        false => quote!(value::<#held>(#text)?),
    }
}

fn body(
    context: Context<'_>,
    id: OperationId,
    names: &OperationNames,
    (contents, made): (&[Content], &CallBody),
) -> Option<TokenStream> {
    let content = contents.get(made.content)?;
    let value = held(context, id, names, content, made)?;
    let Some(choice) = &names.body.choice else {
        return Some(value);
    };
    let module = module_of(context, id)?;
    let (name, variant) = (
        ident(&choice.name),
        ident(choice.variants.get(made.content)?),
    );
    Some(quote!(client::#module::#name::#variant(#value)))
}

fn held(
    context: Context<'_>,
    id: OperationId,
    names: &OperationNames,
    content: &Content,
    made: &CallBody,
) -> Option<TokenStream> {
    Some(match (&content.format, &made.value) {
        (Format::Json(schema) | Format::Form { schema, .. }, CallValue::Json(value)) => {
            decoded(context, *schema, value, true)
        }
        (Format::Sequence { item, .. }, CallValue::Json(value)) => {
            let item = decoded(context, *item, value, true);
            quote!(vec![#item])
        }
        (Format::Multipart { parts, open, .. }, CallValue::Parts(values)) => {
            let Some(form) = names.body.form(made.content) else {
                return Some(quote! {
                    client::Multipart::new().text("example", [&"example"], "text/plain")
                });
            };
            let module = module_of(context, id)?;
            let name = ident(&form.name);
            let all = parts.iter().zip(values).zip(&form.fields);
            let fields = all.map(|((part, value), field)| {
                let field = ident(field);
                let value = part_value(context, part, value.as_ref());
                quote!(#field: #value)
            });
            let others = open.then(|| quote!(others: client::Multipart::new(),));
            quote!(client::#module::#name { #(#fields,)* #others })
        }
        (Format::Text { .. }, CallValue::Text(text)) => {
            let text = raw_string::literal(text);
            quote!(#text.to_owned())
        }
        (Format::Bytes { .. }, CallValue::Text(text)) => {
            let text = raw_string::literal(text);
            quote!(client::Body::from(#text))
        }
        _ => return None,
    })
}

fn part_value(context: Context<'_>, part: &FormPart, value: Option<&Json>) -> TokenStream {
    let one = value.map(|value| match part.format {
        PartFormat::File => {
            let media_type = part.media_type.as_deref().unwrap_or_default();
            let first = media_type.split(',').next().unwrap_or_default().trim();
            let media_type = match first.contains('*') || first.is_empty() {
                true => "application/octet-stream",
                false => first,
            };
            quote! {
                client::Upload::new("example").file_name("example").media_type(#media_type)
            }
        }
        PartFormat::Text | PartFormat::Json | PartFormat::Styled(_) => {
            let value = decoded(context, part.schema, value, true);
            match part.headers.is_empty() {
                true => value,
                false => quote!(client::Headed::from(#value)),
            }
        }
    });
    match (part.repeated, part.required, one) {
        (true, _, Some(one)) => quote!(vec![#one]),
        (true, _, None) => quote!(Vec::new()),
        (false, true, Some(one)) => one,
        (false, _, Some(one)) => quote!(Some(#one)),
        (false, _, None) => quote!(None),
    }
}

/// The module of the client in which an operation is.
fn module_of(context: Context<'_>, id: OperationId) -> Option<proc_macro2::Ident> {
    let groups = &context.facts.groups;
    let position = groups.iter().position(|it| it.operations.contains(&id))?;
    Some(ident(context.facts.names.group(position)?))
}
