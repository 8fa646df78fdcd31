//! Members say what their user wants them to say.

use serde_json::{Value, json};
use server_envelope_chosen_api::server::*;

struct Things;

impl Api for Things {}

#[tokio::test]
async fn members_are_filled_as_they_are_chosen() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Things)).await });
    let answer = reqwest::get(format!("http://{address}/things?limit=0")).await.unwrap();
    assert_eq!(answer.status(), 400);
    let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    let expected = json!({
        "woe": {"number": 400, "lament": "The request has a fault", "sort": "validation_error"},
        "woes": [{
            "whence": ["query", "limit"],
            "what": "Must be at least 1",
            "how": "greater_than_equal",
        }],
    });
    assert_eq!(body, expected);
}
