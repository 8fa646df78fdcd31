//! Bodies that are events (`text/event-stream`).

use serde::Serialize;
use serde_json::{Map, Value};

use super::invalid::InvalidRequest;
use super::request::Request;

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
    let not_written = |error: serde_json::Error| {
        InvalidRequest::new("an event of the body cannot be written as JSON").with_source(error)
    };
    if kind == EventValue::Json {
        let data = serde_json::to_string(value).map_err(not_written)?;
        write_lines(body, "data", &data);
    } else {
        match (kind, serde_json::to_value(value).map_err(not_written)?) {
            (EventValue::Text, Value::String(data)) => write_lines(body, "data", &data),
            (EventValue::Whole, Value::Object(fields)) => write_fields(body, &fields)?,
            _ => {
                let message = "an event of the body is not what events are made of";
                return Err(InvalidRequest::new(message));
            }
        }
    }
    body.push('\n');
    Ok(())
}

/// The fields of an event, in the order of their names: that of the object depends on how serde_json is compiled.
fn write_fields(body: &mut String, fields: &Map<String, Value>) -> Result<(), InvalidRequest> {
    let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
    fields.sort_by_key(|(name, _)| *name);
    fields
        .into_iter()
        .try_for_each(|(name, value)| write_field(body, name, value))
}

/// A field of an event. Of all, only data may have several lines: they are put together again.
fn write_field(body: &mut String, name: &str, value: &Value) -> Result<(), InvalidRequest> {
    let text = match value {
        Value::Null => return Ok(()),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let is_name = !name.is_empty() && !name.contains([':', '\r', '\n']);
    if !is_name || (name != "data" && text.contains(['\r', '\n'])) {
        let message = format!(
            "the field `{}` cannot stand in an event",
            name.escape_debug()
        );
        return Err(InvalidRequest::new(message));
    }
    write_lines(body, name, &text);
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
