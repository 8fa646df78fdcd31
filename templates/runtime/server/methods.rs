//! Methods that the router has no filter for.

use http::header::{ALLOW, HeaderValue};

use super::rejection::Rejection;

/// 405: the route has only these methods.
pub fn not_allowed(allowed: &[&str]) -> Rejection {
    let mut methods: Vec<&str> = Vec::new();
    for method in allowed {
        if !methods.contains(method) {
            methods.push(method);
        }
    }
    let allow = HeaderValue::try_from(methods.join(",")).ok();
    Rejection {
        headers: allow.map(|allow| (ALLOW, allow)).into_iter().collect(),
        ..Rejection::method_not_allowed()
    }
}
