//! The limits that a document sets, and the forms of texts.

use serde_json::{Value, json};

use crate::support::check::{self, Breach};
use crate::support::{backtracking, format, pattern, unique};

fn keyword(breach: Breach) -> &'static str {
    assert!(!breach.message.is_empty());
    breach.keyword
}

#[test]
fn a_multiple_is_one_in_decimals() {
    for (value, step, holds) in [
        (0.3, 0.1, true),
        (0.35, 0.1, false),
        (1e300, 0.1, true),
        (1e300, 7.0, false),
        (4.35, 0.01, true),
        (-4.35, 0.01, true),
        (0.0, 0.5, true),
        (1e-7, 1e-8, true),
        (1e-8, 1e-7, false),
        (f64::MIN_POSITIVE, 1e308, false),
        (1.000_000_000_000_1, 0.000_000_1, false),
        (3.0, 1.5, true),
    ] {
        let checked = check::multiple_of_number(step)(&value);
        assert_eq!(checked.is_ok(), holds, "{value} of {step}");
        assert!(
            checked
                .err()
                .is_none_or(|breach| keyword(breach) == "multipleOf")
        );
    }
    assert!(check::multiple_of_number(0.1_f32)(&0.3_f32).is_ok());
    assert!(check::multiple_of_number(0.0)(&0.3).is_err());
}

#[test]
fn properties_are_counted_and_grouped() {
    assert!(check::min_properties(1)(&1).is_ok());
    assert_eq!(
        keyword(check::min_properties(1)(&0).unwrap_err()),
        "minProperties"
    );
    assert!(check::max_properties(1)(&1).is_ok());
    assert_eq!(
        keyword(check::max_properties(1)(&2).unwrap_err()),
        "maxProperties"
    );
    assert!(check::one_group("`a`; `b`")(&[false, true]).is_ok());
    assert_eq!(
        keyword(check::one_group("`a`; `b`")(&[true, true]).unwrap_err()),
        "oneOf"
    );
    assert!(check::some_group("`a`; `b`")(&[true, true]).is_ok());
    assert_eq!(
        keyword(check::some_group("`a`; `b`")(&[false, false]).unwrap_err()),
        "anyOf"
    );
    assert!(check::every_group("`a`; `b`")(&[true, true]).is_ok());
    assert_eq!(
        keyword(check::every_group("`a`; `b`")(&[false, true]).unwrap_err()),
        "required"
    );
}

#[test]
fn items_are_unique_as_json() {
    for (items, repeats) in [
        (json!([]), None),
        (json!([1]), None),
        (json!([1, "1", true, null, [1], {"a": 1}]), None),
        (json!([1, 2, 1.0]), Some("0 and 2")),
        (json!([0.0, -0.0]), Some("0 and 1")),
        (
            json!([{"a": 1, "b": [2]}, {"b": [2.0], "a": 1}]),
            Some("0 and 1"),
        ),
        (json!([[1, 2], [2, 1]]), None),
        (
            json!([9_007_199_254_740_993_i64, 9_007_199_254_740_992_i64]),
            None,
        ),
    ] {
        let Value::Array(list) = &items else { continue };
        let told = unique::items()(list).err().map(|breach| breach.message);
        let expected = repeats.map(|at| format!("Must not have equal items, as those at {at} are"));
        assert_eq!(told, expected, "{items}");
    }
    // A list that is long is no trouble.
    let long: Vec<u32> = (0..100_000).collect();
    assert!(unique::items()(&long).is_ok());
}

#[test]
fn patterns_match_somewhere() {
    static PLAIN: pattern::Pattern = pattern::Pattern::new("b+");
    static DIGITS: pattern::Pattern = pattern::Pattern::translated(r"^\d$", "^[0-9]$");
    static BACKWARDS: backtracking::Pattern = backtracking::Pattern::new(r"^(a|b)\1$", "u");
    assert!(pattern::matches(&PLAIN)("abc").is_ok());
    assert!(pattern::matches(&PLAIN)(&"ac".to_owned()).is_err());
    assert!(pattern::matches(&DIGITS)("٣").is_err());
    let breach = pattern::matches(&DIGITS)("x").unwrap_err();
    assert_eq!(breach.message, r"Must match the pattern `^\d$`");
    assert!(backtracking::matches(&BACKWARDS)("bb").is_ok());
    assert!(backtracking::matches(&BACKWARDS)("ab").is_err());
    let long = "a".repeat(backtracking::LONGEST + 1);
    assert!(backtracking::matches(&BACKWARDS)(long.as_str()).is_err());
}

