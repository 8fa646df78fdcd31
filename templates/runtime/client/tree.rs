//! Values with their parts, in the order in which they are written.

use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A value as JSON, taken apart. `serde_json::Value` would sort the members of objects, unless somebody turns on a feature
/// of it; on the wire they have the order in which their type declares them.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// `null`
    Null,
    /// A text.
    Text(String),
    /// A number, `true` or `false`, as JSON writes it.
    Plain(String),
    /// A list.
    List(Vec<Tree>),
    /// An object.
    Members(Vec<(String, Tree)>),
}

impl Tree {
    /// What `value` is.
    ///
    /// # Errors
    ///
    /// When it cannot be written as JSON.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        Self::read(serde_json::to_string(value)?)
    }

    /// What a text of JSON is. What has no parts and no escapes in it is there already, and most parameters are of that kind.
    fn read(mut json: String) -> Result<Self, serde_json::Error> {
        match json.as_bytes() {
            [b'"', text @ .., b'"'] if !text.contains(&b'\\') => {
                json.pop();
                json.remove(0);
                Ok(Self::Text(json))
            }
            [b'0'..=b'9' | b'-' | b't' | b'f', ..] => Ok(Self::Plain(json)),
            _ => serde_json::from_str(&json),
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// Whether it has parts.
    pub fn has_parts(&self) -> bool {
        matches!(self, Self::List(_) | Self::Members(_))
    }

    /// The value as one text: what has parts is JSON, and null is an empty text.
    pub fn into_text(self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) | Self::Plain(text) => text,
            parts => parts.to_string(),
        }
    }
}

/// As JSON.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Text(text) => write_text(f, text),
            Self::Plain(text) => f.write_str(text),
            Self::List(items) => {
                f.write_str("[")?;
                for (position, item) in items.iter().enumerate() {
                    let comma = if position == 0 { "" } else { "," };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Self::Members(members) => {
                f.write_str("{")?;
                for (position, (name, value)) in members.iter().enumerate() {
                    f.write_str(if position == 0 { "" } else { "," })?;
                    write_text(f, name)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let quoted = serde_json::to_string(text).map_err(|_| fmt::Error)?;
    f.write_str(&quoted)
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Growing)
    }
}

struct Growing;

impl<'de> Visitor<'de> for Growing {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
        serde_json::to_string(&value)
            .map(Tree::Plain)
            .map_err(E::custom)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Members(members))
    }
}
