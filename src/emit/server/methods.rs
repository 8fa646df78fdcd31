//! Operations whose methods axum's router has no filter for.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::{groups, operations};
use crate::emit::Context;
use crate::emit::path;
use crate::emit::tokens::ident;
use crate::ir::{Method, Operation};

/// An operation as the router sees it.
struct Routed<'a> {
    operation: &'a Operation,
    /// The position of its group.
    group: usize,
    /// The handler, with the module that has it.
    handler: TokenStream,
}

/// The operations of each path that has such an operation.
fn paths(context: Context<'_>) -> IndexMap<String, Vec<Routed<'_>>> {
    let mut paths: IndexMap<String, Vec<Routed<'_>>> = IndexMap::new();
    for (position, group) in groups(context) {
        let Some(module) = context.facts.names.group(position).map(ident) else {
            continue;
        };
        for (id, operation, names) in operations(context, group) {
            if let Some(pattern) = context.facts.routes.pattern(id) {
                let function = ident(&names.function);
                let routed = Routed {
                    operation,
                    group: position,
                    handler: quote!(#module::#function),
                };
                let path = paths.entry(path::template(pattern)).or_default();
                path.push(routed);
            }
        }
    }
    paths.retain(|_, all| all.iter().any(|routed| is_other(&routed.operation.method)));
    paths
}

/// Whether axum has no filter for a method.
pub(super) fn is_other(method: &Method) -> bool {
    matches!(method, Method::Other(_))
}

/// For each path with such methods, what answers the requests that no filter of the path fits. There can be one of these only,
/// so that it stands here and not in the groups.
///
/// ```text
/// let router = router.route(
///     "/pets",
///     axum::routing::any(|state: State<Arc<A>>, request: Request| async move {
///         match request.method().as_str() {
///             "QUERY" => pets::query_pets(state, request).await,
///             _ => reject(methods::not_allowed(&["GET", "HEAD", "QUERY"])),
///         }
///     }),
/// );
/// ```
pub(super) fn routes(context: Context<'_>) -> Vec<TokenStream> {
    let paths = paths(context);
    let routes = paths.iter().map(|(path, all)| {
        let others = || {
            let others = all.iter();
            others.filter(|routed| is_other(&routed.operation.method))
        };
        let feature = context.any_group_feature(groups_of(others()));
        let arms = others().map(|routed| arm(context, routed));
        let allowed = all.iter().flat_map(|routed| allowed(context, routed));
        quote! {
            #feature
            let router = router.route(
                #path,
                axum::routing::any(|state: State<Arc<A>>, request: Request| async move {
                    match request.method().as_str() {
                        #(#arms)*
                        _ => reject(methods::not_allowed(&[#(#allowed),*])),
                    }
                }),
            );
        }
    });
    routes.collect()
}

/// The groups of operations, each once.
fn groups_of<'a>(all: impl Iterator<Item = &'a Routed<'a>>) -> Vec<usize> {
    let mut groups: Vec<usize> = all.map(|routed| routed.group).collect();
    groups.dedup();
    groups
}

fn arm(context: Context<'_>, routed: &Routed<'_>) -> TokenStream {
    let feature = context.group_feature(routed.group);
    let (method, handler) = (routed.operation.method.as_str(), &routed.handler);
    quote!(#feature #method => #handler(state, request).await,)
}

/// The methods that are allowed because of an operation: what answers GET answers HEAD, too.
fn allowed(context: Context<'_>, routed: &Routed<'_>) -> Vec<TokenStream> {
    let methods = match &routed.operation.method {
        Method::Get => vec!["GET", "HEAD"],
        other => vec![other.as_str()],
    };
    let methods = methods.into_iter().map(|method| {
        let feature = context.group_feature(routed.group);
        quote!(#feature #method)
    });
    methods.collect()
}

/// What the routes are written with.
pub(super) fn uses(context: Context<'_>) -> Option<TokenStream> {
    let paths = paths(context);
    let others = paths.values().flatten();
    let others = others.filter(|routed| is_other(&routed.operation.method));
    let groups = groups_of(others);
    (!groups.is_empty()).then(|| {
        let feature = context.any_group_feature(groups);
        quote! {
            #feature
            use axum::extract::{Request, State};
        }
    })
}
