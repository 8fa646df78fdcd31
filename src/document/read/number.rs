//! Numbers as they stand in a text.

use serde_json::Number;

/// The number that a decimal text stands for: an integer where one of 64 bits holds it, else the nearest `f64`; `None` when
/// it is no number, or too large to be finite.
pub(crate) fn parse(text: &str) -> Option<Number> {
    if text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+'))
    {
        if let Ok(number) = text.parse::<i64>() {
            return Some(number.into());
        }
        if let Ok(number) = text.parse::<u64>() {
            return Some(number.into());
        }
    }
    Number::from_f64(text.parse::<f64>().ok()?)
}
