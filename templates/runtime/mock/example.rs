//! The document's examples as answers.

use http::StatusCode;
use serde::de::DeserializeOwned;

use super::super::server::Failure;

/// Reads an example.
///
/// # Errors
///
/// When the example does not fit its schema: a fault of the document.
pub fn decode<T: DeserializeOwned>(json: &str) -> Result<T, Failure> {
    serde_json::from_str(json).map_err(|error| {
        let message = "The example in the document does not fit its schema";
        Failure::new(StatusCode::INTERNAL_SERVER_ERROR, message).with_source(error)
    })
}

/// The answer where the document has no example for a status, or does not describe it.
pub fn missing(status: u16) -> Failure {
    let message = "The document has no example for this status";
    let status = StatusCode::from_u16(status)
        .ok()
        .filter(|status| !status.is_success());
    Failure::new(status.unwrap_or(StatusCode::NOT_IMPLEMENTED), message)
}
