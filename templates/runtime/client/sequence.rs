//! JSON values one after the other: a line for each (`application/jsonl`), or a record separator before each (RFC 7464).

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::support::json::{self, Misfit};
use super::super::support::pieces::{Pieces, Separator};
use super::answer::Answer;
use super::byte_stream::ByteStream;
use super::error::SendError;
use super::incoming::Incoming;
use super::invalid::InvalidRequest;
use super::request::Request;
use super::response::Response;
use super::retry_after;
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

impl Framing {
    fn separator(self) -> Separator {
        Separator::Byte(match self {
            Self::Lines => b'\n',
            Self::Records => RECORD_SEPARATOR,
        })
    }
}

/// Why the next value of a sequence could not be had.
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
    /// Events were asked for again, and this came in place of them. `Answer::error` makes of it the error that the document
    /// describes.
    Refused(Box<Answer>),
    /// Events cannot be asked for again; nothing was sent.
    InvalidRequest(InvalidRequest),
}

impl SequenceError {
    /// Whether the deadline passed.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_timeout())
    }

    /// The status of the answer that came in place of events.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Refused(answer) => Some(answer.status()),
            _ => None,
        }
    }

    /// How long the server asks to be left alone, from its `Retry-After`.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused(answer) => retry_after::read(answer.headers()),
            _ => None,
        }
    }
}

impl fmt::Display for SequenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Decode { misfit, .. } => {
                write!(f, "a value of the sequence does not fit{misfit}")
            }
            Self::Refused(answer) => write!(f, "asked again, the server answered {answer}"),
            Self::InvalidRequest(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SequenceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            // What serde says is in the text already.
            Self::Decode { .. } => None,
            Self::Refused(_) => None,
            Self::InvalidRequest(error) => error.source(),
        }
    }
}

impl From<TransportError> for SequenceError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<SendError> for SequenceError {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Transport(error) => Self::Transport(error),
            SendError::InvalidRequest(error) => Self::InvalidRequest(error),
        }
    }
}

/// The values of a sequence, as they come. It ends after an error; only after a record that does not fit it goes on with the
/// next one, since a record cannot be the end of another (RFC 7464, section 2.1).
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pieces: Option<Box<Pieces<ByteStream, TransportError>>>,
    framing: Framing,
    /// Whether what comes next stands before the first separator.
    is_first: bool,
    decode: fn(&[u8]) -> Result<T, Misfit>,
}

impl<T> Items<T> {
    /// The next value, or `None` after the last. It may be dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When the rest could not be had, or the value is not what the document says.
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
            let Some(text) = ready!(pieces.poll_next(context))? else {
                return Poll::Ready(Ok(None));
            };
            let is_first = std::mem::take(&mut self.is_first);
            // Nothing between two separators is no value.
            if text.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let framed = match self.framing {
                Framing::Lines => Ok(()),
                Framing::Records => check_record(&text, is_first),
            };
            return Poll::Ready(match framed.and_then(|()| (self.decode)(&text)) {
                Ok(value) => Ok(Some(value)),
                Err(misfit) => Err(SequenceError::Decode { text, misfit }),
            });
        }
    }

    fn goes_on(&self, next: &Result<Option<T>, SequenceError>) -> bool {
        match next {
            Ok(next) => next.is_some(),
            Err(SequenceError::Decode { .. }) => self.framing == Framing::Records,
            Err(_) => false,
        }
    }
}

/// Whether a record is whole (RFC 7464, section 2.4): a number or a word may go on where nothing stands behind it, and what has
/// no separator before it is the rest of something.
fn check_record(text: &[u8], is_first: bool) -> Result<(), Misfit> {
    if is_first {
        let why = "no record separator stands before it".to_owned();
        return Err(Misfit::of_text(why));
    }
    match text.last() {
        Some(b'"' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n') => Ok(()),
        _ => {
            let why = "it may have been cut off, since no white space ends it".to_owned();
            Err(Misfit::of_text(why))
        }
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, SequenceError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.next(context));
        if !self.goes_on(&next) {
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
        self.items(Framing::Lines, json::decode)
    }

    /// The body as a record for each value.
    pub fn records<T: DeserializeOwned>(self) -> Response<Items<T>> {
        self.items(Framing::Records, json::decode)
    }

    /// The body as values that stand so.
    pub fn items<T>(
        self,
        framing: Framing,
        decode: fn(&[u8]) -> Result<T, Misfit>,
    ) -> Response<Items<T>> {
        let limit = self.limit();
        let pieces = |body: ByteStream| {
            let too_large = TransportError::too_large;
            Pieces::new(body, framing.separator(), limit, too_large)
        };
        self.into_stream().map(|body| Items {
            pieces: Some(Box::new(pieces(body))),
            framing,
            is_first: true,
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
