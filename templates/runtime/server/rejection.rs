//! What is answered in place of the implementation.

use std::borrow::Cow;

use axum::Router;
use axum::middleware;
use axum::response::Response;
use http::StatusCode;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};

use super::fault::Fault;
use super::reply;

/// What cannot be read at all.
const MALFORMED: &str = "malformed_request";

/// What can be read and has faults.
const INVALID: &str = "validation_error";

/// An answer that is given in place of the implementation's: the request breaks the contract, or the implementation
/// failed.
#[derive(Debug, Clone)]
pub struct Rejection {
    /// The status.
    pub status: StatusCode,
    /// For programs; it stays the same whatever the message says.
    pub kind: &'static str,
    /// For people.
    pub message: Cow<'static, str>,
    /// What is wrong with the request, where that can be told.
    pub faults: Vec<Fault>,
    /// Headers that the status asks for.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    is_invalid: bool,
}

impl Rejection {
    /// A rejection without faults and headers.
    pub fn new(
        status: StatusCode,
        kind: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            kind,
            message: message.into(),
            faults: Vec::new(),
            headers: Vec::new(),
            is_invalid: false,
        }
    }

    /// The answer that `write` makes of it. Layers find the rejection in its extensions.
    pub fn answered(self, write: impl FnOnce(&Self) -> Response) -> Response {
        let mut response = reply::headers(write(&self), self.headers.clone());
        response.extensions_mut().insert(self);
        response
    }

    /// Whether the request is at fault, and the status is the one for that: what cannot be read at all may have another.
    pub fn is_invalid(&self) -> bool {
        self.is_invalid
    }

    /// The phrase for the status.
    pub fn reason(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Error")
    }

    /// The message with the faults behind it, for who has no list of them.
    pub fn account(&self) -> String {
        let faults: Vec<String> = self.faults.iter().map(ToString::to_string).collect();
        match faults.as_slice() {
            [] => self.message.to_string(),
            faults => format!("{}: {}", self.message, faults.join("; ")),
        }
    }

    /// What is wrong with the request, or what went wrong, where that is all there is to say.
    pub fn all_faults(&self) -> Vec<Fault> {
        if !self.faults.is_empty() {
            return self.faults.clone();
        }
        vec![Fault {
            location: Vec::new(),
            message: self.message.clone(),
            kind: self.kind,
        }]
    }

    /// 422: the request can be read and has faults.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        let message = match faults.len() {
            1 => Cow::Borrowed("The request has a fault"),
            count => Cow::Owned(format!("The request has {count} faults")),
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let rejection = Self::new(status, INVALID, message);
        Self {
            faults,
            is_invalid: true,
            ..rejection
        }
    }

    /// 400: the request cannot be read at all.
    pub fn malformed(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, MALFORMED, message)
    }

    /// The same with the status that the operation's description has for what is wrong with a request.
    #[must_use]
    pub fn invalid_as(self, status: u16) -> Self {
        let is_invalid = matches!(self.kind, MALFORMED | INVALID);
        let status = StatusCode::from_u16(status).ok().filter(|_| is_invalid);
        Self {
            status: status.unwrap_or(self.status),
            is_invalid: is_invalid || self.is_invalid,
            ..self
        }
    }

    /// 404: there is no such route.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is no such route")
    }

    /// 405: the route has no such method. The router adds the header `Allow`.
    pub fn method_not_allowed() -> Self {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        let message = "The route does not have this method";
        Self::new(status, "method_not_allowed", message)
    }

    /// 406: the caller takes none of these media types.
    pub fn not_acceptable(media_types: &[&str]) -> Self {
        let message = format!("The answer is {}", media_types.join(" or "));
        Self::new(StatusCode::NOT_ACCEPTABLE, "not_acceptable", message)
    }

    /// 413: the body is longer than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::over_limit(format!("The body is longer than {limit} bytes"))
    }

    /// 413: there is more of the body than is taken.
    pub fn over_limit(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", message)
    }

    /// 415: the body is of none of these media types (RFC 9110, section 15.5.16).
    pub fn unsupported_media_type(described: &[&str]) -> Self {
        let message = format!("The body must be {}", described.join(" or "));
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        let rejection = Self::new(status, "unsupported_media_type", message);
        let accept = HeaderValue::try_from(described.join(", ")).ok();
        Self {
            headers: accept.map(|accept| (ACCEPT, accept)).into_iter().collect(),
            ..rejection
        }
    }
}

/// The same router, whose rejections are answered as `answer` likes: it takes the place of the API's error envelope. Headers that a
/// status asks for are added to what it makes, unless it has its own.
pub fn answered_by<F>(router: Router, answer: F) -> Router
where
    F: Fn(&Rejection) -> Response + Clone + Send + Sync + 'static,
{
    router.layer(middleware::map_response(move |mut response: Response| {
        let rejection = response.extensions_mut().remove::<Rejection>();
        let response = match rejection {
            Some(rejection) => {
                let mut by = with_headers_of(&response, answer(&rejection));
                by.extensions_mut().insert(rejection);
                by
            }
            None => response,
        };
        std::future::ready(response)
    }))
}

/// What takes the place of a response, with its headers as far as they are not about its body.
fn with_headers_of(response: &Response, by: Response) -> Response {
    let kept = response.headers().iter().filter(|(name, _)| {
        let is_about_body = [CONTENT_TYPE, CONTENT_LENGTH].contains(name);
        !is_about_body && !by.headers().contains_key(*name)
    });
    let kept = kept.map(|(name, value)| (name.clone(), value.clone()));
    let kept = kept.collect();
    reply::headers(by, kept)
}
