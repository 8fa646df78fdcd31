//! Server-sent events (WHATWG HTML, section 9.2), as they come.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::{Map, Value};

use super::super::support::json::{self, Misfit};
use super::incoming::Incoming;
use super::pieces::{Pieces, Separator};
use super::platform::{BoxFuture, sleep};
use super::request::Request;
use super::response::Response;
use super::sequence::SequenceError;
use super::transport::TransportError;

/// How long to wait before asking again, unless the server says something else.
const PAUSE: Duration = Duration::from_secs(3);

/// The media type of events.
const MEDIA_TYPE: &str = "text/event-stream";

/// An event whose data is a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<T> {
    /// Its name; none where it is a plain message.
    pub event: Option<String>,
    /// The id of the last event that had one.
    pub id: Option<String>,
    /// What it holds.
    pub data: T,
}

/// An event as it came.
#[derive(Debug, Clone, Default)]
pub struct RawEvent {
    event: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
    data: String,
}

/// How an event is understood; nothing where it says that no more come.
type Decode<T> = fn(RawEvent) -> Result<Option<T>, SequenceError>;

/// The event with the JSON value that its data is. Data of `[DONE]`, which is no JSON, is how many servers end.
///
/// # Errors
///
/// When its data is no such value.
pub fn json<T: DeserializeOwned>(event: RawEvent) -> Result<Option<Event<T>>, SequenceError> {
    match json::decode(event.data.as_bytes()) {
        Ok(data) => Ok(Some(event.with(data))),
        Err(_) if event.data.trim() == "[DONE]" => Ok(None),
        Err(misfit) => Err(event.misfit(misfit)),
    }
}

/// The event with the text that its data is.
///
/// # Errors
///
/// When its data is no such text.
pub fn text<T: DeserializeOwned>(event: RawEvent) -> Result<Option<Event<T>>, SequenceError> {
    let text: StrDeserializer<'_, Error> = event.data.as_str().into_deserializer();
    match T::deserialize(text) {
        Ok(data) => Ok(Some(event.with(data))),
        Err(error) => Err(event.misfit(Misfit::of_text(error.to_string()))),
    }
}

/// The event as the object of its fields (OpenAPI 3.2, section 4.14.3.2).
///
/// # Errors
///
/// When it is not what the document says.
pub fn whole<T: DeserializeOwned>(event: RawEvent) -> Result<Option<T>, SequenceError> {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    set("data", Some(event.data.as_str().into()));
    set("event", event.event.as_deref().map(Value::from));
    set("id", event.id.as_deref().map(Value::from));
    set("retry", event.retry.map(Value::from));
    let text = Value::Object(fields).to_string();
    let value = json::decode(text.as_bytes());
    value.map(Some).map_err(|misfit| event.misfit(misfit))
}

impl RawEvent {
    fn with<T>(self, data: T) -> Event<T> {
        Event {
            event: self.event,
            id: self.id,
            data,
        }
    }

    fn misfit(self, misfit: Misfit) -> SequenceError {
        SequenceError::Decode {
            text: Bytes::from(self.data),
            misfit,
        }
    }
}

/// The events of an answer, as they come. It ends where the answer does, or where the server says so, and after an error;
/// [`Events::reconnecting`] asks again instead.
#[must_use = "a stream does nothing until it is polled"]
pub struct Events<T> {
    state: State,
    decode: Decode<T>,
    request: Box<Request>,
    /// How many times in a row to ask again.
    attempts: usize,
    failed: usize,
    last_id: Option<String>,
    pause: Duration,
}

enum State {
    Open(Box<Reader>),
    Waiting(BoxFuture<'static, Result<Option<Box<Reader>>, SequenceError>>),
    Done,
}

impl<T> Events<T> {
    /// Asks again when the connection breaks off or the answer ends, up to `attempts` times without an event between, with
    /// the id of the last event in `Last-Event-ID`; before each it waits as long as the server said, or three seconds. An
    /// answer of 204 ends it, and so does an error.
    pub fn reconnecting(mut self, attempts: usize) -> Self {
        self.attempts = attempts;
        self
    }

