//! How a call is sent, as often as it takes.

use std::time::Duration;

use http::{Extensions, HeaderMap, Method};
use reqwest::Url;

use super::auth::Security;
use super::authorized::Authorized;
use super::body::Body;
use super::deadline::Deadline;
use super::error::SendError;
use super::handle::Client;
use super::hook::{Attempt, AttemptEnd};
use super::incoming::Incoming;
use super::invalid::InvalidRequest;
use super::operation::Operation;
use super::platform::{self, Instant};
use super::query_keys;
use super::redirects::{Arrived, Chain, Hop};
use super::retries;
use super::retry_after;

/// How many headers credentials add, mostly.
const ROOM_FOR_CREDENTIALS: usize = 2;

/// A call that can be sent as it is, but for what authorizes it.
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
type Outcome = Result<Arrived, SendError>;

impl Outgoing {
    /// Sends the call, and gives the answer as soon as its headers are there.
    pub(super) async fn open(self: Box<Self>) -> Result<Incoming, SendError> {
        let options = self.client.options();
        let deadline = Deadline::after(options.timeout);
        let (mut number, mut sent) = (1, 0);
        let arrived = loop {
            let outcome = self.attempt(&mut sent, deadline).await;
            let Some(pause) = self.pause(number, deadline, &outcome) else {
                break outcome?;
            };
            drop(outcome);
            platform::sleep(pause).await;
            number += 1;
        };
        let (status, headers, body) = arrived.response.into_parts();
        let body = body.bounded(deadline, options.read_timeout);
        Ok(Incoming::new(status, headers, body, options.max_body_bytes))
    }

    /// Sends the call once, and once more where its token was refused and there is another. `sent` counts how often the call
    /// was sent.
    async fn attempt(&self, sent: &mut u32, deadline: Deadline) -> Outcome {
        let credentials = self.client.credentials();
        let authorized = credentials.authorize(&self.client, self.security);
        let mut authorized = deadline.bound(authorized).await??;
        loop {
            *sent += 1;
            let arrived = self.send(*sent, deadline, &authorized).await?;
            // Another host was never sent the token, so it cannot have refused it.
            if !arrived.is_trusted || !self.body.can_repeat() {
                return Ok(arrived);
            }
            let renewed = authorized.renew(&self.client, arrived.response.status());
            match deadline.bound(renewed).await? {
                Ok(Some(renewed)) => authorized = renewed,
                // The call was sent, and what the server has answered is what became of it.
                Ok(None) | Err(_) => return Ok(arrived),
            }
        }
    }

    /// Sends the call, and wherever redirects lead.
    async fn send(&self, number: u32, deadline: Deadline, authorized: &Authorized) -> Outcome {
        if !self.client.hooks().is_empty() {
            return self.send_watched(number, deadline, authorized).await;
        }
        let first = self.prepare(authorized, self.claim()?);
        self.follow(first, None, deadline, authorized).await
    }

    /// The same while hooks look on. Whoever let it pass is told how it ended.
    async fn send_watched(
        &self,
        number: u32,
        deadline: Deadline,
        authorized: &Authorized,
    ) -> Outcome {
        let begin = Instant::now();
        let mut attempt = Attempt {
            operation: self.operation,
            number,
            hop: self.prepare(authorized, self.body.clone()),
            extensions: Extensions::new(),
        };
        let mut asked = 0;
        let outcome = match self.ask_hooks(&mut attempt, &mut asked, deadline).await {
            Ok(()) => self.send_changed(&mut attempt, deadline, authorized).await,
            Err(stopped) => Err(stopped),
        };
        let answer = outcome.as_ref().map(|it| &it.response);
        let end = AttemptEnd {
            answer: answer.map(|it| (it.status(), it.headers())),
            duration: begin.elapsed(),
        };
        for hook in self.client.hooks().iter().take(asked).rev() {
            hook.after(&mut attempt, &end).await;
        }
        outcome
    }

    /// Asks one hook after the other, and counts in `asked` those that let the attempt pass.
    async fn ask_hooks(
        &self,
        attempt: &mut Attempt,
        asked: &mut usize,
        deadline: Deadline,
    ) -> Result<(), SendError> {
        for hook in self.client.hooks() {
            deadline.bound(hook.before(attempt)).await??;
            *asked += 1;
        }
        Ok(())
    }

    /// Sends what the hooks have made of a request.
    async fn send_changed(
        &self,
        attempt: &mut Attempt,
        deadline: Deadline,
        authorized: &Authorized,
    ) -> Outcome {
        attempt.hop.body = self.claim()?;
        let (first, changed) = (attempt.hop.clone(), Some(&attempt.hop));
        self.follow(first, changed, deadline, authorized).await
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
    ) -> Outcome {
        let chain = Chain {
            call: self,
            authorized,
            changed,
        };
        deadline.bound(chain.follow(first)).await?
    }

    /// The first request of an attempt.
    pub(super) fn prepare(&self, authorized: &Authorized, body: Body) -> Hop {
        let options = self.client.options();
        let mut url = self.url.clone();
        query_keys::add(&mut url, authorized);
        // A clone would have no room for what is added.
        let most = self.headers.len() + options.headers.len() + ROOM_FOR_CREDENTIALS;
        let mut headers = HeaderMap::with_capacity(most);
        for (name, value) in &self.headers {
            headers.append(name, value.clone());
        }
        authorized.apply(&mut headers);
        for (name, value) in &options.headers {
            headers.insert(name.clone(), value.clone());
        }
        Hop {
            method: self.method.clone(),
            url,
            headers,
            body,
            is_trusted: true,
        }
    }

    /// How long to wait before the next attempt; `None` where there is to be none.
    fn pause(&self, number: u32, deadline: Deadline, outcome: &Outcome) -> Option<Duration> {
        let policy = self.client.options().retries.as_ref()?;
        let may_repeat = self.is_keyed || retries::is_idempotent(&self.method);
        let (is_passing, asked) = match outcome {
            Ok(arrived) if retries::is_passing(arrived.response.status()) => {
                (may_repeat, retry_after::read(arrived.response.headers()))
            }
            Ok(_) => {
                policy.note_success();
                return None;
            }
            Err(SendError::Transport(error)) => {
                (error.is_connect() || may_repeat && error.is_broken(), None)
            }
            Err(SendError::InvalidRequest(_)) => return None,
        };
        if !is_passing || !self.body.can_repeat() {
            return None;
        }
        policy.pause(number, asked, deadline.left())
    }
}
