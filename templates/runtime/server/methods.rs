//! Methods that no operation of a path has.

use axum::body::Body;
use axum::response::Response;
use http::header::{ALLOW, HeaderValue};
use http::{Method, StatusCode};

use super::rejection::Rejection;

/// What a path answers to a method that none of its operations has: to OPTIONS that this is all (RFC 9110, section 9.3.7). The
/// router adds the header `Allow`.
///
/// # Errors
///
/// 405 for each other method.
pub fn unmatched(method: &Method) -> Result<Response, Rejection> {
    if *method != Method::OPTIONS {
        return Err(Rejection::method_not_allowed());
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// The same for a path of which only the server knows the methods.
///
/// # Errors
///
/// 405 for each method but OPTIONS.
pub fn unmatched_of(method: &Method, allowed: &[&str]) -> Result<Response, Rejection> {
    let allow = HeaderValue::try_from(allowed.join(",")).ok();
    let allow = allow.map(|allow| (ALLOW, allow));
    match unmatched(method) {
        Ok(mut response) => {
            response.headers_mut().extend(allow);
            Ok(response)
        }
        Err(mut rejection) => {
            rejection.headers.extend(allow);
            Err(rejection)
        }
    }
}
