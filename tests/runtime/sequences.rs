//! Answers that come one value after the other, and bodies that are sent so.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Method, StatusCode};

use crate::chain;
use crate::client::body::Body;
use crate::client::events::{self, Event, Events};
use crate::client::handle::Client;
use crate::client::incoming::Incoming;
use crate::client::platform::BoxFuture;
use crate::client::request::Request;
use crate::client::sequence::{Framing, SequenceError};
use crate::client::transport::{Transport, TransportError};

const LIMIT: usize = 64;

/// A body that comes in these pieces.
struct Pieces(Vec<&'static str>);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.0.pop();
        Poll::Ready(piece.map(|piece| match piece {
            "broken" => Err(TransportError::new("the connection broke")),
            piece => Ok(Bytes::from_static(piece.as_bytes())),
        }))
    }
}

fn body(pieces: &[&'static str]) -> Body {
    Body::stream(Pieces(pieces.iter().rev().copied().collect()))
}

fn incoming(pieces: &[&'static str]) -> Incoming {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", "text/event-stream".parse().unwrap());
    Incoming::new(StatusCode::OK, headers, body(pieces).into_stream(), LIMIT)
}

#[tokio::test]
async fn lines_are_values_wherever_the_pieces_are_cut() {
    for pieces in [
        &["1\n2\n\n3"][..],
        &["1", "\n2\r", "\n", "\n", "3\n"],
        &["1\n", " \n2\n3\n\n"],
    ] {
        let mut items = incoming(pieces).lines::<i64>().into_body();
        for expected in 1..=3 {
            assert_eq!(items.try_next().await.unwrap(), Some(expected));
        }
        assert_eq!(items.try_next().await.unwrap(), None);
    }
}

#[tokio::test]
async fn records_stand_behind_their_separator() {
    let pieces = ["\u{1e}{\"a\":\n1}\n", "\u{1e}", "{\"a\":2}\n"];
    let mut items = incoming(&pieces).records::<serde_json::Value>();
    let items = items.body_mut();
    for expected in 1..=2 {
        let value = items.try_next().await.unwrap().unwrap();
        assert_eq!(value, serde_json::json!({"a": expected}));
    }
    assert!(items.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_sequence_ends_after_an_error() {
    let mut items = incoming(&["1\nx\n2\n"]).lines::<i64>().into_body();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    match items.try_next().await {
        Err(SequenceError::Decode { text, .. }) => assert_eq!(text, "x"),
        other => panic!("{other:?}"),
    }
    assert_eq!(items.try_next().await.unwrap(), None);

    let mut cut = incoming(&["1\n", "broken"]).lines::<i64>().into_body();
    assert_eq!(cut.try_next().await.unwrap(), Some(1));
    let error = cut.try_next().await.unwrap_err();
    let whole = chain::of(&error);
    assert!(whole.ends_with(": the connection broke"), "{whole}");
}

#[tokio::test]
async fn a_value_is_no_longer_than_the_client_reads() {
    let long = "1234567890123456";
    let mut items = incoming(&["1\n", long, long, long, long, long]).lines::<i64>();
    let items = items.body_mut();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    match items.try_next().await {
        Err(SequenceError::Transport(error)) => assert!(error.is_too_large()),
        other => panic!("{other:?}"),
    }
}

/// A transport that answers with these bodies, one after the other, and keeps what it was sent.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<Vec<(u16, Body)>>>,
    sent: Arc<Mutex<Vec<(HeaderMap, Body)>>>,
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let (parts, body) = request.into_parts();
        self.sent.lock().unwrap().push((parts.headers, body));
        let next = self.answers.lock().unwrap().pop();
        Box::pin(async move {
            let (status, body) = next.ok_or_else(|| TransportError::new("no more answers"))?;
            let mut response = http::Response::new(body);
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            let media_type = "text/event-stream".parse().unwrap();
            response.headers_mut().insert("content-type", media_type);
            Ok(response)
        })
    }
}

fn client(script: &Script) -> Client {
    let builder = Client::builder("http://localhost");
    builder.transport(script.clone()).build().unwrap()
}

async fn opened(answers: &[(u16, &[&'static str])]) -> (Script, Events<Event<i64>>) {
    let script = Script::default();
    let bodies = answers.iter().rev();
    let bodies = bodies.map(|(status, pieces)| (*status, body(pieces)));
    *script.answers.lock().unwrap() = bodies.collect();
    let request: Request = client(&script).request(Method::GET, &[]).path("/events");
    let opened = request.clone().open().await.unwrap();
    let events = opened.events(request, events::json::<i64>).into_body();
    (script, events)
}

async fn all(events: &mut Events<Event<i64>>) -> Vec<(Option<String>, Option<String>, i64)> {
    let mut all = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        all.push((event.event, event.id, event.data));
    }
    all
}

#[tokio::test]
async fn events_are_read_as_the_standard_says() {
    let pieces = [
        "\u{feff}data: 1\r",
        "\n\r\n: a comment\n",
        "event: add\ndata:2\nid: a\n\n",
        "id: a\n\nignored: x\nevent:\ndata: 3\rid\r\r",
        "data: 4\nid: b\0\n\n",
        "data: 5\nevent: cut off",
    ];
    let (_, mut events) = opened(&[(200, &pieces)]).await;
    let text = |text: &str| Some(text.to_owned());
    let expected = [
        (None, None, 1),
        (text("add"), text("a"), 2),
        (None, text(""), 3),
        (None, text(""), 4),
    ];
    assert_eq!(all(&mut events).await, expected);
}

#[tokio::test]
async fn several_lines_of_data_are_one_text() {
    let request = client(&Script::default()).request(Method::GET, &[]);
    let pieces = ["data: a\ndata: b\n\ndata:  c\n\n"];
    let mut events = incoming(&pieces).events(request, events::text::<String>);
    let events = events.body_mut();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, "a\nb");
    assert_eq!(events.try_next().await.unwrap().unwrap().data, " c");
    assert!(events.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_whole_event_is_the_object_of_its_fields() {
    let request = client(&Script::default()).request(Method::GET, &[]);
    let pieces = ["event: add\ndata: 1\nretry: 10\n\n"];
    let events = incoming(&pieces).events(request, events::whole::<serde_json::Value>);
    let event = events.into_body().try_next().await.unwrap().unwrap();
    let expected = serde_json::json!({"data": "1", "event": "add", "retry": 10});
    assert_eq!(event, expected);
}

#[tokio::test]
async fn done_ends_the_events_and_anything_else_that_is_no_json_is_an_error() {
    let (_, mut events) = opened(&[(200, &["data: 1\n\ndata: [DONE]\n\ndata: 2\n\n"])]).await;
    assert_eq!(all(&mut events).await.len(), 1);
    let (_, mut events) = opened(&[(200, &["data: x\n\n"])]).await;
    assert!(matches!(
        events.try_next().await,
        Err(SequenceError::Decode { .. })
    ));
    assert!(events.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn events_are_asked_for_again_with_the_id_of_the_last_one() {
    let answers: [(u16, &[&str]); 4] = [
        (
            200,
            &["retry: 1\ndata: 1\nid: a\n\n", "data: 2\n\n", "broken"],
        ),
        (200, &["data: 3\nid: b\n\n"]),
        (200, &["data: 4\n\n"]),
        (204, &[]),
    ];
    let (script, events) = opened(&answers).await;
    let mut events = events.reconnecting(1);
    let found = all(&mut events).await;
    let data: Vec<i64> = found.iter().map(|(_, _, data)| *data).collect();
    assert_eq!(data, [1, 2, 3, 4]);
    assert_eq!(events.last_event_id(), Some("b"));
    let sent = script.sent.lock().unwrap();
    let ids: Vec<Option<&str>> = sent
        .iter()
        .map(|(headers, _)| Some(headers.get("last-event-id")?.to_str().unwrap()))
        .collect();
    assert_eq!(ids, [None, Some("a"), Some("b"), Some("b")]);
}

#[tokio::test]
async fn events_are_not_asked_for_again_unless_that_is_wanted() {
    let (script, mut events) = opened(&[(200, &["data: 1\n\n"])]).await;
    assert_eq!(all(&mut events).await.len(), 1);
    assert_eq!(script.sent.lock().unwrap().len(), 1);

    let answers: [(u16, &[&str]); 2] = [(200, &["retry: 1\ndata: 1\n\n"]), (500, &[])];
    let (_, events) = opened(&answers).await;
    let mut events = events.reconnecting(1);
    events.try_next().await.unwrap();
    let error = events.try_next().await.unwrap_err();
    let whole = chain::of(&error);
    assert!(whole.contains("500"), "{whole}");
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let answers: [(u16, &[&str]); 2] = [(200, &["retry: 30\ndata: 1\n\n"]), (204, &[])];
    let (_, events) = opened(&answers).await;
    let mut events = events.reconnecting(1);
    events.try_next().await.unwrap();
    let begun = std::time::Instant::now();
    assert!(events.try_next().await.unwrap().is_none());
    assert!(begun.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn values_are_sent_one_after_the_other() {
    for (framing, expected) in [
        (Framing::Lines, "1\n2\n"),
        (Framing::Records, "\u{1e}1\n\u{1e}2\n"),
    ] {
        let script = Script::default();
        script.answers.lock().unwrap().push((204, Body::default()));
        let request = client(&script).request(Method::POST, &[]);
        let request = request.sequence("application/x-ndjson", framing, &[1, 2]);
        request.send().await.unwrap();
        let sent = script.sent.lock().unwrap();
        assert_eq!(sent[0].1.as_bytes().unwrap(), expected);
        assert_eq!(sent[0].0["content-type"], "application/x-ndjson");
    }
}
