//! What a caller prefers to be answered (RFC 7240).

use axum::extract::Request;
use http::{Extensions, HeaderMap, StatusCode};

/// The status that a caller prefers.
#[derive(Debug, Clone, Copy)]
struct Preferred(StatusCode);

/// Notes what a request prefers where the mock finds it: `Prefer: code=404`.
pub async fn note(mut request: Request) -> Request {
    if let Some(status) = read(request.headers()) {
        request.extensions_mut().insert(Preferred(status));
    }
    request
}

/// What was noted of a request.
pub fn status(extensions: &Extensions) -> Option<StatusCode> {
    extensions.get().map(|Preferred(status)| *status)
}

fn read(headers: &HeaderMap) -> Option<StatusCode> {
    let values = headers.get_all("prefer").iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    let mut preferences = texts.flat_map(|text| text.split([',', ';']));
    preferences.find_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        let is_code = name.trim().eq_ignore_ascii_case("code");
        is_code.then(|| value.trim().trim_matches('"').parse().ok())?
    })
}
