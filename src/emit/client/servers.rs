//! The module `client::server_choice`: the choices among the document's servers.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{OneServer, ServerChoice, ServerNames, VariableNames};
use crate::emit::tokens::ident;
use crate::emit::{Context, doc_text};
use crate::ir::{OperationId, Server, ServerVariable};

/// How long a URL is at most that is shown.
const LONGEST_URL: usize = 500;

/// The choices with their names.
fn choices<'a>(
    context: Context<'a>,
) -> impl Iterator<Item = (&'a ServerChoice, &'a ServerNames)> + use<'a> {
    let choices = context.facts.servers.iter().enumerate();
    choices.filter_map(move |(position, choice)| {
        Some((choice, context.facts.names.servers(position)?))
    })
}

/// What is written of a server, with what it is called.
type Named<'a> = (&'a Server, &'a OneServer);

fn named<'a>(
    choice: &'a ServerChoice,
    names: &'a ServerNames,
) -> impl Iterator<Item = Named<'a>> + Clone {
    choice.servers.iter().zip(&names.servers)
}

/// The module.
pub(in crate::emit) fn items(context: Context<'_>) -> Vec<TokenStream> {
    let enums = choices(context).map(|(choice, names)| enumeration(context, choice, names));
    let structures = choices(context)
        .flat_map(|(choice, names)| named(choice, names))
        .filter_map(|server| structure(context, server));
    let mut known = HashSet::new();
    let values = choices(context)
        .flat_map(|(choice, names)| named(choice, names))
        .flat_map(|(server, names)| server.variables.iter().zip(&names.variables))
        .filter(|(_, names)| {
            let values = names.values.as_ref();
            values.is_some_and(|(name, _)| known.insert(name.clone()))
        })
        .filter_map(|(variable, names)| values(context, variable, names));
    let uses = quote! {
        use super::base_url::{BaseUrl, IntoBaseUrl};
    };
    std::iter::once(uses)
        .chain(enums)
        .chain(structures)
        .chain(values)
        .collect()
}

