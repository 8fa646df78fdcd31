//! Bodies that are forms (`application/x-www-form-urlencoded`).

use axum::body::Body;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::super::support::style::Style;
use super::assembly;
use super::body;
use super::fault::{Faults, Segment};
use super::outline::Outline;
use super::pairs::Pairs;
use super::rejection::Rejection;

/// Reads the members of an object from the pairs of a form. Of those in `styles` all values are in one pair, or the way to them is
/// in their names. `None` means that a fault was added.
///
/// # Errors
///
/// 400 when the body is no text, 413 when it is over the limit.
pub async fn read<T: DeserializeOwned>(
    parts: &Parts,
    body: Body,
    (outline, styles): (&'static Outline, &[(&str, Style)]),
    faults: &mut Faults,
) -> Result<Option<T>, Rejection> {
    let bytes = body::read(parts, body).await?;
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Err(Rejection::malformed("The form is not UTF-8"));
    };
    let pairs = Pairs::of_query(Some(text));
    let node = pairs.form(outline, styles);
    Ok(assembly::body(
        &[Segment::from("body")],
        node,
        outline,
        faults,
    ))
}
