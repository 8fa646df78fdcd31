//! How long something may take.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::platform::{Instant, sleep};
use super::transport::TransportError;

/// A point in time at which a call is given up; or none.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// So much time from now. More than the clock can count is no deadline.
    pub fn after(duration: Option<Duration>) -> Self {
        Self(duration.and_then(|duration| Instant::now().checked_add(duration)))
    }

    /// How much time is left; `None` where there is no deadline.
    pub fn left(self) -> Option<Duration> {
        self.0
            .map(|end| end.saturating_duration_since(Instant::now()))
    }

    /// The output of `future`, if it is there in time.
    ///
    /// # Errors
    ///
    /// When the deadline passes first.
    pub async fn bound<F: Future>(self, future: F) -> Result<F::Output, TransportError> {
        let Some(left) = self.left() else {
            return Ok(future.await);
        };
        let mut future = pin!(future);
        let mut end = sleep(left);
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Ok(output));
            }
            let ended = end.as_mut().poll(context);
            ended.map(|()| Err(TransportError::timeout()))
        })
        .await
    }
}
