//! templates/runtime/support/patterned.rs

use std::collections::BTreeMap;

use serde_json::json;

use crate::support::patterned::{self, Fate};

fn is_extension(name: &str) -> bool {
    name.starts_with("x-")
}

#[test]
fn only_what_is_taken_has_to_fit() {
    let value = json!({"x-a": 1, "b": "text", "x-c": 2});
    let read = patterned::members(value, |name| Fate::of(is_extension(name)));
    let read: BTreeMap<String, i64> = read.unwrap();
    let expected = [("x-a".to_owned(), 1), ("x-c".to_owned(), 2)];
    assert_eq!(read, BTreeMap::from(expected));
    let misfit = patterned::members::<_, i64>(json!({"x-a": "text"}), |_| Fate::Taken);
    assert!(misfit.is_err());
}

#[test]
fn what_is_refused_is_an_error() {
    let fate = |name: &str| Fate::of_known(is_extension(name).then_some(0), 0);
    let read = |value| patterned::members::<_, i64>(value, fate);
    assert_eq!(read(json!({"x-a": 1})).unwrap().len(), 1);
    let error = read(json!({"x-a": 1, "b": 2})).unwrap_err();
    assert_eq!(error.to_string(), "unknown field `b`");
    assert_eq!(Fate::of_known(Some(1), 0), Fate::Left);
}

#[test]
fn names_have_to_match() {
    let check = patterned::names("^x-", is_extension);
    let members = |name: &str| BTreeMap::from([(name.to_owned(), 1)]);
    assert!(check(&members("x-a")).is_ok());
    let breach = check(&members("b")).unwrap_err();
    assert_eq!(breach.keyword, "patternProperties");
    assert_eq!(
        breach.message,
        "Must only have names of the pattern `^x-`, but has `b`"
    );
}
