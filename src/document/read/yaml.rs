//! YAML 1.2 text into the tree of values, by its core schema: `no`, `on` and `y` are strings, a key is always its text.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Tag};
use serde_json::{Map, Value};

use super::number;
use super::tree::{Extent, Stop, TreeBuilder, copy, dismantle, measure};

/// The key whose value's members are taken over into the mapping (YAML's merge key language-independent type).
const MERGE_KEY: &str = "<<";

/// Reads a YAML text that holds one document.
pub(crate) fn read(text: &str, builder: TreeBuilder) -> Result<TreeBuilder, Stop> {
    let mut reader = Reader {
        builder,
        anchors: HashMap::new(),
        open: Vec::new(),
        documents: 0,
    };
    match reader.read(text) {
        Ok(()) => Ok(reader.finish()),
        Err(stop) => {
            reader.finish();
            Err(in_bytes(stop, text))
        }
    }
}

/// What the parser refuses. It has a limit of its own to what is written in braces and brackets inside each other.
fn refusal(error: &ScanError) -> Stop {
    let at = error.marker().index();
    match error.info() {
        "recursion limit exceeded" => Stop::Limit {
            limit: None,
            message: "more than 255 YAML flow collections stand inside each other".to_owned(),
            at,
        },
        message => Stop::Syntax {
            message: message.to_owned(),
            at,
        },
    }
}

/// The parser counts characters; a stop counts bytes.
fn in_bytes(stop: Stop, text: &str) -> Stop {
    let bytes = |at: usize| {
        text.char_indices()
            .nth(at)
            .map_or(text.len(), |(byte, _)| byte)
    };
    match stop {
        Stop::Syntax { message, at } => Stop::Syntax {
            message,
            at: bytes(at),
        },
        Stop::Limit { limit, message, at } => Stop::Limit {
            limit,
            message,
            at: bytes(at),
        },
    }
}

/// A value that aliases can stand for.
struct Anchored {
    value: Value,
    extent: Extent,
}

/// A mapping or sequence that is not complete yet.
struct Open {
    anchor: usize,
    /// Whether it has a merge key.
    merges: bool,
}

struct Reader {
    builder: TreeBuilder,
    anchors: HashMap<usize, Anchored>,
    open: Vec<Open>,
    documents: usize,
}

impl Reader {
    fn read(&mut self, text: &str) -> Result<(), Stop> {
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| refusal(&error))?;
            self.event(event, span.start.index())?;
        }
        Ok(())
    }

    /// Anchored values may be as deep as the document.
    fn finish(self) -> TreeBuilder {
        for (_, anchored) in self.anchors {
            dismantle(anchored.value);
        }
        self.builder
    }

    fn event(&mut self, event: Event<'_>, at: usize) -> Result<(), Stop> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Stop::Syntax {
                        message: "the file holds several YAML documents".to_owned(),
                        at,
                    });
                }
                Ok(())
            }
            Event::MappingStart(anchor, _) => {
                self.refuse_complex_key(at)?;
                self.open.push(Open {
                    anchor,
                    merges: false,
                });
                self.builder.begin_object(at)
            }
            Event::SequenceStart(anchor, _) => {
                self.refuse_complex_key(at)?;
                self.open.push(Open {
                    anchor,
                    merges: false,
                });
                self.builder.begin_array(at)
            }
            Event::MappingEnd | Event::SequenceEnd => self.end(at),
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style, anchor, tag.as_deref(), at)
            }
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn refuse_complex_key(&self, at: usize) -> Result<(), Stop> {
        if !self.builder.awaits_key() {
            return Ok(());
        }
        Err(Stop::Syntax {
            message: "a key must be a scalar".to_owned(),
            at,
        })
    }

    fn end(&mut self, at: usize) -> Result<(), Stop> {
        let mut value = self.builder.end();
        if let Some(open) = self.open.pop() {
            if open.merges {
                merge(&mut value);
            }
            self.anchor(open.anchor, &value, at)?;
        }
        self.builder.add(value);
        Ok(())
    }

    /// Keeps a copy of an anchored value; the copy counts, or many anchors inside each other would grow without limit.
    fn anchor(&mut self, anchor: usize, value: &Value, at: usize) -> Result<(), Stop> {
        if anchor == 0 {
            return Ok(());
        }
        let extent = measure(value);
        self.builder.count(extent.nodes, at)?;
        self.builder.count_alias(extent, at)?;
        let anchored = Anchored {
            value: copy(value),
            extent,
        };
        if let Some(earlier) = self.anchors.insert(anchor, anchored) {
            dismantle(earlier.value);
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: usize,
    ) -> Result<(), Stop> {
        if self.builder.awaits_key() {
            if text == MERGE_KEY
                && style == ScalarStyle::Plain
                && let Some(open) = self.open.last_mut()
            {
                open.merges = true;
            }
            self.anchor(anchor, &Value::String(text.to_owned()), at)?;
            self.builder.key(text.to_owned());
            return Ok(());
        }
        match resolve(text, style, tag) {
            Some(value) => {
                self.anchor(anchor, &value, at)?;
                self.builder.scalar(value, at)
            }
            None => self.builder.not_finite(at),
        }
    }

    fn alias(&mut self, anchor: usize, at: usize) -> Result<(), Stop> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err(Stop::Syntax {
                message: "the alias stands inside the value that it stands for".to_owned(),
                at,
            });
        };
        self.builder.count_alias(anchored.extent, at)?;
        if self.builder.awaits_key() {
            let key = match &anchored.value {
                Value::String(text) => text.clone(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(Stop::Syntax {
                        message: "a key must be a scalar".to_owned(),
                        at,
                    });
                }
                scalar => scalar.to_string(),
            };
            self.builder.key(key);
            return Ok(());
        }
        self.builder.check_depth(anchored.extent.depth, at)?;
        self.builder.count(anchored.extent.nodes, at)?;
        let value = copy(&anchored.value);
        self.builder.add(value);
        Ok(())
    }
}

