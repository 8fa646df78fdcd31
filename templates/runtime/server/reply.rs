//! Answers.

use std::fmt::Display;
use std::ops::RangeInclusive;

use axum::body::Body;
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

/// An answer with a JSON body.
pub fn json(status: StatusCode, body: &impl Serialize) -> Response {
    json_as("application/json", status, body)
}

/// An answer with a JSON body of another media type.
pub fn json_as(media_type: &str, status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(text) => bytes(media_type, status, text),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written as JSON");
            empty(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// An answer with a body that is sent as it is.
pub fn bytes(media_type: &str, status: StatusCode, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let media_type = match media_type {
        "application/json" => Ok(HeaderValue::from_static("application/json")),
        media_type => HeaderValue::from_str(media_type),
    };
    match media_type {
        Ok(media_type) => {
            response.headers_mut().insert(CONTENT_TYPE, media_type);
        }
        Err(_) => tracing::error!("the media type of an answer is left out"),
    }
    response
}

/// An answer with a text.
pub fn text(media_type: &str, status: StatusCode, body: String) -> Response {
    if media_type.contains("charset=") {
        return bytes(media_type, status, body);
    }
    bytes(&format!("{media_type}; charset=utf-8"), status, body)
}

/// An answer without a body.
pub fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// The status of that number; 500 for a number that is none.
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A status that the document describes by its range. One outside is a fault of the implementation, which is logged and
/// answered with 500.
pub fn status_in(range: RangeInclusive<u16>, status: StatusCode) -> StatusCode {
    if range.contains(&status.as_u16()) {
        return status;
    }
    tracing::error!(%status, ?range, "an answer's status is outside of its range");
    StatusCode::INTERNAL_SERVER_ERROR
}

/// Adds a header to an answer; nothing for `None`. A value that no header can hold is left out and logged.
pub fn header(mut response: Response, name: &str, value: Option<impl Display>) -> Response {
    let Some(value) = value else {
        return response;
    };
    let header = HeaderName::try_from(name).ok();
    let value = HeaderValue::try_from(value.to_string()).ok();
    match header.zip(value) {
        Some((header, value)) => {
            response.headers_mut().append(header, value);
        }
        None => tracing::error!(name, "an answer's header is left out"),
    }
    response
}

/// A value as JSON writes it, without quotation marks.
pub fn written(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(error) => {
            tracing::error!(%error, "a header of an answer cannot be written");
            String::new()
        }
    }
}

/// Adds headers to an answer.
pub fn headers(mut response: Response, all: Vec<(HeaderName, HeaderValue)>) -> Response {
    response.headers_mut().extend(all);
    response
}

/// Adds a header whose value is a list, with commas between the items; none of them has one.
pub fn header_list(
    response: Response,
    name: &str,
    value: Option<impl IntoIterator<Item = impl Display>>,
) -> Response {
    let items = value.map(|items| {
        let items = items.into_iter().map(|item| item.to_string());
        items.collect::<Vec<String>>().join(",")
    });
    header(response, name, items)
}
