//! JSON values one after the other: a line for each (`application/jsonl`), or a record separator before each (RFC 7464).

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::support::json::{self, Misfit};
use super::byte_stream::ByteStream;
use super::incoming::Incoming;
use super::invalid::InvalidRequest;
use super::pieces::{Pieces, Separator};
use super::request::Request;
use super::response::Response;
use super::transport::TransportError;

/// What separates the records of RFC 7464.
const RECORD_SEPARATOR: u8 = 0x1E;

/// What stands between values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// The end of a line.
    Lines,
    /// A record separator before each, and the end of a line behind it.
    Records,
}

/// Why the next value of a sequence could not be had; the sequence has ended then.
#[derive(Debug)]
#[non_exhaustive]
pub enum SequenceError {
    /// The rest of the body did not come, or a value is longer than the client reads.
    Transport(TransportError),
    /// A value is not what the document says.
    Decode {
        /// The value as it came.
        text: Bytes,
        /// What is wrong, and where.
        misfit: Misfit,
    },
}

impl SequenceError {
    /// Whether the deadline passed.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_timeout())
    }
}

impl fmt::Display for SequenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Decode { misfit, .. } => {
                write!(f, "a value of the sequence does not fit{misfit}")
            }
        }
    }
}

impl std::error::Error for SequenceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            // What serde says is in the text already.
            Self::Decode { .. } => None,
        }
    }
}

/// The values of a sequence, as they come. It ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pieces: Option<Box<Pieces>>,
    decode: fn(&[u8]) -> Result<T, Misfit>,
}

impl<T> Items<T> {
    /// The next value, or `None` after the last. It may be dropped before it is done without losing anything.
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
            let Some(pieces) = &mut self.pieces else {
                return Poll::Ready(Ok(None));
            };
            let text = ready!(pieces.poll_next(context)).map_err(SequenceError::Transport)?;
            let Some(text) = text else {
                return Poll::Ready(Ok(None));
            };
            // Nothing between two separators is no value.
            if text.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let value = (self.decode)(&text);
            let value = value.map_err(|misfit| SequenceError::Decode { text, misfit })?;
            return Poll::Ready(Ok(Some(value)));
        }
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, SequenceError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.next(context));
        if !matches!(next, Ok(Some(_))) {
            self.pieces = None;
        }
        Poll::Ready(next.transpose())
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("done", &self.pieces.is_none())
            .finish()
    }
}

impl Incoming {
    /// The body as a line for each value.
    pub fn lines<T: DeserializeOwned>(self) -> Response<Items<T>> {
        self.items(b'\n', json::decode)
    }

    /// The body as a record for each value.
    pub fn records<T: DeserializeOwned>(self) -> Response<Items<T>> {
        self.items(RECORD_SEPARATOR, json::decode)
    }

    /// The values that come between two of these bytes.
    pub fn items<T>(
        self,
        separator: u8,
        decode: fn(&[u8]) -> Result<T, Misfit>,
    ) -> Response<Items<T>> {
        let limit = self.limit();
        self.into_stream().map(|body: ByteStream| Items {
            pieces: Some(Box::new(Pieces::new(
                body,
                Separator::Byte(separator),
                limit,
            ))),
            decode,
        })
    }
}

impl Request {
    /// Sets a body that is a sequence of values.
    pub fn sequence<T: Serialize>(self, media_type: &str, framing: Framing, values: &[T]) -> Self {
        let mut body = Vec::new();
        for value in values {
            if framing == Framing::Records {
                body.push(RECORD_SEPARATOR);
            }
            if let Err(error) = serde_json::to_writer(&mut body, value) {
                let message = "a value of the body cannot be written as JSON";
                return self.refused(InvalidRequest::new(message).with_source(error));
            }
            body.push(b'\n');
        }
        self.body(media_type, body)
    }
}
