//! The module `client`.

mod access;
mod call;
mod credentials;
mod error;
mod operation;
mod stream;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::imports;
use super::rust_type::TypePath;
use super::tokens::{ident, moved};
use crate::analyse::{BodyShape, Group, OperationNames};

pub(super) use operation::body_type;

/// The root of the module: what users name, and the methods that depend on the security schemes.
///
/// ```text
/// pub use self::handle::Client;
///
/// /// Everything that can go wrong with a call.
/// pub type Error<E = types::ErrorEnvelope> = error::Error<E>;
/// ```
pub(super) fn root(context: Context<'_>) -> TokenStream {
    let pages = (!context.facts.pagination.is_empty()).then(|| {
        quote!(
            pub use self::pages::{ItemStream, PageStream};
        )
    });
    let blocking = context.has_blocking().then(|| {
        let feature = context.blocking_feature();
        quote! {
            #feature
            pub use self::blocking::IntoBlocking;
        }
    });
    let common = match context.facts.outcomes.common_error {
        Some(shape) => body_type(context, shape, TypePath::Imported),
        None => quote!(std::convert::Infallible),
    };
    let described = context.doc_lines(&[
        "Everything that can go wrong with a call. `E` is the body of the errors that the document describes; what most",
        "operations have in common stands for it where nothing else is said.",
    ]);
    let credentials = credentials::methods(context);
    let types = imports::uses(&common, "types").then(|| {
        quote!(
            use super::types;
        )
    });
    quote! {
        #types

        pub use self::api_error::ApiError;
        #blocking
        pub use self::builder::{BuildError, ClientBuilder};
        pub use self::decode::DecodeError;
        pub use self::handle::Client;
        pub use self::invalid::InvalidRequest;
        #pages
        pub use self::response::Response;
        pub use self::transport::TransportError;
        pub use self::unexpected::UnexpectedResponse;

        #described
        pub type Error<E = #common> = error::Error<E>;

        #credentials
    }
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
    let tag = group.tag.as_deref().unwrap_or_default();
    let described = context.doc_lines(&[format!("The operations with the tag `{tag}`.")]);
    let again = context.doc_lines(&[format!("The operations with the tag `{tag}`.")]);
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

/// What the items of a group are written with.
fn uses(context: Context<'_>, group: &Group, items: &[TokenStream]) -> TokenStream {
    let mut operations = group.operations.iter();
    let is_paged = operations.any(|id| context.facts.pagination.get(*id).is_some());
    let answer = is_paged.then(|| {
        quote!(
            use super::answer::Answer;
        )
    });
    let modules = is_paged.then(|| page_modules(items));
    let streams = is_paged.then(|| {
        quote!(
            use super::pages::{ItemStream, PageStream};
        )
    });
    let used = imports::used(items, &["style", "wire", "types"]);
    let types = used.contains(&"types").then(|| {
        quote!(
            use super::super::types;
        )
    });
    let support = used.into_iter().filter(|module| *module != "types");
    let support: Vec<_> = support.map(super::tokens::fixed).collect();
    let support = match support.as_slice() {
        [] => None,
        [module] => Some(quote!(use super::super::support::#module;)),
        modules => Some(quote!(use super::super::support::{#(#modules),*};)),
    };
    let method = (!imports::used(items, &["Method"]).is_empty()).then(|| {
        quote!(
            use http::Method;
        )
    });
    quote! {
        #method

        #support
        #types
        use super::Error;
        #answer
        use super::handle::Client;
        #streams
        use super::request::Request;
        use super::response::Response;
        #modules
    }
}

/// The modules of the runtime that lead from page to page.
fn page_modules(items: &[TokenStream]) -> TokenStream {
    const MODULES: [&str; 5] = [
        "cursor_pages",
        "linked_pages",
        "numbered_pages",
        "offset_pages",
        "pages",
    ];
    let used = imports::used(items, &MODULES).into_iter();
    let used: Vec<_> = used.map(super::tokens::fixed).collect();
    match used.as_slice() {
        [module] => quote!(use super::#module;),
        modules => quote!(use super::{#(#modules),*};),
    }
}

/// Whether the answer is read as something.
fn is_empty(shape: BodyShape) -> bool {
    shape == BodyShape::Empty
}
