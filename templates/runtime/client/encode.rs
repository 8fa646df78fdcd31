//! Percent-encoding by RFC 3986.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Appends a text, encoded, to another.
pub type Encode = fn(&mut String, &str);

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What cannot stand in a value of the query although it is reserved: it would end the value, or the query, or be read as a
/// space; and brackets, which RFC 3986 leaves to hosts.
const NOT_IN_VALUES: &AsciiSet = &RESERVED
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

/// Appends `text` to `to`, everything in it encoded that is not unreserved.
pub fn push(to: &mut String, text: &str) {
    to.extend(utf8_percent_encode(text, RESERVED));
}

/// The text with everything encoded that is not unreserved.
pub fn text(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push(&mut encoded, text);
    encoded
}

/// Appends `text` to `to` with reserved characters as they are, and with what is percent-encoded in it already (RFC 6570,
/// section 3.2.3).
pub fn push_reserved(to: &mut String, text: &str) {
    for (position, piece) in text.split('%').enumerate() {
        if position > 0 {
            let digits = piece.bytes().take(2).filter(u8::is_ascii_hexdigit);
            to.push_str(if digits.count() == 2 { "%" } else { "%25" });
        }
        to.extend(utf8_percent_encode(piece, NOT_IN_VALUES));
    }
}

/// Begins a pair of the query.
pub fn begin_pair(query: &mut String, name: &str, encode: Encode) {
    if !query.is_empty() {
        query.push('&');
    }
    encode(query, name);
    query.push('=');
}

/// Appends a pair that is encoded already to the query.
pub fn push_pair(query: &mut String, name: &str, value: &str) {
    begin_pair(query, name, String::push_str);
    query.push_str(value);
}
