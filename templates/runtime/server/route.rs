//! Operations that axum's router cannot tell apart: their paths differ within a segment, or it knows no filter for a method.

use axum::body::Body;
use axum::response::Response;
use http::{Method, Request};

use super::methods;
use super::rejection::Rejection;
use super::template;

/// The method of an operation and the template of its path.
pub type Operation = (&'static str, &'static str);

/// The operation that a request asks for: the first one that has its path and its method. What answers GET answers HEAD, too
/// (RFC 9110, section 9.3.2), unless another operation does.
pub fn find(request: &Request<Body>, operations: &[Operation]) -> Option<Operation> {
    let of_method = |method: &str| {
        let mut all = fitting(request, operations);
        all.find(|(other, _)| *other == method)
    };
    let is_head = *request.method() == Method::HEAD;
    let instead = || of_method("GET").filter(|_| is_head);
    of_method(request.method().as_str()).or_else(instead)
}

/// What a request is answered for which there is none of the operations.
///
/// # Errors
///
/// 404 where none of them has the path, 405 where others have it.
pub fn unmatched(request: &Request<Body>, operations: &[Operation]) -> Result<Response, Rejection> {
    let mut allowed: Vec<&str> = Vec::new();
    for (method, _) in fitting(request, operations) {
        let implied = (method == "GET").then_some("HEAD");
        for method in [method].into_iter().chain(implied) {
            if !allowed.contains(&method) {
                allowed.push(method);
            }
        }
    }
    match allowed.as_slice() {
        [] => Err(Rejection::not_found()),
        allowed => methods::unmatched_of(request.method(), allowed),
    }
}

/// Those of the operations that have the path of a request.
fn fitting<'a>(
    request: &'a Request<Body>,
    operations: &'a [Operation],
) -> impl Iterator<Item = Operation> + 'a {
    let fits = |(_, of): &&Operation| template::fits(of, request.uri().path());
    operations.iter().filter(fits).copied()
}
