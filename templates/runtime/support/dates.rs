//! Dates and times in the form that RFC 3339 has for them; the crate `chrono` also reads others.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Deserializer;

use super::text;
use super::wire::Wire;

impl Wire for NaiveDate {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::parse(deserializer, "a date as in RFC 3339", date)
    }
}

impl Wire for DateTime<Utc> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::parse(deserializer, "a date and time as in RFC 3339", time)
    }
}

/// `full-date`: four, two and two digits.
fn date(text: &str) -> Option<NaiveDate> {
    let is_shaped = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(position, byte)| match position {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
    is_shaped.then(|| text.parse().ok())?
}

/// `date-time`. The crate takes a space for the `T`, too, and a year that leaves the four digits in UTC could not be
/// written again.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let has_mark = matches!(text.as_bytes().get(10), Some(b'T' | b't'));
    let time = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    (has_mark && (0..=9999).contains(&time.year())).then_some(time)
}