/// Replaces the merge key by the members of its value that the mapping does not have itself.
fn merge(value: &mut Value) {
    let Value::Object(members) = value else {
        return;
    };
    match members.shift_remove(MERGE_KEY) {
        Some(Value::Object(others)) => take_over(members, others),
        Some(Value::Array(list)) if list.iter().all(Value::is_object) => {
            for others in list {
                if let Value::Object(others) = others {
                    take_over(members, others);
                }
            }
        }
        // Not a merge, then, but a key of that name.
        Some(other) => {
            members.insert(MERGE_KEY.to_owned(), other);
        }
        None => {}
    }
}

fn take_over(members: &mut Map<String, Value>, others: Map<String, Value>) {
    for (key, value) in others {
        if members.contains_key(&key) {
            dismantle(value);
        } else {
            members.insert(key, value);
        }
    }
}

/// What a scalar means (YAML 1.2.2, section 10.3.2); `None` for a number that is not finite.
fn resolve(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Option<Value> {
    let quoted = style != ScalarStyle::Plain;
    let core = tag.filter(|tag| tag.is_yaml_core_schema());
    match core.map(|tag| tag.suffix.as_str()) {
        Some("null" | "bool" | "int" | "float") => plain(text),
        Some(_) => Some(Value::String(text.to_owned())),
        None if quoted || tag.is_some_and(is_non_specific) => Some(Value::String(text.to_owned())),
        None => plain(text),
    }
}

/// The tag `!`, which says that a plain scalar is a string.
fn is_non_specific(tag: &Tag) -> bool {
    tag.handle.is_empty() && tag.suffix == "!"
}

fn plain(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return None;
    }
    if let Some(number) = radix(text) {
        return Some(number.into());
    }
    if is_decimal(unsigned) {
        return number::parse(text).map(Value::Number);
    }
    Some(Value::String(text.to_owned()))
}

fn radix(text: &str) -> Option<u64> {
    let digits = |prefix: &str| {
        let digits = text.strip_prefix(prefix)?;
        // `from_str_radix` would take a sign here.
        digits
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then_some(digits)
    };
    if let Some(octal) = digits("0o") {
        return u64::from_str_radix(octal, 8).ok();
    }
    digits("0x").and_then(|hex| u64::from_str_radix(hex, 16).ok())
}

/// Whether a text without its sign is a decimal number. One that begins with a superfluous zero is a string, since those
/// are codes (`0042`), whose zeros would be lost.
fn is_decimal(unsigned: &str) -> bool {
    let mut bytes = unsigned.bytes();
    let digits_first = match (bytes.next(), bytes.next()) {
        (Some(b'0'), Some(second)) => matches!(second, b'.' | b'e' | b'E'),
        (Some(b'.'), Some(second)) => second.is_ascii_digit(),
        (Some(first), _) => first.is_ascii_digit(),
        (None, _) => false,
    };
    digits_first
        && unsigned
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
        && unsigned.parse::<f64>().is_ok()
}
