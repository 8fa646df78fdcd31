//! Texts by `format`: some that are, some that are not, and when two of them mean the same.

use base64::Engine;
use chrono::{DateTime, NaiveTime};

/// Texts of a format, written in all the ways that it allows; `None` for a format that asks for nothing.
pub fn valid(format: &str) -> Option<&'static [&'static str]> {
    Some(match format {
        "uuid" => &[
            "123e4567-e89b-12d3-a456-426614174000",
            "00000000-0000-0000-0000-000000000000",
            "123E4567-E89B-12D3-A456-426614174000",
        ],
        "date" => &["2024-02-29", "0001-01-01", "9999-12-31", "1969-12-31"],
        "date-time" => &[
            "2024-02-29T12:34:56Z",
            "2024-02-29T12:34:56.789Z",
            "1990-12-31T23:59:59+01:00",
            "2024-02-29t12:34:56z",
            "2024-02-29T12:34:56.123456789-11:30",
            "0001-01-01T00:00:00Z",
        ],
        "time" => &[
            "12:34:56Z",
            "00:00:00+01:00",
            "23:59:59.5Z",
            "12:34:56.123456-11:30",
        ],
        "duration" => &["P1Y2M3DT4H5M6S", "PT36H", "P4W", "P1D", "PT0S", "P1M"],
        "email" => &[
            "joe@example.com",
            "a.b+c@sub.example.org",
            "\"joe bloggs\"@example.com",
        ],
        "hostname" => &[
            "example.com",
            "a",
            "xn--bcher-kva.example",
            "sub-1.example.org",
            "EXAMPLE.com",
        ],
        "ipv4" => &["192.0.2.1", "0.0.0.0", "255.255.255.255"],
        "ipv6" => &[
            "::1",
            "2001:db8::ff00:42:8329",
            "::ffff:192.0.2.128",
            "2001:DB8:0:0:0:0:0:1",
        ],
        "uri" => &[
            "https://example.com/a?b=c#d",
            "urn:isbn:0451450523",
            "mailto:joe@example.com",
            "http://example.com:8080/%7Ea",
            "HTTP://EXAMPLE.com",
        ],
        "uri-reference" => &["https://example.com/a", "/a/b?c", "#here", "../up", ""],
        "byte" => &["", "aGVsbG8=", "AA==", "////", "+/+/"],
        _ => return None,
    })
}

/// Texts that are of hardly any format, or of the wrong one.
pub const INVALID: &[&str] = &[
    "",
    "text",
    "2024-02-30",
    "2024-13-01",
    "2024-2-1",
    "2024-02-29T25:00:00Z",
    "2024-02-29T12:34:56",
    "2024-02-29 12:34:56Z",
    "12:34",
    "12:34:56",
    "25:00:00Z",
    "P",
    "PT",
    "1D",
    "P1S",
    "P1Y2W",
    "@example.com",
    "joe@",
    "joe",
    "-a.example",
    "a..b",
    "256.0.0.1",
    "1.2.3",
    "01.2.3.4",
    "::1::",
    "12345::",
    "fe80::1%eth0",
    "no scheme",
    "http://exa mple.com",
    "//example.com/a",
    "a b",
    "123e4567e89b12d3a456426614174000",
    "{123e4567-e89b-12d3-a456-426614174000}",
    "123e4567-e89b-12d3-a456-42661417400g",
    "aGVsbG8",
    "a-_b",
    "====",
    "1,5",
    "1e",
    "--1",
    "１２",
];

pub fn is_base64(text: &str) -> bool {
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .is_ok()
}

/// Whether two texts of a format mean the same.
pub fn same(format: &str, one: &str, other: &str) -> bool {
    match format {
        "uuid" | "hostname" => one.eq_ignore_ascii_case(other),
        "date-time" => equal(one, other, |text| DateTime::parse_from_rfc3339(text).ok()),
        "time" => equal(one, other, instant_of_day),
        "byte" => equal(one, other, |text| {
            base64::engine::general_purpose::STANDARD.decode(text).ok()
        }),
        "ipv6" => equal(one, other, |text| text.parse::<std::net::Ipv6Addr>().ok()),
        _ => false,
    }
}

fn equal<T: PartialEq>(one: &str, other: &str, read: impl Fn(&str) -> Option<T>) -> bool {
    let one = read(one);
    one.is_some() && one == read(other)
}

fn instant_of_day(text: &str) -> Option<(NaiveTime, i32)> {
    let whole = DateTime::parse_from_rfc3339(&format!("2000-01-01T{text}")).ok()?;
    Some((whole.time(), whole.offset().local_minus_utc()))
}
