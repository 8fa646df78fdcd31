//! The keys that belong into the query of a URL.

use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::authorized::Authorized;
use super::encode::{self, Encoding};

/// Adds the keys that the query does not have.
pub(super) fn add(url: &mut Url, authorized: &Authorized) {
    if authorized.query().next().is_none() {
        return;
    }
    let mut query = url.query().unwrap_or_default().to_owned();
    let length = query.len();
    for (name, key) in authorized.query() {
        if !query.split('&').any(|pair| holds(pair, key)) {
            encode::begin_pair(&mut query, name, Encoding::Full);
            encode::push(&mut query, key);
        }
    }
    if query.len() > length {
        url.set_query(Some(&query));
    }
}

/// Removes the keys from the query of a redirect, into which a server has copied them.
pub(super) fn remove(url: &mut Url, authorized: &Authorized) {
    let query = url.query().unwrap_or_default();
    let is_key = |pair: &str| authorized.query().any(|(_, key)| holds(pair, key));
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_key(pair)).collect();
    let kept = kept.join("&");
    if kept.len() < query.len() {
        url.set_query((!kept.is_empty()).then_some(&kept));
    }
}

/// Whether the value of a pair is this key.
fn holds(pair: &str, key: &str) -> bool {
    let value = pair.split_once('=').map(|(_, value)| value);
    value.is_some_and(|value| percent_decode_str(value).eq(key.bytes()))
}
