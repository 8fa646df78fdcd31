//! Answers that are values one after the other.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::response::Response;
use futures_core::Stream;
use http::StatusCode;
use serde::Serialize;

use super::failure::Failure;
use super::reply;

/// Values as they come.
type Values<T> = Pin<Box<dyn Stream<Item = Result<T, Failure>> + Send>>;

/// Values that are answered one after the other, as they come.
pub struct Items<T>(Values<T>);

impl<T: Send + 'static> Items<T> {
    /// The values of a stream. After an error the answer breaks off, and the error is logged.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: Into<Failure>,
    {
        Self(Box::pin(Fallible(Box::pin(stream))))
    }
}

impl<T: 'static> Items<T> {
    /// The same values, at each of which `inspect` has a look before it is written, where the server is built for debugging.
    pub fn inspected(self, inspect: impl Fn(&T) + Send + 'static) -> Self {
        if !cfg!(debug_assertions) {
            return self;
        }
        let inspect = Box::new(inspect);
        Self(Box::pin(Inspected {
            items: self.0,
            inspect,
        }))
    }
}

impl<T: Send + 'static> FromIterator<T> for Items<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let values: Vec<T> = values.into_iter().collect();
        Self(Box::pin(Known(values.into_iter())))
    }
}

impl<T: Send + 'static> From<Vec<T>> for Items<T> {
    fn from(values: Vec<T>) -> Self {
        values.into_iter().collect()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

struct Fallible<S>(Pin<Box<S>>);

impl<T, E: Into<Failure>, S: Stream<Item = Result<T, E>>> Stream for Fallible<S> {
    type Item = Result<T, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_next(context);
        next.map(|item| item.map(|item| item.map_err(Into::into)))
    }
}

/// Values that are all there.
struct Known<T>(std::vec::IntoIter<T>);

impl<T> Unpin for Known<T> {}

impl<T> Stream for Known<T> {
    type Item = Result<T, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

/// Values that are looked at.
struct Inspected<T> {
    items: Values<T>,
    inspect: Box<dyn Fn(&T) + Send>,
}

impl<T> Stream for Inspected<T> {
    type Item = Result<T, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.items.as_mut().poll_next(context);
        if let Poll::Ready(Some(Ok(value))) = &next {
            (self.inspect)(value);
        }
        next
    }
}

/// How a value is written.
type Write<T> = fn(&T) -> Result<Vec<u8>, Failure>;

/// The written values of an answer.
struct Written<T> {
    items: Items<T>,
    write: Write<T>,
}

impl<T> Stream for Written<T> {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let write = this.write;
        let next = this.items.0.as_mut().poll_next(context);
        next.map(|item| {
            item.map(|item| match item.and_then(|item| write(&item)) {
                Ok(text) => Ok(Bytes::from(text)),
                Err(failure) => {
                    tracing::error!(?failure, "an answer breaks off");
                    Err(std::io::Error::other("the answer breaks off"))
                }
            })
        })
    }
}

/// An answer whose values are written like that.
pub(super) fn reply<T: 'static>(
    media_type: &str,
    status: StatusCode,
    items: Items<T>,
    write: Write<T>,
) -> Response {
    reply::bytes(
        media_type,
        status,
        Body::from_stream(Written { items, write }),
    )
}

/// An answer with a line for each value.
pub fn lines<T: Serialize + 'static>(
    media_type: &str,
    status: StatusCode,
    items: Items<T>,
) -> Response {
    reply(media_type, status, items, |item| {
        let mut line = serde_json::to_vec(item)?;
        line.push(b'\n');
        Ok(line)
    })
}

/// An answer with a record separator before each value (RFC 7464).
pub fn records<T: Serialize + 'static>(
    media_type: &str,
    status: StatusCode,
    items: Items<T>,
) -> Response {
    reply(media_type, status, items, |item| {
        let mut record = vec![0x1E];
        serde_json::to_writer(&mut record, item)?;
        record.push(b'\n');
        Ok(record)
    })
}
