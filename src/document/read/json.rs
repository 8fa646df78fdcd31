//! JSON text into the tree of values.

use serde_json::Value;

use super::json_events::{Events, Token};
use super::number;
use super::tree::{Stop, TreeBuilder};

/// Reads a whole JSON text.
pub(crate) fn read(text: &str, mut builder: TreeBuilder) -> Result<TreeBuilder, Stop> {
    let mut events = Events::new(text);
    while let Some(event) = events.next()? {
        match event.token {
            Token::BeginObject => builder.begin_object(event.start)?,
            Token::BeginArray => builder.begin_array(event.start)?,
            Token::End => {
                let value = builder.end();
                builder.add(value);
            }
            Token::Key => builder.key(events.unescaped(event)?.into_owned()),
            Token::String => {
                let text = events.unescaped(event)?.into_owned();
                builder.scalar(Value::String(text), event.start)?;
            }
            Token::Number => match number::parse(events.raw(event)) {
                Some(number) => builder.scalar(Value::Number(number), event.start)?,
                None => builder.not_finite(event.start)?,
            },
            Token::True => builder.scalar(Value::Bool(true), event.start)?,
            Token::False => builder.scalar(Value::Bool(false), event.start)?,
            Token::Null => builder.scalar(Value::Null, event.start)?,
        }
    }
    Ok(builder)
}
