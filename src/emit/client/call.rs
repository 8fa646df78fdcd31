//! A call: what an operation of the client is asked with, and how it is sent.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{argument_type, conversion, types};
use super::{body, credentials, form, headers, link, send, servers, stream, success};
use crate::analyse::{OperationNames, Reading, template};
use crate::emit::Context;
use crate::emit::tokens::{ident, moved};
use crate::emit::{path, style};
use crate::ir::{Operation, OperationId, Parameter, ParameterLocation, Style};

/// ```text
/// /// A call of [`Client::list_dataset_activity`].
/// #[derive(Debug, Clone)]
/// pub struct ListDatasetActivity {
///     client: Client,
///     org: String,
///     limit: Option<i64>,
///     offset: Option<i64>,
/// }
/// ```
pub(super) fn items(context: Context<'_>, id: OperationId) -> Vec<TokenStream> {
    let parts = structure(context, id).into_iter();
    let parts = parts.chain(methods(context, id));
    let bodies = body::items(context, id).into_iter();
    let bodies = bodies.chain(success_item(context, id));
    parts
        .chain(bodies)
        .chain(headers::items(context, id))
        .collect()
}

fn success_item(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    success::item(send::Sent::of(context, id)?)
}

fn structure(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    let operation = context.operation(id)?;
    let names = context.facts.names.operation(id)?;
    let call = ident(&names.stem);
    let described = context.doc_lines(&[format!("A call of [`{}`].", names.documented())]);
    let fields = fields(context, operation, names);
    Some(quote! {
        #described
        #[derive(Debug, Clone)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #call {
            client: Client,
            #(#fields,)*
        }
    })
}

fn methods(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    let operation = context.operation(id)?;
    let names = context.facts.names.operation(id)?;
    let call = ident(&names.stem);
    let setters = setters(context, operation, names).into_iter().map(moved);
    let send = moved(send::methods(context, id)?);
    let stream = stream::methods(context, id).map(moved);
    let links = link::methods(context, id, operation, names)
        .into_iter()
        .map(moved);
    let request = moved(request(context, id, operation, names));
    Some(quote! {
        impl #call {
            #(#setters)*
            #send
            #stream
            #(#links)*
            #request
        }
    })
}