/// ```text
/// /// The servers of the API.
/// #[derive(Debug, Clone, PartialEq, Eq)]
/// pub enum Server {
///     /// Production.
///     ///
///     /// `https://example.com/v1`
///     Production,
///     /// `https://{region}.example.com`
///     Regional(Regional),
/// }
/// ```
fn enumeration(context: Context<'_>, choice: &ServerChoice, names: &ServerNames) -> TokenStream {
    let name = ident(&names.choice);
    let described = context.doc_lines(&[match choice.operation {
        None => "The servers of the API.",
        Some(_) => "The servers of operations that are elsewhere than the others.",
    }]);
    let variants = named(choice, names).map(|(server, names)| {
        let described = server_docs(context, server);
        let variant = ident(&names.variant);
        let held = names.structure.as_ref().map(|structure| {
            let structure = ident(structure);
            quote!((#structure))
        });
        quote!(#described #variant #held)
    });
    let arms = named(choice, names).map(|(server, names)| {
        let variant = ident(&names.variant);
        let url = &server.url;
        match &names.structure {
            None => quote!(Self::#variant => BaseUrl::of_server(#url, &[])),
            Some(_) => quote!(Self::#variant(server) => server.into_base_url()),
        }
    });
    let is_copy = names.servers.iter().all(|it| it.structure.is_none());
    let copy = is_copy.then(|| quote!(Copy,));
    let at = at(context, choice, names);
    quote! {
        #described
        #[derive(Debug, Clone, #copy PartialEq, Eq)]
        pub enum #name { #(#variants),* }

        #at

        impl IntoBaseUrl for #name {
            fn into_base_url(self) -> BaseUrl {
                match self { #(#arms),* }
            }
        }
    }
}

/// ```text
/// /// Says where the document is, to which a server may be relative.
/// pub fn at(self, url: impl AsRef<str>) -> BaseUrl {
///     self.into_base_url().at(url)
/// }
/// ```
fn at(context: Context<'_>, choice: &ServerChoice, names: &ServerNames) -> Option<TokenStream> {
    if !choice.servers.iter().any(Server::is_relative) {
        return None;
    }
    let name = ident(&names.choice);
    let described = context.doc_lines(&[
        "The server that is relative to this URL: that of the document, or any of its host. One that is not relative",
        "stays what it is.",
    ]);
    Some(quote! {
        impl #name {
            #described
            pub fn at(self, url: impl AsRef<str>) -> BaseUrl {
                self.into_base_url().at(url)
            }
        }
    })
}

/// What the document says of a server, and its URL.
fn server_docs(context: Context<'_>, server: &Server) -> TokenStream {
    let mut lines = doc_text::lines(server.description.as_deref().unwrap_or_default());
    if let Some(url) = doc_text::code(&server.url, LONGEST_URL) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(url);
    }
    if lines.is_empty() {
        lines.push("A server.".to_owned());
    }
    context.doc_lines(&lines)
}

/// ```text
/// /// What can be chosen of the server `https://{region}.example.com`.
/// #[derive(Debug, Clone, PartialEq, Eq)]
/// pub struct Regional {
///     /// Where the data is.
///     pub region: Region,
/// }
/// ```
fn structure(context: Context<'_>, (server, names): Named<'_>) -> Option<TokenStream> {
    let name = ident(names.structure.as_ref()?);
    let described =
        context.doc_lines(&["What can be chosen of the server, and else is as the document says."]);
    let variables = server.variables.iter().zip(&names.variables);
    let fields = variables.clone().map(|(variable, names)| {
        let otherwise = format!("The value of `{}`.", variable.name);
        let described = context.doc(variable.description.as_deref().unwrap_or(&otherwise));
        let field = ident(&names.field);
        let held = names.values.as_ref().map(|(name, _)| ident(name));
        let held = held.map_or_else(|| quote!(String), |name| quote!(#name));
        quote!(#described pub #field: #held)
    });
    let defaults = variables.clone().map(|(variable, names)| {
        let field = ident(&names.field);
        let default = default(variable, names);
        quote!(#field: #default)
    });
    let url = &server.url;
    let values = variables.map(|(variable, names)| {
        let (text, field) = (&variable.name, ident(&names.field));
        match names.values {
            Some(_) => quote!((#text, self.#field.as_str())),
            None => quote!((#text, &self.#field)),
        }
    });
    Some(quote! {
        #described
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct #name { #(#fields),* }

        impl Default for #name {
            fn default() -> Self {
                Self { #(#defaults),* }
            }
        }

        impl IntoBaseUrl for #name {
            fn into_base_url(self) -> BaseUrl {
                BaseUrl::of_server(#url, &[#(#values),*])
            }
        }
    })
}

fn default(variable: &ServerVariable, names: &VariableNames) -> TokenStream {
    let text = &variable.default;
    let Some((name, variants)) = &names.values else {
        return match text.as_str() {
            "" => quote!(String::new()),
            text => quote!(String::from(#text)),
        };
    };
    let values = variable.values.iter().zip(variants);
    let default = values
        .filter(|(value, _)| *value == text)
        .map(|(_, variant)| ident(variant));
    let name = ident(name);
    quote!(#(#name::#default)*)
}

/// ```text
/// /// The values of `region`.
/// #[derive(Debug, Clone, Copy, PartialEq, Eq)]
/// pub enum Region {
///     /// `eu`
///     Eu,
/// }
/// ```
fn values(
    context: Context<'_>,
    variable: &ServerVariable,
    names: &VariableNames,
) -> Option<TokenStream> {
    let (name, variants) = names.values.as_ref()?;
    let name = ident(name);
    let described = context.doc(&format!("The values of `{}`.", variable.name));
    let documented = variable
        .values
        .iter()
        .zip(variants)
        .map(|(value, variant)| {
            let words = doc_text::code(value, LONGEST_URL);
            let described = context.doc_lines(&[words.unwrap_or_else(|| "A value.".to_owned())]);
            let variant = ident(variant);
            quote!(#described #variant)
        });
    let texts = &variable.values;
    let variants = variants.iter().map(ident);
    let as_str = context.doc_lines(&["What stands in the URL."]);
    Some(quote! {
        #described
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum #name { #(#documented),* }

        impl #name {
            #as_str
            pub fn as_str(self) -> &'static str {
                match self { #(Self::#variants => #texts),* }
            }
        }
    })
}

/// How a call says where it is sent, if that is elsewhere than the others.
///
/// ```text
/// .server("upload_server", "https://upload.example.com/v1")
/// ```
pub(super) fn call(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    let (position, choice) = context.facts.servers.of_operation(id)?;
    let method = context.facts.names.servers(position)?.method.as_ref()?;
    let (name, url) = (method.unraw(), choice.servers.first()?.default_url());
    Some(quote!(.server(#name, #url)))
}

/// The builder's methods for the servers of operations.
///
/// ```text
/// /// Where `upload` and others are sent.
/// pub fn upload_server(self, server: impl IntoBaseUrl) -> Self {
///     self.server("upload_server", server)
/// }
/// ```
pub(super) fn methods(context: Context<'_>) -> Vec<TokenStream> {
    let methods = choices(context).filter_map(|(choice, names)| {
        let method = names.method.as_ref()?;
        let function = context.facts.function(choice.operation?)?;
        let described = context.doc_lines(&[format!(
            "Where `{function}`, and what else the document has at the same servers, is sent: one of",
        ), format!("[`{}`](server_choice::{}), or any URL.", names.choice.unraw(), names.choice.unraw())]);
        let (name, method) = (method.unraw(), ident(method));
        Some(quote! {
            #described
            pub fn #method(self, server: impl IntoBaseUrl) -> Self {
                self.server(#name, server)
            }
        })
    });
    methods.collect()
}

/// The URLs by which a client is begun with a server of the document, where that makes a difference.
///
/// ```text
/// const SERVERS: &[&str] = &["https://example.com/v1"];
/// ```
pub(super) fn known(context: Context<'_>) -> TokenStream {
    let servers = &context.facts.servers;
    let document = servers.iter().filter(|it| it.operation.is_none());
    let urls = document
        .flat_map(|choice| &choice.servers)
        .filter(|server| servers.has_own() && !server.is_relative())
        .map(Server::default_url);
    let described =
        context.doc_lines(&["The servers of the API, where some operations have others."]);
    quote! {
        #described
        const SERVERS: &[&str] = &[#(#urls),*];
    }
}
