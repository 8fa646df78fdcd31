//! What becomes of a call whose token is refused, or is not come by.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use serde_json::json;

use crate::chain;
use crate::client::auth::{Credential, Security};
use crate::client::builder::ClientBuilder;
use crate::client::error::{Error, SendError};
use crate::client::handle::Client;
use crate::client::hook::{Attempt, AttemptEnd, Hook};
use crate::client::platform::BoxFuture;
use crate::client::retries::RetryPolicy;
use crate::client::token_provider::{Token, TokenError, TokenFuture, TokenProvider, TokenRequest};
use crate::client::transport::TransportError;
use crate::peer;
use crate::witness::{Peer, empty, json as answer};

const OAUTH: Security = &[&["oauth"]];

type Fault = fn() -> TokenError;

fn closed() -> TokenError {
    "the vault is closed".into()
}

fn nobody() -> TokenError {
    TransportError::connect("nobody is at home").into()
}

fn broken() -> TokenError {
    SendError::from(TransportError::new("the line is cut")).into()
}

fn late() -> TokenError {
    Box::new(Wrapped(TransportError::timeout()))
}

/// An error of a provider that says more of the one that it met.
#[derive(Debug)]
struct Wrapped(TransportError);

impl std::fmt::Display for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the vault is silent")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Gives another token each time, but where it has a fault for that.
struct Faulty {
    faults: Vec<Option<Fault>>,
    asked: Arc<AtomicUsize>,
}

impl TokenProvider for Faulty {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            match self.faults.get(number).copied().flatten() {
                Some(fault) => Err(fault()),
                None => Ok(Token::new(format!("token{number}"))),
            }
        })
    }
}

/// A client whose provider has these faults, and how often it was asked.
fn faulty(
    url: &str,
    faults: &[Option<Fault>],
    set_up: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (Client, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let provider = Faulty {
        faults: faults.to_vec(),
        asked: asked.clone(),
    };
    let builder = Client::builder(url).credential("oauth", Credential::provider(provider));
    (set_up(builder).build().unwrap(), asked)
}

fn quick(builder: ClientBuilder) -> ClientBuilder {
    builder.retries(RetryPolicy::new().first_pause(Duration::from_millis(1)))
}

#[tokio::test]
async fn a_renewal_that_fails_leaves_the_answer() {
    let faults: [Fault; 4] = [closed, nobody, broken, late];
    for fault in faults {
        let peer = Peer::new(|_| answer(401, &json!("expired"))).await;
        let (client, asked) = faulty(&peer.url, &[None, Some(fault)], quick);
        let answer = client.request(Method::GET, OAUTH).send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.bytes()[..]),
            (401, &br#""expired""#[..])
        );
        assert_eq!(asked.load(Ordering::Relaxed), 2);
        assert_eq!(peer.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_provider_without_an_answer_is_as_a_server_without_one() {
    let cases: [(Fault, Method, bool); 5] = [
        (nobody, Method::POST, true),
        (broken, Method::GET, true),
        (broken, Method::POST, false),
        (late, Method::GET, false),
        (closed, Method::GET, false),
    ];
    for (fault, method, is_repeated) in cases {
        let peer = Peer::new(|_| empty(204)).await;
        let (client, asked) = faulty(&peer.url, &[Some(fault)], quick);
        let outcome = client.request(method, OAUTH).send().await;
        assert_eq!(outcome.is_ok(), is_repeated, "{outcome:?}");
        let times = if is_repeated { 2 } else { 1 };
        assert_eq!(asked.load(Ordering::Relaxed), times);
        assert_eq!(peer.asked().len(), times - 1);
    }
}

#[tokio::test]
async fn it_is_said_why_there_is_no_token() {
    let cases: [(Fault, [bool; 2], &str); 3] = [
        (
            nobody,
            [true, false],
            "there is no token for `oauth`: no connection to the server: nobody is at home",
        ),
        (
            broken,
            [false, false],
            "there is no token for `oauth`: the exchange with the server failed: the line is cut",
        ),
        (
            late,
            [false, true],
            "there is no token for `oauth`: the vault is silent: the deadline passed before the whole answer was there",
        ),
    ];
    for (fault, [is_connect, is_timeout], line) in cases {
        let (client, _) = faulty("http://localhost:1", &[Some(fault)], |it| it);
        let error = client.request(Method::GET, OAUTH).send().await.unwrap_err();
        assert!(matches!(error, SendError::Transport(_)), "{error:?}");
        let error = Error::<()>::from(error);
        assert_eq!(
            (error.is_connect(), error.is_timeout()),
            (is_connect, is_timeout)
        );
        assert_eq!(chain::of(&error), line);
    }
}

#[tokio::test]
async fn another_host_cannot_refuse_the_token() {
    let other = Peer::new(|_| empty(401)).await;
    let there = format!("location: {}/b\r\n", other.url);
    let first = peer::Peer::answering(&[("307 Temporary Redirect", &there)]).await;
    let (client, asked) = faulty(&first.url(""), &[], |it| it);
    let answer = client.request(Method::GET, OAUTH).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    assert_eq!((first.asked().len(), other.asked().len()), (1, 1));
    // The same host can, wherever it has led before.
    let first = peer::Peer::answering(&[
        ("307 Temporary Redirect", "location: /b\r\n"),
        ("401 Unauthorized", ""),
        ("204 No Content", ""),
    ]);
    let first = first.await;
    let (client, asked) = faulty(&first.url(""), &[], |it| it);
    let answer = client.request(Method::GET, OAUTH).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

/// The number of an attempt and the status of its answer.
type End = (u32, Option<u16>);

/// Notes how each attempt ends.
#[derive(Clone, Default)]
struct Numbers(Arc<Mutex<Vec<End>>>);

impl Hook for Numbers {
    fn after<'a>(&'a self, attempt: &'a mut Attempt, end: &'a AttemptEnd<'a>) -> BoxFuture<'a, ()> {
        let status = end.status().map(|it| it.as_u16());
        self.0.lock().unwrap().push((attempt.number(), status));
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn what_is_sent_with_another_token_is_another_attempt() {
    let peer = peer::Peer::answering(&[
        ("401 Unauthorized", ""),
        ("503 Service Unavailable", ""),
        ("401 Unauthorized", ""),
        ("200 OK", ""),
    ])
    .await;
    let numbers = Numbers::default();
    let (client, _) = faulty(&peer.url(""), &[], |it| {
        // Another token is no retry: of those there may be one.
        let policy = RetryPolicy::new().attempts(2).first_pause(Duration::ZERO);
        it.retries(policy).hook(numbers.clone())
    });
    let answer = client.request(Method::GET, OAUTH).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(
        *numbers.0.lock().unwrap(),
        [
            (1, Some(401)),
            (2, Some(503)),
            (3, Some(401)),
            (4, Some(200))
        ]
    );
}
