//! Bodies that are bytes, as they come.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream, Bytes};
use futures_core::Stream;

use super::body;
use super::unreadable::Unreadable;

/// The bytes of a body, one piece after the other. It ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct ByteStream(BodyDataStream);

impl ByteStream {
    /// The bytes of a body.
    pub fn new(body: Body) -> Self {
        Self(body.into_data_stream())
    }

    /// The next piece, or `None` after the last. It may be dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When the body breaks off.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Unreadable> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All that is left of it, as long as that is no more than `limit` bytes.
    ///
    /// # Errors
    ///
    /// When the body breaks off, and when it is longer.
    pub async fn into_bytes(self, limit: usize) -> Result<Bytes, Unreadable> {
        if body::is_longer(&self.0, limit) {
            return Err(Unreadable::too_large(limit));
        }
        gather(self, limit).await
    }
}

/// All that comes, as long as that is no more than `limit` bytes.
pub(super) async fn gather(
    mut pieces: impl Stream<Item = Result<Bytes, Unreadable>> + Unpin,
    limit: usize,
) -> Result<Bytes, Unreadable> {
    let mut bytes = Vec::new();
    while let Some(piece) = poll_fn(|context| Pin::new(&mut pieces).poll_next(context)).await {
        let piece = piece?;
        if piece.len() > limit.saturating_sub(bytes.len()) {
            return Err(Unreadable::too_large(limit));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.into())
}

impl Default for ByteStream {
    /// No bytes.
    fn default() -> Self {
        Self::new(Body::empty())
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Unreadable>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.0).poll_next(context);
        next.map(|piece| piece.map(|piece| piece.map_err(|_| Unreadable::broken_off())))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}
