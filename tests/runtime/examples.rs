//! The mock's examples.

use http::StatusCode;

use super::mock::{example, prefer};

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

#[tokio::test]
async fn a_caller_may_prefer_a_status() {
    for (values, expected) in [
        (&["code=404"][..], Some(404)),
        (&["respond-async, Code = 418; x=1"], Some(418)),
        (&["wait=10", "code=\"500\""], Some(500)),
        (&["code=7"], None),
        (&["code"], None),
        (&[], None),
    ] {
        let mut request = axum::extract::Request::new(axum::body::Body::empty());
        for value in values {
            request
                .headers_mut()
                .append("prefer", value.parse().unwrap());
        }
        let noted = prefer::note(request).await;
        let status = prefer::status(noted.extensions());
        assert_eq!(status.map(|it| it.as_u16()), expected, "{values:?}");
    }
}
