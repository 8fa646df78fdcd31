//! Bodies that are events, as the server takes them.

use std::time::Duration;

use axum::body::Body;
use http::Request;
use serde::Deserialize;

use crate::server::Failure;
use crate::server::body::BodyLimit;
use crate::server::event_items::{Events, json, text, whole};
use crate::server::events::Event;
use crate::server::fault::{Fault, Problem};
use crate::server::schema::Schema;
use crate::support::json as support_json;

#[derive(Debug, PartialEq, Deserialize)]
struct Change {
    id: i64,
}

fn events(body: &'static str) -> Events<Event<Change>> {
    let request = Request::builder().extension(BodyLimit(20));
    let (parts, body) = request.body(Body::from(body)).unwrap().into_parts();
    Events::new(&parts, body, |event, at| {
        json(
            event,
            at,
            (
                Schema::ANYTHING,
                support_json::decode,
                |change: &Change, at| {
                    let is_negative = change.id < 0;
                    let fault =
                        is_negative.then(|| Problem::new("negative", "Must be positive").at(at));
                    fault.into_iter().collect()
                },
            ),
        )
    })
}

#[tokio::test]
async fn events_come_one_by_one() {
    let mut events = events(
        "\u{feff}event: new\r\nid: 7\r\nretry: 5\r\ndata: {\"id\":\r\ndata: 1}\r\n\r\n: still here\n\ndata:\n\ndata: {\"id\":2}\r\rdata: {\"id\":",
    );
    let first = events.try_next().await.unwrap().unwrap();
    assert_eq!(first.data, Change { id: 1 });
    assert_eq!(first.event.as_deref(), Some("new"));
    assert_eq!(first.id.as_deref(), Some("7"));
    assert_eq!(first.retry, Some(Duration::from_millis(5)));
    let second = events.try_next().await.unwrap().unwrap();
    assert_eq!(second, Event::from(Change { id: 2 }));
    // What the end cuts off is no event.
    assert!(events.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_place() {
    for (body, status, place) in [
        (
            "data: {\"id\":1}\n\ndata: {\"id\":\"a\"}\n\n",
            422,
            "body.1.id",
        ),
        ("data: {\"id\":-1}\n\n", 422, "body.0"),
        ("data: {\n\n", 422, "body.0"),
        ("data: {\"id\":         1}\n\n", 413, ""),
        ("data: 1234567890\ndata: 1234567890\n\n", 413, ""),
    ] {
        let error = events(body).finish().await.unwrap_err();
        let rejection = Failure::from(error).report("test");
        assert_eq!(rejection.status, status, "{body}");
        assert_eq!(first_place(&rejection.faults), place, "{body}");
    }
}

fn first_place(faults: &[Fault]) -> String {
    let location = faults.first().into_iter().flat_map(|fault| &fault.location);
    let location: Vec<String> = location.map(ToString::to_string).collect();
    location.join(".")
}

#[tokio::test]
async fn an_event_may_be_a_text_or_the_object_of_its_fields() {
    let parts = || Request::new(()).into_parts().0;
    let body = || Body::from("id: 3\ndata: 4\n\n");
    let mut texts = Events::new(&parts(), body(), |event, at| {
        text::<String>(event, at, |_, _| Vec::new())
    });
    assert_eq!(texts.try_next().await.unwrap().unwrap().data, "4");
    #[derive(Debug, PartialEq, Deserialize)]
    struct Whole {
        id: String,
        data: i64,
    }
    let mut wholes = Events::new(&parts(), body(), |event, at| {
        whole::<Whole>(
            event,
            at,
            (
                &["data"],
                (Schema::ANYTHING, support_json::decode, |_, _| Vec::new()),
            ),
        )
    });
    let expected = Whole {
        id: "3".to_owned(),
        data: 4,
    };
    assert_eq!(wholes.try_next().await.unwrap(), Some(expected));
}
