//! The parameters in the query and in the cookies of a request.

use std::borrow::Cow;

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode;

use super::fault::{Faults, Problem, Segment};
use super::parameter::{Decoding, Parameter};

/// The parameters in the query or in the cookies of a request. The values are still encoded, because an array's separators
/// must be found first.
#[derive(Debug)]
pub struct Pairs<'a> {
    /// The part of the request that they come from.
    pub place: &'static str,
    /// The decoded names with their values.
    pub list: Vec<(Cow<'a, str>, &'a [u8])>,
    /// How the values are written.
    pub decoding: Decoding,
}

impl<'a> Pairs<'a> {
    /// Takes a query apart by the rules of `application/x-www-form-urlencoded`.
    pub fn of_query(query: Option<&'a str>) -> Self {
        let pairs = query.unwrap_or_default().split('&');
        let pairs = pairs.filter(|pair| !pair.is_empty());
        let list = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                // A name that is not UTF-8 is no name that the document has.
                let name = decode(name.as_bytes()).unwrap_or_default();
                (name, value.as_bytes())
            })
            .collect();
        Self {
            place: "query",
            list,
            decoding: decode,
        }
    }

    /// Takes the cookies apart (RFC 6265, section 5.4).
    pub fn of_cookies(headers: &'a HeaderMap) -> Self {
        Self::cookies(headers, |text| percent_decode(text).decode_utf8().ok())
    }

    /// Takes the cookies apart that are written without any encoding.
    pub fn of_plain_cookies(headers: &'a HeaderMap) -> Self {
        Self::cookies(headers, |text| {
            std::str::from_utf8(text).ok().map(Cow::Borrowed)
        })
    }

    fn cookies(headers: &'a HeaderMap, decoding: Decoding) -> Self {
        let list = cookies(headers)
            .map(|(name, value)| {
                // Quotes may stand around a value, and are no part of it.
                let bare = value.strip_prefix(b"\"");
                let bare = bare.and_then(|it| it.strip_suffix(b"\""));
                (decoding(name).unwrap_or_default(), bare.unwrap_or(value))
            })
            .collect();
        Self {
            place: "cookie",
            list,
            decoding,
        }
    }

    /// Adds a fault for each name that is not `known`, and is no way into what has one of the names in `deep`.
    pub fn refuse_others(&self, known: &[&str], deep: &[&str], faults: &mut Faults) {
        let mut refused: Vec<&str> = Vec::new();
        for (name, _) in &self.list {
            let is_within =
                |of: &&str| name.strip_prefix(*of).is_some_and(|it| it.starts_with('['));
            let is_known = known.contains(&&**name) || deep.iter().any(is_within);
            if !is_known && !refused.contains(&&**name) {
                refused.push(name);
                let at = [Segment::from(self.place), Segment::from(name.to_string())];
                faults.push(Problem::new("unknown_parameter", "Is no parameter").at(at));
            }
        }
    }

    /// The parameter `name`.
    pub fn parameter(&self, name: &'static str) -> Parameter<'a> {
        let named = self.list.iter().filter(|(other, _)| other == name);
        let values = named.map(|(_, value)| *value).collect();
        Parameter::new(self.place, name, values, self.decoding)
    }
}

/// The parameter `name`, which is all of a query; an empty query holds none.
pub fn whole<'a>(name: &'static str, query: Option<&'a str>) -> Parameter<'a> {
    let text = query.filter(|query| !query.is_empty());
    let values = text.map(str::as_bytes).into_iter().collect();
    // Only in a form a plus is a space.
    Parameter::new("query", name, values, |text| {
        percent_decode(text).decode_utf8().ok()
    })
}

/// The same of a query that is one form, as it came.
pub fn whole_form<'a>(name: &'static str, query: Option<&'a str>) -> Parameter<'a> {
    let text = query.filter(|query| !query.is_empty());
    let values = text.map(str::as_bytes).into_iter().collect();
    Parameter::new("query", name, values, |text| {
        std::str::from_utf8(text).ok().map(Cow::Borrowed)
    })
}

/// The names and the values of all cookies, as they came. One that cannot be read hides none of the others.
pub(super) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&[u8], &[u8])> {
    let lines = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes);
    let cookies = lines.flat_map(|line| line.split(|byte| *byte == b';'));
    cookies.filter_map(|cookie| {
        let mut halves = cookie.trim_ascii().splitn(2, |byte| *byte == b'=');
        halves.next().zip(halves.next())
    })
}

fn decode(text: &[u8]) -> Option<Cow<'_, str>> {
    if !text.contains(&b'+') {
        return percent_decode(text).decode_utf8().ok();
    }
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let decoded = percent_decode(&spaced).decode_utf8().ok()?;
    Some(Cow::Owned(decoded.into_owned()))
}
