//! JSON bodies of requests.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::Body;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::super::support::json;
use super::fault::{Faults, Problem, Segment};
use super::misfit;
use super::rejection::Rejection;

/// How many bytes a body may have. It is set as a layer, `router.layer(axum::Extension(BodyLimit(1024)))`, and is 2 MiB
/// where it is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLimit(pub usize);

impl Default for BodyLimit {
    fn default() -> Self {
        Self(2 * 1024 * 1024)
    }
}

/// Reads a JSON body that must be there. `None` means that a fault was added.
///
/// # Errors
///
/// 400 when there is no JSON, 413 when the body is over the limit, 415 when it is of another media type.
pub async fn json<T: DeserializeOwned>(
    parts: &Parts,
    body: Body,
    faults: &mut Faults,
) -> Result<Option<T>, Rejection> {
    let bytes = read(parts, body).await?;
    if bytes.is_empty() {
        faults.push(Problem::new("missing", "Must be given").at([Segment::from("body")]));
        return Ok(None);
    }
    decode(parts, &bytes, faults)
}

/// Reads a JSON body that may be left out. The outer `None` means that a fault was added.
///
/// # Errors
///
/// As [`json()`].
pub async fn optional_json<T: DeserializeOwned>(
    parts: &Parts,
    body: Body,
    faults: &mut Faults,
) -> Result<Option<Option<T>>, Rejection> {
    let bytes = read(parts, body).await?;
    if bytes.is_empty() {
        return Ok(Some(None));
    }
    Ok(decode(parts, &bytes, faults)?.map(Some))
}

/// Reads a body to its end, unless it is over the limit.
///
/// # Errors
///
/// 400 when the body breaks off, 413 when it is over the limit.
pub async fn read(parts: &Parts, body: Body) -> Result<Vec<u8>, Rejection> {
    let BodyLimit(limit) = parts.extensions.get().copied().unwrap_or_default();
    let mut chunks = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = poll_fn(|context| Pin::new(&mut chunks).poll_next(context)).await {
        let chunk = chunk.map_err(|_| Rejection::malformed("The body broke off"))?;
        if chunk.len() > limit.saturating_sub(bytes.len()) {
            return Err(Rejection::too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn decode<T: DeserializeOwned>(
    parts: &Parts,
    bytes: &[u8],
    faults: &mut Faults,
) -> Result<Option<T>, Rejection> {
    let content_type = parts.headers.get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    if !content_type.is_some_and(json::is_json) {
        return Err(Rejection::unsupported_media_type("application/json"));
    }
    match json::decode(bytes) {
        Ok(value) => Ok(Some(value)),
        Err(misfit) => {
            let Some(path) = misfit.path else {
                let message = format!("The body is not JSON: {}", misfit.source);
                return Err(Rejection::malformed(message));
            };
            let body = [Segment::from("body")];
            faults.push(misfit::fault(body, &path, &misfit.source));
            Ok(None)
        }
    }
}
