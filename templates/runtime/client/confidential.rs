//! What is neither to be shown nor to be sent to another host.

use http::HeaderMap;
use http::header::{
    AUTHORIZATION, CONTENT_LOCATION, COOKIE, HeaderName, LINK, LOCATION, PROXY_AUTHORIZATION,
    REFRESH, SET_COOKIE,
};

use super::KEYS;

/// The names under which the API's keys travel, be they given as credentials or as parameters of an operation. Those of
/// cookies are not among them, because all cookies are confidential.
pub(super) struct KeyNames {
    pub(super) headers: &'static [&'static str],
    pub(super) query: &'static [&'static str],
}

/// What proves who calls, in any API.
const PROOFS: [HeaderName; 3] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE];

/// What an answer says that may hold a key: sessions, and addresses, into which servers copy the query.
const OF_ANSWERS: [HeaderName; 5] = [SET_COOKIE, LOCATION, CONTENT_LOCATION, LINK, REFRESH];

/// Whether a header of this name proves who calls.
pub(super) fn is_proof(name: &HeaderName) -> bool {
    let is_name = |key: &&str| key.eq_ignore_ascii_case(name.as_str());
    PROOFS.contains(name) || KEYS.headers.iter().any(is_name)
}

/// Marks what may be confidential in the headers of an answer, so that no `Debug` shows it.
pub(super) fn hide(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        if OF_ANSWERS.contains(name) || is_proof(name) {
            value.set_sensitive(true);
        }
    }
}
