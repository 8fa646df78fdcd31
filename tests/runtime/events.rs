//! Server-sent events.

use std::time::{Duration, Instant};

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::error::Error;
use crate::client::events::{self, Event, Events};
use crate::client::request::Request;
use crate::client::sequence::SequenceError;
use crate::script::{EVENTS, Reply, Script, incoming};

async fn opened(answers: &[Reply]) -> (Script, Events<Event<i64>>) {
    opened_by(answers, |request| request).await
}

async fn opened_by(
    answers: &[Reply],
    change: fn(Request) -> Request,
) -> (Script, Events<Event<i64>>) {
    let script = Script::new(answers);
    let request = script.client().request(Method::GET, &[]).path("/events");
    let request = change(request);
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

/// What was sent as `Last-Event-ID`.
fn last_ids(script: &Script) -> Vec<Option<String>> {
    let sent = script.sent();
    let values = sent.iter().map(|(headers, _)| headers.get("last-event-id"));
    values
        .map(|value| Some(String::from_utf8(value?.as_bytes().to_vec()).unwrap()))
        .collect()
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn events_are_read_as_the_standard_says() {
    const PIECES: &[&str] = &[
        "\u{feff}data: 1\r",
        "\n\r\n: a comment\n",
        "event: add\ndata:2\nid: a\n\n",
        "id: a\n\nignored: x\nevent:\ndata: 3\rid\r\r",
        "data: 4\nid: b\0\n\n",
        "data: 5\nevent: cut off",
    ];
    let (_, mut events) = opened(&[(200, EVENTS, PIECES)]).await;
    let expected = [
        (None, None, 1),
        (text("add"), text("a"), 2),
        (None, None, 3),
        (None, None, 4),
    ];
    assert_eq!(all(&mut events).await, expected);
}

#[tokio::test]
async fn several_lines_of_data_are_one_text() {
    let request = Script::default().client().request(Method::GET, &[]);
    let pieces = ["data: a\ndata: b\n\ndata:  c\n\n"];
    let mut events = incoming(&pieces).events(request, events::text::<String>);
    let events = events.body_mut();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, "a\nb");
    assert_eq!(events.try_next().await.unwrap().unwrap().data, " c");
    assert!(events.try_next().await.unwrap().is_none());
}

async fn whole(pieces: &[&'static str], names: bool) -> Events<Value> {
    let request = Script::default().client().request(Method::GET, &[]);
    let events = incoming(pieces);
    match names {
        true => events.events(request, |event| events::whole_with(event, &["data", "id"])),
        false => events.events(request, events::whole),
    }
    .into_body()
}

#[tokio::test]
async fn a_whole_event_is_the_object_of_its_fields() {
    let pieces = [
        "event: add\ndata: 1\nretry: 10\nid: 7\n\n",
        "data: 2\n\nretry: 20\n\ndata\nid\n\n",
    ];
    let mut events = whole(&pieces, false).await;
    for expected in [
        json!({"data": "1", "event": "add", "retry": 10, "id": "7"}),
        // Neither the id of the event before nor the retry of a block without data is its own.
        json!({"data": "2"}),
        json!({"data": "", "id": ""}),
    ] {
        assert_eq!(events.try_next().await.unwrap(), Some(expected));
    }
    assert_eq!(events.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn fields_that_are_no_texts_are_read_from_them() {
    let pieces = [
        "event: 1\ndata: {\"a\":1}\nid: 7\n\n",
        "data\n\ndata: true\nid\n\ndata: 1\nid: x\n\n",
    ];
    let mut events = whole(&pieces, true).await;
    for expected in [
        json!({"data": {"a": 1}, "event": "1", "id": 7}),
        json!({"data": true}),
        json!({"data": 1, "id": "x"}),
    ] {
        assert_eq!(events.try_next().await.unwrap(), Some(expected));
    }
    assert_eq!(events.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn the_numbers_of_a_whole_event_are_as_long_as_they_are_written() {
    #[derive(serde::Deserialize)]
    struct Change {
        data: Vec<u128>,
    }
    let request = Script::default().client().request(Method::GET, &[]);
    let pieces = ["data: [340282366920938463463374607431768211455]\n\n"];
    let mut events = incoming(&pieces)
        .events(request, |event| {
            events::whole_with::<Change>(event, &["data"])
        })
        .into_body();
    let change = events.try_next().await.unwrap().unwrap();
    assert_eq!(change.data, [u128::MAX]);
}

#[tokio::test]
async fn done_ends_whole_events_that_it_does_not_fit() {
    #[derive(Debug, serde::Deserialize)]
    struct Count {
        data: i64,
    }
    let request = Script::default().client().request(Method::GET, &[]);
    let pieces = ["data: 1\n\ndata: [DONE]\n\ndata: 2\n\n"];
    let mut events = incoming(&pieces)
        .events(request, |event| {
            events::whole_with::<Count>(event, &["data"])
        })
        .into_body();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 1);
    assert!(events.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn done_ends_the_events_and_anything_else_that_is_no_json_is_an_error() {
    let (_, mut events) =
        opened(&[(200, EVENTS, &["data: 1\n\ndata: [DONE]\n\ndata: 2\n\n"])]).await;
    assert_eq!(all(&mut events).await.len(), 1);
    let (_, mut events) = opened(&[(200, EVENTS, &["data: x\n\n"])]).await;
    assert!(matches!(
        events.try_next().await,
        Err(SequenceError::Decode { .. })
    ));
    assert!(events.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn empty_data_is_a_sign_of_life() {
    let (_, mut events) = opened(&[(200, EVENTS, &["data\nid: a\n\ndata: \n\ndata: 1\n\n"])]).await;
    assert_eq!(all(&mut events).await, [(None, text("a"), 1)]);
}

#[tokio::test]
async fn events_are_asked_for_again_with_the_id_of_the_last_one() {
    let answers: [Reply; 4] = [
        (
            200,
            EVENTS,
            &["retry: 1\ndata: 1\nid: a\n\n", "data: 2\n\n", "broken"],
        ),
        (200, EVENTS, &["data: 3\nid: b\n\n"]),
        (200, EVENTS, &["data: 4\n\n"]),
        (204, EVENTS, &[]),
    ];
    let (script, events) = opened(&answers).await;
    let mut events = events.reconnecting(1);
    let found = all(&mut events).await;
    let data: Vec<i64> = found.iter().map(|(_, _, data)| *data).collect();
    assert_eq!(data, [1, 2, 3, 4]);
    assert_eq!(found.last().unwrap().1, text("b"));
    assert_eq!(events.last_event_id(), Some("b"));
    assert_eq!(last_ids(&script), [None, text("a"), text("b"), text("b")]);
}

#[tokio::test]
async fn an_id_and_a_pause_hold_though_no_event_comes_with_them() {
    // The id of a block that is cut off is none yet, but its pause holds at once.
    let answers: [Reply; 3] = [
        (
            200,
            EVENTS,
            &["data: 1\n\nid: a\n\nretry: 30\nid: cut off\n"],
        ),
        (
            200,
            EVENTS,
            &["retry: x\nretry:\nretry: -1\nid: \u{e4}\n\n"],
        ),
        (204, EVENTS, &[]),
    ];
    let (script, events) = opened(&answers).await;
    let mut events = events.reconnecting(2);
    events.try_next().await.unwrap().unwrap();
    let begun = Instant::now();
    assert!(events.try_next().await.unwrap().is_none());
    let waited = begun.elapsed();
    assert!(waited >= Duration::from_millis(60), "{waited:?}");
    assert!(waited < Duration::from_secs(3), "{waited:?}");
    assert_eq!(last_ids(&script), [None, text("a"), text("\u{e4}")]);
}

#[tokio::test]
async fn an_empty_id_takes_back_the_one_before() {
    let answers: [Reply; 2] = [
        (
            200,
            EVENTS,
            &["retry: 1\ndata: 1\nid: a\n\ndata: 2\nid\n\n"],
        ),
        (204, EVENTS, &[]),
    ];
    // What the caller has begun with is taken back, too.
    let (script, events) =
        opened_by(&answers, |request| request.header("Last-Event-ID", "begun")).await;
    let mut events = events.reconnecting(1);
    let ids: Vec<_> = all(&mut events).await.into_iter().map(|it| it.1).collect();
    assert_eq!(ids, [text("a"), None]);
    assert_eq!(events.last_event_id(), None);
    assert_eq!(last_ids(&script), [text("begun"), None]);
}

#[tokio::test]
async fn events_are_not_asked_for_again_unless_that_is_wanted() {
    let (script, mut events) = opened(&[(200, EVENTS, &["data: 1\n\n"])]).await;
    assert_eq!(all(&mut events).await.len(), 1);
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn an_answer_that_is_none_of_events_is_final_and_kept_whole() {
    for status in [400, 401, 404, 500] {
        let answers: [Reply; 2] = [
            (200, EVENTS, &["retry: 1\ndata: 1\n\n"]),
            (
                status,
                ("content-type", "application/json"),
                &["{\"title\":", "\"no\"}"],
            ),
        ];
        let (script, events) = opened(&answers).await;
        let mut events = events.reconnecting(5);
        events.try_next().await.unwrap();
        let error = events.try_next().await.unwrap_err();
        assert!(error.to_string().contains(&status.to_string()), "{error}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        let SequenceError::Refused(answer) = error else {
            panic!("{error:?}");
        };
        assert_eq!(answer.headers()["content-type"], "application/json");
        match answer.error::<Value>() {
            Error::Api(error) => assert_eq!(error.body()["title"], "no"),
            other => panic!("{other:?}"),
        }
        assert!(events.try_next().await.unwrap().is_none());
        assert_eq!(script.sent().len(), 2);
    }
}

#[tokio::test]
async fn an_answer_that_is_something_else_is_final() {
    let answers: [Reply; 2] = [
        (200, EVENTS, &["retry: 1\ndata: 1\n\n"]),
        (200, ("content-type", "text/html"), &["<p>"]),
    ];
    let (_, events) = opened(&answers).await;
    let mut events = events.reconnecting(5);
    events.try_next().await.unwrap();
    let error = events.try_next().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::OK));
}

#[tokio::test]
async fn a_busy_server_is_asked_again_as_often_as_is_wanted() {
    const BUSY: Reply = (503, ("retry-after", "1"), &["busy"]);
    let begin: Reply = (200, EVENTS, &["retry: 1\ndata: 1\n\n"]);
    let (_, events) = opened(&[
        begin,
        BUSY,
        (200, EVENTS, &["data: 2\n\n"]),
        (204, EVENTS, &[]),
    ])
    .await;
    let mut events = events.reconnecting(2);
    events.try_next().await.unwrap();
    let begun = Instant::now();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 2);
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert!(events.try_next().await.unwrap().is_none());

    let (script, events) = opened(&[begin, (429, ("retry-after", "0"), &[]), BUSY]).await;
    let mut events = events.reconnecting(2);
    events.try_next().await.unwrap();
    let error = events.try_next().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    assert_eq!(script.sent().len(), 3);
}

#[tokio::test]
async fn what_cannot_be_sent_again_is_final() {
    let answers: [Reply; 1] = [(200, EVENTS, &["retry: 1\nid: \u{1}\ndata: 1\n\n"])];
    let (script, events) = opened(&answers).await;
    let mut events = events.reconnecting(5);
    events.try_next().await.unwrap();
    let error = events.try_next().await.unwrap_err();
    assert!(
        matches!(error, SequenceError::InvalidRequest(_)),
        "{error:?}"
    );
    assert!(events.try_next().await.unwrap().is_none());
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn an_event_that_is_too_long_is_final() {
    const LONG: &str = "data: 1234567890123456789012345678901234567890\n";
    let (script, events) = opened(&[(200, EVENTS, &["retry: 1\n", LONG, LONG, "\n"])]).await;
    match events.reconnecting(5).try_next().await {
        Err(SequenceError::Transport(error)) => assert!(error.is_too_large()),
        other => panic!("{other:?}"),
    }
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let answers: [Reply; 2] = [
        (200, EVENTS, &["retry: 30\ndata: 1\n\n"]),
        (204, EVENTS, &[]),
    ];
    let (_, events) = opened(&answers).await;
    let mut events = events.reconnecting(1);
    events.try_next().await.unwrap();
    let begun = Instant::now();
    assert!(events.try_next().await.unwrap().is_none());
    assert!(begun.elapsed() >= Duration::from_millis(30));
}
