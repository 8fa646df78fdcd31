//! Requests that the client would not send.

use std::net::SocketAddr;

use super::common;
use oasmith_example_server::dataset_activity::server::{
    Access, Api, Authenticator, Context, Credentials, ListDatasetActivityError,
    ListDatasetActivityRequest, ListDatasetActivityResponse, Refusal, router,
};
use oasmith_example_server::dataset_activity::types::{DatasetActivityPage, ErrorEnvelope};
use serde_json::{Value, json};

struct Unreached;

impl Authenticator for Unreached {
    type Principal = ();

    async fn authenticate(&self, _: Credentials, _: Access<'_>) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Api for Unreached {
    async fn list_dataset_activity(
        &self,
        request: ListDatasetActivityRequest,
        _: Context,
    ) -> Result<ListDatasetActivityResponse, ListDatasetActivityError> {
        assert_eq!(request.org, "acme");
        Ok(DatasetActivityPage::new(request.limit, request.offset, 0).into())
    }
}

async fn send(
    address: SocketAddr,
    method: &str,
    target: &str,
    headers: &str,
) -> (u16, String, ErrorEnvelope) {
    let request =
        format!("{method} {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n");
    let (status, head, body) = common::exchange(address, request.as_bytes()).await;
    let body: ErrorEnvelope =
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {head} {body}"));
    assert_eq!(body.code, i32::from(status));
    assert!(head.contains("content-type: application/json"), "{head}");
    (status, head, body)
}

const TOKEN: &str = "authorization: bearer token\r\n";

/// Where each fault is and of which type.
fn faults(body: &ErrorEnvelope) -> Value {
    let faults = body.errors.iter().flatten();
    faults
        .map(|fault| json!([fault.loc, fault.r#type]))
        .collect()
}

#[tokio::test]
async fn faults_are_told_in_the_envelope() {
    let address = common::serve(router(Unreached)).await;
    let limit = |kind| json!([[["query", "limit"], kind]]);
    for (target, expected) in [
        (
            "acme/datasets/activity?limit=0",
            limit("greater_than_equal"),
        ),
        (
            "acme/datasets/activity?limit=1001",
            limit("less_than_equal"),
        ),
        ("acme/datasets/activity?limit=x", limit("int_parsing")),
        ("acme/datasets/activity?limit=", limit("int_parsing")),
        ("acme/datasets/activity?limit=%FF", limit("encoding")),
        ("acme/datasets/activity?limit=1&limit=2", limit("repeated")),
        (
            "acme/datasets/activity?offset=-1",
            json!([[["query", "offset"], "greater_than_equal"]]),
        ),
        ("/datasets/activity", json!([[["path", "org"], "missing"]])),
        (
            "%FF/datasets/activity",
            json!([[["path", "org"], "encoding"]]),
        ),
        (
            "%FF/datasets/activity?limit=0&offset=x",
            json!([
                [["path", "org"], "encoding"],
                [["query", "limit"], "greater_than_equal"],
                [["query", "offset"], "int_parsing"]
            ]),
        ),
    ] {
        let (status, _, body) = send(address, "GET", &format!("/api/v1/org/{target}"), TOKEN).await;
        assert_eq!((status, faults(&body)), (422, expected), "{target}");
        assert_eq!(body.r#type, "validation_error");
    }
}

#[tokio::test]
async fn a_token_must_be_there_and_well_formed() {
    let address = common::serve(router(Unreached)).await;
    let target = "/api/v1/org/acme/datasets/activity?limit=0";
    for headers in [
        "",
        "authorization: Basic dTpw\r\n",
        "authorization: Bearer\r\n",
        "authorization: Bearer a b\r\n",
        "authorization: Bearer ==\r\n",
        "authorization: Bearer a\r\nauthorization: Bearer b\r\n",
    ] {
        let (status, head, body) = send(address, "GET", target, headers).await;
        assert_eq!(
            (status, body.r#type.as_str()),
            (401, "authentication_error"),
            "{headers}"
        );
        assert!(head.contains("www-authenticate: bearer"), "{head}");
    }
}

#[tokio::test]
async fn unknown_routes_and_methods_are_told_in_the_envelope() {
    let address = common::serve(router(Unreached)).await;
    for target in ["/api/v1/org", "/api/v1/org/acme/datasets/activity/"] {
        let (status, _, body) = send(address, "GET", target, TOKEN).await;
        assert_eq!(
            (status, body.r#type.as_str()),
            (404, "not_found"),
            "{target}"
        );
    }
    let (status, head, body) = send(
        address,
        "DELETE",
        "/api/v1/org/acme/datasets/activity",
        TOKEN,
    )
    .await;
    assert_eq!((status, body.r#type.as_str()), (405, "method_not_allowed"));
    assert!(head.contains("allow: get,head"), "{head}");
}

#[tokio::test]
async fn defaults_are_applied_and_plus_is_a_space() {
    let address = common::serve(router(Unreached)).await;
    let request = format!(
        "GET /api/v1/org/%61cme/datasets/activity?limit=+7&other=1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{TOKEN}\r\n"
    );
    let (status, _, body) = common::exchange(address, request.as_bytes()).await;
    assert_eq!(status, 422, "{body}");
    let request = request.replace("+7", "7");
    let (status, _, body) = common::exchange(address, request.as_bytes()).await;
    assert_eq!(
        (status, body.as_str()),
        (200, r#"{"limit":7,"offset":0,"total":0}"#)
    );
}
