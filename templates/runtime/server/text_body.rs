//! Bodies that are texts.

use axum::body::{Body, Bytes};
use http::request::Parts;

use super::super::support::charset;
use super::body;
use super::rejection::Rejection;

/// Reads a text in the charset that its media type names, or else in UTF-8.
///
/// # Errors
///
/// 400 when it is no text in its charset, 413 when the body is over the limit.
pub async fn read(parts: &Parts, body: Body) -> Result<Option<String>, Rejection> {
    let bytes = Bytes::from(body::read(parts, body).await?);
    let text = charset::decode(&parts.headers, &bytes);
    text.map(Some)
        .map_err(|why| Rejection::malformed(format!("The body cannot be read: {why}")))
}
