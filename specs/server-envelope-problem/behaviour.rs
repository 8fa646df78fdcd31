//! What has to be there is there, whatever is wrong.

use serde_json::{Value, json};
use server_envelope_problem_api::server::*;
use server_envelope_problem_api::types::Problem;

struct Things;

impl Api for Things {}

async fn ask(target: &str) -> (u16, Value) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Things)).await });
    let answer = reqwest::get(format!("http://{address}{target}")).await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.bytes().await.unwrap();
    let _: Problem = serde_json::from_slice(&body).unwrap();
    let mut body: Value = serde_json::from_slice(&body).unwrap();
    // It is now.
    let at = body.as_object_mut().unwrap().remove("at").unwrap();
    assert!(at.as_str().unwrap() > "2020-01-01T00:00:00Z", "{at}");
    (status, body)
}

fn problem(status: f64, title: &str, detail: &str, code: &str, errors: Value) -> Value {
    json!({
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": errors,
        "id": "00000000-0000-0000-0000-000000000000",
        "instance": null,
    })
}

#[tokio::test]
async fn every_member_is_there() {
    let errors = json!({"query.limit": ["Must be at least 1"]});
    let expected = problem(400.0, "Bad Request", "The request has a fault", "INVALID_REQUEST", errors);
    assert_eq!(ask("/things?limit=0").await, (400, expected));
    let expected = problem(404.0, "Not Found", "There is no such route", "NOT_FOUND", json!({}));
    assert_eq!(ask("/nowhere").await, (404, expected));
    let message = "The server does not do this yet";
    let expected = problem(501.0, "Not Implemented", message, "INTERNAL_ERROR", json!({}));
    assert_eq!(ask("/things").await, (501, expected));
}
