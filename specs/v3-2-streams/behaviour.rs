//! Events that are described as a whole, from a socket and to one.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use v3_2_streams_api::client::Client;
use v3_2_streams_api::types::{Event, Note};

/// A client of a server that gives one answer; and what the body of the request was.
async fn answering(status: &'static str, body: &'static str) -> (Client, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let sent = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        let mut lengths = head
            .lines()
            .filter_map(|it| it.strip_prefix("content-length: "));
        let length = lengths.next().map_or(0, |length| length.parse().unwrap());
        let mut sent = vec![0; length];
        socket.read_exact(&mut sent).await.unwrap();
        let head = format!(
            "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        socket.write_all(body.as_bytes()).await.unwrap();
        String::from_utf8(sent).unwrap()
    });
    let client = Client::builder(format!("http://{address}"));
    (client.build().unwrap(), sent)
}

#[tokio::test]
async fn fields_that_are_no_texts_are_read_from_them() {
    const EVENTS: &str = "retry: 9\nid: 7\nevent: 1\ndata: {\"id\":\ndata: 1}\n\n\
                          : nothing but a sign of life\n\ndata\n\ndata: {\"id\":2}\n\n\
                          data: [DONE]\n\ndata: {\"id\":3}\n\n";
    let (client, _) = answering("200 OK", EVENTS).await;
    let mut notes = client.read_notes().send().await.unwrap();
    let first = notes.try_next().await.unwrap().unwrap();
    assert_eq!((first.id, first.retry), (Some(7), Some(9)));
    assert_eq!((first.event.as_deref(), first.data.id), (Some("1"), 1));
    let second = notes.try_next().await.unwrap().unwrap();
    assert_eq!((second.id, second.retry, second.data.id), (None, None, 2));
    assert!(notes.try_next().await.unwrap().is_none());
    assert_eq!(notes.last_event_id(), Some("7"));
}

#[tokio::test]
async fn fields_are_read_as_all_alternatives_say() {
    const EVENTS: &str = "event: count\ndata: 1\n\nevent: share\ndata: 0.5\nid: 2\n\n";
    let (client, _) = answering("200 OK", EVENTS).await;
    let mut changes = client.read_changes().send().await.unwrap();
    for expected in [
        serde_json::json!({"event": "count", "data": 1}),
        serde_json::json!({"event": "share", "data": 0.5, "id": "2"}),
    ] {
        let change = changes.try_next().await.unwrap().unwrap();
        assert_eq!(serde_json::to_value(&change).unwrap(), expected);
    }
    assert!(changes.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn events_are_sent_as_events() {
    let (client, sent) = answering("204 No Content", "").await;
    let note = |id, event: Option<&str>| Note {
        id,
        event: event.map(str::to_owned),
        retry: id,
        data: Event { id: 1 },
    };
    let notes = [note(Some(7), Some("add")), note(None, None)];
    client.write_notes(notes).send().await.unwrap();
    // In the order in which the document describes them, as members of any other body are.
    let expected = "id: 7\nevent: add\nretry: 7\ndata: {\"id\":1}\n\ndata: {\"id\":1}\n\n";
    assert_eq!(sent.await.unwrap(), expected);
}
