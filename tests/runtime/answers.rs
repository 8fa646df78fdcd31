//! What is made of an answer.

use std::collections::HashMap;
use std::error::Error as _;

use serde::Deserialize;

use crate::client::answer::Answer;
use crate::client::body::Body;
use crate::client::error::Error;
use crate::client::incoming::Incoming;

fn incoming(status: u16, headers: http::HeaderMap, body: &str, limit: usize) -> Incoming {
    let status = http::StatusCode::from_u16(status).unwrap();
    let body = Body::from(body.to_owned()).into_stream();
    Incoming::new(status, headers, body, limit)
}

async fn answer(status: u16, content_type: Option<&str>, body: &str) -> Answer {
    let mut headers = http::HeaderMap::new();
    if let Some(content_type) = content_type {
        headers.insert("content-type", content_type.parse().unwrap());
    }
    incoming(status, headers, body, 1000).read().await.unwrap()
}

const JSON: Option<&str> = Some("application/json");

#[tokio::test]
async fn a_success_is_decoded() {
    for content_type in [JSON, None, Some("text/plain")] {
        let answer = answer(200, content_type, "[1]").await;
        let response = answer.json::<Vec<i64>, ()>().unwrap();
        assert_eq!(response.map(|items| items.len()).into_parts().2, 1);
    }
    let misfit = answer(200, JSON, "[1,\"x\"]").await;
    match misfit.json::<Vec<i64>, ()>() {
        Err(Error::Decode(error)) => {
            assert_eq!(error.path(), "[1]");
            let line = "the body of 200 OK does not fit at `[1]`: invalid type: string \"x\", expected i64 at line 1 column 6";
            assert_eq!(error.to_string(), line);
            assert!(error.source().is_none(), "it is said already");
        }
        other => panic!("{other:?}"),
    }
    let marked = answer(200, JSON, "\u{feff}[1]").await;
    assert_eq!(marked.json::<Vec<i64>, ()>().unwrap().body(), &[1]);
    let html = answer(200, Some("text/html"), "<p>").await;
    assert!(matches!(
        html.json::<Vec<i64>, ()>(),
        Err(Error::Unexpected(_))
    ));
    assert_eq!(answer(200, None, "x").await.raw().body(), "x");
    answer(204, None, "").await.empty().into_body();
}

#[tokio::test]
async fn what_does_not_fit_is_said_on_one_line() {
    let body = r#"{"a\nb":"\u0000x\r\n\u001b[2Jy"}"#;
    let misfit = answer(200, JSON, body).await;
    let error = misfit
        .json::<HashMap<String, uuid::Uuid>, ()>()
        .unwrap_err();
    let line = error.to_string();
    assert!(!line.contains(char::is_control), "{line:?}");
    assert!(line.contains(r"at `a\nb`: "), "{line}");
    let misfit = answer(200, JSON, body).await;
    let error = misfit
        .json::<HashMap<String, Letter>, ()>()
        .unwrap_err()
        .to_string();
    let expected = r"unknown variant `\u{0}x\r\n\u{1b}[2Jy`, expected `A`";
    assert!(error.contains(expected), "{error}");
}

#[derive(Debug, Deserialize)]
enum Letter {
    A,
}

#[tokio::test]
async fn an_error_is_decoded_if_it_is_json() {
    let documented = answer(404, JSON, "[1]").await;
    match documented.error::<Vec<i64>>() {
        Error::Api(error) => {
            assert_eq!(error.to_string(), "the server answered 404 Not Found: [1]");
            assert_eq!(error.bytes(), "[1]");
            assert_eq!(error.into_body(), [1]);
        }
        other => panic!("{other:?}"),
    }
    let misfit = answer(404, None, "{}").await;
    assert!(matches!(misfit.error::<Vec<i64>>(), Error::Decode(_)));
    let empty = answer(404, None, "").await;
    assert!(matches!(empty.error::<Vec<i64>>(), Error::Unexpected(_)));
    let html = answer(502, Some("text/html"), "[1]").await;
    assert!(matches!(html.error::<Vec<i64>>(), Error::Unexpected(_)));
}

#[tokio::test]
async fn an_error_is_one_line() {
    let body = format!("a\nb\u{1b}[31m{}", "x".repeat(300));
    let error = answer(500, None, &body).await.unexpected::<()>();
    let line = error.to_string();
    assert!(!line.contains(char::is_control), "{line}");
    assert!(line.ends_with("x…") && line.chars().count() < 300, "{line}");
}

#[tokio::test]
async fn a_long_body_is_refused() {
    let long = incoming(200, http::HeaderMap::new(), &"x".repeat(11), 10);
    let error = long.read().await.unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(
        error.to_string(),
        "the body of the answer is longer than 10 bytes"
    );
}

#[tokio::test]
async fn a_length_that_is_none_costs_no_memory() {
    for length in [
        "18446744073709551615",
        "99999999999999999999",
        "-1",
        "x",
        "0",
    ] {
        let mut headers = http::HeaderMap::new();
        headers.insert("content-length", length.parse().unwrap());
        let pieces = Halves(vec!["b", "a"]);
        let body = Body::stream(pieces).into_stream();
        let incoming = Incoming::new(http::StatusCode::OK, headers, body, 10);
        assert_eq!(incoming.read().await.unwrap().bytes(), "ab");
    }
}

/// Its pieces, from the last to the first.
struct Halves(Vec<&'static str>);

impl futures_core::Stream for Halves {
    type Item = Result<bytes::Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop().map(|piece| Ok(piece.into())))
    }
}

#[test]
fn results_stay_small() {
    assert!(size_of::<Error<[u64; 50]>>() <= 48);
}
