//! The module `server`.

mod access;
mod answer;
mod body;
mod checked;
mod contents;
mod envelope;
mod handler;
mod outlines;
mod own_envelopes;
mod parameter;
mod part_headers;
mod parts;
mod received;
mod request;
mod schemas;
mod shared;
mod streamed_parts;
mod strict;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

pub(super) use access::{accepted, admitting, is_guarded, principal, shows_texts};
pub(super) use answer::{Described, described as answers};
pub(in crate::emit) use body::Taken;
pub(in crate::emit) use checked::is_wanted as checks_answers;
pub(super) use contents::{are_of_hooks, has_choices, items as contents, sent_media_type};
pub(super) use envelope::status_value;
pub(super) use outlines::module as outlines;
pub(super) use received::module as received;
pub(super) use schemas::module as schemas;

use super::Context;
use super::imports;
use super::tokens::ident;
use crate::analyse::{self, Group, OperationNames};
use crate::ir::{Operation, OperationId};

/// The root of the module: the trait, the router, and what is answered in place of the implementation.
pub(super) fn root(context: Context<'_>) -> TokenStream {
    let exports = exports(context);
    let api = api(context);
    let router = router(context);
    let base_path = base_path(context);
    let reject = envelope::reject(context);
    let own = own_envelopes::bodies(context);
    let types = imports::uses(&quote!(#reject #own), "types").then(|| {
        quote!(
            use super::types;
        )
    });
    let future = future(context);
    let extract = shared::uses(context);
    let access = access::root(context);
    let breaches = checked::breaches(context);
    let (guards, parts) = match access {
        Some(_) => (
            quote! {
                pub use self::access::{Access, Authenticator, Refusal};
            },
            quote! {
                use http::request::Parts;
            },
        ),
        None => (TokenStream::new(), TokenStream::new()),
    };
    quote! {
        #future
        use std::sync::Arc;

        use axum::Router;
        #extract
        use axum::response::Response;
        use http::Method;
        #parts

        #types

        #guards
        pub use self::context::Context;
        pub use self::failure::{Failure, undocumented};
        #breaches
        pub use self::rejection::Rejection;
        #exports
        #base_path
        #access
        #api
        #router
        #reject
        #own
    }
}

/// What the methods of the trait return.
fn future(context: Context<'_>) -> Option<TokenStream> {
    context.routed().next()?;
    let feature = context.any_group_feature(groups(context).map(|(position, _)| position));
    Some(quote! {
        #feature
        use std::future::Future;
    })
}

/// The groups that the server has anything of, with their positions.
fn groups(context: Context<'_>) -> impl Iterator<Item = (usize, &Group)> {
    let groups = context.facts.groups.iter().enumerate();
    groups.filter(move |(_, group)| {
        group
            .operations
            .iter()
            .any(|id| context.facts.routes.has(*id))
    })
}

/// What the documentation calls an operation: `Api::list_dataset_activity`.
fn documented(context: Context<'_>, id: OperationId, names: &OperationNames) -> String {
    let mut groups = groups(context);
    let position = groups.find(|(_, group)| group.operations.contains(&id));
    let owner = match position {
        Some((position, _)) => trait_of(context, position).to_string(),
        None => received::TRAIT.to_owned(),
    };
    format!("{owner}::{}", names.function.unraw())
}

/// The operations of a group that the server has, with what they are called.
fn operations<'a>(
    context: Context<'a>,
    group: &'a Group,
) -> impl Iterator<Item = (OperationId, &'a Operation, &'a OperationNames)> {
    let served = group
        .operations
        .iter()
        .filter(move |id| context.serves(**id));
    served.filter_map(move |id| {
        Some((
            *id,
            context.operation(*id)?,
            context.facts.names.operation(*id)?,
        ))
    })
}

