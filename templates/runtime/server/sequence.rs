//! Bodies that are values one after the other.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use futures_core::Stream;
use http::request::Parts;

use super::super::support::pieces::{Pieces, Separator};
use super::body::BodyLimit;
use super::byte_stream::ByteStream;
use super::fault::{Fault, Faults, Segment};
use super::json_text::{self, Decode};
use super::reviewed::Reviewed;
use super::schema::Schema;
use super::unreadable::Unreadable;

/// What stands between the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Each has a line of its own.
    Lines,
    /// A record separator stands before each (RFC 7464).
    Records,
}

impl Framing {
    fn separator(self) -> u8 {
        match self {
            Self::Lines => b'\n',
            Self::Records => 0x1E,
        }
    }
}

/// What is wrong with a value that can be read.
pub type Check<T> = fn(&T, Vec<Segment>) -> Vec<Fault>;

/// What is known of a value, how it is read of its text, and what is wrong with one that can be read.
pub type Item<T> = (Schema, Decode<T>, Check<T>);

/// The values of a body, one after the other. It ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    /// The texts of those that have not come yet; none after an error.
    texts: Option<Pieces<ByteStream, Unreadable>>,
    framing: Framing,
    schema: Schema,
    decode: Decode<T>,
    check: Check<T>,
    /// How many values came before.
    count: usize,
}

impl<T> Items<T> {
    /// The values of a body, none of them longer than a body may be that is read into memory.
    pub fn new(
        parts: &Parts,
        body: Body,
        framing: Framing,
        (schema, decode, check): Item<T>,
    ) -> Self {
        let BodyLimit(limit) = parts.extensions.get().copied().unwrap_or_default();
        let (body, too_large) = (ByteStream::new(body), Unreadable::too_large);
        let separator = Separator::Byte(framing.separator());
        Self {
            texts: Some(Pieces::new(body, separator, limit, too_large)),
            framing,
            schema,
            decode,
            check,
            count: 0,
        }
    }

    /// The next value, or `None` after the last. It may be dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When a value is not what it should be or too long, and when the body breaks off.
    pub async fn try_next(&mut self) -> Result<Option<T>, Unreadable>
    where
        T: Unpin,
    {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Reads what is left of it.
    ///
    /// # Errors
    ///
    /// When a value is not what it should be or too long, and when the body breaks off.
    pub async fn finish(mut self) -> Result<(), Unreadable>
    where
        T: Unpin,
    {
        while self.try_next().await?.is_some() {}
        Ok(())
    }

    fn poll_text(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Unreadable>> {
        match &mut self.texts {
            Some(texts) => texts.poll_next(context),
            None => Poll::Ready(Ok(None)),
        }
    }

    fn decode(&mut self, text: &[u8]) -> Result<T, Unreadable> {
        let at = vec![Segment::from("body"), Segment::Index(self.count)];
        self.count += 1;
        let item = (self.schema, self.decode, self.check);
        read(text, at, item).map_err(Unreadable::invalid)
    }
}

/// Reads and checks one value of its text.
///
/// # Errors
///
/// All that is wrong with it.
pub fn read<T>(
    text: &[u8],
    at: Vec<Segment>,
    (schema, decode, check): Item<T>,
) -> Result<T, Vec<Fault>> {
    let mut faults = Faults::new();
    let read = json_text::read(text, (&at, schema), decode, &mut faults);
    match read {
        Ok(read) => checked(read, at, check, faults),
        Err(error) => Err(vec![json_text::not_json(&error).at(at)]),
    }
}

fn checked<T>(
    read: Reviewed<T>,
    at: Vec<Segment>,
    check: Check<T>,
    mut faults: Faults,
) -> Result<T, Vec<Fault>> {
    if let Some(value) = read.value() {
        let found = check(value, at).into_iter();
        faults.extend(found.filter(|fault| read.is_sure(fault)));
    }
    match read.fitting() {
        Some(value) if faults.is_empty() => Ok(value),
        _ => Err(faults.into_vec()),
    }
}

impl<T: Unpin> Stream for Items<T> {
    type Item = Result<T, Unreadable>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let text = match ready!(self.poll_text(context)) {
                Ok(Some(text)) => text,
                Ok(None) => return Poll::Ready(None),
                Err(error) => {
                    self.texts = None;
                    return Poll::Ready(Some(Err(error)));
                }
            };
            // What is empty stands for nothing: before the first record, and on the last line.
            if text.trim_ascii().is_empty() {
                continue;
            }
            let item = self.decode(&text);
            if item.is_err() {
                self.texts = None;
            }
            return Poll::Ready(Some(item));
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("framing", &self.framing)
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
