//! How calls are sent: what can be set for a client, and for single calls.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::retries::RetryPolicy;

/// How many redirects are followed, unless told otherwise.
const REDIRECTS: usize = 10;

/// How long a body may be, unless told otherwise: 64 MiB.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// How calls are sent. A client has options, and `Client::with` derives one from it that has others, for a single call
/// or for many. `Debug` shows no value of a header.
#[derive(Debug, Clone)]
#[must_use = "options do nothing by themselves"]
pub struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) read_timeout: Option<Duration>,
    pub(super) max_body_bytes: usize,
    pub(super) redirects: usize,
    pub(super) retries: Option<RetryPolicy>,
    pub(super) headers: HeaderMap,
    pub(super) idempotency_key: Option<String>,
}

impl Options {
    /// How long a call may take, from its beginning to the last byte of the answer, with all that is done again. There
    /// is no limit unless one is set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long may pass before the next piece of an answer's body is there. There is no limit unless one is set.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = Some(timeout);
        self
    }

    /// Sets no limit to the time that a call takes, as for a stream that has no end.
    pub fn without_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// How many bytes of an answer's body are read into memory at most; a longer one is an error. The default is 64 MiB.
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.max_body_bytes = limit;
        self
    }

    /// How many redirects are followed at most. The default is 10; with 0, each is an error that says where it leads.
    pub fn follow_redirects(mut self, most: usize) -> Self {
        self.redirects = most;
        self
    }

    /// Sends again what failed, as the policy says. Nothing is sent again unless one is set.
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.retries = Some(policy);
        self
    }

    /// Sends nothing again.
    pub fn without_retries(mut self) -> Self {
        self.retries = None;
        self
    }

    /// Sends a header with each call, in place of one of that name that is set already. It is taken for confidential: it
    /// is not sent to another host, to which a redirect leads.
    pub fn header(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        self.headers.insert(name, value);
        self
    }

    /// Sends this key with a call, so that the server does only once what it is asked for several times. It is for one
    /// call: the next one needs another.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: None,
            read_timeout: None,
            max_body_bytes: MAX_BODY_BYTES,
            redirects: REDIRECTS,
            retries: None,
            headers: HeaderMap::new(),
            idempotency_key: None,
        }
    }
}
