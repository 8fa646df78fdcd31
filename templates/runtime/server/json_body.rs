//! Bodies that are JSON.

use axum::body::Body;
use http::request::Parts;

use super::body;
use super::fault::{Faults, Segment};
use super::json_text::{self, Decode};
use super::rejection::Rejection;
use super::reviewed::Reviewed;
use super::schema::Schema;

/// Reads a JSON body. Of one that does not fit its type all faults are added.
///
/// # Errors
///
/// 400 when there is no JSON, 413 when the body is over the limit.
pub async fn read<T>(
    parts: &Parts,
    body: Body,
    (schema, decode): (Schema, Decode<T>),
    faults: &mut Faults,
) -> Result<Reviewed<T>, Rejection> {
    let bytes = body::read(parts, body).await?;
    let at = [Segment::from("body")];
    json_text::read(&bytes, (&at, schema), decode, faults)
        .map_err(|error| Rejection::malformed(format!("The body is not JSON: {error}")))
}
