//! Percent-encoding by RFC 3986.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What cannot stand in a value of the query although it is reserved: it would end the value, or the query, or be read as a
/// space; and brackets, which RFC 3986 leaves to hosts.
const NOT_IN_QUERY: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The same in a whole query, whose pairs have their separators already.
const NOT_IN_PAIRS: &AsciiSet = &NOT_IN_QUERY.remove(b'&').remove(b'+');

/// The same in a path (RFC 3986, section 3.3), whose value must not make a segment of its own or end it.
const NOT_IN_PATH: &AsciiSet = &NOT_IN_QUERY.add(b'/').add(b'?').remove(b'&').remove(b'+');

/// The same in a cookie (RFC 6265, section 4.1.1), which has no place for commas and semicolons.
const NOT_IN_COOKIES: &AsciiSet = &NOT_IN_QUERY
    .add(b',')
    .add(b';')
    .remove(b'&')
    .remove(b'#')
    .remove(b'+')
    .remove(b'[')
    .remove(b']');

/// What of a text stays as it is; all else is percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Unreserved characters.
    Full,
    /// Those and the reserved ones that a value of the query can hold, and what is encoded already (`allowReserved`).
    InQuery,
    /// The same in pairs of the query that were put together before.
    InPairs,
    /// The same in a path.
    InPath,
    /// The same in a cookie.
    InCookie,
    /// Everything.
    Nothing,
}

impl Encoding {
    /// Appends `text`, encoded, to `to`.
    pub fn push(self, to: &mut String, text: &str) {
        match self {
            Self::Full => push(to, text),
            Self::InQuery => push_reserved(to, text, NOT_IN_QUERY),
            Self::InPairs => push_reserved(to, text, NOT_IN_PAIRS),
            Self::InPath => push_reserved(to, text, NOT_IN_PATH),
            Self::InCookie => push_reserved(to, text, NOT_IN_COOKIES),
            Self::Nothing => to.push_str(text),
        }
    }

    /// The text, encoded.
    pub fn text(self, text: &str) -> String {
        let mut encoded = String::with_capacity(text.len());
        self.push(&mut encoded, text);
        encoded
    }

    /// How the name beside such a value is encoded: `allowReserved` speaks of values, and a `=` would end a name.
    pub fn of_name(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            _ => Self::Full,
        }
    }
}

/// Appends `text` to `to`, everything in it encoded that is not unreserved.
pub fn push(to: &mut String, text: &str) {
    to.extend(utf8_percent_encode(text, RESERVED));
}

/// The text with everything encoded that is not unreserved.
pub fn text(text: &str) -> String {
    Encoding::Full.text(text)
}

/// Appends `text` to `to` without encoding again what is percent-encoded in it already (RFC 6570, section 3.2.3).
fn push_reserved(to: &mut String, text: &str, encoded: &'static AsciiSet) {
    for (position, piece) in text.split('%').enumerate() {
        if position > 0 {
            let digits = piece.bytes().take(2).filter(u8::is_ascii_hexdigit);
            to.push_str(if digits.count() == 2 { "%" } else { "%25" });
        }
        to.extend(utf8_percent_encode(piece, encoded));
    }
}

/// Begins a pair of the query.
pub fn begin_pair(query: &mut String, name: &str, encoding: Encoding) {
    if !query.is_empty() {
        query.push('&');
    }
    encoding.push(query, name);
    query.push('=');
}

/// Appends a pair that is encoded already to the query.
pub fn push_pair(query: &mut String, name: &str, value: &str) {
    begin_pair(query, name, Encoding::Nothing);
    query.push_str(value);
}
