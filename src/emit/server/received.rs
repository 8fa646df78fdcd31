//! Webhooks and callbacks, for whoever receives them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{access, handler, items, methods, one_trait, uses};
use crate::analyse::{OperationNames, ReceivedNames, RustName, template};
use crate::emit::tokens::ident;
use crate::emit::{Context, doc_comments, doc_text};
use crate::ir::{Method, Operation, OperationId, PathPiece, PathTemplate};

/// The trait that a receiver implements.
pub(super) const TRAIT: &str = "Webhooks";

/// A webhook or a callback: what its routes are called, and its operations.
struct Hook<'a> {
    name: &'a RustName,
    operations: Vec<(&'a Operation, &'a OperationNames)>,
}

impl Hook<'_> {
    /// Where it is, if nobody says otherwise.
    fn path(&self) -> String {
        let name = self.name.unraw().replace('_', "-");
        let pieces = ["/".to_owned(), name].map(PathPiece::Literal);
        template(&PathTemplate::joined(pieces))
    }

    fn methods(&self) -> impl Iterator<Item = &Method> {
        self.operations
            .iter()
            .map(|(operation, _)| &operation.method)
    }

    /// Whether axum has a filter for each of its methods.
    fn is_regular(&self) -> bool {
        self.methods()
            .all(|method| handler::filter(method).is_some())
    }
}

fn hooks<'a>(context: Context<'a>, names: &'a ReceivedNames) -> Vec<Hook<'a>> {
    let one = |id: &OperationId| {
        let names = context.facts.names.operation(*id)?;
        Some((context.operation(*id)?, names))
    };
    let all = context.facts.received.hooks().iter().zip(&names.routes);
    let all = all.map(|(operations, name)| Hook {
        name,
        operations: operations.iter().filter_map(one).collect(),
    });
    all.collect()
}

/// The trait, the routes, and how each operation is received.
pub(in crate::emit) fn module(context: Context<'_>) -> Vec<TokenStream> {
    let Some(names) = context.facts.names.received() else {
        return Vec::new();
    };
    let (api, hooks) = (format_ident!("{TRAIT}"), hooks(context, names));
    let group = &context.facts.hooks;
    let is_guarded = access::is_receiver_guarded(context);
    let described = context.doc_lines(&[
        "What a receiver of webhooks and callbacks does. An implementation is written with `async fn`; what it leaves out is",
        "answered with 501.",
    ]);
    let methods = methods(context, &TokenStream::new(), group);
    let own = [
        one_trait(is_guarded, &api, &described, &methods),
        router(context, &hooks, &api),
        receiver(context, &hooks, &api),
    ];
    let items: Vec<TokenStream> = own.into_iter().chain(items(context, group, &api)).collect();
    let guards = is_guarded.then(|| quote!(Authenticator,));
    let mut all = vec![uses(
        &items,
        (&quote!(#guards), Some(quote!(reject))),
        &others(&hooks),
    )];
    all.extend(items);
    all
}

/// What is used of other crates.
fn others(hooks: &[Hook<'_>]) -> TokenStream {
    let method = hooks.iter().any(Hook::is_regular).then(|| {
        quote!(
            use http::Method;
        )
    });
    quote! {
        use std::future::Future;
        use std::sync::Arc;

        use axum::Router;
        use axum::extract::{Request, State};
        use axum::response::Response;
        use axum::routing::{self, MethodRouter};
        #method
        use http::request::Parts;
    }
}

/// ```text
/// pub fn router<W: Webhooks>(webhooks: W) -> Router {
///     routes(webhooks).fallback(|| async { reject(Rejection::not_found()) })
/// }
///
/// pub fn routes<W: Webhooks>(webhooks: W) -> Router {
///     let receiver = Receiver::new(webhooks);
///     Router::new().route("/new-pet", receiver.new_pet())
/// }
/// ```
fn router(context: Context<'_>, hooks: &[Hook<'_>], api: &Ident) -> TokenStream {
    let described = context.doc_lines(&[
        "All webhooks and callbacks, answered by `webhooks`, each at a path that is made of its name. [`Receiver`] has the routes of",
        "each for any other path. What breaks the contract is answered before `webhooks` is called.",
    ]);
    let routes = hooks.iter().map(|hook| {
        let (path, name) = (hook.path(), ident(hook.name));
        quote!(.route(#path, receiver.#name()))
    });
    quote! {
        #described
        pub fn router<W: #api>(webhooks: W) -> Router {
            routes(webhooks).fallback(|| async { reject(Rejection::not_found()) })
        }

        #[doc = " The same without an answer to unknown paths, for a router that has its own."]
        pub fn routes<W: #api>(webhooks: W) -> Router {
            let receiver = Receiver::new(webhooks);
            Router::new() #(#routes)*
        }
    }
}

/// ```text
/// pub struct Receiver<W>(Arc<W>);
///
/// impl<W: Webhooks> Receiver<W> {
///     pub fn new(webhooks: W) -> Self { … }
///
///     /// The webhook `newPet`, sent with `POST` and `PUT`.
///     /// [`router`] has it at `/new-pet`.
///     pub fn new_pet<S>(&self) -> MethodRouter<S> {
///         self.by_methods(routing::post(new_pet::<W>).put(put_new_pet::<W>))
///     }
///
///     fn by_methods<S>(&self, routes: MethodRouter<Arc<W>>) -> MethodRouter<S> { … }
/// }
/// ```
fn receiver(context: Context<'_>, hooks: &[Hook<'_>], api: &Ident) -> TokenStream {
    let described = context.doc_lines(&[
        "The routes of each webhook and callback, for the path that whoever sends it has been told:",
        "`Router::new().route(path, receiver.…())`.",
    ]);
    let methods = hooks.iter().map(|hook| {
        let (name, routes) = (ident(hook.name), routes(hook));
        let described = context.doc_lines(&words(hook));
        quote! {
            #described
            pub fn #name<S>(&self) -> MethodRouter<S> {
                #routes
            }
        }
    });
    let by_methods = hooks.iter().any(Hook::is_regular).then(|| {
        quote! {
            #[doc = " The routes, with an answer to methods that the document does not have."]
            fn by_methods<S>(&self, routes: MethodRouter<Arc<W>>) -> MethodRouter<S> {
                let unmatched = |method: Method| async move {
                    methods::unmatched(&method).unwrap_or_else(reject)
                };
                routes.fallback(unmatched).with_state(Arc::clone(&self.0))
            }
        }
    });
    quote! {
        #described
        #[derive(Debug)]
        pub struct Receiver<W>(Arc<W>);

        impl<W: #api> Receiver<W> {
            #[doc = " All of them are answered by `webhooks`."]
            pub fn new(webhooks: W) -> Self {
                Self(Arc::new(webhooks))
            }

            #(#methods)*

            #by_methods
        }
    }
}

