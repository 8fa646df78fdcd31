//! `Retry-After`.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

use crate::client::retry_after::read;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .collect()
}

#[test]
fn seconds_and_dates_are_read() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    for (pairs, expected) in [
        (vec![("retry-after", " 120 ")], Some(120)),
        (vec![("retry-after", "0")], Some(0)),
        (
            vec![("retry-after", "99999999999999999999999")],
            Some(u64::MAX),
        ),
        (
            vec![("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT"), date],
            Some(60),
        ),
        (
            vec![("retry-after", "Sun, 06 Nov 1994 08:48:37 GMT"), date],
            Some(0),
        ),
        (
            vec![("retry-after", "Sunday, 06-Nov-94 08:49:38 GMT"), date],
            Some(1),
        ),
        (vec![("retry-after", "-1")], None),
        (vec![("retry-after", "")], None),
        (vec![("retry-after", "1.5")], None),
        (vec![], None),
    ] {
        let expected = expected.map(Duration::from_secs);
        assert_eq!(read(&headers(&pairs)), expected, "{pairs:?}");
    }
}

#[test]
fn a_date_without_the_answers_own_is_compared_with_the_clock() {
    let then = SystemTime::now() + Duration::from_secs(100);
    let wait = read(&headers(&[("retry-after", &httpdate::fmt_http_date(then))])).unwrap();
    assert!((90..=100).contains(&wait.as_secs()), "{wait:?}");
}
