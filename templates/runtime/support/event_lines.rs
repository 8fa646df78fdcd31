//! Events, put together from lines as the WHATWG says (HTML, section 9.2.6).

use std::borrow::Cow;
use std::str::FromStr;
use std::time::Duration;

use serde::de::IgnoredAny;
use serde_json::Value;

/// How long to wait before asking again, unless the server says something else.
const PAUSE: Duration = Duration::from_secs(3);

/// An event as it came.
#[derive(Debug, Clone, Default)]
pub struct RawEvent {
    /// Its name; none where it is a plain message.
    pub event: Option<String>,
    /// Its own id.
    pub id: Option<String>,
    /// The id of the last event that had one.
    pub last_id: Option<String>,
    /// How many milliseconds to wait before asking again.
    pub retry: Option<u64>,
    /// What it holds.
    pub data: String,
}

impl RawEvent {
    /// Whether it holds nothing.
    pub fn is_blank(&self) -> bool {
        self.data.trim().is_empty()
    }

    /// The object of its fields (OpenAPI 3.2, section 4.14.3.2), as JSON. Those of these `names` are no texts: what they hold is
    /// JSON.
    pub fn object(&self, names: &[&str]) -> String {
        let own = [
            ("data", Some(self.data.as_str())),
            ("event", self.event.as_deref()),
            ("id", self.id.as_deref()),
        ];
        let own = own.into_iter().filter_map(|(name, text)| {
            let value = json_of(text?, names.contains(&name))?;
            Some(format!("\"{name}\":{value}"))
        });
        let retry = self.retry.map(|retry| format!("\"retry\":{retry}"));
        let fields: Vec<String> = own.chain(retry).collect();
        format!("{{{}}}", fields.join(","))
    }
}

/// The value of a field, as JSON. What is to be JSON and is none is a text, so that whoever reads it can say what is wrong with
/// it.
fn json_of(text: &str, is_json: bool) -> Option<Cow<'_, str>> {
    if is_json && text.trim().is_empty() {
        return None;
    }
    if is_json && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        return Some(text.into());
    }
    Some(Value::from(text).to_string().into())
}

/// What outlasts an answer, though no event comes with it.
pub struct Memory {
    /// The last id that came; an empty one takes back those before it.
    pub last_id: Option<String>,
    /// How long to wait before events are asked for again.
    pub pause: Duration,
}

impl Memory {
    /// The id of the last event that had one.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref().filter(|id| !id.is_empty())
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            last_id: None,
            pause: PAUSE,
        }
    }
}

/// Puts events together from lines.
#[derive(Debug, Default)]
pub struct EventLines {
    is_begun: bool,
    next: RawEvent,
    has_data: bool,
}

impl EventLines {
    /// Takes the next line; what it ends, if it is blank. An event that the end of a body cuts off is none.
    pub fn take(&mut self, line: &[u8], memory: &mut Memory) -> Option<RawEvent> {
        let text = String::from_utf8_lossy(line);
        let text = match std::mem::replace(&mut self.is_begun, true) {
            false => text.strip_prefix('\u{feff}').unwrap_or(&text),
            true => &text,
        };
        if text.is_empty() {
            return self.finish(memory);
        }
        self.field(text, memory);
        None
    }

    /// How long the data is of the event that is being put together.
    pub fn length(&self) -> usize {
        self.next.data.len()
    }

    fn field(&mut self, line: &str, memory: &mut Memory) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => self.next.event = (!value.is_empty()).then(|| value.to_owned()),
            "id" if !value.contains('\0') => self.next.id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(retry) = u64::from_str(value) {
                    self.next.retry = Some(retry);
                    memory.pause = Duration::from_millis(retry);
                }
            }
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.next.data.push('\n');
                }
                self.next.data.push_str(value);
            }
            // A comment, or a field that nobody knows.
            _ => {}
        }
    }

    /// What a blank line ends; without data it is no event, but its id holds.
    fn finish(&mut self, memory: &mut Memory) -> Option<RawEvent> {
        let event = std::mem::take(&mut self.next);
        if event.id.is_some() {
            memory.last_id.clone_from(&event.id);
        }
        let last_id = memory.last_id().map(str::to_owned);
        let has_data = std::mem::take(&mut self.has_data);
        has_data.then_some(RawEvent { last_id, ..event })
    }
}
