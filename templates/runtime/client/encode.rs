//! Percent-encoding by RFC 3986.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Appends `text` to `to`, everything in it encoded that is not unreserved.
pub fn push(to: &mut String, text: &str) {
    to.extend(utf8_percent_encode(text, RESERVED));
}
