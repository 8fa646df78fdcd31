//! Connections that are reset while a body comes.

use std::sync::Arc;

use http::Method;
use tokio::sync::Notify;

use crate::client::events::{self, Event, Events};
use crate::client::handle::Client;
use crate::client::incoming::Incoming;
use crate::client::request::Request;
use crate::client::sequence::SequenceError;
use crate::peer::{Peer, Step, answer};

/// The beginning of an answer of unknown length, and what resets its connection.
fn cut_off(media_type: &str, body: &str) -> (Step, Arc<Notify>) {
    let reset = Arc::new(Notify::new());
    let text = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: {media_type}\r\n\r\n{:x}\r\n{body}\r\n",
        body.len()
    );
    (Step::Reset(text.into_bytes(), Arc::clone(&reset)), reset)
}

async fn opened(peer: &Peer) -> (Request, Incoming) {
    let client = Client::builder(peer.url("")).build().unwrap();
    let request = client.request(Method::GET, &[]).path("/a");
    let opened = request.clone().open().await.unwrap();
    (request, opened)
}

async fn opened_events(peer: &Peer) -> Events<Event<i64>> {
    let (request, opened) = opened(peer).await;
    opened.events(request, events::json).into_body()
}

#[tokio::test]
async fn values_before_a_reset_are_given_and_then_the_fault_is_said() {
    for (media_type, body) in [
        ("application/jsonl", "1\n2"),
        ("application/json-seq", "\u{1e}1\n\u{1e}2\n"),
    ] {
        let (step, reset) = cut_off(media_type, body);
        let peer = Peer::new([step]).await;
        let (_, opened) = opened(&peer).await;
        let mut items = match media_type {
            "application/jsonl" => opened.lines::<i64>(),
            _ => opened.records::<i64>(),
        }
        .into_body();
        assert_eq!(items.try_next().await.unwrap(), Some(1));
        reset.notify_one();
        // What was cut off is no value, although it could be read as one.
        let error = items.try_next().await.unwrap_err();
        assert!(matches!(error, SequenceError::Transport(_)), "{error:?}");
        assert_eq!(items.try_next().await.unwrap(), None);
    }
}

#[tokio::test]
async fn bytes_before_a_reset_are_given_and_then_the_fault_is_said() {
    let (step, reset) = cut_off("application/octet-stream", "ab");
    let peer = Peer::new([step]).await;
    let mut body = opened(&peer).await.1.into_stream().into_body();
    assert_eq!(body.try_next().await.unwrap().unwrap(), "ab");
    reset.notify_one();
    assert!(body.try_next().await.is_err());
    assert!(body.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn events_go_on_after_a_reset_where_that_is_wanted() {
    const BEGIN: &str = "retry: 1\nid: a\ndata: 1\n\ndata: 2";
    let (step, reset) = cut_off("text/event-stream", BEGIN);
    let rest = answer(
        "200 OK",
        "content-type: text/event-stream\r\n",
        "data: 2\n\n",
    );
    let end = answer("204 No Content", "", "");
    let peer = Peer::new([step, rest, end]).await;
    let mut events = opened_events(&peer).await.reconnecting(1);
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 1);
    reset.notify_one();
    let next = events.try_next().await.unwrap().unwrap();
    assert_eq!((next.id.as_deref(), next.data), (Some("a"), 2));
    assert!(events.try_next().await.unwrap().is_none());
    let asked = peer.asked();
    let resumed = |text: &String| text.contains("\r\nlast-event-id: a\r\n");
    assert_eq!(
        asked.iter().map(resumed).collect::<Vec<_>>(),
        [false, true, true]
    );
}

#[tokio::test]
async fn a_reset_is_an_error_where_events_are_not_to_go_on() {
    let (step, reset) = cut_off("text/event-stream", "data: 1\n\ndata: 2");
    let peer = Peer::new([step]).await;
    let mut events = opened_events(&peer).await;
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 1);
    reset.notify_one();
    let error = events.try_next().await.unwrap_err();
    assert!(matches!(error, SequenceError::Transport(_)), "{error:?}");
    assert!(events.try_next().await.unwrap().is_none());
    assert_eq!(peer.asked().len(), 1);
}
