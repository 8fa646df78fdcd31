//! Each webhook has a path of its own, whatever it is called.

use hook_names_api::server::webhooks::{Webhooks, router};
use http::{Method, StatusCode};

struct Nothing;

impl Webhooks for Nothing {}

#[tokio::test]
async fn each_webhook_has_a_path() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Nothing)).await });
    let answer = async |method: Method, path: &str| {
        let url = format!("http://{address}/{path}");
        let sent = reqwest::Client::new().request(method, url).send().await;
        sent.unwrap().status()
    };
    for path in [
        "reject",
        "new2",
        "order-created",
        "order-created2",
        "größe",
        "star",
        "type",
        "later",
        "later-of-type",
    ] {
        let status = answer(Method::POST, path).await;
        assert_eq!(status, StatusCode::NOT_IMPLEMENTED, "{path}");
    }
    // Two callbacks that only their places tell apart are two.
    let mut puts = [StatusCode::OK; 2];
    puts[0] = answer(Method::PUT, "later").await;
    puts[1] = answer(Method::PUT, "later-of-type").await;
    puts.sort();
    let (one, neither) = (StatusCode::NOT_IMPLEMENTED, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(puts, [neither, one]);
}
