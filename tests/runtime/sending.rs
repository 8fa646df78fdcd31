//! Bodies as streams, attempts that are made again, hooks, and peers that do wrong.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Method;

use crate::chain;
use crate::client::body::Body;
use crate::client::builder::ClientBuilder;
use crate::client::byte_stream::ByteStream;
use crate::client::error::{Error, SendError};
use crate::client::handle::Client;
use crate::client::hook::{Attempt, AttemptEnd, Hook};
use crate::client::invalid::InvalidRequest;
use crate::client::operation::Operation;
use crate::client::over_reqwest::OverReqwest;
use crate::client::platform::BoxFuture;
use crate::client::request::Request;
use crate::client::retries::RetryPolicy;
use crate::client::transport::{Transport, TransportError};
use crate::peer::{Peer, Step, answer};

fn client(peer: &Peer, set_up: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    set_up(Client::builder(peer.url(""))).build().unwrap()
}

fn quick() -> RetryPolicy {
    RetryPolicy::new().first_pause(Duration::from_millis(1))
}

fn ok() -> Step {
    answer("200 OK", "", "done")
}

/// Three pieces, or two and an error.
pub struct Pieces(pub usize, pub bool);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0 += 1;
        let piece = match self.0 {
            1 | 2 => Some(Ok(Bytes::from_static(b"ab"))),
            3 if self.1 => Some(Err(std::io::Error::other("the disk is gone"))),
            3 => Some(Ok(Bytes::from_static(b"c"))),
            _ => None,
        };
        std::task::Poll::Ready(piece)
    }
}

#[tokio::test]
async fn streams_are_sent_in_chunks_or_with_their_length() {
    for (body, head, end) in [
        (
            Body::stream(Pieces(0, false)),
            "transfer-encoding: chunked\r\n",
            "1\r\nc\r\n0\r\n\r\n",
        ),
        (
            Body::sized_stream(Pieces(0, false), 5),
            "content-length: 5\r\n",
            "\r\n\r\nababc",
        ),
        (
            Body::from("ababc"),
            "content-length: 5\r\n",
            "\r\n\r\nababc",
        ),
    ] {
        let peer = Peer::new([ok()]).await;
        let request = client(&peer, |it| it).request(Method::PUT, &[]);
        request.body("text/plain", body).send().await.unwrap();
        let text = &peer.asked()[0];
        assert!(text.contains(head) && text.ends_with(end), "{text}");
    }
}

#[tokio::test]
async fn a_stream_can_be_sent_once() {
    let peer = Peer::new([ok()]).await;
    let body = Body::stream(Pieces(0, false));
    assert!(!body.can_repeat() && body.length().is_none() && body.as_bytes().is_none());
    assert_eq!(format!("{body:?}"), "Body(stream)");
    let request = client(&peer, |it| it).request(Method::PUT, &[]);
    let request = request.body("text/plain", body);
    request.clone().send().await.unwrap();
    match request.send().await {
        Err(SendError::InvalidRequest(error)) => assert_eq!(
            error.to_string(),
            "the request was not sent: the body was a stream and has been sent already"
        ),
        other => panic!("{other:?}"),
    }
    assert_eq!(peer.asked().len(), 1);
}

#[tokio::test]
async fn a_stream_that_fails_fails_the_call() {
    let peer = Peer::new([ok()]).await;
    let client = client(&peer, |it| it.retries(quick()));
    let request = client.request(Method::PUT, &[]);
    let error = request
        .body("text/plain", Body::stream(Pieces(0, true)))
        .send()
        .await;
    let error = error.unwrap_err();
    assert_eq!(error.to_string(), "the exchange with the server failed");
    let whole = chain::of(&error);
    assert_eq!(whole.matches("the disk is gone").count(), 1, "{whole}");
}

