//! Answers that are events (`text/event-stream`).

use std::time::Duration;

use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use super::failure::Failure;
use super::items::{self, Items};

/// An event (WHATWG HTML, section 9.2.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<T> {
    /// What it says.
    pub data: T,
    /// What kind it is of; `message` where that is not said.
    pub event: Option<String>,
    /// What the caller has seen when it asks again.
    pub id: Option<String>,
    /// How long the caller waits before it asks again.
    pub retry: Option<Duration>,
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self {
            data,
            event: None,
            id: None,
            retry: None,
        }
    }
}

/// An answer with events whose data is JSON.
pub fn json<T: Serialize + 'static>(
    media_type: &str,
    status: StatusCode,
    events: Items<Event<T>>,
) -> Response {
    items::reply(media_type, status, events, |event| {
        let data = serde_json::to_string(&event.data)?;
        Ok(written(event, &data))
    })
}

/// An answer with events whose data is text.
pub fn texts<T: AsRef<str> + 'static>(
    media_type: &str,
    status: StatusCode,
    events: Items<Event<T>>,
) -> Response {
    items::reply(media_type, status, events, |event| {
        Ok(written(event, event.data.as_ref()))
    })
}

/// An answer with events each of which is an object of its fields.
pub fn whole<T: Serialize + 'static>(
    media_type: &str,
    status: StatusCode,
    events: Items<T>,
) -> Response {
    items::reply(media_type, status, events, |event| {
        let Value::Object(fields) = serde_json::to_value(event)? else {
            return Err(Failure::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "An event is no object",
            ));
        };
        let mut text = String::new();
        for (name, value) in fields {
            match value {
                Value::Null => {}
                Value::String(value) => push(&mut text, &name, &value),
                value => push(&mut text, &name, &value.to_string()),
            }
        }
        text.push('\n');
        Ok(text.into_bytes())
    })
}

fn written<T>(event: &Event<T>, data: &str) -> Vec<u8> {
    let mut text = String::new();
    for (name, value) in [("event", &event.event), ("id", &event.id)] {
        // What would begin another line is no name.
        if let Some(value) = value.as_ref().filter(|it| !it.contains(['\r', '\n', '\0'])) {
            push(&mut text, name, value);
        }
    }
    if let Some(retry) = event.retry {
        push(&mut text, "retry", &retry.as_millis().to_string());
    }
    push(&mut text, "data", data);
    text.push('\n');
    text.into_bytes()
}

/// A field, with a line for each line of its value.
fn push(text: &mut String, name: &str, value: &str) {
    let value = value.replace("\r\n", "\n");
    for line in value.split(['\r', '\n']) {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(line);
        text.push('\n');
    }
}
