//! Where redirects lead, and what does not go along.

use std::time::Duration;

use http::Method;

use crate::client::auth::Credential;
use crate::client::error::{Error, SendError};
use crate::client::handle::Client;
use crate::client::hook::{Attempt, Hook};
use crate::client::invalid::InvalidRequest;
use crate::client::platform::BoxFuture;
use crate::client::request::Request;
use crate::client::retries::RetryPolicy;
use crate::peer::{Peer, answer};
use crate::support::style::Style;

const ALL_KEYS: &[&[&str]] = &[&["bearer", "header", "query", "cookie"]];

fn client(base_url: &str) -> Client {
    Client::builder(base_url)
        .credential("bearer", Credential::bearer("secret-b"))
        .credential("header", Credential::header_key("x-key", "secret-h"))
        .credential("query", Credential::query_key("key", "secret q"))
        .credential("cookie", Credential::cookie_key("session", "secret-c"))
        .build()
        .unwrap()
}

fn post(client: &Client) -> Request {
    client
        .request(Method::POST, ALL_KEYS)
        .path("/a")
        .header("x-plain", "kept")
        .header("accept-language", "en")
        .json("application/json", &[1])
}

fn head_of(text: &str) -> &str {
    text.split("\r\n\r\n").next().unwrap()
}

#[tokio::test]
async fn no_credential_reaches_another_host() {
    let other = Peer::answering(&[("204 No Content", "")]).await;
    // Servers copy the query into the redirect.
    let location = format!("location: {}\r\n", other.url("/b?key=secret%20q&page=2"));
    let first = Peer::answering(&[("307 Temporary Redirect", &location)]).await;
    let client = client(&first.url(""));
    let client = client.with(|options| {
        let name = http::HeaderName::from_static("x-own");
        options.header(name, http::HeaderValue::from_static("secret-o"))
    });
    let answer = post(&client).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    let own = &first.asked()[0];
    assert!(
        own.starts_with("POST /a?key=secret%20q HTTP/1.1\r\n"),
        "{own}"
    );
    for secret in ["secret-b", "secret-h", "secret-c", "secret-o"] {
        assert!(own.contains(secret), "{own}");
    }
    let foreign = &other.asked()[0];
    assert!(
        foreign.starts_with("POST /b?page=2 HTTP/1.1\r\n"),
        "{foreign}"
    );
    assert!(!foreign.contains("secret"), "{foreign}");
    assert!(!foreign.to_lowercase().contains("referer"), "{foreign}");
    assert!(foreign.contains("x-plain: kept\r\n"), "{foreign}");
    assert!(foreign.ends_with("\r\n\r\n[1]"), "{foreign}");
}

#[tokio::test]
async fn what_is_confidential_does_not_come_back() {
    let first = Peer::answering(&[
        ("302 Found", "location: /moved\r\n"),
        ("204 No Content", ""),
    ]);
    let first = first.await;
    let back = format!("location: {}\r\n", first.url("/back"));
    let other = Peer::answering(&[("302 Found", &back)]).await;
    let there = format!("location: {}\r\n", other.url("/there"));
    let start = Peer::answering(&[("302 Found", &there)]).await;
    let request = client(&start.url("")).request(Method::GET, ALL_KEYS);
    request.path("/a").send().await.unwrap();
    for text in other.asked().iter().chain(&first.asked()) {
        assert!(!text.contains("secret"), "{text}");
    }
    assert_eq!(first.asked().len(), 2);
}

#[tokio::test]
async fn the_same_host_gets_all_again() {
    let peer = Peer::answering(&[
        ("308 Permanent Redirect", "location: b?page=2#part\r\n"),
        ("204 No Content", ""),
    ]);
    let peer = peer.await;
    post(&client(&peer.url(""))).send().await.unwrap();
    let text = &peer.asked()[1];
    assert!(
        text.starts_with("POST /b?page=2&key=secret%20q HTTP/1.1\r\n"),
        "{text}"
    );
    for secret in ["secret-b", "secret-h", "secret-c"] {
        assert!(text.contains(secret), "{text}");
    }
    assert!(text.ends_with("\r\n\r\n[1]"), "{text}");
}

