//! The values that links take from a call and its answer, and give on to another call.

use http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::invalid::InvalidRequest;

/// A value that stands in the document, from its JSON text.
pub fn constant(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// A value of the call; null where it has none.
pub fn value(value: &(impl Serialize + ?Sized)) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// What stands at a place in a body, by a JSON pointer (RFC 6901); null where nothing does.
pub fn member(body: &(impl Serialize + ?Sized), place: &str) -> Value {
    let mut body = value(body);
    body.pointer_mut(place).map(Value::take).unwrap_or_default()
}

/// The text of a header; null where there is none.
pub fn header(headers: &HeaderMap, name: &str) -> Value {
    let text = headers
        .get(name)
        .and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    text.map(Value::from).unwrap_or_default()
}

/// The text that these are together; null where one of them is missing or is no plain value.
pub fn text(pieces: &[Value]) -> Value {
    let pieces: Option<String> = pieces.iter().map(plain).collect();
    pieces.map(Value::from).unwrap_or_default()
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The value as a call takes it. What is a number on one side may be a text on the other.
///
/// # Errors
///
/// When there is no value, and when it is none that the call takes. `what` says which one it is.
pub fn read<T: DeserializeOwned>(what: &str, value: Value) -> Result<T, InvalidRequest> {
    let value = read_optional(what, value)?;
    value.ok_or_else(|| InvalidRequest::new(format!("{what} is not there")))
}

/// The same where the call can do without a value.
///
/// # Errors
///
/// When the value is none that the call takes.
pub fn read_optional<T: DeserializeOwned>(
    what: &str,
    value: Value,
) -> Result<Option<T>, InvalidRequest> {
    if value.is_null() {
        return Ok(None);
    }
    let otherwise = match &value {
        Value::String(text) => serde_json::from_str(text)
            .ok()
            .filter(|it| plain(it).is_some()),
        other => plain(other).map(Value::from),
    };
    let read = T::deserialize(&value);
    let read = read.or_else(|error| {
        otherwise
            .and_then(|it| T::deserialize(it).ok())
            .ok_or(error)
    });
    read.map(Some).map_err(|error| {
        let message = format!("{what} is not what the operation takes");
        InvalidRequest::new(message).with_source(error)
    })
}