fn words(hook: &Hook<'_>) -> Vec<String> {
    let mut operations = hook.operations.iter();
    let what = operations.find_map(|(operation, _)| operation.hook.as_ref());
    let what = what.map(doc_comments::hook_described).unwrap_or_default();
    let methods: Vec<String> = hook.methods().map(|method| format!("`{method}`")).collect();
    let mut lines = doc_text::lines(&format!("{what}, sent with {}.", methods.join(" and ")));
    lines.push(format!("[`router`] has it at `{}`.", hook.path()));
    lines
}

/// The routes of a hook.
///
/// ```text
/// self.by_methods(routing::post(new_pet::<W>).put(put_new_pet::<W>))
/// ```
///
/// Methods for which axum has no filter are told apart here:
///
/// ```text
/// let routes = routing::any(|state: State<Arc<W>>, request: Request| async move {
///     match request.method().as_str() {
///         "POST" => new_pet(state, request).await,
///         "QUERY" => query_new_pet(state, request).await,
///         _ => methods::unmatched_of(request.method(), &["POST", "QUERY"]).unwrap_or_else(reject),
///     }
/// });
/// routes.with_state(Arc::clone(&self.0))
/// ```
fn routes(hook: &Hook<'_>) -> TokenStream {
    if !hook.is_regular() {
        return told_apart(hook);
    }
    let routes = hook.operations.iter().enumerate();
    let routes = routes.map(|(position, (operation, names))| {
        let (method, handler) = (handler::filter(&operation.method), handler::name(names));
        match position {
            0 => quote!(routing::#method(#handler::<W>)),
            _ => quote!(.#method(#handler::<W>)),
        }
    });
    quote!(self.by_methods(#(#routes)*))
}

fn told_apart(hook: &Hook<'_>) -> TokenStream {
    let has_head = hook.methods().any(|method| *method == Method::Head);
    let mut allowed: Vec<&str> = Vec::new();
    let mut arms = Vec::new();
    for (operation, names) in &hook.operations {
        let (method, handler) = (operation.method.as_str(), handler::name(names));
        // What answers GET answers HEAD, too (RFC 9110, section 9.3.2).
        let implied = (method == "GET" && !has_head).then_some("HEAD");
        let methods: Vec<&str> = [method].into_iter().chain(implied).collect();
        arms.push(quote!(#(#methods)|* => #handler(state, request).await,));
        allowed.extend(methods);
    }
    quote! {
        let routes = routing::any(|state: State<Arc<W>>, request: Request| async move {
            match request.method().as_str() {
                #(#arms)*
                _ => methods::unmatched_of(request.method(), &[#(#allowed),*])
                    .unwrap_or_else(reject),
            }
        });
        routes.with_state(Arc::clone(&self.0))
    }
}
