//! Values that come one after the other, from a socket.

use streams_api::client::contents::{AskContent, GetChangesContent, GetRecordsContent};
use streams_api::client::operations::AskSuccess;
use streams_api::client::{Client, Error, Streamed};
use streams_api::types::{AskBody, Change};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A client of a server that gives these answers, one for each request, and then listens no more.
async fn answering(answers: &'static [(&str, &str, &str)]) -> Client {
    hearing(answers).await.0
}

/// The same, and what the bodies of the requests were.
async fn hearing(
    answers: &'static [(&str, &str, &str)],
) -> (Client, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let sent = tokio::spawn(async move {
        let mut sent = Vec::new();
        for (status, media_type, body) in answers {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut seen = Vec::new();
            while !seen.ends_with(b"\r\n\r\n") {
                seen.push(socket.read_u8().await.unwrap());
            }
            let seen = String::from_utf8(seen).unwrap();
            // What was not read would have the connection reset.
            let length = seen
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length = length.map_or(0, |length| length.parse().unwrap());
            let mut given = vec![0; length];
            socket.read_exact(&mut given).await.unwrap();
            sent.push(String::from_utf8(given).unwrap());
            // The id of the last event comes back as one.
            let id = seen
                .lines()
                .find_map(|line| line.strip_prefix("last-event-id: "));
            let body = body.replace("LAST", id.unwrap_or("none"));
            let head = format!(
                "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: {media_type}\r\n\r\n"
            );
            socket.write_all(head.as_bytes()).await.unwrap();
            // Piece by piece, so that the values are cut anywhere.
            for byte in body.as_bytes().chunks(3) {
                socket.write_all(byte).await.unwrap();
                socket.flush().await.unwrap();
            }
        }
        sent
    });
    let client = Client::builder(format!("http://{address}"));
    (client.build().unwrap(), sent)
}

