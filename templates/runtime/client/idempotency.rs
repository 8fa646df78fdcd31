//! Keys by which a server knows that it was asked before.

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use super::invalid::InvalidRequest;
use super::platform;

/// The header of calls whose operation declares none.
const USUAL: HeaderName = HeaderName::from_static("idempotency-key");

/// Fills in the key where the operation declares a header for it and none was given, and one that was chosen for the call
/// in any case. Gives whether the call has a key.
///
/// # Errors
///
/// When the chosen key has characters that no header can hold.
pub(super) fn fill(
    headers: &mut HeaderMap,
    declared: Option<HeaderName>,
    chosen: Option<&str>,
) -> Result<bool, InvalidRequest> {
    let name = match (declared, chosen) {
        (None, None) => return Ok(false),
        (declared, _) => declared.unwrap_or(USUAL),
    };
    if !headers.contains_key(&name) {
        let key = chosen.map_or_else(fresh, String::from);
        let value = HeaderValue::from_str(&key).map_err(|_| {
            InvalidRequest::new("the idempotency key holds characters that no header can")
        })?;
        headers.insert(name, value);
    }
    Ok(true)
}

/// A key that no call had before: a random UUID (RFC 9562, section 5.4).
fn fresh() -> String {
    let (high, low) = (platform::random(), platform::random());
    let (first, second, third) = (high >> 32, high >> 16 & 0xffff, high & 0x0fff);
    let (fourth, fifth) = (low >> 48 & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
    format!("{first:08x}-{second:04x}-4{third:03x}-{fourth:04x}-{fifth:012x}")
}
