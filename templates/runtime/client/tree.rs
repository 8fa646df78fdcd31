//! Values with their parts, in the order in which they are written.

use std::fmt;

use serde::Serialize;
use serde::ser::Error;

/// How deep a value may be, as deep as serde_json reads one.
const MOST_DEEP: usize = 128;

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
            _ => Reader { rest: &json }.value(MOST_DEEP),
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

/// Reads JSON that serde_json has written. serde_json's own way back would go through `f64` for long numbers, and hands
/// numbers on as maps as soon as anything in the build turns its feature `arbitrary_precision` on; here they stay texts.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// The next value, in which others may stand so deep.
    fn value(&mut self, depth: usize) -> Result<Tree, serde_json::Error> {
        if self.passes('[') {
            let items = self.row(']', deeper(depth)?, Self::value)?;
            return Ok(Tree::List(items));
        }
        if self.passes('{') {
            let members = self.row('}', deeper(depth)?, Self::member)?;
            return Ok(Tree::Members(members));
        }
        match self.rest.starts_with('"') {
            true => Ok(Tree::Text(self.text()?)),
            false => self.plain(),
        }
    }

    /// What stands between commas, up to `end`.
    fn row<T>(
        &mut self,
        end: char,
        depth: usize,
        read: fn(&mut Self, usize) -> Result<T, serde_json::Error>,
    ) -> Result<Vec<T>, serde_json::Error> {
        let mut row = Vec::new();
        while !self.passes(end) {
            row.push(read(self, depth)?);
            if !self.passes(',') && !self.rest.starts_with(end) {
                return Err(no_json());
            }
        }
        Ok(row)
    }

    fn member(&mut self, depth: usize) -> Result<(String, Tree), serde_json::Error> {
        let name = self.text()?;
        match self.passes(':') {
            true => Ok((name, self.value(depth)?)),
            false => Err(no_json()),
        }
    }

    fn text(&mut self) -> Result<String, serde_json::Error> {
        let mut is_escaped = false;
        let end = self.rest.bytes().skip(1).position(|byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        });
        let quoted = self.take(end.ok_or_else(no_json)?.saturating_add(2))?;
        let plain = quoted.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        match plain.filter(|text| !text.contains('\\')) {
            Some(text) => Ok(text.to_owned()),
            None => serde_json::from_str(quoted),
        }
    }

    /// A number, `true`, `false` or `null`.
    fn plain(&mut self) -> Result<Tree, serde_json::Error> {
        let is_in = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let end = self.rest.bytes().position(|byte| !is_in(byte));
        match self.take(end.unwrap_or(self.rest.len()))? {
            "" => Err(no_json()),
            "null" => Ok(Tree::Null),
            plain => Ok(Tree::Plain(plain.to_owned())),
        }
    }

    fn take(&mut self, length: usize) -> Result<&'a str, serde_json::Error> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(no_json)?;
        self.rest = rest.trim_ascii_start();
        Ok(taken)
    }

    /// Whether this comes next; then it is passed.
    fn passes(&mut self, character: char) -> bool {
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest.trim_ascii_start();
                true
            }
            None => false,
        }
    }
}

fn deeper(depth: usize) -> Result<usize, serde_json::Error> {
    let deeper = depth.checked_sub(1);
    deeper.ok_or_else(|| Error::custom("it is nested too deeply"))
}

/// Only a type that writes JSON by itself can come to this.
fn no_json() -> serde_json::Error {
    Error::custom("it is not written as JSON")
}
