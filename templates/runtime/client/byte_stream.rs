//! Bytes that come one piece after the other.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::deadline::Deadline;
use super::platform::{BoxFuture, BoxStream, MaybeSend, sleep};
use super::transport::TransportError;

/// The bytes of a body, one piece after the other. It ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct ByteStream {
    pieces: Option<BoxStream<Result<Bytes, TransportError>>>,
    deadline: Deadline,
    /// Wakes whoever waits for a piece when the deadline passes.
    end: Option<BoxFuture<'static, ()>>,
    pause: Option<Pause>,
}

/// How long may pass between two pieces, and the end of that time while it is waited for.
struct Pause {
    longest: Duration,
    end: Option<BoxFuture<'static, ()>>,
}

impl ByteStream {
    /// The pieces of `stream`.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<Box<dyn Error + Send + Sync>> + 'static,
    {
        Self::of_pieces(Pieces(Box::pin(stream)))
    }

    /// The same where the errors are ours already.
    pub(super) fn of_pieces<S>(pieces: S) -> Self
    where
        S: Stream<Item = Result<Bytes, TransportError>> + MaybeSend + 'static,
    {
        Self {
            pieces: Some(Box::pin(pieces)),
            deadline: Deadline::after(None),
            end: None,
            pause: None,
        }
    }

    /// All of it in one piece.
    pub fn of(bytes: Bytes) -> Self {
        Self::of_pieces(Whole(bytes))
    }

    /// An error, and nothing else.
    pub fn failed(error: TransportError) -> Self {
        Self::of_pieces(Failed(Some(error)))
    }

    /// The same, given up at `deadline`, and when no piece comes for `pause`.
    pub fn bounded(self, deadline: Deadline, pause: Option<Duration>) -> Self {
        Self {
            pieces: self.pieces,
            deadline,
            end: deadline.left().map(sleep),
            pause: pause.map(|longest| Pause { longest, end: None }),
        }
    }

    /// The next piece, or `None` after the last. It may be dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When the rest could not be had; the stream has ended then.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Whether a piece that has come is too late. Timers do not say so where pieces come without a pause, since they run only
    /// when somebody waits.
    fn is_over(&mut self) -> bool {
        if let Some(pause) = &mut self.pause {
            pause.end = None;
        }
        self.deadline.left() == Some(Duration::ZERO)
    }

    /// Whether the time is up while nothing comes: all of it, or that for the next piece.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let end = self.end.as_mut();
        if end.is_some_and(|end| end.as_mut().poll(context).is_ready()) {
            return true;
        }
        let Some(pause) = &mut self.pause else {
            return false;
        };
        let end = pause.end.get_or_insert_with(|| sleep(pause.longest));
        end.as_mut().poll(context).is_ready()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(pieces) = &mut self.pieces else {
            return Poll::Ready(None);
        };
        let next = pieces.as_mut().poll_next(context);
        let is_late = match &next {
            Poll::Pending => self.is_late(context),
            Poll::Ready(Some(Ok(_))) => self.is_over(),
            Poll::Ready(_) => {
                self.pieces = None;
                false
            }
        };
        if is_late {
            self.pieces = None;
            return Poll::Ready(Some(Err(TransportError::timeout())));
        }
        next
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("done", &self.pieces.is_none())
            .finish()
    }
}

/// A stream of someone else's, with its errors as ours.
struct Pieces<S>(Pin<Box<S>>);

impl<S, E> Stream for Pieces<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Box<dyn Error + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_next(context);
        next.map(|piece| piece.map(|piece| piece.map_err(TransportError::new)))
    }
}

struct Whole(Bytes);

impl Stream for Whole {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let bytes = std::mem::take(&mut self.0);
        Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)))
    }
}

struct Failed(Option<TransportError>);

impl Stream for Failed {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Err))
    }
}
