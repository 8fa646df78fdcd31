//! What a value must not be as well.

use serde_json::{Value, json};

use crate::support::check::{self, Breach};
use crate::support::excluded;
use crate::support::wire;

fn keyword(checked: Result<(), Breach>) -> Option<&'static str> {
    checked.err().map(|breach| breach.keyword)
}

#[test]
fn a_value_that_keeps_to_the_rules_is_excluded() {
    let excluded = excluded::rules(|value: &i64, at, found| {
        found.check(at, value, check::minimum(10));
        found.check(at, value, check::maximum(20));
    });
    assert_eq!(keyword(excluded(&15)), Some("not"));
    assert_eq!(keyword(excluded(&9)), None);
    assert_eq!(keyword(excluded(&21)), None);
}

#[test]
fn a_value_that_can_be_read_as_another_type_is_excluded_where_it_keeps_to_the_rules_of_that_type() {
    let excluded = excluded::read(serde_json::from_value, |value: &String, at, found| {
        found.check(at, value, check::min_length(2));
    });
    assert_eq!(keyword(excluded(&json!("ab"))), Some("not"));
    assert_eq!(keyword(excluded(&json!("a"))), None);
    assert_eq!(keyword(excluded(&json!(["ab"]))), None);
}

#[test]
fn it_is_read_as_the_document_means_it() {
    let excluded = excluded::read(wire::read, |_: &Vec<i64>, _, _| {});
    assert_eq!(keyword(excluded(&vec![1.0, 2.0])), Some("not"));
    assert_eq!(keyword(excluded(&vec![1.5])), None);
}

#[test]
fn listed_values_are_excluded_however_their_numbers_are_written() {
    let excluded = excluded::values([json!(1), json!("none"), Value::Null]);
    for value in [json!(1), json!(1.0), json!("none"), json!(null)] {
        assert_eq!(keyword(excluded(&value)), Some("not"), "{value}");
    }
    assert_eq!(keyword(excluded(&json!([1]))), None);
    let message = excluded::values([json!(1), json!("none")])(&json!(1)).unwrap_err();
    assert_eq!(message.message, r#"Must not be one of: 1, "none""#);
}

#[test]
fn listed_texts_and_groups_are_excluded() {
    let excluded = check::none_of(&["new", "edit"]);
    assert_eq!(keyword(excluded("new")), Some("not"));
    assert_eq!(keyword(excluded("old")), None);
    let excluded = check::no_group("`a` with `b`; `c`");
    assert_eq!(keyword(excluded(&[false, true])), Some("not"));
    assert_eq!(keyword(excluded(&[false, false])), None);
}
