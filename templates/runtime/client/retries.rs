//! Which calls are sent again, and when.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::{Method, StatusCode};

use super::platform;

/// What a retry takes from the budget, of which each success gives one back.
const COST: u32 = 10;

/// Which calls are sent again, and when.
///
/// A call is sent again when no connection could be made; and if its method is idempotent (RFC 9110, section 9.2.2) or
/// it has an idempotency key, when the connection broke before the answer, and when the answer is 429, 502, 503 or 504.
/// A body that is a stream cannot be sent again. Between two attempts there is a pause of random length, whose bound
/// doubles each time; a `Retry-After` makes it longer by what the server asks for.
///
/// All clones share one budget, so that a server in trouble does not get several times the load: each retry takes from it,
/// and ten successes give one retry back.
#[derive(Debug, Clone)]
#[must_use = "a policy does nothing until a client has it"]
pub struct RetryPolicy {
    attempts: u32,
    first_pause: Duration,
    longest_pause: Duration,
    longest_wait: Duration,
    budget: Arc<Budget>,
}

impl RetryPolicy {
    /// Three attempts; a pause of up to 200 ms, then twice as long, and so on up to ten seconds; no wait of more than a minute
    /// that a server asks for; a budget of ten retries.
    pub fn new() -> Self {
        Self {
            attempts: 3,
            first_pause: Duration::from_millis(200),
            longest_pause: Duration::from_secs(10),
            longest_wait: Duration::from_secs(60),
            budget: Arc::new(Budget::of(10)),
        }
    }

    /// How often a call is sent at most, with the first time.
    pub fn attempts(mut self, most: u32) -> Self {
        self.attempts = most;
        self
    }

    /// How long the pause before the second attempt is at most. It doubles with each further one.
    pub fn first_pause(mut self, most: Duration) -> Self {
        self.first_pause = most;
        self
    }

    /// How long any pause is at most that the server does not ask for.
    pub fn longest_pause(mut self, most: Duration) -> Self {
        self.longest_pause = most;
        self
    }

    /// How long a server is waited for that asks for it with `Retry-After`. If it asks for more, its answer is the
    /// call's.
    pub fn longest_wait(mut self, most: Duration) -> Self {
        self.longest_wait = most;
        self
    }

    /// How many retries there may be, beyond those that successes have paid for.
    pub fn budget(mut self, retries: u32) -> Self {
        self.budget = Arc::new(Budget::of(retries));
        self
    }

    /// How long to wait after the attempt of this `number`, which counts from 1, where so much time is `left`. `None` where
    /// there is to be no further one. Only what is certain to be sent again is taken from the budget.
    pub(super) fn pause(
        &self,
        number: u32,
        asked: Option<Duration>,
        left: Option<Duration>,
    ) -> Option<Duration> {
        if number >= self.attempts || asked.is_some_and(|asked| asked > self.longest_wait) {
            return None;
        }
        let doubled = 1_u32.checked_shl(number.saturating_sub(1));
        let bound = self
            .first_pause
            .saturating_mul(doubled.unwrap_or(u32::MAX))
            .min(self.longest_pause);
        // All who were asked to wait as long would come back at the same time, if that were all.
        let pause = jitter(bound).saturating_add(asked.unwrap_or_default());
        let is_in_time = left.is_none_or(|left| pause < left);
        (is_in_time && self.budget.take()).then_some(pause)
    }

    /// Remembers that the server has answered as it should.
    pub(super) fn note_success(&self) {
        self.budget.give();
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// What is left for retries, in the units of [`COST`].
#[derive(Debug)]
struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    fn of(retries: u32) -> Self {
        let most = retries.saturating_mul(COST);
        Self {
            left: AtomicU32::new(most),
            most,
        }
    }

    fn take(&self) -> bool {
        let less = |left: u32| left.checked_sub(COST);
        self.change(less)
    }

    fn give(&self) {
        let more = |left: u32| (left < self.most).then(|| left.saturating_add(1));
        self.change(more);
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        let (at_success, at_failure) = (Ordering::Relaxed, Ordering::Relaxed);
        self.left
            .fetch_update(at_success, at_failure, change)
            .is_ok()
    }
}

/// A random time up to this one.
fn jitter(bound: Duration) -> Duration {
    let nanoseconds = u64::try_from(bound.as_nanos()).unwrap_or(u64::MAX);
    match nanoseconds.checked_add(1) {
        Some(count) => Duration::from_nanos(platform::random() % count),
        None => bound,
    }
}

/// Whether a second request does no more than the first (RFC 9110, section 9.2.2, and RFC 10008 for QUERY).
pub(super) fn is_idempotent(method: &Method) -> bool {
    let named = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];
    named.contains(&method.as_str())
}

/// Whether an answer says that the same request may do better later.
pub(super) fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 502 | 503 | 504)
}
