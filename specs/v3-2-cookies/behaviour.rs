//! What the client writes into cookies, the server reads, encoded or not.

use std::net::SocketAddr;

use v3_2_cookies_api::client::{Client, Error};
use v3_2_cookies_api::server::*;
use v3_2_cookies_api::types::Point;

/// Answers with what it was asked.
#[derive(Clone)]
struct Echo;

impl Api for Echo {
    async fn get_cookies(
        &self,
        request: GetCookiesRequest,
        _: Context,
    ) -> Result<GetCookiesResponse, GetCookiesError> {
        let GetCookiesRequest {
            session,
            ids,
            colours,
            point,
            encoded,
        } = request;
        Ok(GetCookiesResponse::Ok(format!(
            "{:?}",
            (session, ids, colours, point, encoded)
        )))
    }
}

async fn serve() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Echo)).await });
    address
}

#[tokio::test]
async fn cookies_are_read_as_they_are_written() {
    let client = Client::builder(format!("http://{}", serve().await))
        .build()
        .unwrap();
    let point = Point { x: 1, y: Some(-2) };
    let seen = client
        .get_cookies("a%41=b/c")
        .ids([1, 2])
        .colours(["red", "b%2Cue"]);
    let seen = seen.point(point).encoded("a%41; b").send().await.unwrap();
    let sent = (
        "a%41=b/c",
        Some([1, 2]),
        Some(["red", "b%2Cue"]),
        Some(point),
        Some("a%41; b"),
    );
    assert_eq!(seen, format!("{sent:?}"));
}

#[tokio::test]
async fn what_no_cookie_can_hold_is_refused_before_it_is_sent() {
    let client = Client::builder(format!("http://{}", serve().await))
        .build()
        .unwrap();
    for value in ["a b", "a;b=c", "\"", "\\", "ü", "\n"] {
        let refused = client.get_cookies(value).send().await;
        assert!(matches!(refused, Err(Error::InvalidRequest(_))), "{value}");
    }
}
