//! Values of which the document has a list.

use serde_json::json;

use crate::support::listed::{self, NotListed};

#[test]
fn values_are_equal_as_json_schema_compares_them() {
    for (one, other) in [
        (json!(1), json!(1.0)),
        (json!([1, {"a": 2.0}]), json!([1.0, {"a": 2}])),
        (json!(-3), json!(-3.0)),
        (json!(null), json!(null)),
    ] {
        assert!(listed::same(&one, &other), "{one} {other}");
    }
    for (one, other) in [
        (json!(1), json!("1")),
        (json!(0), json!(false)),
        (json!([1]), json!([1, 2])),
        (json!({"a": 1}), json!({"b": 1})),
        (json!({"a": 1}), json!({"a": 1, "b": 1})),
        (
            json!(9_007_199_254_740_992_u64),
            json!(9_007_199_254_740_993_u64),
        ),
    ] {
        assert!(!listed::same(&one, &other), "{one} {other}");
    }
}

#[test]
fn what_is_listed_is_said() {
    assert_eq!(NotListed::among([1, 2]).to_string(), "must be one of: 1, 2");
    assert_eq!(listed::plain(json!("a b")), "a b");
    assert_eq!(listed::plain(json!(1.5)), "1.5");
}
