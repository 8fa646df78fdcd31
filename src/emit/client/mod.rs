//! The module `client`.

mod call;
mod credentials;
mod error;
mod operation;
pub(super) mod servers;
mod stream;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::imports;
use super::manifest::has_runtime;
use super::rust_type::TypePath;
use super::tokens::moved;
use crate::analyse::{BodyShape, Group};

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
    let common = match context.facts.outcomes.common_error {
        Some(shape) => body_type(context, shape, TypePath::Imported),
        None => quote!(std::convert::Infallible),
    };
    let described = context.doc_lines(&[
        "Everything that can go wrong with a call. `E` is the body of the errors that the document describes; what most",
        "operations have in common stands for it where nothing else is said.",
    ]);
    let methods = methods(context);
    let exports = exports(context);
    let (schemes, known) = (credentials::known(context), servers::known(context));
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

        #known

        #methods
    }
}

/// What users name.
fn exports(context: Context<'_>) -> TokenStream {
    let has = |name| has_runtime(context, ["client", name]);
    let pages = (!context.facts.pagination.is_empty()).then(|| {
        quote!(
            pub use self::pages::ItemStream;
        )
    });
    let client_credentials = has("client_credentials").then(|| {
        quote!(
            pub use self::client_credentials::ClientCredentials;
        )
    });
    let refresh_token = has("refresh_token").then(|| {
        quote!(
            pub use self::refresh_token::RefreshToken;
        )
    });
    let servers = (!context.facts.servers.is_empty()).then(|| {
        quote!(
            pub use self::server_choice::Server;
        )
    });
    quote! {
        pub use self::api_error::ApiError;
        pub use self::auth::Credential;
        pub use self::base_url::{BaseUrl, IntoBaseUrl};
        pub use self::builder::{BuildError, ClientBuilder};
        #client_credentials
        pub use self::decode::DecodeError;
        pub use self::handle::Client;
        pub use self::invalid::InvalidRequest;
        #pages
        #refresh_token
        pub use self::response::Response;
        #servers
        pub use self::token_provider::{Token, TokenError, TokenFuture, TokenProvider, TokenRequest};
        pub use self::transport::TransportError;
        pub use self::unexpected::UnexpectedResponse;
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
    let client = quote! {
        impl Client {
            #(#methods)*
        }
    };
    let items: Vec<TokenStream> = std::iter::once(client)
        .chain(calls)
        .chain(errors.flatten())
        .collect();
    let mut all = vec![uses(context, group, &items)];
    all.extend(items);
    all
}

/// What the items of a group are written with.
fn uses(context: Context<'_>, group: &Group, items: &[TokenStream]) -> TokenStream {
    let pages = group
        .operations
        .iter()
        .any(|id| context.facts.pagination.offset(*id).is_some());
    let pages = pages.then(|| {
        quote! {
            use super::offset_pages::{OffsetPage, by_offset};
            use super::pages::ItemStream;
        }
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
        use super::handle::Client;
        #pages
        use super::request::Request;
        use super::response::Response;
    }
}

/// Whether the answer is read as something.
fn is_empty(shape: BodyShape) -> bool {
    shape == BodyShape::Empty
}
