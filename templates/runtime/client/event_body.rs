//! Bodies that are events (`text/event-stream`).

use serde::Serialize;

use super::invalid::InvalidRequest;
use super::request::Request;
use super::tree::Tree;

/// What a value says of the event that it is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventValue {
    /// It is the data, as JSON.
    Json,
    /// It is a text, which is the data as it is.
    Text,
    /// It is the object of all fields: texts as they are, and others as JSON.
    Whole,
}

impl Request {
    /// Sets a body that is an event for each value.
    pub fn events<T: Serialize>(self, media_type: &str, kind: EventValue, values: &[T]) -> Self {
        let mut body = String::new();
        for value in values {
            if let Err(error) = write_event(&mut body, kind, value) {
                return self.refused(error);
            }
        }
        self.body(media_type, body)
    }
}

fn write_event(
    body: &mut String,
    kind: EventValue,
    value: &impl Serialize,
) -> Result<(), InvalidRequest> {
    let value = Tree::of(value).map_err(|error| {
        InvalidRequest::new("an event of the body cannot be written as JSON").with_source(error)
    })?;
    match (kind, value) {
        (EventValue::Json, value) => write_lines(body, "data", &value.to_string()),
        (EventValue::Text, Tree::Text(data)) => write_lines(body, "data", &data),
        (EventValue::Whole, Tree::Members(fields)) => {
            for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
                write_field(body, &name, &value.into_text())?;
            }
        }
        _ => {
            let message = "an event of the body is not what events are made of";
            return Err(InvalidRequest::new(message));
        }
    }
    body.push('\n');
    Ok(())
}

/// A field of an event. Of all, only data may have several lines: they are put together again.
fn write_field(body: &mut String, name: &str, text: &str) -> Result<(), InvalidRequest> {
    let is_name = !name.is_empty() && !name.contains([':', '\r', '\n']);
    if !is_name || (name != "data" && text.contains(['\r', '\n'])) {
        let message = format!(
            "the field `{}` cannot stand in an event",
            name.escape_debug()
        );
        return Err(InvalidRequest::new(message));
    }
    write_lines(body, name, text);
    Ok(())
}

/// A line for each of the text, whatever ends it there.
fn write_lines(body: &mut String, name: &str, text: &str) {
    for line in text.replace("\r\n", "\n").split(['\r', '\n']) {
        for part in [name, ": ", line, "\n"] {
            body.push_str(part);
        }
    }
}
