//! Server-sent events (WHATWG HTML, section 9.2), as they come.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderName, StatusCode};
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::super::support::event_lines::{Memory, RawEvent};
use super::super::support::json::{self, Misfit};
use super::event_reader::Reader;
use super::incoming::Incoming;
use super::platform::{BoxFuture, sleep};
use super::request::Request;
use super::response::Response;
use super::retries;
use super::sequence::SequenceError;

/// The media type of events.
const MEDIA_TYPE: &str = "text/event-stream";

/// The header that says after which event to go on.
const LAST_ID: HeaderName = HeaderName::from_static("last-event-id");

/// An event whose data is a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<T> {
    /// Its name; none where it is a plain message.
    pub event: Option<String>,
    /// The id of the last event that had one; none where there was none, or where the server has taken it back.
    pub id: Option<String>,
    /// What it holds.
    pub data: T,
}

/// What an event says.
#[derive(Debug)]
pub enum Said<T> {
    /// A value.
    Value(T),
    /// Nothing, but that the server is still there.
    Nothing,
    /// That no more events come.
    End,
}

/// How an event is understood.
type Decode<T> = fn(RawEvent) -> Result<Said<T>, SequenceError>;

/// The event with the JSON value that its data is. Empty data is a sign of life, and data of `[DONE]`, which is no JSON, is how
/// many servers end.
///
/// # Errors
///
/// When its data is no such value.
pub fn json<T: DeserializeOwned>(event: RawEvent) -> Result<Said<Event<T>>, SequenceError> {
    json_as(event, |data: T| data)
}

/// The same where the value is read as something else that holds it.
///
/// # Errors
///
/// When its data is no such value.
pub fn json_as<R: DeserializeOwned, T>(
    event: RawEvent,
    value: fn(R) -> T,
) -> Result<Said<Event<T>>, SequenceError> {
    if event.is_blank() {
        return Ok(Said::Nothing);
    }
    match json::decode(event.data.as_bytes()) {
        Ok(data) => Ok(Said::Value(event.with(value(data)))),
        Err(misfit) => event.end_or(misfit),
    }
}

/// The event with the text that its data is.
///
/// # Errors
///
/// When its data is no such text.
pub fn text<T: DeserializeOwned>(event: RawEvent) -> Result<Said<Event<T>>, SequenceError> {
    let text: StrDeserializer<'_, Error> = event.data.as_str().into_deserializer();
    match T::deserialize(text) {
        Ok(data) => Ok(Said::Value(event.with(data))),
        Err(error) => Err(event.misfit(Misfit::of_text(error.to_string()))),
    }
}

/// The event as the object of its fields (OpenAPI 3.2, section 4.14.3.2).
///
/// # Errors
///
/// When it is not what the document says.
pub fn whole<T: DeserializeOwned>(event: RawEvent) -> Result<Said<T>, SequenceError> {
    whole_with(event, &[])
}

/// The same where the fields of these `names` are no texts: what they hold is JSON.
///
/// # Errors
///
/// When it is not what the document says.
pub fn whole_with<T: DeserializeOwned>(
    event: RawEvent,
    names: &[&str],
) -> Result<Said<T>, SequenceError> {
    if names.contains(&"data") && event.is_blank() {
        return Ok(Said::Nothing);
    }
    let object = event.object(names);
    match json::decode(object.as_bytes()) {
        Ok(value) => Ok(Said::Value(value)),
        Err(misfit) => event.end_or(misfit),
    }
}

impl RawEvent {
    fn with<T>(self, data: T) -> Event<T> {
        Event {
            event: self.event,
            id: self.last_id,
            data,
        }
    }

    fn misfit(self, misfit: Misfit) -> SequenceError {
        SequenceError::Decode {
            text: Bytes::from(self.data),
            misfit,
        }
    }

    fn end_or<T>(self, misfit: Misfit) -> Result<Said<T>, SequenceError> {
        match self.data.trim() {
            "[DONE]" => Ok(Said::End),
            _ => Err(self.misfit(misfit)),
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
    memory: Memory,
}

enum State {
    Open(Box<Reader>),
    Waiting(BoxFuture<'static, Result<Option<Box<Reader>>, SequenceError>>),
    Done,
}

impl<T> Events<T> {
    /// Asks again when the connection breaks off or the answer ends, up to `attempts` times without an event between, with
    /// the id of the last event in `Last-Event-ID`; before each it waits as long as the server said, or three seconds. So it
    /// does when that is answered 429, 502, 503 or 504, after no less than `Retry-After`. An answer of 204 ends the events, and
    /// any other that is none of events is an error, after which they end.
    pub fn reconnecting(mut self, attempts: usize) -> Self {
        self.attempts = attempts;
        self
    }

    /// The id of the last event that had one; none where there was none, or where the server has taken it back.
    pub fn last_event_id(&self) -> Option<&str> {
        self.memory.last_id()
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
                State::Open(reader) => match ready!(reader.poll_next(context, &mut self.memory)) {
                    Ok(Some(event)) => {
                        self.failed = 0;
                        match (self.decode)(event)? {
                            Said::Value(value) => return Poll::Ready(Ok(Some(value))),
                            Said::Nothing => {}
                            Said::End => return Poll::Ready(Ok(None)),
                        }
                    }
                    Ok(None) => self.after(Ok(()))?,
                    Err(error) => self.after(Err(error.into()))?,
                },
            }
        }
    }

    /// After the end of an answer, or an error: whether to ask again.
    fn after(&mut self, end: Result<(), SequenceError>) -> Result<(), SequenceError> {
        if self.failed >= self.attempts || end.as_ref().is_err_and(|error| !is_passing(error)) {
            self.state = State::Done;
            return end;
        }
        self.failed += 1;
        let asked = end.err().and_then(|error| error.retry_after());
        let pause = self.memory.pause.max(asked.unwrap_or_default());
        let mut request = Request::clone(&self.request);
        if let Some(id) = &self.memory.last_id {
            request = request.header_text(LAST_ID, id);
        }
        self.state = State::Waiting(Box::pin(async move {
            sleep(pause).await;
            ask_again(request).await
        }));
        Ok(())
    }
}

/// Whether the same once more may do better.
fn is_passing(error: &SequenceError) -> bool {
    match error {
        SequenceError::Transport(error) => !error.is_too_large() && !error.is_redirect(),
        SequenceError::Refused(answer) => retries::is_passing(answer.status()),
        SequenceError::Decode { .. } | SequenceError::InvalidRequest(_) => false,
    }
}

async fn ask_again(request: Request) -> Result<Option<Box<Reader>>, SequenceError> {
    let opened = request.open().await?;
    if opened.status() == StatusCode::NO_CONTENT {
        return Ok(None);
    }
    if !opened.status().is_success() || !opened.is(&[MEDIA_TYPE]) {
        return Err(SequenceError::Refused(Box::new(opened.read().await?)));
    }
    Ok(Some(Box::new(Reader::new(opened))))
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
            .field("last_event_id", &self.last_event_id())
            .field("done", &matches!(self.state, State::Done))
            .finish()
    }
}

impl Incoming {
    /// The body as events, each understood by `decode`. `request` is what to ask with again.
    pub fn events<T>(self, request: Request, decode: Decode<T>) -> Response<Events<T>> {
        let (status, headers) = (self.status(), self.headers().clone());
        let events = Events {
            state: State::Open(Box::new(Reader::new(self))),
            decode,
            request: Box::new(request),
            attempts: 0,
            failed: 0,
            memory: Memory::default(),
        };
        Response::new(status, headers, events)
    }
}
