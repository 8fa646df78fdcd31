//! From a request on the wire to the implementation and back.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{access, answer, operations, own_envelopes};
use crate::analyse::{self, Group, OperationNames, Outcome, success_media_types, template};
use crate::emit::Context;
use crate::emit::tokens::ident;
use crate::ir::{Method, Operation, OperationId};

/// ```text
/// /// Adds the routes of this group.
/// pub(super) fn routes<A: Api>(router: Router<Arc<A>>) -> Router<Arc<A>> {
///     router.route("/org/{org}/datasets/activity", axum::routing::get(list_dataset_activity::<A>))
/// }
/// ```
pub(super) fn routes(context: Context<'_>, (group, api): (&Group, &Ident)) -> TokenStream {
    let routes = operations(context, group).filter_map(|(id, operation, names)| {
        let route = context
            .facts
            .routes
            .get(id)
            .filter(|route| !route.is_shared)?;
        let path = template(&route.pattern);
        let method = filter(&operation.method)?;
        let handler = name(names);
        Some(quote!(.route(#path, axum::routing::#method(#handler::<A>))))
    });
    let described = context.doc_lines(&["Adds the routes of this group."]);
    quote! {
        #described
        pub(super) fn routes<A: #api>(router: Router<Arc<A>>) -> Router<Arc<A>> {
            router #(#routes)*
        }
    }
}

/// What the handler of an operation is called: as the operation, unless its module has something else of that name. No
/// operation's name ends like this.
pub(super) fn name(names: &OperationNames) -> Ident {
    match names.function.unraw() {
        taken if super::is_taken(taken) => quote::format_ident!("{taken}_"),
        _ => ident(&names.function),
    }
}

/// The function of axum that routes by a method. The module [`shared`](super::shared) routes by those that have none.
pub(super) fn filter(method: &Method) -> Option<TokenStream> {
    Some(match method {
        Method::Get => quote!(get),
        Method::Put => quote!(put),
        Method::Post => quote!(post),
        Method::Delete => quote!(delete),
        Method::Options => quote!(options),
        Method::Head => quote!(head),
        Method::Patch => quote!(patch),
        Method::Trace => quote!(trace),
        Method::Other(_) => return None,
    })
}

/// ```text
/// async fn list_dataset_activity<A: Api>(State(api): State<Arc<A>>, request: Request) -> Response {
///     let (parts, _) = request.into_parts();
///     let principal = …;
///     match ListDatasetActivityRequest::read(&parts) {
///         Err(rejection) => reject(rejection),
///         Ok(request) => {
///             let context = Context::new(principal, parts);
///             match api.list_dataset_activity(request, context).await {
///                 Ok(response) => response.into_http(),
///                 Err(error) => error.into_http(),
///             }
///         }
///     }
/// }
/// ```
pub(super) fn item(
    context: Context<'_>,
    (id, api): (OperationId, &Ident),
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let (function, handler) = (ident(&names.function), name(names));
    let request = ident(&names.request);
    let (body, read) = if operation.body.is_some() {
        (quote!(body), quote!(read(&parts, body).await))
    } else {
        (quote!(_), quote!(read(&parts)))
    };
    let route = context.facts.routes.get(id);
    let is_shared = route.is_some_and(|route| route.is_shared);
    let visible = is_shared.then(|| quote!(pub(super)));
    let reject = own_envelopes::function(context, id, names);
    let admission = access::admission(context, (operation, &reject), names.function.unraw());
    let principal = match admission {
        Some(_) => quote!(principal),
        None => quote!(()),
    };
    let invalid_as = invalid_as(operation);
    let acceptable = acceptable(context, (id, &reject), operation);
    let depends = |positions: fn(&Outcome) -> &[usize]| {
        let outcome = context.facts.outcomes.get(id);
        let depends =
            outcome.is_some_and(|it| answer::accept(context, operation, names, it, positions(it)));
        depends.then(|| quote!(&accept))
    };
    let of_response = depends(|outcome| &outcome.answers);
    let of_error = depends(|outcome| &outcome.errors);
    let kept = (of_response.is_some() || of_error.is_some())
        .then(|| quote!(let accept = context.accept.clone();));
    quote! {
        #visible async fn #handler<A: #api>(State(api): State<Arc<A>>, request: Request) -> Response {
            let (parts, #body) = request.into_parts();
            #admission
            #acceptable
            match #request::#read {
                Err(rejection) => #reject(rejection #invalid_as),
                Ok(request) => {
                    let context = Context::new(#principal, parts);
                    #kept
                    match api.#function(request, context).await {
                        Ok(response) => response.into_http(#of_response),
                        Err(error) => error.into_http(#of_error),
                    }
                }
            }
        }
    }
}

/// The one status of all that is wrong with a request.
///
/// ```text
/// .invalid_as(400)
/// ```
pub(super) fn invalid_as(operation: &Operation) -> Option<TokenStream> {
    let status = Literal::u16_unsuffixed(analyse::invalid_as(operation)?);
    Some(quote!(.invalid_as(#status)))
}

/// Refuses a caller who takes nothing that a success may be.
///
/// ```text
/// if let Err(rejection) = accept::Accept::of(&parts.headers).check(&["application/json"]) {
///     return reject(rejection);
/// }
/// ```
fn acceptable(
    context: Context<'_>,
    (id, reject): (OperationId, &TokenStream),
    operation: &Operation,
) -> Option<TokenStream> {
    let outcome = context.facts.outcomes.get(id)?;
    let media_types = success_media_types(operation, outcome);
    if media_types.is_empty() {
        return None;
    }
    Some(quote! {
        if let Err(rejection) = accept::Accept::of(&parts.headers).check(&[#(#media_types),*]) {
            return #reject(rejection);
        }
    })
}
