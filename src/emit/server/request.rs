//! What the server's trait is asked.

use proc_macro2::TokenStream;
use quote::quote;

use super::parameter;
use crate::analyse::OperationNames;
use crate::emit::Context;
use crate::emit::path;
use crate::emit::rule::{self, Place};
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::ident;
use crate::ir::{
    ApiKeyLocation, Operation, OperationId, Parameter, ParameterLocation, RequestBody, SchemaId,
    SecurityKind, SecurityScheme,
};

/// ```text
/// /// What [`Api::list_dataset_activity`] is asked.
/// #[derive(Debug, Clone)]
/// pub struct ListDatasetActivityRequest {
///     /// A token of the organization.
///     pub bearer_auth: BearerToken,
///     /// Organization slug
///     pub org: String,
///     …
/// }
/// ```
pub(super) fn item(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let name = ident(&names.request);
    let described = context.doc_lines(&[format!(
        "What [`Api::{}`] is asked.",
        names.function.unraw()
    )]);
    let credentials =
        credentials(context, operation, names).map(|credential| credential.field(context));
    let parameters = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .enumerate();
    let parameters = parameters.map(|(position, (parameter, name))| {
        let name = ident(name);
        let otherwise = format!(
            "The {} parameter `{}`.",
            parameter.location.as_str(),
            parameter.name
        );
        // A field that warns where it is read would warn in every implementation, which must read it.
        let described = context.docs(
            &crate::ir::Docs {
                deprecated: false,
                ..parameter.docs.clone()
            },
            &otherwise,
        );
        let field_type = parameter::field_type(context, id, position, parameter);
        quote!(#described pub #name: #field_type)
    });
    let body = body_field(context, operation);
    let read = read(context, id, operation, names);
    quote! {
        #described
        #[derive(Debug, Clone)]
        pub struct #name {
            #(#credentials,)*
            #(#parameters,)*
            #body
        }
        #read
    }
}

