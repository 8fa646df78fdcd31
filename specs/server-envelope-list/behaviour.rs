//! A list has an entry for each fault, and one for what is wrong with the request as a whole.

use serde_json::{Value, json};
use server_envelope_list_api::server::*;

struct Things;

impl Api for Things {}

async fn ask(target: &str) -> (u16, String, Value) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Things)).await });
    let answer = reqwest::get(format!("http://{address}{target}")).await.unwrap();
    let status = answer.status().as_u16();
    let media_type = answer.headers()["content-type"].to_str().unwrap().to_owned();
    let body = answer.bytes().await.unwrap();
    (status, media_type, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn everything_is_an_entry() {
    let (status, media_type, body) = ask("/things?limit=0").await;
    assert_eq!((status, media_type.as_str()), (422, "application/vnd.api+json"));
    let expected = json!({"errors": [{
        "status": "422",
        "code": "greater_than_equal",
        "detail": "Must be at least 1",
        "source": {"pointer": "query.limit"},
    }]});
    assert_eq!(body, expected);
    let (status, _, body) = ask("/nowhere").await;
    assert_eq!(status, 404);
    let expected = json!({"errors": [{
        "status": "404",
        "code": "not_found",
        "detail": "There is no such route",
        "source": {"pointer": ""},
    }]});
    assert_eq!(body, expected);
}
