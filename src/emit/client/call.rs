//! A call: what an operation of the client is asked with, and how it is sent.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{argument_type, body_type, content_argument, conversion, types};
use super::{error, is_empty, stream};
use crate::analyse::{BodyShape, ErrorShape, OperationNames, Outcome, Reading};
use crate::emit::Context;
use crate::emit::tokens::{ident, moved};
use crate::emit::{path, status, style};
use crate::ir::{
    Content, Method, Operation, OperationId, Parameter, ParameterLocation, StatusPattern, Style,
};

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
    parts.chain(methods(context, id)).collect()
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
    let send = moved(send(context, id, operation, names)?);
    let stream = stream::methods(context, id).map(moved);
    let request = moved(request(context, id, operation, names));
    Some(quote! {
        impl #call {
            #(#setters)*
            #send
            #stream
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
        let kept = match &body.content {
            Content::Json { schema, .. } => context.value_type(*schema, types()),
            Content::Bytes { .. } => quote!(bytes::Bytes),
        };
        if body.required {
            quote!(body: #kept)
        } else {
            quote!(body: Option<#kept>)
        }
    });
    parameters.chain(body).collect()
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
            let argument = content_argument(context, &body.content);
            let value = match &body.content {
                Content::Json { .. } => quote!(body),
                Content::Bytes { .. } => quote!(body.into()),
            };
            quote! {
                #described
                pub fn body(mut self, body: #argument) -> Self {
                    self.body = Some(#value);
                    self
                }
            }
        });
    parameters.chain(body).collect()
}

/// ```text
/// pub async fn send(self) -> Result<types::DatasetActivityPage, Error> { … }
/// pub async fn send_with_response(self) -> Result<Response<…>, Error> { … }
/// ```
fn send(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let outcome = context.facts.outcomes.get(id)?;
    let success = body_type(context, outcome.success, types());
    let error = error::error_type(context, id, names);
    let reading = reading(context, id, operation, names)?;
    // What reads a page is a function of its own, since it reads each of them.
    let is_paged = context.facts.pagination.get(id).is_some();
    let (sent, read) = if is_paged {
        let read = quote! {
            fn answered(answer: Answer) -> Result<Response<#success>, #error> {
                #reading
            }
        };
        let sent = quote!(Self::answered(self.request().send().await?));
        (sent, Some(moved(read)))
    } else {
        let sent = quote! {
            let answer = self.request().send().await?;
            #reading
        };
        (sent, None)
    };
    let sent = moved(sent);
    let blocking = context
        .has_blocking()
        .then(|| blocking(context, &success, &error));
    let send_doc = context.doc_lines(&[if is_empty(outcome.success) {
        "Sends the call."
    } else {
        "Sends the call and gives the body of the answer."
    }]);
    let response_doc =
        context.doc_lines(&["Sends the call and gives the answer with its status and headers."]);
    let errors = || {
        context.doc_lines(&[
            "",
            "# Errors",
            "",
            "When the call cannot be sent, and when no success comes: see [`Error`].",
        ])
    };
    let (errors, errors_again) = (errors(), errors());
    Some(quote! {
        #send_doc
        #errors
        pub async fn send(self) -> Result<#success, #error> {
            self.send_with_response().await.map(Response::into_body)
        }

        #blocking

        #response_doc
        #errors_again
        pub async fn send_with_response(self) -> Result<Response<#success>, #error> {
            #sent
        }

        #read
    })
}

/// ```text
/// pub fn send_blocking(self) -> Result<types::DatasetActivityPage, Error> {
///     super::blocking::wait(self.send())
/// }
/// ```
fn blocking(context: Context<'_>, success: &TokenStream, error: &TokenStream) -> TokenStream {
    let described = context.doc_lines(&[
        "Sends the call and waits for it: for code that is not async.",
        "",
        "# Errors",
        "",
        "As `send`, and when it is called from async code.",
    ]);
    let feature = context.blocking_feature();
    quote! {
        #described
        #feature
        pub fn send_blocking(self) -> Result<#success, #error> {
            super::blocking::wait(self.send())
        }
    }
}

/// ```text
/// match answer.status().as_u16() {
///     200 => answer.json(),
///     _ => Err(answer.unexpected()),
/// }
/// ```
fn reading(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let outcome = context.facts.outcomes.get(id)?;
    let arms = success_arms(context, operation, outcome)
        .into_iter()
        .chain(error_arms(context, id, operation, outcome, names))
        .map(moved);
    let other = (!has_default(operation, outcome)).then(|| quote!(_ => Err(answer.unexpected()),));
    Some(quote! {
        match answer.status().as_u16() {
            #(#arms,)*
            #other
        }
    })
}

fn has_default(operation: &Operation, outcome: &Outcome) -> bool {
    let mut errors = outcome
        .errors
        .iter()
        .filter_map(|position| operation.responses.get(*position));
    errors.any(|response| response.status == StatusPattern::Default)
}