#[tokio::test]
async fn an_answer_can_be_read_as_it_comes() {
    let peer = Peer::new([answer("200 OK", "x-a: 1\r\n", "abc")]).await;
    let client = client(&peer, |it| it.max_body_bytes(2));
    let incoming = client.request(Method::GET, &[]).open().await.unwrap();
    assert_eq!(
        (incoming.status().as_u16(), &incoming.headers()["x-a"]),
        (200, &"1".parse().unwrap())
    );
    let mut stream = incoming.into_stream().into_body();
    let mut all = Vec::new();
    while let Some(piece) = stream.try_next().await.unwrap() {
        all.extend_from_slice(&piece);
    }
    assert_eq!(all, b"abc");
    assert!(stream.try_next().await.unwrap().is_none());
    let error = client.request(Method::GET, &[]).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body of the answer is longer than 2 bytes"
    );
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    for status in [
        "429 Too Many Requests",
        "502 Bad Gateway",
        "503 Service Unavailable",
        "504 Gateway Timeout",
    ] {
        let peer = Peer::new([answer(status, "", ""), Step::Close, ok()]).await;
        let client = client(&peer, |it| it.retries(quick()));
        let answer = client
            .request(Method::PUT, &[])
            .bytes("text/plain", "abc".into());
        assert_eq!(answer.send().await.unwrap().status(), 200);
        let asked = peer.asked();
        assert_eq!(asked.len(), 3);
        assert!(asked.iter().all(|text| text.ends_with("abc")));
    }
}

#[tokio::test]
async fn what_may_not_or_cannot_be_tried_again_is_not() {
    let unavailable = || answer("503 Service Unavailable", "", "");
    let get = |client: &Client| client.request(Method::GET, &[]);
    let post = |client: &Client| client.request(Method::POST, &[]);
    let stream = |client: &Client| {
        client
            .request(Method::PUT, &[])
            .body("text/plain", Body::stream(Pieces(0, false)))
    };
    let patient = || answer("503 Service Unavailable", "retry-after: 3600\r\n", "");
    type Fill = fn(&Client) -> Request;
    let cases: [(Step, Fill, Option<RetryPolicy>); 7] = [
        (unavailable(), get, None),
        (unavailable(), post, Some(quick())),
        (Step::Close, post, Some(quick())),
        (unavailable(), stream, Some(quick())),
        (
            answer("500 Internal Server Error", "", ""),
            get,
            Some(quick()),
        ),
        (unavailable(), get, Some(quick().attempts(1))),
        (patient(), get, Some(quick())),
    ];
    for (number, (step, request, policy)) in cases.into_iter().enumerate() {
        let peer = Peer::new([step, ok()]).await;
        let client = client(&peer, |it| match policy {
            Some(policy) => it.retries(policy),
            None => it,
        });
        let answer = request(&client).send().await;
        assert!(!answer.is_ok_and(|it| it.status().is_success()), "{number}");
        assert_eq!(peer.asked().len(), 1, "{number}");
    }
}