#[tokio::test]
async fn some_are_followed_with_get() {
    for (method, status, expected) in [
        (Method::POST, "301 Moved Permanently", "GET"),
        (Method::POST, "302 Found", "GET"),
        (Method::POST, "303 See Other", "GET"),
        (Method::PUT, "303 See Other", "GET"),
        (Method::HEAD, "303 See Other", "HEAD"),
        (Method::PUT, "301 Moved Permanently", "PUT"),
        (Method::DELETE, "302 Found", "DELETE"),
        (Method::POST, "307 Temporary Redirect", "POST"),
        (Method::PATCH, "308 Permanent Redirect", "PATCH"),
    ] {
        let peer = Peer::answering(&[(status, "location: /b\r\n"), ("204 No Content", "")]).await;
        let request = client(&peer.url(""))
            .request(method.clone(), &[])
            .path("/a");
        let request = request.bytes("text/plain", "abc".into());
        request.send().await.unwrap();
        let text = &peer.asked()[1];
        assert!(
            text.starts_with(&format!("{expected} /b ")),
            "{method} {status}: {text}"
        );
        let keeps = expected == method.as_str() && method != Method::HEAD;
        assert_eq!(text.ends_with("abc"), keeps, "{text}");
        assert_eq!(head_of(text).contains("content-type"), keeps, "{text}");
    }
}

