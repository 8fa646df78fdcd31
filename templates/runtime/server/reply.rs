//! Answers.

use std::fmt::Display;

use axum::body::Body;
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde::Serialize;

/// An answer with a JSON body.
pub fn json(status: StatusCode, body: &impl Serialize) -> Response {
    json_as("application/json", status, body)
}

/// An answer with a JSON body of another media type.
pub fn json_as(media_type: &'static str, status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(text) => {
            let mut response = Response::new(Body::from(text));
            *response.status_mut() = status;
            let media_type = HeaderValue::from_static(media_type);
            response.headers_mut().insert(CONTENT_TYPE, media_type);
            response
        }
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written as JSON");
            empty(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// An answer without a body.
pub fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Adds a header to an answer; nothing for `None`. A value that no header can hold is left out and logged.
pub fn header(mut response: Response, name: HeaderName, value: Option<impl Display>) -> Response {
    let Some(value) = value else {
        return response;
    };
    match HeaderValue::from_str(&value.to_string()) {
        Ok(value) => {
            response.headers_mut().append(name, value);
        }
        Err(error) => tracing::error!(%name, %error, "an answer's header is left out"),
    }
    response
}

/// Adds headers to an answer.
pub fn headers(mut response: Response, all: Vec<(HeaderName, HeaderValue)>) -> Response {
    response.headers_mut().extend(all);
    response
}
