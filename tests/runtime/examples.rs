//! The mock's examples.

use http::StatusCode;

use super::mock::example;

#[test]
fn an_example_is_read() {
    assert_eq!(example::decode::<Vec<i64>>("[1,2]").unwrap(), [1, 2]);
}

#[test]
fn an_example_that_does_not_fit_is_a_failure_that_gives_nothing_away() {
    let failure = example::decode::<i64>("\"secret\"").unwrap_err();
    assert_eq!(failure.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!failure.message().contains("secret"));
}

#[test]
fn a_success_without_an_example_is_not_a_success() {
    assert_eq!(example::missing(200).status(), StatusCode::NOT_IMPLEMENTED);
    assert_eq!(example::missing(404).status(), StatusCode::NOT_FOUND);
    assert_eq!(example::missing(7).status(), StatusCode::NOT_IMPLEMENTED);
}
