//! Operations that axum's router cannot find by itself.

use std::cmp::Reverse;

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::{groups, handler, operations};
use crate::analyse::{Route, template};
use crate::emit::Context;
use crate::emit::tokens::ident;
use crate::ir::Operation;

/// An operation of a pattern.
struct Routed<'a> {
    operation: &'a Operation,
    /// The position of its group.
    group: usize,
    /// The handler, with the module that has it.
    handler: TokenStream,
}

impl Routed<'_> {
    /// ```text
    /// ("GET", "/covers/{cover}.{format}")
    /// ```
    fn key(&self) -> TokenStream {
        let template = template(&self.operation.path);
        let method = self.operation.method.as_str();
        quote!((#method, #template))
    }
}

/// The operations of each pattern that several share; those come first whose path says more.
fn patterns(context: Context<'_>) -> IndexMap<String, Vec<Routed<'_>>> {
    let mut patterns: IndexMap<String, Vec<Routed<'_>>> = IndexMap::new();
    for (position, group) in groups(context) {
        let Some(module) = context.facts.names.group(position).map(ident) else {
            continue;
        };
        for (id, operation, names) in operations(context, group) {
            let route = context.facts.routes.get(id);
            if let Some(route) = route.filter(|route| route.is_shared) {
                let handler = handler::name(names);
                let routed = Routed {
                    operation,
                    group: position,
                    handler: quote!(#module::#handler),
                };
                let pattern = template(&route.pattern);
                patterns.entry(pattern).or_default().push(routed);
            }
        }
    }
    for all in patterns.values_mut() {
        all.sort_by_cached_key(|routed| Reverse(Route::weight(&routed.operation.path)));
    }
    patterns
}

/// ```text
/// let router = router.route(
///     "/covers/{segment_2}",
///     axum::routing::any(|state: State<Arc<A>>, request: Request| async move {
///         const OPERATIONS: &[route::Operation] = &[("GET", "/covers/{cover}.{format}"), ("QUERY", "/covers/{id}")];
///         match route::find(&request, OPERATIONS) {
///             Some(("GET", "/covers/{cover}.{format}")) => covers::get_cover(state, request).await,
///             Some(("QUERY", "/covers/{id}")) => covers::query_covers(state, request).await,
///             _ => route::unmatched(&request, OPERATIONS).unwrap_or_else(reject),
///         }
///     }),
/// );
/// ```
pub(super) fn routes(context: Context<'_>) -> Vec<TokenStream> {
    let patterns = patterns(context);
    let routes = patterns.iter().map(|(pattern, all)| {
        let feature = context.any_group_feature(groups_of(all.iter()));
        let keys = all.iter().map(|routed| {
            let (feature, key) = (context.group_feature(routed.group), routed.key());
            quote!(#feature #key)
        });
        let arms = all.iter().map(|routed| {
            let feature = context.group_feature(routed.group);
            let (key, handler) = (routed.key(), &routed.handler);
            quote!(#feature Some(#key) => #handler(state, request).await,)
        });
        quote! {
            #feature
            let router = router.route(
                #pattern,
                axum::routing::any(|state: State<Arc<A>>, request: Request| async move {
                    const OPERATIONS: &[route::Operation] = &[#(#keys),*];
                    match route::find(&request, OPERATIONS) {
                        #(#arms)*
                        _ => route::unmatched(&request, OPERATIONS).unwrap_or_else(reject),
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
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// What the routes are written with.
pub(super) fn uses(context: Context<'_>) -> Option<TokenStream> {
    let patterns = patterns(context);
    let groups = groups_of(patterns.values().flatten());
    (!groups.is_empty()).then(|| {
        let feature = context.any_group_feature(groups);
        quote! {
            #feature
            use axum::extract::{Request, State};
        }
    })
}
