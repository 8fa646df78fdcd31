//! Numbers as JSON may write them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::support::wire::{self, Wire};

fn read<T: Wire>(json: &str) -> Result<T, String> {
    wire::read(&mut serde_json::Deserializer::from_str(json)).map_err(|error| error.to_string())
}

#[test]
fn a_number_without_a_fraction_is_an_integer() {
    for (json, number) in [
        ("7", 7),
        ("-7", -7),
        ("1.0", 1),
        ("1e3", 1000),
        ("-2.50e1", -25),
        ("-0", 0),
        ("0.0", 0),
        ("9007199254740993", 9_007_199_254_740_993),
        ("-9223372036854775808", i64::MIN),
    ] {
        assert_eq!(read::<i64>(json), Ok(number), "{json}");
    }
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(read::<u32>("4.294967295e9"), Ok(u32::MAX));
    assert_eq!(read::<i32>("-2147483648.0"), Ok(i32::MIN));
}

#[test]
fn what_is_no_integer_of_the_type_is_refused() {
    for json in [
        "1.5",
        "1e-3",
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1e300",
        "\"1\"",
        "null",
        "true",
    ] {
        assert!(read::<i64>(json).is_err(), "{json}");
    }
    for json in ["-1", "-1.0", "1.8446744073709552e19"] {
        assert!(read::<u64>(json).is_err(), "{json}");
    }
    assert!(read::<u32>("4294967296").is_err());
    assert!(read::<i32>("2147483648.0").is_err());
    assert_eq!(
        read::<i32>("1.5").unwrap_err(),
        "invalid value: floating point `1.5`, expected i32 at line 1 column 3"
    );
}

#[test]
fn integers_are_found_inside_lists_maps_and_options() {
    let nested: BTreeMap<String, Vec<Option<Vec<i64>>>> = read(r#"{"a":[[1.0,2],null]}"#).unwrap();
    assert_eq!(
        nested,
        BTreeMap::from([("a".to_owned(), vec![Some(vec![1, 2]), None])])
    );
    assert!(read::<Vec<i64>>("[1.5]").is_err());
}

#[test]
fn a_number_of_32_bits_is_finite() {
    assert_eq!(read::<f32>("0.1"), Ok(0.1));
    assert_eq!(read::<f32>("3"), Ok(3.0));
    assert!(read::<f32>("1e39").is_err());
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Shapes {
    #[serde(deserialize_with = "crate::support::wire::read")]
    always: i64,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::support::wire::present"
    )]
    optional: Option<u32>,
    #[serde(deserialize_with = "crate::support::wire::nullable")]
    nullable: Option<i64>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::support::wire::present_or_null"
    )]
    both: Option<Option<i64>>,
    #[serde(flatten, deserialize_with = "crate::support::wire::read")]
    others: BTreeMap<String, i64>,
}

#[test]
fn properties_keep_their_four_shapes() {
    for (json, written) in [
        (
            r#"{"always":1.0,"nullable":null}"#,
            r#"{"always":1,"nullable":null}"#,
        ),
        (
            r#"{"always":1,"optional":2e0,"nullable":3.0,"both":4.0,"x":5.0}"#,
            r#"{"always":1,"optional":2,"nullable":3,"both":4,"x":5}"#,
        ),
        (
            r#"{"always":1,"nullable":null,"both":null}"#,
            r#"{"always":1,"nullable":null,"both":null}"#,
        ),
    ] {
        let shapes: Shapes = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&shapes).unwrap(), written);
    }
    for json in [
        r#"{"always":1}"#,
        r#"{"nullable":1}"#,
        r#"{"always":null,"nullable":1}"#,
        r#"{"always":1,"nullable":1,"optional":null}"#,
        r#"{"always":1,"nullable":1,"x":1.5}"#,
    ] {
        assert!(serde_json::from_str::<Shapes>(json).is_err(), "{json}");
    }
}

#[test]
fn a_whole_body_is_read_as_a_property_is() {
    let read = |json| serde_json::from_str(json).map(wire::whole::<Option<Vec<i32>>>);
    assert_eq!(read("[1.0, 2e0]").unwrap(), Some(vec![1, 2]));
    assert_eq!(read("null").unwrap(), None);
    assert!(read("[1.5]").is_err());
    assert_eq!(serde_json::to_string(&wire::Whole(vec![1])).unwrap(), "[1]");
}
