//! Calls that are dropped before they end.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;

use crate::client::auth::Credential;
use crate::client::body::Body;
use crate::client::client_credentials::ClientCredentials;
use crate::client::handle::Client;
use crate::client::hook::{Attempt, AttemptEnd, Hook};
use crate::client::invalid::InvalidRequest;
use crate::client::platform::BoxFuture;
use crate::client::refresh_token::RefreshToken;
use crate::client::token_provider::{Token, TokenFuture, TokenProvider, TokenRequest};
use crate::peer::{Peer, Step, answer};
use crate::sending::Pieces;

/// Drops a call as soon as it has come so far.
async fn drop_when(is_there: impl Fn() -> bool, call: impl Future) {
    let arrival = async {
        while !is_there() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        _ = call => panic!("it has ended"),
        () = arrival => {}
    }
}

/// Notes what it is asked and told.
#[derive(Clone, Default)]
struct Noting(Arc<Mutex<Vec<&'static str>>>);

impl Hook for Noting {
    fn before<'a>(&'a self, _: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
        self.0.lock().unwrap().push("before");
        Box::pin(std::future::ready(Ok(())))
    }

    fn after<'a>(&'a self, _: &'a mut Attempt, _: &'a AttemptEnd<'a>) -> BoxFuture<'a, ()> {
        self.0.lock().unwrap().push("after");
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn a_dropped_call_has_no_end_and_the_next_one_goes_on() {
    let peer = Peer::new([Step::Hang(Vec::new()), answer("200 OK", "", "done")]).await;
    let noting = Noting::default();
    let client = Client::builder(peer.url("")).hook(noting.clone()).build();
    let client = client.unwrap();
    let body = Body::stream(Pieces(0, false));
    let upload = client.request(Method::PUT, &[]).body("text/plain", body);
    drop_when(|| peer.asked().len() == 1, upload.clone().send()).await;
    assert_eq!(*noting.0.lock().unwrap(), ["before"]);
    // What was sent of a stream is gone.
    upload.send().await.unwrap_err();
    let answer = client.request(Method::GET, &[]).send().await.unwrap();
    assert_eq!(answer.bytes(), "done");
    assert_eq!(
        *noting.0.lock().unwrap(),
        ["before", "before", "after", "before", "after"]
    );
}

/// Has nothing the first time, for ever.
#[derive(Clone, Default)]
struct Slow(Arc<AtomicBool>);

impl TokenProvider for Slow {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        let is_asked = self.0.swap(true, Ordering::Relaxed);
        Box::pin(async move {
            if !is_asked {
                std::future::pending::<()>().await;
            }
            Ok(Token::new("one"))
        })
    }
}

#[tokio::test]
async fn a_stream_that_waits_for_a_token_is_still_there() {
    let peer = Peer::answering(&[("204 No Content", "")]).await;
    let builder = Client::builder(peer.url(""));
    let slow = Slow::default();
    let client = builder.credential("oauth", Credential::provider(slow.clone()));
    let client = client.build().unwrap();
    let body = Body::stream(Pieces(0, false));
    let request = client.request(Method::PUT, &[&["oauth"]]);
    let upload = request.body("text/plain", body);
    let is_asked = || slow.0.load(Ordering::Relaxed);
    drop_when(is_asked, upload.clone().send()).await;
    upload.send().await.unwrap();
    assert_eq!(peer.asked().len(), 1);
}

#[tokio::test]
async fn a_renewal_that_is_dropped_keeps_nobody_waiting() {
    let granted = r#"{"access_token": "one", "refresh_token": "second"}"#;
    let of_user = RefreshToken::new("id", "first").or_token_url("/token");
    let of_client = ClientCredentials::new("id", "secret").or_token_url("/token");
    for credential in [
        Credential::provider(of_user),
        Credential::provider(of_client),
    ] {
        let steps = [
            Step::Hang(Vec::new()),
            answer("200 OK", "", granted),
            answer("204 No Content", "", ""),
        ];
        let peer = Peer::new(steps).await;
        let client = Client::builder(peer.url("")).credential("oauth", credential);
        let client = client.build().unwrap();
        let get = || client.request(Method::GET, &[&["oauth"]]).send();
        drop_when(|| peer.asked().len() == 1, get()).await;
        get().await.unwrap();
        let asked = peer.asked();
        let ends = asked.iter().map(|text| text.split_once("\r\n\r\n"));
        let bodies: Vec<&str> = ends.map(|parts| parts.unwrap().1).collect();
        // What the endpoint may have put in the place of the first token is not known.
        assert_eq!(bodies[0], bodies[1]);
        assert!(asked[2].contains("authorization: Bearer one\r\n"));
    }
}
