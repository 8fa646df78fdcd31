//! The module `client`.

mod access;
mod body;
mod call;
mod contents;
mod credentials;
mod error;
mod exports;
pub(super) mod form;
mod headers;
mod link;
mod operation;
mod send;
pub(super) mod servers;
mod stream;
mod streaming;
mod success;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::imports;
use super::rust_type::TypePath;
use super::tokens::{fixed, ident, moved};
use crate::analyse::{Group, OperationNames};

pub(super) use contents::items as contents;
pub(super) use operation::body_type;
pub(super) use streaming::has_streamed;

/// The root of the module: what users name, and the methods that depend on the security schemes.
///
/// ```text
/// pub use self::handle::Client;
///
/// /// Everything that can go wrong with a call.
/// pub type Error<E = types::ErrorEnvelope> = error::Error<E>;
/// ```
pub(super) fn root(context: Context<'_>) -> TokenStream {
    let common = match context.facts.outcomes.common_error {
        Some(shape) => body_type(context, shape, TypePath::Imported),
        None => quote!(std::convert::Infallible),
    };
    let described = context.doc_lines(&[
        "Everything that can go wrong with a call. `E` is the body of the errors that the document describes; what most",
        "operations have in common stands for it where nothing else is said.",
    ]);
    let methods = methods(context);
    let exports = exports::all(context);
    let (schemes, keys) = (credentials::known(context), credentials::key_names(context));
    let known = servers::known(context);
    let types = imports::uses(&common, "types").then(|| {
        quote!(
            use super::types;
        )
    });
    quote! {
        #types

        #exports

        #described
        pub type Error<E = #common> = error::Error<E>;

        #schemes

        #keys

        #known

        #methods
    }
}

/// What the builder has because of the document.
fn methods(context: Context<'_>) -> Option<TokenStream> {
    let credentials = credentials::methods(context);
    let methods: Vec<_> = credentials
        .into_iter()
        .chain(servers::methods(context))
        .collect();
    (!methods.is_empty()).then(|| {
        quote! {
            impl ClientBuilder {
                #(#methods)*
            }
        }
    })
}

/// The operations of one group.
pub(super) fn group(context: Context<'_>, group: &Group) -> Vec<TokenStream> {
    let operations = group.operations.iter();
    let methods = operations
        .clone()
        .map(|id| operation::method(context, *id).map(moved));
    let calls = operations.clone().flat_map(|id| call::items(context, *id));
    let errors = operations.map(|id| error::item(context, *id));
    let (holder, structure) = holder(context, group);
    let client = quote! {
        impl #holder {
            #(#methods)*
        }
    };
    let items: Vec<TokenStream> = structure
        .into_iter()
        .chain([client])
        .chain(calls)
        .chain(errors.flatten())
        .collect();
    let mut all = vec![uses(context, group, &items)];
    all.extend(items);
    all
}

/// What has the methods of a group, and where it is no other than the client, that.
///
/// ```text
/// pub struct Datasets {
///     client: Client,
/// }
///
/// impl Client {
///     pub fn datasets(&self) -> Datasets { … }
/// }
/// ```
fn holder(context: Context<'_>, group: &Group) -> (TokenStream, Option<TokenStream>) {
    let first = group.operations.first();
    let names = first.and_then(|id| context.facts.names.operation(*id));
    let Some((accessor, handle)) = names.and_then(OperationNames::accessor) else {
        return (quote!(Client), None);
    };
    let words = holder_docs(context, group);
    let described = context.doc_lines(&words);
    let again = context.doc_lines(&words);
    let (accessor, handle) = (ident(accessor), ident(handle));
    let structure = quote! {
        #described
        #[derive(Debug, Clone)]
        pub struct #handle {
            client: Client,
        }

        impl Client {
            #again
            pub fn #accessor(&self) -> #handle {
                #handle { client: self.clone() }
            }
        }
    };
    (quote!(#handle), Some(structure))
}

fn holder_docs(context: Context<'_>, group: &Group) -> Vec<String> {
    if *group == context.facts.hooks {
        let words = [
            "Webhooks and callbacks, for whoever sends them. Each goes to the URL that it is given, and not to the API; it",
            "carries no credentials but those that the document asks for just there.",
        ];
        return words.map(String::from).to_vec();
    }
    let tag = group.tag.as_deref().unwrap_or_default();
    vec![format!("The operations with the tag `{tag}`.")]
}

/// What the items of a group are written with.
fn uses(context: Context<'_>, group: &Group, items: &[TokenStream]) -> TokenStream {
    let used = imports::used(items, &["json", "style", "wire", "types"]);
    let types = used.contains(&"types").then(|| {
        quote!(
            use super::super::types;
        )
    });
    let support = used.into_iter().filter(|module| *module != "types");
    let support: Vec<_> = support.map(fixed).collect();
    let support = match support.as_slice() {
        [] => None,
        [module] => Some(quote!(use super::super::support::#module;)),
        modules => Some(quote!(use super::super::support::{#(#modules),*};)),
    };
    let own = own_uses(context, group, items);
    quote! {
        #support
        #types
        use super::Error;
        #(use super::#own;)*
    }
}

/// What of the client's other modules they are written with, as rustfmt sorts it.
fn own_uses(context: Context<'_>, group: &Group, items: &[TokenStream]) -> Vec<TokenStream> {
    const MODULES: [&str; 16] = [
        "body",
        "byte_stream",
        "contents",
        "cursor_pages",
        "event_body",
        "events",
        "form",
        "headers",
        "link_values",
        "linked_pages",
        "multipart",
        "numbered_pages",
        "offset_pages",
        "pages",
        "sequence",
        "streamed",
    ];
    let modules = imports::used(items, &MODULES).into_iter();
    let mut own: Vec<(&str, TokenStream)> = modules
        .map(|module| {
            let name = fixed(module);
            (module, quote!(#name))
        })
        .collect();
    own.extend([
        ("handle", quote!(handle::Client)),
        ("operation", quote!(operation::Operation)),
        ("request", quote!(request::Request)),
        ("response", quote!(response::Response)),
    ]);
    let mut all = group.operations.iter();
    if all.any(|id| send::Sent::of(context, *id).is_some_and(send::Sent::is_read_apart)) {
        own.push(("answer", quote!(answer::Answer)));
    }
    let mut operations = group.operations.iter();
    if operations.any(|id| context.facts.pagination.get(*id).is_some()) {
        own.retain(|(module, _)| *module != "pages");
        let is_named = !imports::used(items, &["pages"]).is_empty();
        let itself = is_named.then(|| quote!(self,));
        own.push(("pages", quote!(pages::{#itself ItemStream, PageStream})));
    }
    own.sort_by_key(|(module, _)| *module);
    own.into_iter().map(|(_, path)| path).collect()
}
