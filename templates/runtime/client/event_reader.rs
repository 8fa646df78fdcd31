//! Events, put together from lines as the WHATWG says (HTML, section 9.2.6).

use std::str::FromStr;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::events::RawEvent;
use super::incoming::Incoming;
use super::pieces::{Pieces, Separator};
use super::transport::TransportError;

/// How long to wait before asking again, unless the server says something else.
const PAUSE: Duration = Duration::from_secs(3);

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
pub struct Reader {
    lines: Pieces,
    is_first: bool,
    next: RawEvent,
    has_data: bool,
    /// How long the data of an event may be.
    limit: usize,
}

impl Reader {
    /// Reads the events of an answer.
    pub fn new(opened: Incoming) -> Self {
        let limit = opened.limit();
        let body = opened.into_stream().into_body();
        Self {
            lines: Pieces::new(body, Separator::LineEnd, limit),
            is_first: true,
            next: RawEvent::default(),
            has_data: false,
            limit,
        }
    }

    /// The next event. One that the end of the body cuts off is none.
    ///
    /// # Errors
    ///
    /// When the rest of the body does not come, and when an event is too long.
    pub fn poll_next(
        &mut self,
        context: &mut Context<'_>,
        memory: &mut Memory,
    ) -> Poll<Result<Option<RawEvent>, TransportError>> {
        loop {
            let Some(line) = ready!(self.lines.poll_next(context))? else {
                return Poll::Ready(Ok(None));
            };
            let text = String::from_utf8_lossy(&line);
            let text = match std::mem::take(&mut self.is_first) {
                true => text.strip_prefix('\u{feff}').unwrap_or(&text),
                false => &text,
            };
            if !text.is_empty() {
                self.field(text, memory);
                if self.next.data.len() > self.limit {
                    return Poll::Ready(Err(TransportError::too_large(self.limit)));
                }
            } else if let Some(event) = self.finish(memory) {
                return Poll::Ready(Ok(Some(event)));
            }
        }
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
