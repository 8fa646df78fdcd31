//! Bodies that are JSON.

use axum::body::Body;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::super::support::json;
use super::body;
use super::fault::{Faults, Segment};
use super::misfit;
use super::rejection::Rejection;

/// Reads a JSON body. `None` means that a fault was added.
///
/// # Errors
///
/// 400 when there is no JSON, 413 when the body is over the limit.
pub async fn read<T: DeserializeOwned>(
    parts: &Parts,
    body: Body,
    faults: &mut Faults,
) -> Result<Option<T>, Rejection> {
    let bytes = body::read(parts, body).await?;
    match json::decode(&bytes) {
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