fn fields(context: Context<'_>, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
    let parameters = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .map(|(parameter, name)| {
            let name = ident(name);
            let kept = context.rust_type(parameter.schema, types());
            if parameter.required {
                quote!(#name: #kept)
            } else {
                quote!(#name: Option<#kept>)
            }
        });
    let body = operation.body.as_ref().map(|body| {
        let kept = body::held(context, body, names).kept;
        if body.required {
            quote!(body: #kept)
        } else {
            quote!(body: Option<#kept>)
        }
    });
    let url = (!operation.is_of_api()).then(|| quote!(url: String));
    url.into_iter().chain(parameters).chain(body).collect()
}

/// ```text
/// /// How many events a page holds at most.
/// pub fn limit(mut self, limit: i64) -> Self {
///     self.limit = Some(limit);
///     self
/// }
/// ```
fn setters(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<TokenStream> {
    let optional = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| !parameter.required);
    let parameters = optional.map(|(parameter, name)| {
        let name = ident(name);
        let otherwise = format!(
            "The {} parameter `{}`.",
            parameter.location.as_str(),
            parameter.name
        );
        let described = moved(context.docs(&parameter.docs, &otherwise));
        let argument = moved(argument_type(context, parameter.schema));
        let conversion = conversion(context, parameter);
        quote! {
            #described
            pub fn #name(mut self, #name: #argument) -> Self {
                self.#name = Some(#name #conversion);
                self
            }
        }
    });
    let body = operation
        .body
        .as_ref()
        .filter(|body| !body.required)
        .map(|body| {
            let described = context.docs(&body.docs, "The body.");
            let body::Held {
                argument,
                conversion,
                ..
            } = body::held(context, body, names);
            quote! {
                #described
                pub fn body(mut self, body: #argument) -> Self {
                    self.body = Some(body #conversion);
                    self
                }
            }
        });
    parameters.chain(body).collect()
}

/// ```text
/// fn request(self) -> Request {
///     Request::of(self.client, &Operation { … }, &[&["bearerAuth"]])
///         .path("/org/").path_value("org", &self.org).path("/datasets/activity")
///         .query("limit", &self.limit)
///         .accept("application/json")
/// }
/// ```
fn request(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let described = described(operation, names);
    let security = credentials::security(operation);
    let server = servers::call(context, id);
    let path = match operation.is_of_api() {
        true => path::calls(operation, names),
        false => quote!(.to(&self.url)),
    };
    let parameters = operation.parameters.iter().zip(&names.parameters);
    let parameters = parameters
        .enumerate()
        .filter_map(|(position, (parameter, name))| {
            let reading = context.facts.readings.get(id, position);
            let name = ident(name);
            if context.facts.idempotency_keys.has(id, position) {
                let header = &parameter.name;
                return Some(moved(quote!(.idempotency_key(#header, &self.#name))));
            }
            parameter_call(reading, parameter, &quote!(&self.#name)).map(moved)
        });
    let accept = accept(operation).map(|media_types| quote!(.accept(#media_types)));
    let request = quote! {
        Request::of(self.client, &#described, #security) #server #path #(#parameters)* #accept
    };
    let request = moved(match &operation.body {
        None => request,
        Some(body) => body::with_body(context, &request, body, names),
    });
    quote! {
        fn request(self) -> Request {
            #request
        }
    }
}

/// What hooks are told of the operation, and by which method it is asked.
///
/// ```text
/// Operation { id: "listDatasetActivity", method: "GET", path: "/org/{org}/datasets/activity" }
/// ```
fn described(operation: &Operation, names: &OperationNames) -> TokenStream {
    let id = operation.id.as_deref();
    let id = id.unwrap_or_else(|| names.function.unraw());
    let method = operation.method.as_str();
    let path = match &operation.hook {
        Some(hook) => hook.place().to_owned(),
        None => template(&operation.path),
    };
    quote!(Operation { id: #id, method: #method, path: #path })
}

/// ```text
/// .query("limit", &self.limit)
/// ```
fn parameter_call(
    reading: Reading,
    parameter: &Parameter,
    value: &TokenStream,
) -> Option<TokenStream> {
    let name = &parameter.name;
    if parameter.style == Style::FormText {
        let text = form::text(parameter, value);
        return form_text_call(parameter, &text);
    }
    // What has no parts is written the same in each style of the query.
    let written = match (parameter.style, reading) {
        (Style::Form { .. }, Reading::Plain) => Style::Form { explode: true },
        (style, _) => style,
    };
    let style = style::of(written);
    Some(match (parameter.location, written) {
        // The path is put together by itself.
        (ParameterLocation::Path, _) => return None,
        (ParameterLocation::Query, Style::WholeFormText) => {
            quote!(.query_form_text(#name, #value))
        }
        (ParameterLocation::Query, whole) if whole.is_whole() => {
            quote!(.query_whole(#name, #value, #style))
        }
        (ParameterLocation::Query, Style::Urlencoded) => {
            let fields = form::fields(&parameter.fields);
            quote!(.query_form(#name, #value, #fields))
        }
        (ParameterLocation::Query, _) if parameter.allow_reserved => {
            quote!(.query_reserved(#name, #value, #style))
        }
        (ParameterLocation::Query, Style::Form { explode: true }) => quote!(.query(#name, #value)),
        (ParameterLocation::Query, _) => quote!(.query_styled(#name, #value, #style)),
        (ParameterLocation::Header, Style::Simple { explode: false }) => {
            quote!(.header(#name, #value))
        }
        (ParameterLocation::Header, _) => quote!(.header_styled(#name, #value, #style)),
        (ParameterLocation::Cookie, Style::Cookie { .. }) => {
            quote!(.cookie_plain(#name, #value, #style))
        }
        (ParameterLocation::Cookie, _) if parameter.allow_reserved => {
            quote!(.cookie_reserved(#name, #value, #style))
        }
        (ParameterLocation::Cookie, _) => quote!(.cookie(#name, #value, #style)),
    })
}

/// ```text
/// .query("filter", &form::Text { value: &self.filter, fields: &[] })
/// ```
fn form_text_call(parameter: &Parameter, text: &TokenStream) -> Option<TokenStream> {
    let name = &parameter.name;
    Some(match parameter.location {
        // The path is put together by itself.
        ParameterLocation::Path => return None,
        ParameterLocation::Query => quote!(.query(#name, #text)),
        ParameterLocation::Header => quote!(.header(#name, #text)),
        ParameterLocation::Cookie => {
            let style = style::of(parameter.style);
            quote!(.cookie(#name, #text, #style))
        }
    })
}

/// The media types of all answers, each once; nothing where no answer has a body. What a redirect leads to may be of any.
fn accept(operation: &Operation) -> Option<String> {
    let mut media_types: Vec<&str> = Vec::new();
    for content in operation.responses.iter().flat_map(|it| &it.contents) {
        let media_type = content.media_type.as_str();
        if !media_types.contains(&media_type) {
            media_types.push(media_type);
        }
    }
    if operation.leads_elsewhere() && !media_types.is_empty() {
        media_types.push("*/*");
    }
    (!media_types.is_empty()).then(|| media_types.join(", "))
}
