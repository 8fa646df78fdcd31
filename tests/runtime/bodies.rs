//! JSON bodies of requests.

use axum::body::Body;
use http::Request;
use serde::Deserialize;
use serde_json::json;

use crate::server::body::{self, BodyLimit};
use crate::server::fault::{Faults, Segment};
use crate::server::problem;
use crate::server::rejection::Rejection;

#[derive(Debug, PartialEq, Deserialize)]
struct Order {
    items: Vec<Item>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Item {
    name: String,
}

async fn read(content_type: &str, text: &'static str, limit: usize) -> Result<Order, Rejection> {
    let request = Request::builder()
        .header("content-type", content_type)
        .extension(BodyLimit(limit));
    let (parts, body) = request.body(Body::from(text)).unwrap().into_parts();
    let mut faults = Faults::new();
    let order = body::json(&parts, body, &mut faults).await?;
    faults.finish(|| order)
}

#[tokio::test]
async fn a_body_is_decoded() {
    let text = r#"{"items":[{"name":"x"}]}"#;
    for content_type in ["application/json; charset=utf-8", "application/vnd.x+json"] {
        let order = read(content_type, text, text.len()).await.unwrap();
        assert_eq!(order.items[0].name, "x");
    }
}

#[tokio::test]
async fn a_body_that_is_not_right_is_refused() {
    for (content_type, text, limit, status) in [
        ("text/plain", "{}", 100, 415),
        ("application/json", "{", 100, 400),
        ("application/json", r#"{"items":[]} {}"#, 100, 400),
        ("application/json", r#"{"items":[]}"#, 11, 413),
        ("application/json", "", 100, 422),
        ("application/json", "{}", 100, 422),
    ] {
        let rejection = read(content_type, text, limit).await.unwrap_err();
        assert_eq!(rejection.status, status, "{text}");
    }
}

#[tokio::test]
async fn a_misfit_is_located() {
    let text = r#"{"items":[{"name":"x"},{"name":3}]}"#;
    let rejection = read("application/json", text, 100).await.unwrap_err();
    let [fault] = rejection.faults.as_slice() else {
        panic!("{rejection:?}")
    };
    let expected: [Segment; 4] = ["body".into(), "items".into(), 1.into(), "name".into()];
    assert_eq!(fault.location, expected);

    let response = problem::reject(rejection);
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let body = axum::body::to_bytes(response.into_body(), 1000)
        .await
        .unwrap();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["status"], 422);
    assert_eq!(body["code"], "validation_error");
    assert_eq!(
        body["errors"][0]["loc"],
        json!(["body", "items", 1, "name"])
    );
}

#[tokio::test]
async fn a_body_may_be_left_out_where_it_is_optional() {
    let (parts, body) = Request::new(Body::empty()).into_parts();
    let mut faults = Faults::new();
    let order = body::optional_json::<Order>(&parts, body, &mut faults).await;
    assert_eq!(order.unwrap(), Some(None));
}
