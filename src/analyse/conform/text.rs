//! Texts of a format.

use super::format;
use crate::ir::TextFormat;

/// Whether a text is in the form of its format.
pub(super) fn is_of_format(format: TextFormat, text: &str) -> bool {
    match format {
        TextFormat::Uuid => has_shape(text, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"),
        TextFormat::Date => is_date(text),
        TextFormat::DateTime => text.split_at_checked(10).is_some_and(|(date, rest)| {
            let time = rest.strip_prefix(['T', 't']).unwrap_or_default();
            is_date(date) && format::is_time(time)
        }),
        TextFormat::Time => format::is_time(text),
        TextFormat::Duration => format::is_duration(text),
        TextFormat::Byte => is_base64(text),
        TextFormat::Uri => format::is_uri(text),
        TextFormat::UriReference => format::is_uri_reference(text),
        TextFormat::Email => format::is_email(text),
        TextFormat::Hostname => format::is_hostname(text),
        TextFormat::Ipv4 => format::is_ipv4(text),
        TextFormat::Ipv6 => format::is_ipv6(text),
        TextFormat::Plain | TextFormat::Binary | TextFormat::Password => true,
    }
}

/// RFC 3339, section 5.6, `full-date`.
fn is_date(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| -> Option<u32> { text.get(range)?.parse().ok() };
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 31,
    };
    has_shape(text, "dddd-dd-dd") && (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// RFC 4648, section 4.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        && has_no_rest(digits)
}

/// Whether the bits of the last digit that no octet takes are zero.
fn has_no_rest(digits: &str) -> bool {
    let last = digits.chars().next_back();
    match digits.len() % 4 {
        2 => last.is_some_and(|last| "AQgw".contains(last)),
        3 => last.is_some_and(|last| "AEIMQUYcgkosw048".contains(last)),
        1 => false,
        _ => true,
    }
}

/// Whether a text has this shape: `d` is a digit, `h` a hexadecimal one, anything else stands for itself.
fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text
            .chars()
            .zip(shape.chars())
            .all(|(character, wanted)| match wanted {
                'd' => character.is_ascii_digit(),
                'h' => character.is_ascii_hexdigit(),
                other => character == other,
            })
}