#[tokio::test]
async fn a_connection_that_could_not_be_made_is_tried_again_for_any_method() {
    /// Fails twice, then answers.
    struct Flaky(Mutex<u32>);
    impl Transport for Flaky {
        fn send(
            &self,
            _: http::Request<Body>,
        ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
            *self.0.lock().unwrap() += 1;
            let number = *self.0.lock().unwrap();
            Box::pin(async move {
                match number {
                    1 | 2 => Err(TransportError::connect("nobody is at home")),
                    _ => Ok(http::Response::new("done".into())),
                }
            })
        }
    }
    let builder = || Client::builder("http://a").transport(Flaky(Mutex::new(0)));
    let client = builder().retries(quick()).build().unwrap();
    let answer = client.request(Method::POST, &[]).send().await.unwrap();
    assert_eq!(answer.bytes(), "done");
    let error = builder()
        .build()
        .unwrap()
        .request(Method::POST, &[])
        .send()
        .await;
    let error = Error::<()>::from(error.unwrap_err());
    assert!(error.is_connect());
    assert_eq!(
        chain::of(&error),
        "no connection to the server: nobody is at home"
    );
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let peer = Peer::new([
        answer("429 Too Many Requests", "retry-after: 1\r\n", ""),
        ok(),
    ])
    .await;
    let patient = client(&peer, |it| it.retries(quick()));
    let begin = Instant::now();
    patient.request(Method::GET, &[]).send().await.unwrap();
    assert!(begin.elapsed() >= Duration::from_secs(1));
    // Where the deadline comes first, the answer is there at once.
    let peer = Peer::new([answer("429 Too Many Requests", "retry-after: 5\r\n", "")]).await;
    let hurried = client(&peer, |it| {
        it.retries(quick()).timeout(Duration::from_secs(2))
    });
    let begin = Instant::now();
    let answer = hurried.request(Method::GET, &[]).send().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert!(begin.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn the_budget_is_shared_and_paid_back() {
    let peer = Peer::new([answer("503 Service Unavailable", "", "")]).await;
    let client = client(&peer, |it| it.retries(quick().attempts(100).budget(3)));
    let derived = client.with(|options| options.timeout(Duration::from_secs(60)));
    let get = |client: &Client| client.request(Method::GET, &[]).send();
    get(&client).await.unwrap();
    assert_eq!(peer.asked().len(), 4);
    get(&derived).await.unwrap();
    assert_eq!(peer.asked().len(), 5);
    let better = Peer::new([ok()]).await;
    let address = better.address;
    let policy = quick().attempts(2).budget(1);
    let of = |address| {
        let builder = Client::builder(format!("http://{address}"));
        builder.retries(policy.clone()).build().unwrap()
    };
    get(&of(peer.address)).await.unwrap();
    assert_eq!(peer.asked().len(), 7);
    for _ in 0..10 {
        get(&of(address)).await.unwrap();
    }
    get(&of(peer.address)).await.unwrap();
    assert_eq!(peer.asked().len(), 9);
}

fn header_of(text: &str, name: &str) -> Option<String> {
    let mut lines = text.lines();
    let prefix = format!("{name}: ");
    lines
        .find_map(|line| line.strip_prefix(&prefix))
        .map(String::from)
}

#[tokio::test]
async fn a_key_makes_a_call_repeatable_and_stays_the_same() {
    let peer = Peer::new([Step::Close, ok(), ok(), ok(), ok()]).await;
    let client = client(&peer, |it| it.retries(quick()));
    let post = |client: &Client, key: Option<&str>| {
        let request = client.request(Method::POST, &[]);
        request.idempotency_key("X-Idempotency-Key", &key).send()
    };
    post(&client, None).await.unwrap();
    post(&client, None).await.unwrap();
    post(&client, Some("mine")).await.unwrap();
    let chosen = client.with(|options| options.idempotency_key("chosen"));
    chosen.request(Method::POST, &[]).send().await.unwrap();
    let asked = peer.asked();
    let keys: Vec<_> = asked[..4]
        .iter()
        .map(|text| header_of(text, "x-idempotency-key"))
        .collect();
    let uuid = |key: &Option<String>| uuid::Uuid::parse_str(key.as_ref().unwrap()).unwrap();
    assert_eq!(uuid(&keys[0]), uuid(&keys[1]));
    assert_ne!(uuid(&keys[1]), uuid(&keys[2]));
    assert_eq!(uuid(&keys[2]).get_version_num(), 4);
    assert_eq!(uuid(&keys[2]).get_variant(), uuid::Variant::RFC4122);
    assert_eq!(keys[3].as_deref(), Some("mine"));
    assert_eq!(
        header_of(&asked[4], "idempotency-key").as_deref(),
        Some("chosen")
    );
}

/// Writes down what it sees, and signs.
#[derive(Clone, Default)]
struct Seeing(Arc<Mutex<Vec<String>>>);

impl Hook for Seeing {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
        Box::pin(async move {
            if attempt.url().path() == "/refused" {
                return Err(InvalidRequest::new("it cannot be signed"));
            }
            let length = attempt.body().length().unwrap();
            let signature = format!("signed-{length}-{}", attempt.number());
            attempt
                .headers_mut()
                .insert("x-signature", signature.parse().unwrap());
            Ok(())
        })
    }

    fn after<'a>(&'a self, attempt: &'a mut Attempt, end: &'a AttemptEnd<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            assert!(end.duration() > Duration::ZERO);
            assert_eq!(end.headers().is_some(), end.error().is_none());
            let operation = attempt.operation().map(|it| (it.id, it.method, it.path));
            let line = format!("{operation:?} {} {:?}", attempt.number(), end.status());
            self.0.lock().unwrap().push(line);
        })
    }
}

