//! The keys that belong into the query of a URL.

use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::KEYS;
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
        if !query.split('&').any(|pair| is_pair(pair, name, key)) {
            encode::begin_pair(&mut query, name, Encoding::Full);
            encode::push(&mut query, key);
        }
    }
    if query.len() > length {
        url.set_query(Some(&query));
    }
}

/// Removes the keys from the query of a redirect, into which a server has copied them: those of the credentials, and those
/// that stood in the query of the call itself, by the name of a key. What a server puts under such a name by itself stays,
/// as the token of an address that it has signed.
pub(super) fn remove(url: &mut Url, call: &Url, authorized: &Authorized) {
    let query = url.query().unwrap_or_default();
    let given = call.query_pairs();
    let given = given.filter(|(name, key)| KEYS.query.contains(&name.as_ref()) && !key.is_empty());
    let given: Vec<_> = given.map(|(_, key)| key).collect();
    let is_key = |pair: &str| {
        let value = pair.split_once('=').map_or("", |(_, value)| value);
        let mut keys = authorized.query().map(|(_, key)| key);
        keys.any(|key| is(value, key)) || given.iter().any(|key| is(value, key))
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_key(pair)).collect();
    let kept = kept.join("&");
    if kept.len() < query.len() {
        url.set_query((!kept.is_empty()).then_some(&kept));
    }
}

fn is_pair(pair: &str, name: &str, key: &str) -> bool {
    let parts = pair.split_once('=');
    parts.is_some_and(|(of, value)| is(of, name) && is(value, key))
}

/// Whether a part of a query says this. Some servers write a space as `+`, and others mean the sign itself.
fn is(part: &str, text: &str) -> bool {
    let says = |part: &str| percent_decode_str(part).eq(text.bytes());
    says(part) || part.contains('+') && says(&part.replace('+', " "))
}
