//! Servers in the same process.

use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};

use crate::client::body::Body;
use crate::client::byte_stream::ByteStream;
use crate::client::handle::Client;
use crate::client::in_process::InProcess;

/// Answers with what it was asked.
async fn echo(method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> String {
    let of = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
    let (host, length) = (of("host"), of("content-length"));
    format!("{method} {uri} {host:?} {length:?} {body:?}")
}

fn client() -> Client {
    let router = Router::new().route("/base/echo", any(echo)).route(
        "/base/moved",
        any(async || (StatusCode::SEE_OTHER, [("location", "echo?b")])),
    );
    let builder = Client::builder("http://in.process:1/base");
    builder.transport(InProcess::new(router)).build().unwrap()
}

#[tokio::test]
async fn requests_arrive_as_over_a_socket() {
    for (body, expected) in [
        (
            Body::from("abc"),
            r#"POST /base/echo?a=1 Some("in.process:1") Some("3") b"abc""#,
        ),
        (
            Body::from(ByteStream::of("abc".into())),
            r#"POST /base/echo?a=1 Some("in.process:1") None b"abc""#,
        ),
    ] {
        let request = client()
            .request(Method::POST, &[])
            .path("/echo")
            .query("a", &1);
        let answer = request.body("text/plain", body).send().await.unwrap();
        assert_eq!(answer.text(), expected);
    }
}

#[tokio::test]
async fn the_rest_of_the_client_is_as_ever() {
    let moved = client()
        .request(Method::POST, &[])
        .path("/moved")
        .send()
        .await
        .unwrap();
    assert_eq!(
        moved.text(),
        r#"GET /base/echo?b Some("in.process:1") None b"""#
    );
    let absent = client()
        .request(Method::GET, &[])
        .path("/absent")
        .send()
        .await
        .unwrap();
    assert_eq!(absent.status(), 404);
}
