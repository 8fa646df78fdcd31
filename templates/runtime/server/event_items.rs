//! Bodies that are events (`text/event-stream`).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use futures_core::Stream;
use http::request::Parts;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::super::support::event_lines::{EventLines, Memory, RawEvent};
use super::super::support::pieces::{Pieces, Separator};
use super::body::BodyLimit;
use super::byte_stream::ByteStream;
use super::events::Event;
use super::fault::{Fault, Problem, Segment};
use super::sequence::{self, Check, Item};
use super::unreadable::Unreadable;

/// How an event is understood that is at that place; one that says nothing is none.
type Understand<T> = fn(RawEvent, Vec<Segment>) -> Result<Option<T>, Vec<Fault>>;

/// The event with the JSON value that its data is. Empty data is a sign of life.
///
/// # Errors
///
/// When its data is no such value.
pub fn json<T>(
    event: RawEvent,
    at: Vec<Segment>,
    data: Item<T>,
) -> Result<Option<Event<T>>, Vec<Fault>> {
    if event.is_blank() {
        return Ok(None);
    }
    let data = sequence::read(event.data.as_bytes(), at, data)?;
    Ok(Some(with(event, data)))
}

/// The event with the text that its data is.
///
/// # Errors
///
/// When its data is no such text.
pub fn text<T: DeserializeOwned>(
    event: RawEvent,
    at: Vec<Segment>,
    check: Check<T>,
) -> Result<Option<Event<T>>, Vec<Fault>> {
    let text: StrDeserializer<'_, Error> = event.data.as_str().into_deserializer();
    let data = T::deserialize(text).map_err(|error| {
        let problem = Problem::new("value_error", error.to_string());
        vec![problem.at(at.clone())]
    })?;
    let faults = check(&data, at);
    match faults.is_empty() {
        true => Ok(Some(with(event, data))),
        false => Err(faults),
    }
}

/// The event as the object of its fields (OpenAPI 3.2, section 4.14.3.2); what those of these `names` hold is JSON.
///
/// # Errors
///
/// When it is not what the document says.
pub fn whole<T>(
    event: RawEvent,
    at: Vec<Segment>,
    (names, object): (&[&str], Item<T>),
) -> Result<Option<T>, Vec<Fault>> {
    if names.contains(&"data") && event.is_blank() {
        return Ok(None);
    }
    sequence::read(event.object(names).as_bytes(), at, object).map(Some)
}

fn with<T>(event: RawEvent, data: T) -> Event<T> {
    Event {
        data,
        event: event.event,
        id: event.id,
        retry: event.retry.map(Duration::from_millis),
    }
}

/// The events of a body, one after the other. It ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Events<T> {
    lines: Option<Pieces<ByteStream, Unreadable>>,
    events: EventLines,
    memory: Memory,
    /// How long the data of an event may be.
    limit: usize,
    understand: Understand<T>,
    /// How many events came before.
    count: usize,
}

impl<T> Events<T> {
    /// The events of a body, none of them longer than a body may be that is read into memory.
    pub fn new(parts: &Parts, body: Body, understand: Understand<T>) -> Self {
        let BodyLimit(limit) = parts.extensions.get().copied().unwrap_or_default();
        let (body, too_large) = (ByteStream::new(body), Unreadable::too_large);
        Self {
            lines: Some(Pieces::new(body, Separator::LineEnd, limit, too_large)),
            events: EventLines::default(),
            memory: Memory::default(),
            limit,
            understand,
            count: 0,
        }
    }

    /// The next event, or `None` after the last. It may be dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When an event is not what it should be or too long, and when the body breaks off.
    pub async fn try_next(&mut self) -> Result<Option<T>, Unreadable> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Reads what is left of it.
    ///
    /// # Errors
    ///
    /// When an event is not what it should be or too long, and when the body breaks off.
    pub async fn finish(mut self) -> Result<(), Unreadable> {
        while self.try_next().await?.is_some() {}
        Ok(())
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<T>, Unreadable>> {
        loop {
            let Some(lines) = &mut self.lines else {
                return Poll::Ready(Ok(None));
            };
            let Some(line) = ready!(lines.poll_next(context))? else {
                return Poll::Ready(Ok(None));
            };
            let Some(event) = self.events.take(&line, &mut self.memory) else {
                if self.events.length() > self.limit {
                    return Poll::Ready(Err(Unreadable::too_large(self.limit)));
                }
                continue;
            };
            let at = vec![Segment::from("body"), Segment::Index(self.count)];
            if let Some(event) = (self.understand)(event, at).map_err(Unreadable::invalid)? {
                self.count += 1;
                return Poll::Ready(Ok(Some(event)));
            }
        }
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<T, Unreadable>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.poll_event(context));
        if !matches!(next, Ok(Some(_))) {
            self.lines = None;
        }
        Poll::Ready(next.transpose())
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