#[tokio::test]
async fn hooks_see_each_attempt() {
    let peer = Peer::new([answer("503 Service Unavailable", "", ""), Step::Close, ok()]).await;
    let seeing = Seeing::default();
    let client = client(&peer, |it| it.retries(quick()).hook(seeing.clone()));
    const PUT: Operation = Operation {
        id: "putThing",
        method: "PUT",
        path: "/things/{id}",
    };
    let request = Request::of(client.clone(), &PUT, &[]).path("/things/1");
    request
        .bytes("text/plain", "abc".into())
        .send()
        .await
        .unwrap();
    let operation = r#"Some(("putThing", "PUT", "/things/{id}"))"#;
    assert_eq!(
        *seeing.0.lock().unwrap(),
        [
            format!("{operation} 1 Some(503)"),
            format!("{operation} 2 None"),
            format!("{operation} 3 Some(200)"),
        ]
    );
    for (number, text) in (1..).zip(peer.asked()) {
        let signature = header_of(&text, "x-signature").unwrap();
        assert_eq!(signature, format!("signed-3-{number}"));
    }
    let refused = client
        .request(Method::GET, &[])
        .path("/refused")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the request was not sent: it cannot be signed"
    );
    assert_eq!(peer.asked().len(), 3);
}

/// The error of a call with a deadline of this many milliseconds, which may not be missed by much.
async fn fault(step: Step, limit: u64, path: &str) -> Error<()> {
    let peer = Peer::new([step]).await;
    let timeout = Duration::from_millis(limit);
    let client = client(&peer, |it| it.timeout(timeout).max_body_bytes(1 << 20));
    let begin = Instant::now();
    let answer = client.request(Method::GET, &[]).path(path).send().await;
    assert!(begin.elapsed() < timeout + Duration::from_secs(2));
    answer.unwrap_err().into()
}

#[tokio::test]
async fn late_servers_meet_the_deadline() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc".to_vec();
    for step in [
        Step::Late(
            Duration::from_secs(60),
            b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(),
        ),
        Step::Hang(Vec::new()),
        Step::Hang(b"HTTP/1.1 200".to_vec()),
        Step::Hang(head),
    ] {
        let error = fault(step, 100, "/a?key=secret").await;
        assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
        let line = "the deadline passed before the whole answer was there";
        assert_eq!(error.to_string(), line);
    }
}

#[tokio::test]
async fn the_deadline_holds_for_all_attempts_together() {
    let peer = Peer::new([Step::Late(
        Duration::from_millis(150),
        b"HTTP/1.1 503 No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n".to_vec(),
    )])
    .await;
    let policy = quick().attempts(100).budget(100);
    let client = client(&peer, |it| {
        it.timeout(Duration::from_millis(400)).retries(policy)
    });
    let begin = Instant::now();
    let error = client.request(Method::GET, &[]).send().await.unwrap_err();
    assert!(Error::<()>::from(error).is_timeout());
    assert!(begin.elapsed() < Duration::from_secs(2));
    assert!(peer.asked().len() >= 2);
}