#[tokio::test]
async fn lines_and_records_are_typed() {
    let client = answering(&[("200 OK", "application/x-ndjson", "{\"id\":1}\n\n{\"id\":2}")]).await;
    let mut changes = client.read_lines().send().await.unwrap();
    let mut ids = Vec::new();
    while let Some(change) = changes.try_next().await.unwrap() {
        ids.push(change.id);
    }
    assert_eq!(ids, [1, 2]);
    let client = answering(&[("200 OK", "application/json-seq", "\u{1e}1\n\u{1e}2.0\n")]).await;
    let mut numbers = client.read_numbers().send().await.unwrap();
    assert_eq!(numbers.try_next().await.unwrap(), Some(1));
    assert_eq!(numbers.try_next().await.unwrap(), Some(2));
    assert_eq!(numbers.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn bodies_that_are_events_are_written_as_such() {
    let no_content = &[("204 No Content", "text/plain", "")];
    let change = |id| Change { id, text: None };
    let (client, sent) = hearing(no_content).await;
    let changes = [change(1), change(2)];
    client.write_events(changes).send().await.unwrap();
    assert_eq!(
        sent.await.unwrap(),
        ["data: {\"id\":1}\n\ndata: {\"id\":2}\n\n"]
    );
    let (client, sent) = hearing(no_content).await;
    let texts = ["a\nb".to_owned(), " c".to_owned()];
    client.write_messages().body(texts).send().await.unwrap();
    assert_eq!(sent.await.unwrap(), ["data: a\ndata: b\n\ndata:  c\n\n"]);
}

#[tokio::test]
async fn an_error_in_place_of_a_stream_is_an_error() {
    let client = answering(&[("500 Oops", "application/json", "{\"title\":\"no\"}")]).await;
    match client.read_lines().send().await {
        Err(Error::Api(error)) => assert_eq!(error.body().title, "no"),
        other => panic!("{other:?}"),
    }
    let client = answering(&[("200 OK", "text/html", "<p>")]).await;
    assert!(client.read_events().send().await.is_err());
    // A success of another kind is not read as the error, though JSON is what that holds.
    let client = answering(&[("200 OK", "application/json", "{\"title\":\"no\"}")]).await;
    match client.read_lines().send().await {
        Err(Error::Unexpected(error)) => assert_eq!(error.status(), 200),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_table_comes_as_it_comes_beside_events() {
    let client = answering(&[("200 OK", "text/csv", "id\n1\n")]).await;
    match client
        .get_changes()
        .send_streaming()
        .await
        .unwrap()
        .into_body()
    {
        Streamed::Bytes(mut pieces) => assert!(pieces.try_next().await.unwrap().is_some()),
        other => panic!("{other:?}"),
    }
    let client = answering(&[("200 OK", "text/csv", "id\n1\n")]).await;
    match client.get_changes().send().await.unwrap() {
        GetChangesContent::Csv(table) => assert_eq!(table, "id\n1\n"),
        other => panic!("{other:?}"),
    }
    const EVENTS: (&str, &str, &str) = ("200 OK", "text/event-stream", "data: {\"id\":1}\n\n");
    let client = answering(&[EVENTS]).await;
    match client
        .get_changes()
        .send_streaming()
        .await
        .unwrap()
        .into_body()
    {
        Streamed::Whole(GetChangesContent::Events(mut events)) => {
            assert_eq!(events.try_next().await.unwrap().unwrap().data.id, 1);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn events_are_typed_and_asked_for_again() {
    let client = answering(&[
        (
            "200 OK",
            "text/event-stream",
            "retry: 1\nid: a\nevent: add\ndata: {\"id\":1}\n\n",
        ),
        (
            "200 OK",
            "text/event-stream; charset=utf-8",
            "data: {\"id\":2,\ndata: \"text\":\"LAST\"}\n\n",
        ),
        ("204 No Content", "text/plain", ""),
    ])
    .await;
    let mut events = client.read_events().send().await.unwrap().reconnecting(2);
    let first = events.try_next().await.unwrap().unwrap();
    assert_eq!((first.event.as_deref(), first.data.id), (Some("add"), 1));
    let second = events.try_next().await.unwrap().unwrap();
    assert_eq!(second.data.text.as_deref(), Some("a"));
    assert!(events.try_next().await.unwrap().is_none());

    let client = answering(&[("200 OK", "text/event-stream", "data: 1\n\ndata: 2.0\n\n")]).await;
    let mut counts = client.read_counts().send().await.unwrap();
    assert_eq!(counts.try_next().await.unwrap().unwrap().data, 1);
    assert_eq!(counts.try_next().await.unwrap().unwrap().data, 2);

    let client = answering(&[("200 OK", "text/event-stream", "data: a\ndata: b\n\n")]).await;
    let mut messages = client.read_messages().send().await.unwrap();
    assert_eq!(messages.try_next().await.unwrap().unwrap().data, "a\nb");
}

#[tokio::test]
async fn an_answer_is_a_value_or_events() {
    let ask = |client: Client| async move {
        let body = AskBody { stream: Some(true) };
        client.ask(body).send().await.unwrap()
    };
    let whole = ask(answering(&[("200 OK", "application/json", "{\"text\":\"all\"}")]).await).await;
    match whole {
        AskSuccess::Ok(AskContent::Json(answer)) => assert_eq!(answer.text, "all"),
        other => panic!("{other:?}"),
    }
    const EVENTS: &[(&str, &str, &str)] = &[(
        "200 OK",
        "text/event-stream",
        "data: {\"id\":1}\n\ndata: [DONE]\n\n",
    )];
    let events = ask(answering(EVENTS).await).await;
    match events {
        AskSuccess::Ok(AskContent::Events(mut events)) => {
            assert_eq!(events.try_next().await.unwrap().unwrap().data.id, 1);
            assert!(events.try_next().await.unwrap().is_none());
        }
        other => panic!("{other:?}"),
    }
    let later = ask(answering(&[("202 Accepted", "text/plain", "")]).await).await;
    assert!(matches!(later, AskSuccess::Accepted));
}

#[tokio::test]
async fn lines_or_records_come_one_by_one() {
    let client = answering(&[("200 OK", "application/x-ndjson", "{\"id\":1}\n")]).await;
    match client.get_records().send().await.unwrap() {
        GetRecordsContent::Lines(mut lines) => {
            assert_eq!(lines.try_next().await.unwrap().unwrap().id, 1);
        }
        other => panic!("{other:?}"),
    }
    const RECORDS: (&str, &str, &str) = ("200 OK", "application/json-seq", "\u{1e}{\"id\":2}\n");
    let client = answering(&[RECORDS]).await;
    match client.get_records().send().await.unwrap() {
        GetRecordsContent::JsonSeq(mut records) => {
            assert_eq!(records.try_next().await.unwrap().unwrap().id, 2);
        }
        other => panic!("{other:?}"),
    }
}
