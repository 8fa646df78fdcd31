//! Parameters as plain text.

use serde::Serialize;
use serde_json::Value;

use super::invalid::InvalidRequest;

/// The value of a parameter as the texts that go into the request: none where it is left out, one for a primitive, as
/// many as it has items for an array.
///
/// # Errors
///
/// When the value is an object, or an item of it is no primitive.
pub fn texts(name: &str, value: &(impl Serialize + ?Sized)) -> Result<Vec<String>, InvalidRequest> {
    match to_value(name, value)? {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => items
            .into_iter()
            .map(|item| primitive(name, item))
            .collect(),
        one => Ok(vec![primitive(name, one)?]),
    }
}

/// The value of a parameter as one text.
///
/// # Errors
///
/// When the value is no primitive.
pub fn text(name: &str, value: &(impl Serialize + ?Sized)) -> Result<String, InvalidRequest> {
    primitive(name, to_value(name, value)?)
}

fn to_value(name: &str, value: &(impl Serialize + ?Sized)) -> Result<Value, InvalidRequest> {
    serde_json::to_value(value).map_err(|error| {
        InvalidRequest::new(format!("the parameter `{name}` cannot be written")).with_source(error)
    })
}

fn primitive(name: &str, value: Value) -> Result<String, InvalidRequest> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(bool) => Ok(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(InvalidRequest::new(format!(
            "the parameter `{name}` is not a string, number or boolean"
        ))),
    }
}