    /// The id of the last event that had one.
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// The next event, or `None` after the last. It may be dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When the rest could not be had, or is not what the document says.
    pub async fn try_next(&mut self) -> Result<Option<T>, SequenceError> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    fn next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<T>, SequenceError>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(Ok(None)),
                State::Waiting(again) => match ready!(again.as_mut().poll(context)) {
                    Ok(Some(reader)) => self.state = State::Open(reader),
                    Ok(None) => return Poll::Ready(Ok(None)),
                    Err(error) => self.after(Err(error))?,
                },
                State::Open(reader) => match ready!(reader.poll_next(context)) {
                    Ok(Some(event)) => {
                        self.failed = 0;
                        self.note(&event);
                        return Poll::Ready((self.decode)(event));
                    }
                    Ok(None) => self.after(Ok(()))?,
                    Err(error) => self.after(Err(SequenceError::Transport(error)))?,
                },
            }
        }
    }

    fn note(&mut self, event: &RawEvent) {
        if let Some(retry) = event.retry {
            self.pause = Duration::from_millis(retry);
        }
        self.last_id.clone_from(&event.id);
    }

    /// After the end of an answer, or an error: whether to ask again.
    fn after(&mut self, end: Result<(), SequenceError>) -> Result<(), SequenceError> {
        if self.failed >= self.attempts {
            self.state = State::Done;
            return end;
        }
        self.failed += 1;
        let id = self.last_id.clone();
        let request = Request::clone(&self.request).header("Last-Event-ID", &id);
        let (pause, last_id) = (self.pause, id);
        self.state = State::Waiting(Box::pin(async move {
            sleep(pause).await;
            ask_again(request, last_id).await
        }));
        Ok(())
    }
}

async fn ask_again(
    request: Request,
    last_id: Option<String>,
) -> Result<Option<Box<Reader>>, SequenceError> {
    let opened = request.open().await;
    let opened = opened.map_err(|error| SequenceError::Transport(TransportError::new(error)))?;
    if opened.status() == StatusCode::NO_CONTENT {
        return Ok(None);
    }
    if !opened.status().is_success() || !opened.is(&[MEDIA_TYPE]) {
        let message = format!("asked again, the server answered {}", opened.status());
        return Err(SequenceError::Transport(TransportError::new(message)));
    }
    Ok(Some(Box::new(Reader::new(opened, last_id))))
}

impl<T> Stream for Events<T> {
    type Item = Result<T, SequenceError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.next(context));
        if !matches!(next, Ok(Some(_))) {
            self.state = State::Done;
        }
        Poll::Ready(next.transpose())
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("last_event_id", &self.last_id)
            .field("done", &matches!(self.state, State::Done))
            .finish()
    }
}

impl Incoming {
    /// The body as events, each understood by `decode`. `request` is what to ask with again.
    pub fn events<T>(self, request: Request, decode: Decode<T>) -> Response<Events<T>> {
        let (status, headers) = (self.status(), self.headers().clone());
        let events = Events {
            state: State::Open(Box::new(Reader::new(self, None))),
            decode,
            request: Box::new(request),
            attempts: 0,
            failed: 0,
            last_id: None,
            pause: PAUSE,
        };
        Response::new(status, headers, events)
    }
}

/// Puts events together from lines.
struct Reader {
    lines: Pieces,
    is_first: bool,
    next: RawEvent,
    has_data: bool,
    /// How long the data of an event may be.
    limit: usize,
}

impl Reader {
    fn new(opened: Incoming, last_id: Option<String>) -> Self {
        let limit = opened.limit();
        let body = opened.into_stream().into_body();
        Self {
            lines: Pieces::new(body, Separator::LineEnd, limit),
            is_first: true,
            next: RawEvent {
                id: last_id,
                ..RawEvent::default()
            },
            has_data: false,
            limit,
        }
    }

    /// The next event. One that the end of the body cuts off is none.
    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
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
                self.field(text);
                if self.next.data.len() > self.limit {
                    return Poll::Ready(Err(TransportError::too_large(self.limit)));
                }
            } else if let Some(event) = self.finish() {
                return Poll::Ready(Ok(Some(event)));
            }
        }
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => self.next.event = (!value.is_empty()).then(|| value.to_owned()),
            "id" if !value.contains('\0') => self.next.id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.next.retry = u64::from_str(value).ok();
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

    /// What a blank line ends; without data it is no event.
    fn finish(&mut self) -> Option<RawEvent> {
        let id = self.next.id.clone();
        let next = RawEvent {
            id,
            retry: self.next.retry.filter(|_| !self.has_data),
            ..RawEvent::default()
        };
        let event = std::mem::replace(&mut self.next, next);
        std::mem::take(&mut self.has_data).then_some(event)
    }
}
