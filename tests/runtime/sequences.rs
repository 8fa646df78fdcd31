//! Answers that come one value after the other, and bodies that are sent so.

use http::Method;
use serde_json::json;

use crate::chain;
use crate::client::event_body::EventValue;
use crate::client::sequence::{Framing, Items, SequenceError};
use crate::script::{EVENTS, LIMIT, Script, incoming};

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

#[tokio::test]
async fn a_value_that_comes_at_once_is_no_longer_than_the_client_reads() {
    const FITTING: &str = "1                                                               \n2\n";
    assert_eq!(FITTING.find('\n'), Some(LIMIT));
    let mut items = incoming(&[FITTING]).lines::<i64>().into_body();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    let long = FITTING.replacen('1', "1 ", 1).leak();
    let mut items = incoming(&[long]).lines::<i64>().into_body();
    match items.try_next().await {
        Err(SequenceError::Transport(error)) => assert!(error.is_too_large()),
        other => panic!("{other:?}"),
    }
    assert_eq!(items.try_next().await.unwrap(), None);
}

/// The records that fit, and the texts of those that do not.
async fn records(pieces: &[&'static str]) -> Vec<Result<serde_json::Value, String>> {
    let mut items: Items<serde_json::Value> = incoming(pieces).records().into_body();
    let mut all = Vec::new();
    loop {
        all.push(match items.try_next().await {
            Ok(Some(value)) => Ok(value),
            Ok(None) => return all,
            Err(SequenceError::Decode { text, .. }) => {
                Err(String::from_utf8(text.to_vec()).unwrap())
            }
            Err(other) => panic!("{other:?}"),
        });
    }
}

#[tokio::test]
async fn a_number_or_a_word_that_nothing_ends_may_have_been_cut_off() {
    let pieces = [
        "\u{1e}12\n\u{1e}12\u{1e}true",
        "\u{1e}null \u{1e}\"a\"\u{1e}[1]\u{1e}{}\u{1e}1",
        "2",
    ];
    let text = |text: &str| Err(text.to_owned());
    let expected = [
        Ok(12.into()),
        text("12"),
        text("true"),
        Ok(serde_json::Value::Null),
        Ok("a".into()),
        Ok(serde_json::json!([1])),
        Ok(serde_json::json!({})),
        text("12"),
    ];
    assert_eq!(records(&pieces).await, expected);
}

#[tokio::test]
async fn what_no_separator_stands_before_is_no_record() {
    let expected = [Err("1\n".to_owned()), Ok(2.into())];
    assert_eq!(records(&["1\n", "\u{1e}2\n"]).await, expected);
    assert_eq!(records(&["1\n"]).await, [Err("1\n".to_owned())]);
    assert_eq!(records(&[" \n\u{1e}2\n"]).await, [Ok(2.into())]);
    assert_eq!(records(&["\u{1e}\u{1e}2\n\u{1e}"]).await, [Ok(2.into())]);
}

#[tokio::test]
async fn records_go_on_after_one_that_does_not_fit_but_not_after_a_fault_of_the_connection() {
    let expected = [Ok(1.into()), Err("{\"a\"\n".to_owned()), Ok(3.into())];
    assert_eq!(
        records(&["\u{1e}1\n\u{1e}{\"a\"\n\u{1e}3\n"]).await,
        expected
    );
    let mut items = incoming(&["\u{1e}1\n\u{1e}", "broken", "2\n"])
        .records::<i64>()
        .into_body();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert!(items.try_next().await.is_err());
    assert_eq!(items.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn values_are_sent_one_after_the_other() {
    for (framing, expected) in [
        (Framing::Lines, "1\n2\n"),
        (Framing::Records, "\u{1e}1\n\u{1e}2\n"),
    ] {
        let script = Script::new(&[(204, EVENTS, &[])]);
        let request = script.client().request(Method::POST, &[]);
        let request = request.sequence("application/x-ndjson", framing, &[1, 2]);
        request.send().await.unwrap();
        let sent = script.sent();
        assert_eq!(sent[0].1.as_bytes().unwrap(), expected);
        assert_eq!(sent[0].0["content-type"], "application/x-ndjson");
    }
}

/// What a body of these values is written as.
async fn written<T: serde::Serialize>(kind: EventValue, values: &[T]) -> String {
    let script = Script::new(&[(204, EVENTS, &[])]);
    let request = script.client().request(Method::POST, &[]);
    request
        .events("text/event-stream", kind, values)
        .send()
        .await
        .unwrap();
    let sent = script.sent();
    assert_eq!(sent[0].0["content-type"], "text/event-stream");
    String::from_utf8(sent[0].1.as_bytes().unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn values_are_sent_as_the_data_of_events() {
    let json = written(
        EventValue::Json,
        &[json!(1), json!("a\nb"), json!({"a": []})],
    )
    .await;
    assert_eq!(json, "data: 1\n\ndata: \"a\\nb\"\n\ndata: {\"a\":[]}\n\n");
    let texts = written(EventValue::Text, &["a\r\nb\rc\n", " d", ""]).await;
    assert_eq!(
        texts,
        "data: a\ndata: b\ndata: c\ndata: \n\ndata:  d\n\ndata: \n\n"
    );
    assert_eq!(written::<i64>(EventValue::Json, &[]).await, "");
}

#[tokio::test]
async fn whole_events_are_sent_with_their_fields() {
    let events = [
        json!({"data": "a\nb", "event": "add", "id": 7, "retry": 10}),
        json!({"id": null, "data": {"a": 1}}),
    ];
    assert_eq!(
        written(EventValue::Whole, &events).await,
        "data: a\ndata: b\nevent: add\nid: 7\nretry: 10\n\ndata: {\"a\":1}\n\n"
    );
}

#[tokio::test]
async fn the_fields_of_an_event_have_the_order_of_their_type() {
    #[derive(serde::Serialize)]
    struct Change {
        event: &'static str,
        id: u128,
        data: Vec<u128>,
    }
    let change = Change {
        event: "add",
        id: u128::MAX,
        data: vec![u128::MAX],
    };
    let long = u128::MAX;
    assert_eq!(
        written(EventValue::Whole, &[change]).await,
        format!("event: add\nid: {long}\ndata: [{long}]\n\n")
    );
}

#[tokio::test]
async fn what_no_event_can_hold_is_not_sent() {
    for event in [
        json!(1),
        json!({"event": "a\ndata: b"}),
        json!({"id": "a\rb"}),
        json!({"a: b\nc": 1}),
        json!({"": 1}),
    ] {
        let script = Script::new(&[(204, EVENTS, &[])]);
        let request = script.client().request(Method::POST, &[]);
        let request = request.events("text/event-stream", EventValue::Whole, &[&event]);
        assert!(request.send().await.is_err(), "{event}");
        assert!(script.sent().is_empty());
    }
}