fn body_field(context: Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let described = context.docs(&body.docs, "The body.");
    let held = match json(body) {
        Some(schema) => context.value_type(schema, TypePath::Imported),
        None => quote!(Vec<u8>),
    };
    let is_optional = !body.required && json(body).is_some();
    let field_type = if is_optional {
        quote!(Option<#held>)
    } else {
        held
    };
    Some(quote!(#described pub body: #field_type,))
}

/// ```text
/// fn read(parts: &Parts) -> Result<Self, Rejection> {
///     let bearer_auth = bearer::BearerToken::read(&parts.headers)?;
///     let mut faults = Faults::new();
///     let org = path_parameters.parameter("org").decode().required(&mut faults);
///     …
///     faults.finish(|| Some(Self { bearer_auth, org: org?, … }))
/// }
/// ```
fn read(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let name = ident(&names.request);
    let sources = sources(context, operation, names);
    let authenticate = authenticate(context, operation, names);
    let numbered = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .enumerate();
    let parameters = numbered.map(|(position, (parameter, name))| {
        let name = ident(name);
        let read = parameter::read(context, id, position, parameter);
        quote!(let #name = #read;)
    });
    let body = read_body(context, operation);
    let kept = credentials(context, operation, names).map(|credential| ident(credential.name));
    let taken = names
        .parameters
        .iter()
        .map(ident)
        .map(|name| quote!(#name: #name?));
    let taken_body = operation.body.as_ref().map(|body| match json(body) {
        Some(_) => quote!(body: body?,),
        None => quote!(body,),
    });
    let is_faultless = operation.parameters.is_empty() && !has_json_body(operation);
    let (faults, finish) = if is_faultless {
        (None, quote!(Ok(Self { #(#kept,)* #taken_body })))
    } else {
        let finish = quote!(faults.finish(|| Some(Self { #(#kept,)* #(#taken,)* #taken_body })));
        (Some(quote!(let mut faults = fault::Faults::new();)), finish)
    };
    let parts = if reads_parts(context, operation, names) {
        quote!(parts)
    } else {
        quote!(_parts)
    };
    let signature = match operation.body {
        Some(_) => quote!(async fn read(#parts: &Parts, body: axum::body::Body)),
        None => quote!(fn read(#parts: &Parts)),
    };
    quote! {
        impl #name {
            #signature -> Result<Self, Rejection> {
                #sources
                #authenticate
                #faults
                #(#parameters)*
                #body
                #finish
            }
        }
    }
}

fn has_json_body(operation: &Operation) -> bool {
    operation.body.as_ref().and_then(json).is_some()
}

/// The JSON value that a body is to the server, which knows one of several media types; all others are bytes to it.
fn json(body: &RequestBody) -> Option<SchemaId> {
    body.preferred()?.json()
}

fn reads_parts(context: Context<'_>, operation: &Operation, names: &OperationNames) -> bool {
    !operation.parameters.is_empty()
        || operation.body.is_some()
        || credentials(context, operation, names).next().is_some()
}

/// Where the parameters are looked for.
fn sources(context: Context<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let template = path::template(&operation.path);
    let path = has(operation, ParameterLocation::Path)
        .then(|| quote!(let path_parameters = path::Path::new(#template, parts.uri.path());));
    let query = uses_query(context, operation, names)
        .then(|| quote!(let query_parameters = pairs::Pairs::of_query(parts.uri.query());));
    let cookies = has_cookie(operation, false)
        .then(|| quote!(let cookie_parameters = pairs::Pairs::of_cookies(&parts.headers);));
    let plain = has_cookie(operation, true).then(
        || quote!(let plain_cookie_parameters = pairs::Pairs::of_plain_cookies(&parts.headers);),
    );
    quote!(#path #query #cookies #plain)
}

fn has_cookie(operation: &Operation, is_plain: bool) -> bool {
    let mut parameters = operation.parameters.iter();
    parameters.any(|parameter| {
        parameter.location == ParameterLocation::Cookie
            && parameter::is_plain_cookie(parameter) == is_plain
    })
}

fn has(operation: &Operation, location: ParameterLocation) -> bool {
    operation
        .parameters
        .iter()
        .any(|parameter| parameter.location == location)
}

fn uses_query(context: Context<'_>, operation: &Operation, names: &OperationNames) -> bool {
    let mut credentials = credentials(context, operation, names);
    let mut parameters = operation.parameters.iter();
    let is_pair = |parameter: &Parameter| {
        parameter.location == ParameterLocation::Query && !parameter.style.is_whole()
    };
    parameters.any(is_pair) || credentials.any(|credential| credential.is_in_query())
}

/// A body that serde by itself would read otherwise than the document means it.
///
/// ```text
/// .map(wire::whole)
/// ```
fn whole(context: Context<'_>, body: &RequestBody) -> Option<TokenStream> {
    if !context.is_read_by_wire(json(body)?) {
        return None;
    }
    Some(match body.required {
        true => quote!(.map(wire::whole)),
        false => quote!(.map(|body| body.map(wire::whole))),
    })
}

fn read_body(context: Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let check = check_body(context, body);
    let whole = whole(context, body);
    let read = match (json(body), body.required) {
        (Some(_), true) => {
            quote!(let body = body::json(parts, body, &mut faults).await? #whole;)
        }
        (Some(_), false) => {
            quote!(let body = body::optional_json(parts, body, &mut faults).await? #whole;)
        }
        (None, _) => quote!(let body = body::read(parts, body).await?;),
    };
    Some(quote!(#read #check))
}

/// ```text
/// violation::check(body.as_ref(), &mut faults, |body: &types::Event, at, found| {
///     found.validate(at, body);
/// });
/// ```
fn check_body(context: Context<'_>, body: &RequestBody) -> Option<TokenStream> {
    let schema = json(body)?;
    let place = Place {
        at: quote!(at),
        value: quote!(body),
        options: usize::from(!body.required) + usize::from(context.holds_null(schema)),
        path: TypePath::Imported,
    };
    let statements = rule::statements(context, schema, &place);
    let held = context.value_type(schema, TypePath::Imported);
    let held = if body.required {
        held
    } else {
        quote!(Option<#held>)
    };
    (!statements.is_empty()).then(|| {
        quote! {
            violation::check(body.as_ref(), &mut faults, |body: &#held, at, found| { #statements });
        }
    })
}

/// A credential that the operation may be asked with.
struct Credential<'a> {
    scheme: &'a SecurityScheme,
    name: &'a crate::analyse::RustName,
    /// Whether every way to call the operation needs it.
    always: bool,
}

impl Credential<'_> {
    fn field(&self, context: Context<'_>) -> TokenStream {
        let name = ident(self.name);
        let otherwise = format!(
            "The credential for the security scheme `{}`.",
            self.scheme.name
        );
        let described = context.doc(self.scheme.description.as_deref().unwrap_or(&otherwise));
        let held = match self.scheme.kind {
            SecurityKind::Basic => quote!(basic::BasicCredentials),
            SecurityKind::ApiKey { .. } => quote!(api_key::ApiKey),
            // No other kind is asked for.
            _ => quote!(bearer::BearerToken),
        };
        let field_type = if self.always {
            held
        } else {
            quote!(Option<#held>)
        };
        quote!(#described pub #name: #field_type)
    }

    fn is_in_query(&self) -> bool {
        matches!(
            self.scheme.kind,
            SecurityKind::ApiKey {
                location: ApiKeyLocation::Query,
                ..
            }
        )
    }

    fn read(&self) -> TokenStream {
        match &self.scheme.kind {
            SecurityKind::Basic => quote!(basic::BasicCredentials::read(&parts.headers)),
            SecurityKind::ApiKey { location, name } => match location {
                ApiKeyLocation::Header => {
                    let name = name.to_ascii_lowercase();
                    quote!(api_key::ApiKey::in_header(&parts.headers, #name))
                }
                ApiKeyLocation::Query => {
                    quote!(api_key::ApiKey::in_query(&query_parameters, #name))
                }
                ApiKeyLocation::Cookie => quote!(api_key::ApiKey::in_cookie(&parts.headers, #name)),
            },
            _ => quote!(bearer::BearerToken::read(&parts.headers)),
        }
    }
}

fn credentials<'a>(
    context: Context<'a>,
    operation: &'a Operation,
    names: &'a OperationNames,
) -> impl Iterator<Item = Credential<'a>> {
    names
        .credentials
        .iter()
        .filter_map(move |(position, name)| {
            let scheme = context.api.security_schemes.get(*position)?;
            let always = operation
                .security
                .iter()
                .all(|requirement| requirement.needs(&scheme.name));
            Some(Credential {
                scheme,
                name,
                always,
            })
        })
}

/// Reads the credentials. One that every requirement needs must be there; of the others, those of one requirement.
fn authenticate(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let all: Vec<Credential<'_>> = credentials(context, operation, names).collect();
    let reads = all.iter().map(|credential| {
        let name = ident(credential.name);
        let read = credential.read();
        if credential.always {
            quote!(let #name = #read?;)
        } else {
            quote!(let #name = #read.ok();)
        }
    });
    let choice = choice(operation, &all);
    quote!(#(#reads)* #choice)
}

/// Refuses a request that meets none of the requirements, where that is not said by the credentials that all of them need.
///
/// ```text
/// if !(basic.is_some() || header_key.is_some()) {
///     return Err(Rejection::unauthenticated("Basic"));
/// }
/// ```
fn choice(operation: &Operation, all: &[Credential<'_>]) -> Option<TokenStream> {
    let challenge = match &all
        .iter()
        .find(|credential| !credential.always)?
        .scheme
        .kind
    {
        SecurityKind::Basic => "Basic charset=\"UTF-8\"",
        SecurityKind::ApiKey { .. } => "ApiKey",
        _ => "Bearer",
    };
    let alternatives = operation.security.iter().map(|requirement| {
        let optional = all.iter().filter(|credential| !credential.always);
        let needed = optional.filter(|credential| requirement.needs(&credential.scheme.name));
        needed
            .map(|credential| ident(credential.name))
            .collect::<Vec<_>>()
    });
    let alternatives: Vec<_> = alternatives.collect();
    // A requirement without any of them is met by everybody who has come this far.
    if alternatives.iter().any(Vec::is_empty) {
        return None;
    }
    let alternatives = alternatives.iter().map(|needed| match needed.as_slice() {
        [one] => quote!(#one.is_some()),
        several => quote!((#(#several.is_some())&&*)),
    });
    Some(quote! {
        if !(#(#alternatives)||*) {
            return Err(Rejection::unauthenticated(#challenge));
        }
    })
}
