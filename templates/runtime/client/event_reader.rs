//! Events as they come in an answer.

use std::task::{Context, Poll, ready};

use super::super::support::event_lines::{EventLines, Memory, RawEvent};
use super::super::support::pieces::{Pieces, Separator};
use super::byte_stream::ByteStream;
use super::incoming::Incoming;
use super::transport::TransportError;

/// Puts events together from the lines of an answer.
pub struct Reader {
    lines: Pieces<ByteStream, TransportError>,
    events: EventLines,
    /// How long the data of an event may be.
    limit: usize,
}

impl Reader {
    /// Reads the events of an answer.
    pub fn new(opened: Incoming) -> Self {
        let limit = opened.limit();
        let body = opened.into_stream().into_body();
        let too_large = TransportError::too_large;
        Self {
            lines: Pieces::new(body, Separator::LineEnd, limit, too_large),
            events: EventLines::default(),
            limit,
        }
    }

    /// The next event. One that the end of the body cuts off is none.
    ///
    /// # Errors
    ///
    /// When the rest of the body does not come, and when an event is too long.
    pub fn poll_next(
        &mut self,
        context: &mut Context<'_>,
        memory: &mut Memory,
    ) -> Poll<Result<Option<RawEvent>, TransportError>> {
        loop {
            let Some(line) = ready!(self.lines.poll_next(context))? else {
                return Poll::Ready(Ok(None));
            };
            if let Some(event) = self.events.take(&line, memory) {
                return Poll::Ready(Ok(Some(event)));
            }
            if self.events.length() > self.limit {
                return Poll::Ready(Err(TransportError::too_large(self.limit)));
            }
        }
    }
}