#[tokio::test]
async fn a_pause_in_a_body_can_be_too_long() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc".to_vec();
    let peer = Peer::new([Step::Hang(head)]).await;
    let client = client(&peer, |it| it.read_timeout(Duration::from_millis(100)));
    let incoming = client.request(Method::GET, &[]).open().await.unwrap();
    let mut stream = incoming.into_stream().into_body();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "abc");
    assert!(stream.try_next().await.unwrap_err().is_timeout());
    assert!(stream.try_next().await.unwrap().is_none());
}

/// A stream that always has a piece at hand.
struct Endless;

impl futures_core::Stream for Endless {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Ok(Bytes::from_static(b"ab"))))
    }
}

#[tokio::test]
async fn a_body_that_never_pauses_is_given_up_at_the_deadline() {
    struct Fast;
    impl Transport for Fast {
        fn send(
            &self,
            _: http::Request<Body>,
        ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
            Box::pin(async { Ok(http::Response::new(Body::stream(Endless))) })
        }
    }
    let builder = Client::builder("http://a").transport(Fast);
    let client = builder.timeout(Duration::from_millis(50)).build().unwrap();
    let incoming = client.request(Method::GET, &[]).open().await.unwrap();
    let mut stream = incoming.into_stream().into_body();
    let begin = Instant::now();
    let end = loop {
        match stream.try_next().await {
            Ok(Some(_)) if begin.elapsed() < Duration::from_secs(5) => {}
            end => break end,
        }
    };
    assert!(end.unwrap_err().is_timeout());
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn broken_answers_are_errors() {
    for bytes in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
        b"no HTTP at all, but \xff\xfe bytes\r\n\r\n",
    ] {
        let error = fault(Step::Answer(bytes.to_vec()), 5000, "/a?key=secret").await;
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
        assert_eq!(error.to_string(), "the exchange with the server failed");
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }
}

#[tokio::test]
async fn a_body_without_an_end_is_not_read_into_memory() {
    for head in [
        "content-length: 10000000000\r\n",
        // Until the connection closes, which it does not.
        "",
    ] {
        let head = format!("HTTP/1.1 200 OK\r\n{head}\r\n");
        let error = fault(Step::Endless(head.into_bytes()), 5000, "/a").await;
        assert_eq!(
            error.to_string(),
            "the body of the answer is longer than 1048576 bytes"
        );
    }
}

#[tokio::test]
async fn nobody_is_there() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = Client::builder(format!("http://{address}"))
        .build()
        .unwrap();
    let error = client.request(Method::GET, &[]).send().await.unwrap_err();
    let error = Error::<()>::from(error);
    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
    assert_eq!(error.to_string(), "no connection to the server");
}

#[tokio::test]
async fn a_body_that_is_no_text_is_kept() {
    let text = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: 4\r\n\r\n\"\xff\xfe\"".to_vec();
    let peer = Peer::new([Step::Answer(text)]).await;
    let answer = client(&peer, |it| it)
        .request(Method::GET, &[])
        .send()
        .await
        .unwrap();
    match answer.json::<String, ()>() {
        Err(Error::Decode(error)) => assert_eq!(&error.body()[..], b"\"\xff\xfe\""),
        other => panic!("{other:?}"),
    }
    let mut stream = ByteStream::failed(TransportError::new("gone"));
    assert!(stream.try_next().await.is_err() && stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_transport_around_ours_can_send_elsewhere() {
    /// Sends all to one path.
    struct Elsewhere(OverReqwest);
    impl Transport for Elsewhere {
        fn send(
            &self,
            mut request: http::Request<Body>,
        ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
            let text = request.uri().to_string().replace("/a", "/b");
            *request.uri_mut() = text.parse().unwrap();
            self.0.send(request)
        }
    }
    let peer = Peer::new([ok()]).await;
    let ours = OverReqwest::new(None).unwrap();
    let client = client(&peer, |it| it.transport(Elsewhere(ours)));
    let request = client.request(Method::GET, &[]).path("/a");
    request.query("q", &1).send().await.unwrap();
    assert!(peer.asked()[0].starts_with("GET /b?q=1 "));
}
