//! The forms of texts that have no type of their own.

use super::check::{self, Checked};

/// `format: time`, as [`is_time`] knows it.
pub fn time<T: AsRef<str> + ?Sized>() -> impl Fn(&T) -> Checked {
    check::format("time", is_time)
}

/// `format: duration`, as [`is_duration`] knows it.
pub fn duration<T: AsRef<str> + ?Sized>() -> impl Fn(&T) -> Checked {
    check::format("duration", is_duration)
}

/// `format: hostname`, as [`is_hostname`] knows it.
pub fn hostname<T: AsRef<str> + ?Sized>() -> impl Fn(&T) -> Checked {
    check::format("hostname", is_hostname)
}

/// `format: email`, as [`is_email`] knows it.
pub fn email<T: AsRef<str> + ?Sized>() -> impl Fn(&T) -> Checked {
    check::format("email", is_email)
}

/// `format: uri`, as [`is_uri`] knows it.
pub fn uri<T: AsRef<str> + ?Sized>() -> impl Fn(&T) -> Checked {
    check::format("uri", is_uri)
}

/// `format: uri-reference`, as [`is_uri_reference`] knows it.
pub fn uri_reference<T: AsRef<str> + ?Sized>() -> impl Fn(&T) -> Checked {
    check::format("uri-reference", is_uri_reference)
}

/// `time`: RFC 3339, section 5.6, `full-time`.
pub fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) =
        (pair(clock, 0, 23), pair(clock, 3, 59), pair(clock, 6, 60))
    else {
        return false;
    };
    let is_separated = clock.get(2..3) == Some(":") && clock.get(5..6) == Some(":");
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            if zone.len() == fraction.len() {
                return false;
            }
            zone
        }
        None => rest,
    };
    // A leap second is the last one of a day in UTC.
    is_separated
        && offset(zone).is_some_and(|offset| {
            second < 60 || (hour * 60 + minute - offset).rem_euclid(24 * 60) == 24 * 60 - 1
        })
}

/// The two digits at `start`, up to `most`.
fn pair(text: &str, start: usize, most: i32) -> Option<i32> {
    let digits = text.get(start..start + 2)?;
    let value = digits
        .bytes()
        .all(|digit| digit.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    (value <= most).then_some(value)
}

/// How many minutes a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i32> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let is_shaped = zone.len() == 6 && zone.get(3..4) == Some(":");
    let minutes = pair(zone, 1, 23)? * 60 + pair(zone, 4, 59)?;
    match zone.get(..1) {
        Some("+") if is_shaped => Some(minutes),
        Some("-") if is_shaped => Some(-minutes),
        _ => None,
    }
}

/// `duration`: RFC 3339, appendix A.
pub fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    if let Some(weeks) = rest.strip_suffix('W') {
        return is_number(weeks);
    }
    match rest.split_once('T') {
        Some((date, time)) => (date.is_empty() || has_units(date, "YMD")) && has_units(time, "HMS"),
        None => has_units(rest, "YMD"),
    }
}

/// Whether the text is numbers with units that follow each other in `units`, without a gap.
fn has_units(text: &str, units: &str) -> bool {
    let mut parts = text.split_inclusive(|character: char| !character.is_ascii_digit());
    let mut last = None;
    let all = parts.all(|part| {
        let number = part.trim_end_matches(|character: char| !character.is_ascii_digit());
        let unit = part.strip_prefix(number).unwrap_or_default();
        let position = units.find(unit).filter(|_| unit.len() == 1);
        let follows = match (last, position) {
            (Some(last), Some(position)) => last + 1 == position,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        last = position;
        follows && is_number(number)
    });
    all && !text.is_empty()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `hostname`: RFC 1123, section 2.1.
pub fn is_hostname(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `email`: RFC 5321, section 4.1.2, `Mailbox`.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_literal = || {
        let address = domain
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        address.is_some_and(|address| match address.strip_prefix("IPv6:") {
            Some(address) => is_ipv6(address),
            None => is_ipv4(address),
        })
    };
    local.len() <= 64
        && (is_dot_string(local) || is_quoted(local))
        && (is_hostname(domain) || is_literal())
}

fn is_dot_string(local: &str) -> bool {
    let is_atom = |atom: &str| {
        !atom.is_empty()
            && atom
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    local.split('.').all(is_atom)
}

fn is_quoted(local: &str) -> bool {
    let inner = local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let Some(inner) = inner else { return false };
    let mut escaped = false;
    let all = inner.bytes().all(|byte| {
        let is_plain = matches!(byte, b' '..=b'~') && (escaped || byte != b'"');
        escaped = byte == b'\\' && !escaped;
        is_plain
    });
    all && !escaped
}

/// `ipv4`: RFC 2673, section 3.2.
pub fn is_ipv4(text: &str) -> bool {
    text.parse::<std::net::Ipv4Addr>().is_ok()
}

/// `ipv6`: RFC 4291, section 2.2.
pub fn is_ipv6(text: &str) -> bool {
    text.parse::<std::net::Ipv6Addr>().is_ok()
}

/// `uri`: RFC 3986, section 3: with a scheme.
pub fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    is_scheme(scheme) && is_hierarchical(rest)
}

/// `uri-reference`: RFC 3986, section 4.1: a URI, or a reference relative to one.
pub fn is_uri_reference(text: &str) -> bool {
    // A colon in the first segment would make a scheme of what stands before it.
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    is_uri(text) || (!first.contains(':') && is_hierarchical(text))
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// What follows the scheme: `//authority/path?query#fragment`.
fn is_hierarchical(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let path = match text.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
        None => text,
    };
    has_only(path, b":@/") && has_only(query, b":@/?") && has_only(fragment, b":@/?")
}

fn is_authority(authority: &str) -> bool {
    let (user, address) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port) = match address.strip_prefix('[') {
        Some(rest) => {
            let Some((literal, port)) = rest.split_once(']') else {
                return false;
            };
            if !is_ip_literal(literal) || !(port.is_empty() || port.starts_with(':')) {
                return false;
            }
            ("", port.strip_prefix(':').unwrap_or_default())
        }
        None => address.split_once(':').unwrap_or((address, "")),
    };
    has_only(user, b":") && has_only(host, b"") && (port.is_empty() || is_number(port))
}

fn is_ip_literal(literal: &str) -> bool {
    let Some(future) = literal.strip_prefix(['v', 'V']) else {
        return is_ipv6(literal);
    };
    future.split_once('.').is_some_and(|(version, address)| {
        !version.is_empty()
            && version.bytes().all(|byte| byte.is_ascii_hexdigit())
            && !address.is_empty()
            && !address.contains('%')
            && has_only(address, b":")
    })
}

/// Whether a text has only the characters that may stand anywhere, those in `more`, and percent-encoded bytes.
fn has_only(text: &str, more: &[u8]) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let is_allowed = if byte == b'%' {
            let mut is_digit = || bytes.next().is_some_and(|digit| digit.is_ascii_hexdigit());
            is_digit() && is_digit()
        } else {
            byte.is_ascii_alphanumeric()
                || b"-._~!$&'()*+,;=".contains(&byte)
                || more.contains(&byte)
        };
        if !is_allowed {
            return false;
        }
    }
    true
}