#[tokio::test]
async fn circles_and_long_chains_are_errors() {
    let circle = Peer::answering(&[("302 Found", "location: /a\r\n")]).await;
    let request = client(&circle.url("")).request(Method::GET, &[]).path("/a");
    let error = request.send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the redirects of the server lead round in a circle"
    );
    assert_eq!(circle.asked().len(), 1);
    let steps = (0..20).map(|number| answer("302 Found", &format!("location: /{number}\r\n"), ""));
    let chain = Peer::new(steps).await;
    let request = client(&chain.url("")).request(Method::GET, &[]).path("/a");
    match request.send().await {
        Err(SendError::Transport(error)) => {
            assert!(error.is_redirect() && !error.is_timeout() && !error.is_connect());
            assert_eq!(error.to_string(), "the server redirects more than 10 times");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(chain.asked().len(), 11);
}

#[tokio::test]
async fn an_address_may_have_characters_as_they_are() {
    let peer = Peer::answering(&[
        ("302 Found", "location: /zoë?q=ü\r\n"),
        ("302 Found", "location: ftp://a/é\r\n"),
    ])
    .await;
    let client = client(&peer.url(""));
    let answer = client.request(Method::GET, &[]).path("/a").send().await;
    let asked = peer.asked();
    assert!(asked[1].starts_with("GET /zo%C3%AB?q=%C3%BC "), "{asked:?}");
    match answer.unwrap().unexpected::<()>() {
        Error::Redirection(error) => assert_eq!(error.location(), Some("ftp://a/é")),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_not_followed_says_where_it_leads() {
    for (status, headers, most, location) in [
        ("302 Found", "location: /b\r\n", 0, Some("/b")),
        ("302 Found", "", 10, None),
        (
            "302 Found",
            "location: ftp://a/b\r\n",
            10,
            Some("ftp://a/b"),
        ),
        (
            "302 Found",
            "location: http://{a}/b\r\n",
            10,
            Some("http://{a}/b"),
        ),
        ("300 Multiple Choices", "location: /b\r\n", 10, Some("/b")),
        ("304 Not Modified", "etag: \"1\"\r\n", 10, None),
    ] {
        let peer = Peer::answering(&[(status, headers)]).await;
        let client = client(&peer.url("")).with(|options| options.follow_redirects(most));
        let answer = client.request(Method::GET, &[]).path("/a").send().await;
        match answer.unwrap().unexpected::<()>() {
            Error::Redirection(error) => {
                assert_eq!(error.location(), location);
                assert_eq!(error.is_not_modified(), status.starts_with("304"));
                assert!(!error.to_string().contains("/b"), "{error}");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(peer.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_stream_is_not_sent_again() {
    let peer = Peer::answering(&[("307 Temporary Redirect", "location: /b\r\n")]).await;
    let body =
        crate::client::body::Body::from(crate::client::byte_stream::ByteStream::of("abc".into()));
    let request = client(&peer.url("")).request(Method::PUT, &[]).path("/a");
    let answer = request.body("text/plain", body).send().await.unwrap();
    assert_eq!(answer.status(), 307);
    assert_eq!(peer.asked().len(), 1);
}

#[tokio::test]
async fn what_fails_elsewhere_is_not_asked_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = format!("location: http://{}/\r\n", listener.local_addr().unwrap());
    drop(listener);
    let peer = Peer::answering(&[("303 See Other", &gone)]).await;
    let policy = RetryPolicy::new().first_pause(Duration::ZERO);
    let client = client(&peer.url("")).with(|options| options.retries(policy));
    let error = post(&client).send().await.unwrap_err();
    let line = error.to_string();
    let expected = "where the server redirects to: no connection to the server";
    assert_eq!(line, expected);
    assert!(!Error::<()>::from(error).is_connect());
    assert_eq!(peer.asked().len(), 1);
}

#[tokio::test]
async fn no_debug_shows_what_answers_hold() {
    let headers = "location: /b?key=secret\r\nlink: </c?key=secret>; rel=\"next\"\r\nset-cookie: id=secret\r\n\
                   content-location: /a?key=secret\r\nauthorization: secret\r\nx-api-key: secret\r\nx-plain: shown\r\n";
    let body = r#"<a href="/b?key=secret">"#;
    for (status, may_show) in [("302 Found", false), ("200 OK", true), ("400 Bad", true)] {
        let peer = Peer::new([answer(status, headers, if may_show { "" } else { body })]).await;
        let client = client(&peer.url("")).with(|options| options.follow_redirects(0));
        let get = || client.request(Method::GET, &[]).path("/a");
        let incoming = get().open().await.unwrap();
        let answer = get().send().await.unwrap();
        assert!(incoming.headers()["set-cookie"].is_sensitive());
        let location = answer.headers()["location"].clone();
        assert_eq!(location.to_str().unwrap(), "/b?key=secret");
        let error = answer.unexpected::<()>();
        for shown in [
            format!("{incoming:?}"),
            format!("{error:?}"),
            error.to_string(),
        ] {
            assert!(!shown.contains("secret"), "{shown}");
        }
        assert!(format!("{error:?}").contains("shown"), "{error:?}");
    }
}

#[test]
fn no_debug_shows_what_a_request_holds() {
    let client = client("http://localhost:1");
    let request = client.request(Method::GET, ALL_KEYS).path("/secret");
    let request = request
        .query("api key", "secret")
        .header("x-api-key", "secret");
    let shown = format!("{request:?}");
    assert!(
        shown.starts_with("Request {") && shown.contains("GET"),
        "{shown}"
    );
    assert!(!shown.contains("secret"), "{shown}");
    let shown = format!(
        "{:?}",
        client.request(Method::GET, &[]).to("http://a/?secret")
    );
    assert!(!shown.contains("secret"), "{shown}");
}

/// Notes which headers are shown.
struct Shown(std::sync::Mutex<Vec<String>>);

impl Hook for &'static Shown {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
        self.0
            .lock()
            .unwrap()
            .push(format!("{:?}", attempt.headers()));
        Box::pin(std::future::ready(Ok(())))
    }
}

#[tokio::test]
async fn a_key_that_is_a_parameter_reaches_no_other_host() {
    let other = Peer::answering(&[("204 No Content", "")]).await;
    let there = "/b?page=2&API%20KEY=own&api+key=secret+q&api%20key=own";
    let location = format!("location: {}\r\n", other.url(there));
    let first = Peer::answering(&[("307 Temporary Redirect", &location)]).await;
    let shown: &'static Shown = Box::leak(Box::new(Shown(Vec::new().into())));
    let client = Client::builder(first.url("")).hook(shown).build().unwrap();
    let request = client.request(Method::DELETE, &[]).path("/a");
    let request = request.query("api key", "secret q").query("empty", "");
    let request = request
        .header("x-api-key", "secret-h")
        .header("x-plain", "kept");
    let request = request.cookie("session", "secret-c", Style::FormExploded);
    request.send().await.unwrap();
    let own = &first.asked()[0];
    assert!(
        own.starts_with("DELETE /a?api%20key=secret%20q&empty= HTTP/1.1\r\n"),
        "{own}"
    );
    assert!(
        own.contains("secret-h") && own.contains("secret-c"),
        "{own}"
    );
    // What the server itself has put under the name of a key is no key of the caller's.
    let foreign = &other.asked()[0];
    let line = "DELETE /b?page=2&API%20KEY=own&api%20key=own HTTP/1.1\r\n";
    assert!(foreign.starts_with(line), "{foreign}");
    assert!(!foreign.contains("secret"), "{foreign}");
    assert!(foreign.contains("x-plain: kept\r\n"), "{foreign}");
    let shown = shown.0.lock().unwrap().concat();
    assert!(
        shown.contains("kept") && !shown.contains("secret"),
        "{shown}"
    );
}
