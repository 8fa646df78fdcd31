//! The routes, as the output has them.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::{MethodFilter, any, on};
use http::Method;
use indexmap::IndexMap;

use super::drawn::Drawn;
use super::envelope;
use super::operation::{House, Served};
use super::runtime::server::rejection::Rejection;
use super::runtime::server::{methods, route};
use crate::analyse::{Route, template};

/// The router of all operations.
pub(super) fn router(house: House) -> Router {
    let house = Arc::new(house);
    let (missing, other) = (Arc::clone(&house), Arc::clone(&house));
    routes(&house)
        .method_not_allowed_fallback(move |method: Method| {
            let answer = methods::unmatched(&method);
            let answer = answer.unwrap_or_else(|rejection| envelope::reject(other.spec, rejection));
            std::future::ready(answer)
        })
        .fallback(move || {
            let answer = envelope::reject(missing.spec, Rejection::not_found());
            std::future::ready(answer)
        })
}

/// The operations by the pattern of their routes, and whether the router cannot tell them apart by itself.
///
/// The base path is a part of each: axum would not know the path `/` below another one.
fn patterns(house: &House) -> IndexMap<(String, bool), Vec<Arc<Served>>> {
    let facts = house.spec.facts;
    let mut drawn = Drawn::default();
    let mut patterns: IndexMap<(String, bool), Vec<Arc<Served>>> = IndexMap::new();
    for id in facts.groups.iter().flat_map(|group| &group.operations) {
        let served = Served::new(house, &mut drawn, *id);
        if let Some((route, served)) = facts.routes.get(*id).zip(served) {
            let pattern = house.base_path.clone() + &template(&route.pattern);
            let all = patterns.entry((pattern, route.is_shared)).or_default();
            all.push(Arc::new(served));
        }
    }
    for all in patterns.values_mut() {
        all.sort_by_cached_key(|served| Reverse(Route::weight(&served.operation.path)));
    }
    patterns
}

fn routes(house: &Arc<House>) -> Router {
    let mut router = Router::new();
    for ((pattern, is_shared), all) in patterns(house) {
        if is_shared {
            router = router.route(&pattern, shared(Arc::clone(house), all));
            continue;
        }
        for served in all {
            if let Some(filter) = filter(served.operation.method.as_str()) {
                router = router.route(&pattern, on(filter, one(Arc::clone(house), served)));
            }
        }
    }
    router
}

fn filter(method: &str) -> Option<MethodFilter> {
    let method = Method::from_bytes(method.as_bytes()).ok()?;
    MethodFilter::try_from(method).ok()
}

/// What answers an operation.
type Handler = std::pin::Pin<Box<dyn Future<Output = Response> + Send>>;

fn one(house: Arc<House>, served: Arc<Served>) -> impl Fn(Request) -> Handler + Clone + Send {
    move |request| Box::pin(Arc::clone(&served).call(Arc::clone(&house), request))
}

/// Operations that the router cannot tell apart: their paths differ within a segment, or it knows no filter for a method.
fn shared(house: Arc<House>, all: Vec<Arc<Served>>) -> axum::routing::MethodRouter {
    let keys = all.iter();
    let keys: Vec<route::Operation> = keys
        .map(|served| (served.operation.method.as_str(), served.template))
        .collect();
    let (keys, all) = (Arc::new(keys), Arc::new(all));
    any(move |request: Request| {
        let (house, keys, all) = (Arc::clone(&house), Arc::clone(&keys), Arc::clone(&all));
        async move {
            let found = route::find(&request, &keys);
            let position = found.and_then(|found| keys.iter().position(|key| *key == found));
            match position.and_then(|position| all.get(position)) {
                Some(served) => Arc::clone(served).call(house, request).await,
                None => route::unmatched(&request, &keys)
                    .unwrap_or_else(|rejection| envelope::reject(house.spec, rejection)),
            }
        }
    })
}
