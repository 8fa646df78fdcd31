//! The client against servers that do wrong.

use std::error::Error as _;
use std::time::Duration;

use super::common::{self, canned, json};
use oasmith_example_client::dataset_activity::types::{DatasetActivityPage, ErrorEnvelope};
use oasmith_example_client::dataset_activity::{Client, Error};

async fn answer(text: impl Into<Vec<u8>>) -> Result<DatasetActivityPage, Error> {
    let address = canned(text, false).await;
    common::client(address)
        .list_dataset_activity("acme")
        .send()
        .await
}

const ENVELOPE: &str = r#"{"code":429,"detail":"Slow down","type":"rate_limited"}"#;

#[tokio::test]
async fn retry_after_is_read_as_seconds_and_as_a_date() {
    for (headers, expected) in [
        ("retry-after: 120\r\n", Some(120)),
        (
            "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:51:37 GMT\r\n",
            Some(120),
        ),
        ("retry-after: Sun, 06 Nov 1994 08:51:37 GMT\r\n", Some(0)),
        ("retry-after: soon\r\n", None),
        ("", None),
    ] {
        match answer(json("429 Too Many Requests", headers, ENVELOPE)).await {
            Err(error @ Error::Api(_)) => {
                assert_eq!(
                    error.retry_after(),
                    expected.map(Duration::from_secs),
                    "{headers}"
                );
                let line = format!("the server answered 429 Too Many Requests: {ENVELOPE}");
                assert_eq!(error.to_string(), line);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_body_that_does_not_fit_says_where() {
    let body = r#"{"limit":1,"offset":0,"total":1,"events":[{"id":"x"}]}"#;
    match answer(json("200 OK", "", body)).await {
        Err(error @ Error::Decode(_)) => {
            assert!(error.to_string().contains("`events[0].id`"), "{error}");
            let Error::Decode(error) = error else {
                panic!()
            };
            assert_eq!(
                (error.path().as_str(), error.status().as_u16()),
                ("events[0].id", 200)
            );
            assert_eq!(error.body(), body);
            assert_eq!(error.headers()["content-type"], "application/json");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        answer(json("200 OK", "", "{")).await,
        Err(Error::Decode(_))
    ));
    assert!(matches!(
        answer(json("404 Not Found", "", "{}")).await,
        Err(Error::Decode(_))
    ));
    let null = r#"{"limit":1,"offset":0,"total":1,"events":null}"#;
    assert!(matches!(
        answer(json("200 OK", "", null)).await,
        Err(Error::Decode(_))
    ));
}

#[tokio::test]
async fn what_stands_in_between_is_unexpected() {
    let html =
        "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 9\r\n\r\n<b>no</b>";
    for text in [html.to_owned(), html.replace("502 Bad Gateway", "200 OK")] {
        match answer(text).await {
            Err(Error::Unexpected(error)) => {
                assert_eq!(error.text(), "<b>no</b>");
                assert_eq!(error.headers()["content-type"], "text/html");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn what_leads_nowhere_is_told_apart() {
    match answer("HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n").await {
        Err(error @ Error::Redirection(_)) => {
            assert_eq!(error.status().unwrap(), 302);
            assert_eq!(error.to_string(), "the server answered 302 Found");
        }
        other => panic!("{other:?}"),
    }
    let redirect =
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    match answer(redirect).await {
        // The first server has seen the request.
        Err(error @ Error::Transport(_)) => assert!(!error.is_connect(), "{error:?}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_truncated_body_is_a_fault_of_transport() {
    let text = json("200 OK", "", r#"{"limit":1,"offset":0,"total":0}"#);
    match answer(&text.as_bytes()[..text.len() - 4]).await {
        Err(error @ Error::Transport(_)) => {
            assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
            assert!(error.source().is_some());
            assert!(
                !format!("{error} {error:?}").contains("127.0.0.1"),
                "{error:?}"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_deadline_expires_while_the_body_is_read() {
    let address = canned("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{", true).await;
    let client = Client::builder(format!("http://{address}")).bearer_auth("token");
    let client = client.timeout(Duration::from_millis(50)).build().unwrap();
    let error = client
        .list_dataset_activity("acme")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_read() {
    let address = canned(
        json("200 OK", "", r#"{"limit":1,"offset":0,"total":0}"#),
        false,
    )
    .await;
    let builder = Client::builder(format!("http://{address}")).bearer_auth("token");
    let client = builder.clone().max_body_bytes(31).build().unwrap();
    match client.list_dataset_activity("acme").send().await {
        Err(Error::Transport(error)) => assert!(error.is_too_large(), "{error:?}"),
        other => panic!("{other:?}"),
    }
    let client = builder.max_body_bytes(32).build().unwrap();
    assert!(client.list_dataset_activity("acme").send().await.is_ok());
}

#[tokio::test]
async fn no_connection_is_told_apart() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = common::client(address);
    let error = client
        .list_dataset_activity("acme")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.to_string(), "no connection to the server");
}

#[tokio::test]
async fn a_path_that_no_url_can_hold_is_not_sent() {
    let client = common::client(([127, 0, 0, 1], 1).into());
    for org in ["", ".", ".."] {
        match client.list_dataset_activity(org).send().await {
            Err(Error::InvalidRequest(error)) => {
                assert!(error.to_string().contains("path parameter"), "{error}")
            }
            other => panic!("{org}: {other:?}"),
        }
    }
}

#[test]
fn documents_are_read_and_written_without_loss() {
    let text = r#"{"code":422,"detail":"d","type":"t","errors":[{"loc":["query",3,1.5,{"a":[null]},18446744073709551615,true],"msg":"m","type":"t"}]}"#;
    let body: ErrorEnvelope = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&body).unwrap(), text);
}
