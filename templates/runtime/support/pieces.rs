//! A body in pieces, as they come between separators.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;

/// What stands between pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// This byte.
    Byte(u8),
    /// The end of a line, as any system writes it: CR, LF, or both.
    LineEnd,
}

impl Separator {
    fn is(self, byte: u8) -> bool {
        match self {
            Self::Byte(separator) => byte == separator,
            Self::LineEnd => matches!(byte, b'\r' | b'\n'),
        }
    }
}

/// The pieces of a body between two separators.
#[derive(Debug)]
pub struct Pieces<B, E> {
    body: B,
    /// What came and has not been given yet.
    kept: BytesMut,
    /// How much of it has no separator in it.
    searched: usize,
    separator: Separator,
    /// Whether a LF that comes next belongs to the CR before it.
    is_after_cr: bool,
    /// How long a piece may be.
    limit: usize,
    too_large: fn(usize) -> E,
    is_done: bool,
}

impl<B: Stream<Item = Result<Bytes, E>> + Unpin, E> Pieces<B, E> {
    /// The pieces of `body`, each no longer than `limit` bytes; one that is longer is the error `too_large`.
    pub fn new(body: B, separator: Separator, limit: usize, too_large: fn(usize) -> E) -> Self {
        Self {
            body,
            kept: BytesMut::new(),
            searched: 0,
            separator,
            is_after_cr: false,
            limit,
            too_large,
            is_done: false,
        }
    }

    /// The next piece, without its separator; what stands behind the last one is a piece, too.
    ///
    /// # Errors
    ///
    /// When the rest of the body does not come, and when a piece is too long.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, E>> {
        loop {
            // What came at once may hold a whole piece that is too long.
            if let Some(piece) = self.take() {
                let is_fitting = piece.len() <= self.limit;
                let piece = is_fitting.then_some(Some(piece));
                return Poll::Ready(piece.ok_or_else(|| (self.too_large)(self.limit)));
            }
            if self.is_done {
                let rest = self.kept.split().freeze();
                self.searched = 0;
                return Poll::Ready(Ok((!rest.is_empty()).then_some(rest)));
            }
            if self.kept.len() > self.limit {
                return Poll::Ready(Err((self.too_large)(self.limit)));
            }
            match ready!(Pin::new(&mut self.body).poll_next(context)).transpose()? {
                Some(more) => self.kept.extend_from_slice(&more),
                None => self.is_done = true,
            }
        }
    }

    fn take(&mut self) -> Option<Bytes> {
        if self.is_after_cr && !self.kept.is_empty() {
            self.is_after_cr = false;
            if self.kept.starts_with(b"\n") {
                self.kept.advance(1);
            }
        }
        let mut unsearched = self.kept.iter().skip(self.searched);
        let Some(found) = unsearched.position(|byte| self.separator.is(*byte)) else {
            self.searched = self.kept.len();
            return None;
        };
        let piece = self.kept.split_to(self.searched + found).freeze();
        let is_cr = self.separator == Separator::LineEnd && self.kept.starts_with(b"\r");
        self.is_after_cr = is_cr;
        self.kept.advance(1);
        self.searched = 0;
        Some(piece)
    }
}