/// ```text
/// pub use self::datasets::{ListDatasetActivityError, ListDatasetActivityRequest, ListDatasetActivityResponse};
/// ```
fn exports(context: Context<'_>) -> TokenStream {
    let exports = groups(context).filter_map(|(position, group)| {
        let module = ident(context.facts.names.group(position)?);
        let feature = context.group_feature(position);
        let types = operations(context, group).map(|(_, _, names)| {
            let (error, request, response) = (
                ident(&names.error),
                ident(&names.request),
                ident(&names.response),
            );
            let forms = names.body.forms.iter().flatten().flat_map(|form| {
                let streamed = form.streamed.as_ref().map(|it| &it.name);
                std::iter::once(&form.name).chain(streamed)
            });
            let choice = names.body.choice.as_ref().map(|choice| &choice.name);
            let of_body = choice.into_iter().chain(forms).map(ident);
            quote!(#(#of_body,)* #error, #request, #response)
        });
        Some(quote!(#feature pub use self::#module::{#(#types),*};))
    });
    exports.collect()
}

/// ```text
/// /// What a server of this API does. An implementation is written with `async fn`; what it leaves out is answered with 501.
/// pub trait Api: Authenticator {
///     /// List Dataset Activity
///     fn list_dataset_activity(
///         &self,
///         request: ListDatasetActivityRequest,
///         context: Context<Self::Principal>,
///     ) -> impl Future<Output = Result<ListDatasetActivityResponse, ListDatasetActivityError>> + Send {
///         let _ = (request, context);
///         std::future::ready(Err(Failure::not_implemented().into()))
///     }
/// }
/// ```
///
/// Where there is a trait for each tag, that one is made of them:
///
/// ```text
/// pub trait DatasetsApi: Authenticator { … }
///
/// pub trait Api: DatasetsApi + UsersApi {}
///
/// impl<A: DatasetsApi + UsersApi> Api for A {}
/// ```
fn api(context: Context<'_>) -> TokenStream {
    let is_guarded = access::is_guarded(context);
    let traits: Vec<TokenStream> = groups(context)
        .filter_map(|(position, group)| {
            let name = ident(context.facts.names.server_trait(position)?);
            let methods = methods(context, &context.group_feature(position), group);
            let module = context.facts.names.group(position)?.unraw();
            let described = context.doc_lines(&[format!(
                "What a server of this API does, of the group `{module}`: a part of [`Api`]."
            )]);
            Some(one_trait(is_guarded, &name, &described, &methods))
        })
        .collect();
    let described = context.doc_lines(&[
        "What a server of this API does. An implementation is written with `async fn`; what it leaves out is answered with 501.",
    ]);
    if traits.is_empty() {
        let methods = groups(context)
            .map(|(position, group)| methods(context, &context.group_feature(position), group));
        let name = quote::format_ident!("Api");
        return one_trait(is_guarded, &name, &described, &methods.collect());
    }
    let names: Vec<_> = groups(context)
        .filter_map(|(position, _)| context.facts.names.server_trait(position).map(ident))
        .collect();
    quote! {
        #(#traits)*

        #described
        pub trait Api: #(#names)+* {}

        impl<A: #(#names)+*> Api for A {}
    }
}

fn one_trait(
    is_guarded: bool,
    name: &Ident,
    described: &TokenStream,
    methods: &TokenStream,
) -> TokenStream {
    let base = match is_guarded {
        true => quote!(Authenticator),
        false => quote!(Send + Sync + 'static),
    };
    quote! {
        #described
        pub trait #name: #base {
            #methods
        }
    }
}

/// The trait that has the methods of a group.
pub(super) fn trait_of(context: Context<'_>, position: usize) -> Ident {
    let own = context.facts.names.server_trait(position);
    own.map_or_else(|| quote::format_ident!("Api"), ident)
}

fn methods(context: Context<'_>, feature: &TokenStream, group: &Group) -> TokenStream {
    let methods = operations(context, group).map(|(_, operation, names)| {
        let function = ident(&names.function);
        let (error, request, response) = (
            ident(&names.error),
            ident(&names.request),
            ident(&names.response),
        );
        let described = context.served_docs(operation);
        let principal = access::principal(operation);
        let unconventional =
            is_unconventional(names).then(|| quote!(#[allow(clippy::wrong_self_convention)]));
        quote! {
            #described
            #feature
            #unconventional
            fn #function(
                &self,
                request: #request,
                context: Context #principal,
            ) -> impl Future<Output = Result<#response, #error>> + Send {
                let _ = (request, context);
                std::future::ready(Err(Failure::not_implemented().into()))
            }
        }
    });
    methods.collect()
}

/// Whether clippy expects something else of a method of that name than that it takes `&self`.
fn is_unconventional(names: &OperationNames) -> bool {
    let function = names.function.unraw();
    ["from_", "into_"]
        .iter()
        .any(|start| function.starts_with(start))
}

/// ```text
/// pub fn router<A: Api>(api: A) -> Router {
///     routes(api)
///         .method_not_allowed_fallback(|method: Method| async move { methods::unmatched(&method).unwrap_or_else(reject) })
///         .fallback(|| async { reject(Rejection::not_found()) })
/// }
///
/// pub fn routes<A: Api>(api: A) -> Router {
///     let router = Router::new();
///     let router = datasets::routes::<A>(router);
///     router.with_state(Arc::new(api))
/// }
/// ```
fn router(context: Context<'_>) -> TokenStream {
    let groups = groups(context).filter_map(|(position, _)| {
        let module = ident(context.facts.names.group(position)?);
        let feature = context.group_feature(position);
        Some(quote!(#feature let router = #module::routes::<A>(router);))
    });
    let others = shared::routes(context);
    let described = context.doc_lines(&[
        "The routes of the API, answered by `api`. What breaks the contract is answered before `api` is called: a request",
        "with faults, one without credentials, an unknown route, a method that a route does not have.",
    ]);
    quote! {
        #described
        pub fn router<A: Api>(api: A) -> Router {
            routes(api)
                .method_not_allowed_fallback(|method: Method| async move {
                    methods::unmatched(&method).unwrap_or_else(reject)
                })
                .fallback(|| async { reject(Rejection::not_found()) })
        }

        #[doc = " The same, where `answer` makes what is answered in place of `api`."]
        pub fn router_with<A, F>(api: A, answer: F) -> Router
        where
            A: Api,
            F: Fn(&Rejection) -> Response + Clone + Send + Sync + 'static,
        {
            rejection::answered_by(router(api), answer)
        }

        #[doc = " The routes alone, for a router that has its own answer to unknown ones."]
        pub fn routes<A: Api>(api: A) -> Router {
            let router = Router::new();
            #(#groups)*
            #(#others)*
            router.with_state(Arc::new(api))
        }
    }
}

/// Where clients of the document expect the routes: the path of the first server, unless that is the root.
///
/// ```text
/// pub const BASE_PATH: &str = "/api/v1";
/// ```
fn base_path(context: Context<'_>) -> Option<TokenStream> {
    let path = analyse::base_path(context.api)?;
    let described = context.doc_lines(&[
        "The path under which the document has the API: `Router::new().nest_service(BASE_PATH, router(api))`.",
    ]);
    Some(quote! {
        #described
        pub const BASE_PATH: &str = #path;
    })
}

/// The operations of one group.
pub(super) fn group(context: Context<'_>, position: usize) -> Vec<TokenStream> {
    let Some(group) = context.facts.groups.get(position) else {
        return Vec::new();
    };
    let api = trait_of(context, position);
    let items: Vec<TokenStream> = std::iter::once(handler::routes(context, (group, &api)))
        .chain(items(context, group, &api))
        .collect();
    let others = quote! {
        use std::sync::Arc;

        use axum::Router;
        use axum::extract::{Request, State};
        use axum::response::Response;
        use http::request::Parts;
    };
    let reject = items.iter().any(|it| imports::calls(it, "reject"));
    let reject = reject.then(|| quote!(reject));
    let mut all = vec![uses(&items, (&quote!(#api,), reject), &others)];
    all.extend(items);
    all
}

/// What the operations of a group are asked and answer, and how.
fn items<'a>(
    context: Context<'a>,
    group: &'a Group,
    api: &'a Ident,
) -> impl Iterator<Item = TokenStream> + 'a {
    operations(context, group).flat_map(move |(id, operation, names)| {
        let all = [
            Some(request::item(context, id, operation, names)),
            answer::response(context, id, operation, names),
            answer::error(context, id, operation, names),
            Some(handler::item(context, (id, api), operation, names)),
        ];
        all.into_iter().flatten()
    })
}

/// The modules beside those of the groups that what is emitted for operations may name.
const MODULES: [&str; 28] = [
    "accept",
    "access",
    "assembly",
    "body",
    "byte_stream",
    "check_answer",
    "contents",
    "event_items",
    "events",
    "fault",
    "form_body",
    "header",
    "items",
    "json_body",
    "media",
    "methods",
    "multipart",
    "outline",
    "outlines",
    "pairs",
    "parameter",
    "path",
    "reply",
    "schema",
    "schemas",
    "sequence",
    "text_body",
    "violation",
];

/// Those of the support code.
const SUPPORT: [&str; 11] = [
    "backtracking",
    "check",
    "excluded",
    "format",
    "json",
    "pattern",
    "style",
    "subschema",
    "unique",
    "validate",
    "wire",
];

/// Whether the module of a group has something of this name that is no operation's.
fn is_taken(name: &str) -> bool {
    let functions = ["reject", "router", "routes"];
    functions.contains(&name) || MODULES.contains(&name) || SUPPORT.contains(&name)
}

/// Only what the operations of the group use is imported; beside that `own` of the server with its `reject`, and `others` of other
/// crates.
fn uses(
    items: &[TokenStream],
    (own, reject): (&TokenStream, Option<TokenStream>),
    others: &TokenStream,
) -> TokenStream {
    let all = [&MODULES[..], &SUPPORT, &["types"]].concat();
    let used = imports::used(items, &all);
    let among = |modules: &[&str]| -> Vec<_> {
        let used = used.iter().filter(|module| modules.contains(module));
        used.map(|module| super::tokens::fixed(module)).collect()
    };
    let support = among(&SUPPORT);
    let support =
        (!support.is_empty()).then(|| quote!(use super::super::support::{#(#support),*};));
    let here = among(&MODULES);
    let types = used.contains(&"types").then(|| {
        quote!(
            use super::super::types;
        )
    });
    quote! {
        #others

        #support
        #types
        use super::failure::Failure;
        use super::rejection::Rejection;
        use super::{#own Context, #(#here,)* #reject};
    }
}
