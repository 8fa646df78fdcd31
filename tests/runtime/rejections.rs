//! What is told of what is wrong, and who tells it.

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use http::{Request, StatusCode};
use tower_service::Service;

use crate::server::fault::{Fault, Problem, Segment, by_place};
use crate::server::problem;
use crate::server::rejection::{Rejection, answered_by};

fn faults() -> Vec<Fault> {
    let name = || {
        [
            Segment::from("body"),
            Segment::from(3),
            Segment::from("name"),
        ]
    };
    vec![
        Problem::new("short", "Too short").at(name()),
        Problem::new("odd", "Too odd").at(name()),
        Problem::new("late", "Too late").at([]),
    ]
}

#[test]
fn faults_have_places() {
    let said: Vec<String> = faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        ["body.3.name: Too short", "body.3.name: Too odd", "Too late"]
    );
    let places = by_place(&faults());
    assert_eq!(places["body.3.name"], ["Too short", "Too odd"]);
    assert_eq!(places["request"], ["Too late"]);
}

#[test]
fn what_is_no_fault_of_the_request_is_one_where_only_they_are_told() {
    let [only] = Rejection::not_found().all_faults().try_into().unwrap();
    let expected = Fault {
        location: Vec::new(),
        message: "There is no such route".into(),
        kind: "not_found",
    };
    assert_eq!(only, expected);
    assert_eq!(Rejection::invalid(faults()).all_faults(), faults());
}

async fn ask(mut app: Router) -> Response {
    let request = Request::new(Body::empty());
    app.call(request).await.unwrap()
}

/// Answers with a rejection that has a header.
fn refusing() -> Router {
    Router::new().fallback(|| async {
        let mut rejection = Rejection::method_not_allowed();
        let headers = ["GET", "PUT"].map(|name| (ALLOW, HeaderValue::from_static(name)));
        rejection.headers.extend(headers);
        rejection.answered(problem::details)
    })
}

#[tokio::test]
async fn a_function_makes_it_instead() {
    let response = ask(refusing()).await;
    assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
    let rejection = response.extensions().get::<Rejection>().unwrap();
    assert_eq!(rejection.kind, "method_not_allowed");
    let app = answered_by(refusing(), |rejection| {
        (StatusCode::IM_A_TEAPOT, rejection.kind).into_response()
    });
    let response = ask(app).await;
    assert_eq!(response.status(), 418);
    assert_eq!(
        response.headers()[CONTENT_TYPE],
        "text/plain; charset=utf-8"
    );
    let allowed: Vec<_> = response.headers().get_all(ALLOW).iter().collect();
    assert_eq!(allowed, ["GET", "PUT"]);
    assert!(response.extensions().get::<Rejection>().is_some());
    let own = answered_by(refusing(), |_| [(ALLOW, "POST")].into_response());
    let response = ask(own).await;
    let allowed: Vec<_> = response.headers().get_all(ALLOW).iter().collect();
    assert_eq!(allowed, ["POST"]);
    let other = answered_by(Router::new().fallback(|| async { "fine" }), |_| {
        "no".into_response()
    });
    assert_eq!(ask(other).await.status(), 200);
}
