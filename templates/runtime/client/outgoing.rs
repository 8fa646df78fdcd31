//! How a call is sent, as often as it takes.

use std::time::Duration;

use http::{Extensions, HeaderMap, Method};
use reqwest::Url;

use super::auth::Security;
use super::authorized::Authorized;
use super::body::Body;
use super::byte_stream::ByteStream;
use super::deadline::Deadline;
use super::error::SendError;
use super::handle::Client;
use super::hook::{Attempt, AttemptEnd};
use super::incoming::Incoming;
use super::invalid::InvalidRequest;
use super::operation::Operation;
use super::platform::{self, Instant};
use super::query_keys;
use super::redirects::{Chain, Hop};
use super::response::Response;
use super::retries::{self, RetryPolicy};
use super::retry_after;
use super::transport::TransportError;

/// A call that can be sent as it is, but for what authorizes it.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) client: Client,
    pub(super) operation: Option<&'static Operation>,
    pub(super) method: Method,
    /// Where it goes, without the keys that belong into the query.
    pub(super) url: Url,
    /// The headers without what is confidential.
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    pub(super) security: Security,
    /// Whether the server knows by a key that it was asked before.
    pub(super) is_keyed: bool,
}

/// What an attempt came to.
type Outcome = Result<Response<ByteStream>, TransportError>;

impl Outgoing {
    /// Sends the call, and gives the answer as soon as its headers are there.
    pub(super) async fn open(self: Box<Self>) -> Result<Incoming, SendError> {
        let options = self.client.options();
        let deadline = Deadline::after(options.timeout);
        let mut number = 1;
        let response = loop {
            let outcome = self.attempt(number, deadline).await?;
            let policy = options.retries.as_ref();
            let Some(pause) = policy.and_then(|policy| self.pause(policy, number, &outcome)) else {
                break outcome?;
            };
            if deadline.left().is_some_and(|left| left <= pause) {
                break outcome?;
            }
            drop(outcome);
            platform::sleep(pause).await;
            number += 1;
        };
        let (status, headers, body) = response.into_parts();
        let body = body.bounded(deadline, options.read_timeout);
        Ok(Incoming::new(status, headers, body, options.max_body_bytes))
    }

    /// Sends the call once, and once more where its token was refused and there is another.
    async fn attempt(&self, number: u32, deadline: Deadline) -> Result<Outcome, SendError> {
        let credentials = self.client.credentials();
        let authorized = credentials.authorize(&self.client, self.security);
        let mut authorized = deadline.bound(authorized).await??;
        loop {
            let outcome = self.send(number, deadline, &authorized).await?;
            let status = match &outcome {
                Ok(response) if self.body.can_repeat() => response.status(),
                _ => return Ok(outcome),
            };
            let renewed = authorized.renew(&self.client, status);
            match deadline.bound(renewed).await?? {
                Some(renewed) => authorized = renewed,
                None => return Ok(outcome),
            }
        }
    }

    /// Sends the call, and wherever redirects lead.
    async fn send(
        &self,
        number: u32,
        deadline: Deadline,
        authorized: &Authorized,
    ) -> Result<Outcome, SendError> {
        if !self.client.hooks().is_empty() {
            return self.send_watched(number, deadline, authorized).await;
        }
        let mut first = self.prepare(authorized);
        first.body = self.claim()?;
        self.follow(first, None, deadline, authorized).await
    }

    /// The same while hooks look on.
    async fn send_watched(
        &self,
        number: u32,
        deadline: Deadline,
        authorized: &Authorized,
    ) -> Result<Outcome, SendError> {
        let begin = Instant::now();
        let mut attempt = Attempt {
            operation: self.operation,
            number,
            hop: self.prepare(authorized),
            extensions: Extensions::new(),
        };
        deadline.bound(self.ask_hooks(&mut attempt)).await??;
        attempt.hop.body = self.claim()?;
        let (first, changed) = (attempt.hop.clone(), Some(&attempt.hop));
        let answer = self.follow(first, changed, deadline, authorized);
        let outcome = answer.await?;
        let end = AttemptEnd {
            answer: outcome.as_ref().map(|it| (it.status(), it.headers())),
            duration: begin.elapsed(),
        };
        self.tell_hooks(&mut attempt, &end).await;
        Ok(outcome)
    }

    /// The body for an attempt. It is not taken before: the stream of a call that a hook or a missing credential stops can
    /// still be sent.
    fn claim(&self) -> Result<Body, InvalidRequest> {
        let spent = || InvalidRequest::new("the body was a stream and has been sent already");
        self.body.clone().claim().ok_or_else(spent)
    }

    async fn follow(
        &self,
        first: Hop,
        changed: Option<&Hop>,
        deadline: Deadline,
        authorized: &Authorized,
    ) -> Result<Outcome, SendError> {
        let chain = Chain {
            call: self,
            authorized,
            changed,
        };
        match deadline.bound(chain.follow(first)).await {
            Ok(Ok(response)) => Ok(Ok(response)),
            Ok(Err(SendError::Transport(error))) | Err(error) => Ok(Err(error)),
            Ok(Err(unsent)) => Err(unsent),
        }
    }

    /// The first request of an attempt.
    pub(super) fn prepare(&self, authorized: &Authorized) -> Hop {
        let options = self.client.options();
        let mut url = self.url.clone();
        query_keys::add(&mut url, authorized);
        let mut headers = self.headers.clone();
        authorized.apply(&mut headers);
        for (name, value) in &options.headers {
            headers.insert(name.clone(), value.clone());
        }
        Hop {
            method: self.method.clone(),
            url,
            headers,
            body: self.body.clone(),
            is_trusted: true,
        }
    }

    async fn ask_hooks(&self, attempt: &mut Attempt) -> Result<(), InvalidRequest> {
        for hook in self.client.hooks() {
            hook.before(attempt).await?;
        }
        Ok(())
    }

    async fn tell_hooks(&self, attempt: &mut Attempt, end: &AttemptEnd<'_>) {
        for hook in self.client.hooks().iter().rev() {
            hook.after(attempt, end).await;
        }
    }

    /// How long to wait before the next attempt; `None` where there is to be none.
    fn pause(&self, policy: &RetryPolicy, number: u32, outcome: &Outcome) -> Option<Duration> {
        let may_repeat = self.is_keyed || retries::is_idempotent(&self.method);
        let (is_passing, asked) = match outcome {
            Ok(response) => (
                may_repeat && retries::is_passing(response.status()),
                retry_after::read(response.headers()),
            ),
            Err(error) => (error.is_connect() || may_repeat && error.is_broken(), None),
        };
        if outcome
            .as_ref()
            .is_ok_and(|response| !retries::is_passing(response.status()))
        {
            policy.note_success();
        }
        if !is_passing || !self.body.can_repeat() {
            return None;
        }
        policy.pause(number, asked)
    }
}
