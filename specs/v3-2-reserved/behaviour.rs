//! Which characters stay as they are, byte by byte over a socket, and that the server reads them all the same.

use std::sync::{Arc, Mutex};

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use v3_2_reserved_api::client::{Client, Error};
use v3_2_reserved_api::server::*;
use v3_2_reserved_api::types::Pairs;

/// Answers with what it was asked.
#[derive(Clone)]
struct Echo;

impl Api for Echo {
    async fn kept(&self, request: KeptRequest, _: Context) -> Result<KeptResponse, KeptError> {
        let KeptRequest {
            text,
            list,
            pairs,
            note,
            notes,
            plain,
        } = request;
        let seen = (text, list, pairs, note, notes, plain);
        Ok(KeptResponse::Ok(format!("{seen:?}")))
    }
}

/// The path and the cookies of the last request.
type Seen = Arc<Mutex<(String, String)>>;

async fn serve() -> (Client, Seen) {
    let seen = Seen::default();
    let kept = seen.clone();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = router(Echo).layer(from_fn(move |request: Request, next: Next| {
        let cookies = request.headers().get("cookie");
        let cookies = cookies.map_or("", |value| value.to_str().unwrap());
        *kept.lock().unwrap() = (request.uri().path().to_owned(), cookies.to_owned());
        next.run(request)
    }));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let client = Client::builder(format!("http://{address}")).build();
    (client.unwrap(), seen)
}

fn pairs(a: &str) -> Pairs {
    Pairs { a: a.to_owned() }
}

#[tokio::test]
async fn a_path_keeps_what_does_not_end_a_segment() {
    let (client, seen) = serve().await;
    let text = "a:@!$&'()*+,;=-/?#[]\\ %";
    let call = client.kept(text, ["x;y", "+"], pairs("b=c"));
    let answer = call.send().await.unwrap();
    let path = "/kept/a:@!$&'()*+,;=-%2F%3F%23%5B%5D%5C%20%25/.x;y.+/;a=b=c";
    assert_eq!(seen.lock().unwrap().0, path);
    let sent = (
        text,
        ["x;y", "+"],
        pairs("b=c"),
        None::<()>,
        None::<()>,
        None::<()>,
    );
    assert_eq!(answer, format!("{sent:?}"));
}

#[tokio::test]
async fn what_is_encoded_already_is_not_encoded_again() {
    let (client, seen) = serve().await;
    let call = client.kept("%2f%C3%BC%zz", ["a"], pairs("b"));
    let answer = call.send().await.unwrap();
    assert_eq!(seen.lock().unwrap().0, "/kept/%2f%C3%BC%25zz/.a/;a=b");
    assert!(answer.starts_with("(\"/ü%zz\","), "{answer}");
}

#[tokio::test]
async fn a_cookie_keeps_what_it_can_hold() {
    let (client, seen) = serve().await;
    let note = "a:/?#[]@!$&'()*+=,; \"\\%41";
    let call = client.kept("a", ["a"], pairs("b")).note(note);
    let call = call.notes(["x=y", "z,"]).plain("a/b");
    let answer = call.send().await.unwrap();
    let cookies = "note=a:/?#[]@!$&'()*+=%2C%3B%20%22%5C%41; notes=x=y; notes=z%2C; plain=a%2Fb";
    assert_eq!(seen.lock().unwrap().1, cookies);
    let note = note.replace("%41", "A");
    let sent = (Some(note), Some(["x=y", "z,"]), Some("a/b"));
    let sent = format!("{sent:?}");
    assert!(answer.ends_with(&sent[1..]), "{answer}");
}

#[tokio::test]
async fn no_segment_of_dots_is_sent_however_it_is_written() {
    // Nobody listens there: a call that was sent would fail otherwise.
    let client = Client::builder("http://127.0.0.1:9").build().unwrap();
    for text in [".", "..", "%2e", ".%2E", "%2E%2e", ""] {
        match client.kept(text, ["a"], pairs("b")).send().await {
            Err(Error::InvalidRequest(_)) => {}
            other => panic!("{text}: {other:?}"),
        }
    }
}
