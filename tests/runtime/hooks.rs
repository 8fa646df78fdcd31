//! What hooks are told of attempts that come to nothing.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;

use crate::client::body::Body;
use crate::client::handle::Client;
use crate::client::hook::{Attempt, AttemptEnd, Hook};
use crate::client::invalid::InvalidRequest;
use crate::client::platform::BoxFuture;
use crate::peer::Peer;

type Notes = Arc<Mutex<Vec<String>>>;

/// What a hook does before an attempt.
#[derive(Clone, Copy)]
enum Does {
    Pass,
    Stop,
    Hang,
}

struct Noting(&'static str, Does, Notes);

impl Noting {
    fn note(&self, what: &str) {
        self.2.lock().unwrap().push(format!("{} {what}", self.0));
    }
}

impl Hook for Noting {
    fn before<'a>(&'a self, _: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
        self.note("before");
        Box::pin(async move {
            match self.1 {
                Does::Pass => Ok(()),
                Does::Stop => Err(InvalidRequest::new("not today")),
                Does::Hang => std::future::pending().await,
            }
        })
    }

    fn after<'a>(&'a self, _: &'a mut Attempt, end: &'a AttemptEnd<'a>) -> BoxFuture<'a, ()> {
        assert!(end.headers().is_some() == end.status().is_some());
        let said = match (end.status(), end.error(), end.unsent()) {
            (Some(status), None, None) => status.to_string(),
            (None, Some(error), None) => error.to_string(),
            (None, None, Some(error)) => error.to_string(),
            other => panic!("{other:?}"),
        };
        self.note(&said);
        Box::pin(std::future::ready(()))
    }
}

/// A client with three hooks, of which the second does this, and what they note.
fn client(peer: &Peer, second: Does) -> (Client, Notes) {
    let notes = Notes::default();
    let all = [("one", Does::Pass), ("two", second), ("three", Does::Pass)];
    let builder = all.into_iter().fold(
        Client::builder(peer.url("")).timeout(Duration::from_millis(500)),
        |builder, (name, does)| builder.hook(Noting(name, does, notes.clone())),
    );
    (builder.build().unwrap(), notes)
}

#[tokio::test]
async fn whoever_let_it_pass_is_told_that_another_did_not() {
    let peer = Peer::answering(&[("204 No Content", "")]).await;
    for (does, said) in [
        (Does::Stop, "the request was not sent: not today"),
        (
            Does::Hang,
            "the deadline passed before the whole answer was there",
        ),
    ] {
        let (client, notes) = client(&peer, does);
        let error = client.request(Method::GET, &[]).send().await.unwrap_err();
        assert_eq!(error.to_string(), said);
        let expected = ["one before", "two before", &format!("one {said}")];
        assert_eq!(*notes.lock().unwrap(), expected);
    }
    assert!(peer.asked().is_empty());
}

#[tokio::test]
async fn all_are_told_of_a_body_that_is_gone() {
    let peer = Peer::answering(&[("204 No Content", "")]).await;
    let (client, notes) = client(&peer, Does::Pass);
    let body = Body::stream(crate::sending::Pieces(0, false));
    let request = client.request(Method::PUT, &[]).body("text/plain", body);
    request.clone().send().await.unwrap();
    let error = request.send().await.unwrap_err();
    let notes = notes.lock().unwrap();
    let expected = ["three", "two", "one"].map(|name| format!("{name} {error}"));
    assert_eq!(notes[9..], expected);
    assert_eq!(peer.asked().len(), 1);
}
