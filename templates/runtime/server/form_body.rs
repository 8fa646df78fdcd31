//! Bodies that are forms (`application/x-www-form-urlencoded`).

use axum::body::Body;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::super::support::style::Style;
use super::assembly::{self, Written};
use super::body;
use super::fault::{Faults, Segment};
use super::pairs::Pairs;
use super::rejection::Rejection;
use super::reviewed::Reviewed;

/// Reads the members of an object from the pairs of a form. Of those in `styles` all values are in one pair, or the way to them is
/// in their names. Of one that does not fit its type all faults are added.
///
/// # Errors
///
/// 400 when the body is no text, 413 when it is over the limit.
pub async fn read<T: DeserializeOwned>(
    parts: &Parts,
    body: Body,
    (written, styles): (Written, &[(&str, Style)]),
    faults: &mut Faults,
) -> Result<Reviewed<T>, Rejection> {
    let bytes = body::read(parts, body).await?;
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Err(Rejection::malformed("The form is not UTF-8"));
    };
    let pairs = Pairs::of_query(Some(text));
    let node = pairs.form(written.outline, styles);
    let at = [Segment::from("body")];
    Ok(assembly::body(&at, node, written, faults))
}