/// The successes together: they all hold the same.
fn success_arms(
    context: Context<'_>,
    operation: &Operation,
    outcome: &Outcome,
) -> Option<TokenStream> {
    let described = outcome
        .successes
        .iter()
        .filter_map(|position| operation.responses.get(*position));
    let mut patterns: Vec<StatusPattern> = described.map(|response| response.status).collect();
    if patterns.is_empty() || patterns.contains(&StatusPattern::Default) {
        patterns = vec![StatusPattern::Range(2)];
    }
    let pattern = status::pattern(&patterns);
    let read = match outcome.success {
        BodyShape::Empty => quote!(Ok(answer.empty())),
        BodyShape::Json(schema) if context.is_read_by_wire(schema) => {
            quote!(answer.json().map(|response| response.map(wire::whole)))
        }
        BodyShape::Json(_) => quote!(answer.json()),
        BodyShape::Bytes => quote!(Ok(answer.raw())),
    };
    Some(quote!(#pattern => #read))
}

/// The errors: together where they all hold the same, else each as a variant.
fn error_arms(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    outcome: &Outcome,
    names: &OperationNames,
) -> Vec<TokenStream> {
    let errors = outcome.errors.iter().filter_map(|position| {
        Some((
            operation.responses.get(*position)?,
            names.responses.get(*position)?,
        ))
    });
    let mut errors: Vec<_> = errors.collect();
    // Exact statuses before ranges before `default` (OpenAPI 3.0.3, section 4.7.16).
    errors.sort_by_key(|(response, _)| status::precedence(response.status));
    match outcome.error {
        ErrorShape::Undocumented => Vec::new(),
        ErrorShape::Same(shape) => {
            let patterns: Vec<StatusPattern> =
                errors.iter().map(|(response, _)| response.status).collect();
            let read = match shape {
                BodyShape::Empty => quote!(answer.error_without_body(())),
                BodyShape::Json(schema) if context.is_read_by_wire(schema) => {
                    quote!(answer.error_with(wire::whole))
                }
                BodyShape::Json(_) => quote!(answer.error()),
                BodyShape::Bytes => quote!(answer.error_with_bytes(std::convert::identity)),
            };
            let pattern = status::pattern(&patterns);
            vec![quote!(#pattern => Err(#read))]
        }
        ErrorShape::ByStatus => errors
            .iter()
            .map(|(response, variant)| {
                let pattern = status::pattern(&[response.status]);
                let read = error::read_variant(context, id, response, variant);
                quote!(#pattern => Err(#read))
            })
            .collect(),
    }
}

/// ```text
/// fn request(self) -> Request {
///     self.client
///         .request(Method::GET, &[&["bearerAuth"]])
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
    let (begin, method) = begin(&operation.method);
    let security = operation.security.iter().map(|requirement| {
        let schemes = &requirement.schemes;
        quote!(&[#(#schemes),*])
    });
    let path = path::calls(operation, names);
    let parameters = operation.parameters.iter().zip(&names.parameters);
    let parameters = parameters
        .enumerate()
        .filter_map(|(position, (parameter, name))| {
            let reading = context.facts.readings.get(id, position);
            let name = ident(name);
            parameter_call(reading, parameter, &quote!(&self.#name)).map(moved)
        });
    let accept = accept(operation).map(|media_types| quote!(.accept(#media_types)));
    let request = quote! {
        self.client #begin(#method, &[#(#security),*]) #path #(#parameters)* #accept
    };
    let request = moved(match &operation.body {
        None => request,
        Some(body) => with_body(&request, &body.content, body.required),
    });
    quote! {
        fn request(self) -> Request {
            #request
        }
    }
}

/// How a call begins, and its method, of which the crate `http` names only some.
///
/// ```text
/// .request(Method::GET, …)
/// .request_by("QUERY", …)
/// ```
fn begin(method: &Method) -> (TokenStream, TokenStream) {
    let name = method.as_str();
    if let Method::Other(_) = method {
        return (quote!(.request_by), quote!(#name));
    }
    let constant = quote::format_ident!("{name}");
    (quote!(.request), quote!(Method::#constant))
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
    // What has no parts is written the same in each style of the query.
    let written = match (parameter.style, reading) {
        (Style::Form { .. }, Reading::Plain) => Style::Form { explode: true },
        (style, _) => style,
    };
    let style = style::of(written);
    Some(match (parameter.location, written) {
        // The path is put together by itself.
        (ParameterLocation::Path, _) => return None,
        (ParameterLocation::Query, whole) if whole.is_whole() => {
            quote!(.query_whole(#name, #value, #style))
        }
        (ParameterLocation::Query, Style::Urlencoded) => quote!(.query_form(#name, #value)),
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
        (ParameterLocation::Cookie, _) => quote!(.cookie(#name, #value, #style)),
    })
}

fn with_body(request: &TokenStream, content: &Content, required: bool) -> TokenStream {
    let (method, media_type) = match content {
        Content::Json { media_type, .. } => (quote!(json), media_type),
        Content::Bytes { media_type } => (quote!(bytes), media_type),
    };
    let media_type = if media_type.contains('*') {
        "application/octet-stream"
    } else {
        media_type
    };
    let reference = match content {
        Content::Json { .. } => quote!(&),
        Content::Bytes { .. } => TokenStream::new(),
    };
    if required {
        return quote!(#request.#method(#media_type, #reference self.body));
    }
    quote! {
        let request = #request;
        match self.body {
            Some(body) => request.#method(#media_type, #reference body),
            None => request,
        }
    }
}

/// The media types of all answers, each once; nothing where no answer has a body.
fn accept(operation: &Operation) -> Option<String> {
    let mut media_types: Vec<&str> = Vec::new();
    for content in operation
        .responses
        .iter()
        .filter_map(|response| response.content.as_ref())
    {
        let (Content::Json { media_type, .. } | Content::Bytes { media_type }) = content;
        if !media_types.contains(&media_type.as_str()) {
            media_types.push(media_type);
        }
    }
    (!media_types.is_empty()).then(|| media_types.join(", "))
}
