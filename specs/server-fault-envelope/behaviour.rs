//! What is wrong with a request is listed in one object, and all else is told in the other.

use serde_json::{Value, json};
use server_fault_envelope_api::server::*;

struct Tasks;

impl Authenticator for Tasks {
    type Principal = ();

    async fn authenticate(&self, _: Credentials, _: Access<'_>) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Api for Tasks {
    async fn get_task(
        &self,
        _: GetTaskRequest,
        _: Context<Self::Principal>,
    ) -> Result<GetTaskResponse, GetTaskError> {
        Err(Failure::new(http::StatusCode::NOT_FOUND, "There is no such task").into())
    }
}

async fn ask(method: &str, target: &str, token: Option<&str>, body: Option<&str>) -> (u16, Value) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Tasks)).await });
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = reqwest::Client::new().request(method, format!("http://{address}{target}"));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if let Some(body) = body {
        request = request
            .header("content-type", "application/json")
            .body(body.to_owned());
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn faults_are_listed() {
    let body = json!({"title": "a", "steps": [{"name": "short"}, {"name": "longer"}]});
    let (status, body) = ask("POST", "/tasks", Some("t"), Some(&body.to_string())).await;
    assert_eq!(status, 422);
    let expected = json!({"detail": [
        {"loc": ["body", "title"], "msg": "Must have at least 2 characters", "type": "string_too_short"},
        {"loc": ["body", "steps", 1, "name"], "msg": "Must have at most 5 characters", "type": "string_too_long"},
    ]});
    assert_eq!(body, expected);
    let (status, body) = ask("GET", "/tasks?limit=0", Some("t"), None).await;
    assert_eq!(status, 422);
    let loc = json!(["query", "limit"]);
    assert_eq!(body["detail"][0]["loc"], loc, "{body}");
}

/// Also where there is no place to name: the document has one object for the status.
#[tokio::test]
async fn what_cannot_be_read_is_listed_too() {
    let (status, body) = ask("POST", "/tasks", Some("t"), Some("{")).await;
    assert_eq!(status, 422);
    assert_eq!(body["detail"][0]["loc"], json!([]), "{body}");
    assert_eq!(body["detail"][0]["type"], "malformed_request", "{body}");
    let (status, body) = ask("POST", "/tasks", Some("t"), None).await;
    assert_eq!(status, 422);
    assert_eq!(body["detail"][0]["loc"], json!(["body"]), "{body}");
}

#[tokio::test]
async fn all_else_is_a_message() {
    let (status, body) = ask("GET", "/tasks", None, None).await;
    assert_eq!(status, 401);
    assert_eq!(body["status"], 401, "{body}");
    assert!(body["detail"].is_string(), "{body}");
    let (status, body) = ask("GET", "/tasks/1", Some("t"), None).await;
    let expected = json!({"detail": "There is no such task", "status": 404});
    assert_eq!((status, body), (404, expected));
    let (status, body) = ask("GET", "/nowhere", Some("t"), None).await;
    let expected = json!({"detail": "There is no such route", "status": 404});
    assert_eq!((status, body), (404, expected));
}