/// Texts of a format, and texts that are none.
fn assert_form(is_of: fn(&str) -> bool, sound: &[&str], faulty: &[&str]) {
    for text in sound {
        assert!(is_of(text), "{text}");
    }
    for text in faulty {
        assert!(!is_of(text), "{text}");
    }
}

#[test]
fn times_and_durations_are_those_of_rfc_3339() {
    assert_form(
        format::is_time,
        &[
            "08:30:06Z",
            "08:30:06.283185z",
            "23:59:60Z",
            "00:59:60+01:00",
            "12:00:00-23:59",
        ],
        &[
            "",
            "08:30:06",
            "24:00:00Z",
            "08:60:00Z",
            "22:59:60Z",
            "08:30:06.Z",
            "08:30:06+1:00",
            "08:30:06+24:00",
            "08-30-06Z",
            "+8:30:06Z",
            "08:30:06Zé",
            "ééééé",
        ],
    );
    assert_form(
        format::is_duration,
        &[
            "P4DT12H30M5S",
            "P1Y",
            "P1Y2M3D",
            "PT1H2M",
            "PT0S",
            "P2W",
            "P1M",
        ],
        &[
            "", "P", "PT", "P1", "PT1D", "P1Y2D", "PT1H2S", "P1D1M", "P1W2D", "P-1D", "P1.5D",
            "1D", "P1DT", "PW",
        ],
    );
}

#[test]
fn addresses_are_those_of_their_rfcs() {
    assert_form(
        format::is_hostname,
        &["example.com", "a", "1.2.3", "xn--4gbwdl.xn--wgbh1c", "a-b"],
        &["", ".", "a.", "-a", "a-", "a_b", "é.com", "a..b"],
    );
    assert!(!format::is_hostname(&"a".repeat(64)));
    assert_form(
        format::is_email,
        &[
            "joe@example.com",
            "te~st@example.com",
            "\"joe bloggs\"@example.com",
            "joe@[127.0.0.1]",
            "joe@[IPv6:::1]",
        ],
        &[
            "",
            "joe",
            "@a",
            ".joe@a",
            "joe.@a",
            "j..e@a",
            "joe bloggs@a",
            "joe@-a",
            "joe@[127.0.0.300]",
            "\"joe@a",
        ],
    );
    assert_form(
        format::is_ipv4,
        &["127.0.0.1"],
        &["", "1.2.3", "256.0.0.1", "01.2.3.4", "1.2.3.4/8"],
    );
    assert_form(
        format::is_ipv6,
        &["::1", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8"],
        &["", ":", "12345::", "::1%eth0"],
    );
}

#[test]
fn uris_are_those_of_rfc_3986() {
    assert_form(
        format::is_uri,
        &[
            "https://user:pw@example.com:80/a;b/%20?q=/?#f",
            "urn:oasis:names",
            "mailto:a@b",
            "ldap://[2001:db8::7]/c=GB?objectClass",
            "http://[v1.a]/",
            "file:///etc",
            "a:",
        ],
        &[
            "",
            "//a/b",
            "/a",
            "a",
            "1a:b",
            ":a",
            "http://a b",
            "http://a/%2",
            "http://a/é",
            "http://[::1",
            "http://[x]/",
            "http://a:b/",
            "http://a/<",
            "a:b#c#d",
            "http://a\\b",
        ],
    );
    assert_form(
        format::is_uri_reference,
        &["", "/a", "a", "//a/b", "?q", "#f", "./a:b", "http://a"],
        &["1a:b", "\\a", "#a\\b", "%", "a b"],
    );
}
