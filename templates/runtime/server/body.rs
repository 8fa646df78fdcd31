//! Bodies of requests.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use futures_core::Stream;
use http::request::Parts;

use super::fault::{Faults, Problem, Segment};
use super::rejection::Rejection;

/// How many bytes a body may have that is read into memory. It is set as a layer,
/// `router.layer(axum::Extension(BodyLimit(1024)))`, and is 2 MiB where it is not set. What is streamed has no limit but the
/// implementation's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLimit(pub usize);

impl Default for BodyLimit {
    fn default() -> Self {
        Self(2 * 1024 * 1024)
    }
}

/// Whether there is a body at all: one without any byte is none.
///
/// # Errors
///
/// 400 when the body breaks off.
pub async fn given(body: Body) -> Result<Option<Body>, Rejection> {
    // Where its length is told beforehand nothing has to come yet: who waits to be asked for it may still be refused.
    if body.size_hint().lower() > 0 {
        return Ok(Some(body));
    }
    let mut pieces = body.into_data_stream();
    loop {
        let next = poll_fn(|context| Pin::new(&mut pieces).poll_next(context)).await;
        match next.transpose().map_err(|_| broken_off())? {
            None => return Ok(None),
            Some(first) if first.is_empty() => {}
            Some(first) => {
                let first = Some(first);
                return Ok(Some(Body::from_stream(Rest { first, pieces })));
            }
        }
    }
}

/// A body that is not there and has to be.
pub fn missing(faults: &mut Faults) {
    faults.push(Problem::new("missing", "Must be given").at([Segment::from("body")]));
}

/// Reads a body to its end, unless it is over the limit: nothing is read of one whose length says so beforehand.
///
/// # Errors
///
/// 400 when the body breaks off, 413 when it is over the limit.
pub async fn read(parts: &Parts, body: Body) -> Result<Vec<u8>, Rejection> {
    let BodyLimit(limit) = parts.extensions.get().copied().unwrap_or_default();
    let mut pieces = body.into_data_stream();
    if is_longer(&pieces, limit) {
        return Err(Rejection::too_large(limit));
    }
    let mut bytes = Vec::new();
    while let Some(piece) = poll_fn(|context| Pin::new(&mut pieces).poll_next(context)).await {
        let piece = piece.map_err(|_| broken_off())?;
        if piece.len() > limit.saturating_sub(bytes.len()) {
            return Err(Rejection::too_large(limit));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// Whether a body is known to be longer than that before any of it has come.
pub(super) fn is_longer(pieces: &BodyDataStream, limit: usize) -> bool {
    let (least, _) = Stream::size_hint(pieces);
    least > limit
}

fn broken_off() -> Rejection {
    Rejection::malformed("The body broke off")
}

/// A body of which the first piece has been looked at.
struct Rest {
    first: Option<Bytes>,
    pieces: BodyDataStream,
}

impl Stream for Rest {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        match self.first.take() {
            Some(first) => std::task::Poll::Ready(Some(Ok(first))),
            None => Pin::new(&mut self.pieces).poll_next(context),
        }
    }
}
