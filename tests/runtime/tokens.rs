//! Tokens that are come by while calls are sent.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::chain;
use crate::client::auth::{Credential, Security};
use crate::client::client_credentials::ClientCredentials;
use crate::client::error::SendError;
use crate::client::handle::Client;
use crate::client::refresh_token::RefreshToken;
use crate::client::token_provider::{Token, TokenFuture, TokenProvider, TokenRequest};
use crate::witness::{Peer, empty, json as answer};

const READ: Security = &[&["oauth[read write]"]];

/// Gives `one`, and `two` in the place of that, and notes what it is asked.
#[derive(Default)]
struct Steps(Mutex<Vec<String>>);

impl TokenProvider for &'static Steps {
    fn token<'a>(&'a self, asked: TokenRequest<'a>) -> TokenFuture<'a> {
        let refused = asked.refused().map_or("", Token::expose);
        let noted = format!("{} {refused}", asked.scopes().join(","));
        self.0.lock().unwrap().push(noted);
        Box::pin(async move {
            tokio::task::yield_now().await;
            match asked.refused().map(Token::expose) {
                None => Ok(Token::new("one")),
                Some("one") => Ok(Token::new("two")),
                Some(other) => Err(format!("no more after {}", other.len()).into()),
            }
        })
    }
}

fn steps() -> &'static Steps {
    Box::leak(Box::default())
}

fn client(url: &str, provider: impl TokenProvider + 'static) -> Client {
    let builder = Client::builder(url).credential("oauth", Credential::provider(provider));
    builder.build().unwrap()
}

async fn status(client: &Client, security: Security) -> u16 {
    let request = client.request(http::Method::POST, security).path("/pets");
    let answer = request.json("application/json", &[1]).send().await;
    answer.unwrap().status().as_u16()
}

async fn refused(client: &Client) -> String {
    let request = client.request(http::Method::GET, READ).path("/pets");
    match request.send().await {
        Err(error @ SendError::InvalidRequest(_)) => chain::of(&error),
        other => panic!("{other:?}"),
    }
}

fn accepts(token: &'static str) -> impl Fn(&str) -> String {
    move |text| {
        let is_known = text.contains(&format!("authorization: Bearer {token}\r\n"));
        empty(if is_known { 204 } else { 401 })
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let (peer, provider) = (Peer::new(accepts("two")).await, steps());
    assert_eq!(status(&client(&peer.url, provider), READ).await, 204);
    assert_eq!(
        *provider.0.lock().unwrap(),
        ["read,write ", "read,write one"]
    );
    let asked = peer.asked();
    assert_eq!(asked.len(), 2);
    assert!(
        asked.iter().all(|text| text.ends_with("\r\n\r\n[1]")),
        "{asked:?}"
    );

    let (peer, provider) = (Peer::new(accepts("three")).await, steps());
    assert_eq!(status(&client(&peer.url, provider), READ).await, 401);
    assert_eq!(provider.0.lock().unwrap().len(), 2);
    assert_eq!(peer.asked().len(), 2);
}

struct Always(&'static str);

impl TokenProvider for Always {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async { Ok(Token::new(self.0)) })
    }
}

#[tokio::test]
async fn the_same_token_is_not_sent_again() {
    let peer = Peer::new(accepts("two")).await;
    assert_eq!(status(&client(&peer.url, Always("one")), READ).await, 401);
    assert_eq!(peer.asked().len(), 1);
    let error = refused(&client(&peer.url, Always("a\nb"))).await;
    assert!(
        error.ends_with("the token for `oauth` has characters that cannot be sent"),
        "{error}"
    );
    assert_eq!(peer.asked().len(), 1);
}

struct Never;

impl TokenProvider for Never {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async { Err(std::io::Error::other("the vault is closed").into()) })
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_and_the_reason_is_said() {
    let peer = Peer::new(|_| empty(204)).await;
    let error = refused(&client(&peer.url, Never)).await;
    assert_eq!(
        error,
        "the request was not sent: there is no token for `oauth`: the vault is closed"
    );
    assert!(peer.asked().is_empty());
}

/// A server with a token endpoint that gives `token1`, `token2`, … and takes only the `good` one.
async fn granting(good: &'static str, lifetime: serde_json::Value) -> Peer {
    let count = AtomicUsize::new(0);
    let accepts = accepts(good);
    Peer::new(move |text| {
        if !text.starts_with("POST /token ") {
            return accepts(text);
        }
        let token = format!("token{}", count.fetch_add(1, Ordering::Relaxed) + 1);
        let body = json!({"access_token": token, "token_type": "Bearer", "expires_in": lifetime});
        answer(200, &body)
    })
    .await
}

#[tokio::test]
async fn client_credentials_are_exchanged_by_the_standard() {
    let peer = granting("token1", json!(3600)).await;
    let provider = ClientCredentials::new("my id", "s:cret/ü").or_token_url("/token");
    let client = client(&peer.url, provider);
    assert_eq!(status(&client, READ).await, 204);
    assert_eq!(status(&client, READ).await, 204);
    // Other scopes are another token.
    assert_eq!(status(&client, &[&["oauth"]]).await, 401);
    let asked = peer.asked();
    let address = peer.url.strip_prefix("http://").unwrap();
    assert_eq!(
        asked[0],
        format!(
            "POST /token HTTP/1.1\r\naccept: application/json\r\n\
             content-type: application/x-www-form-urlencoded\r\n\
             authorization: Basic bXklMjBpZDpzJTNBY3JldCUyRiVDMyVCQw==\r\nhost: {address}\r\ncontent-length: 48\r\n\r\n\
             grant_type=client_credentials&scope=read%20write"
        )
    );
    let lines = peer.lines();
    let of_tokens = lines.iter().filter(|line| line.starts_with("POST /token "));
    assert_eq!(of_tokens.count(), 3, "{lines:?}");
    assert!(!format!("{client:?}").contains("cret"));
}

#[tokio::test]
async fn a_secret_can_stand_in_the_body_and_scopes_can_be_fixed() {
    let peer = granting("token1", json!("3600")).await;
    let provider = ClientCredentials::new("id", "hush")
        .or_token_url("http://localhost:1/unused")
        .token_url(format!("{}/token", peer.url))
        .scopes(["all"])
        .in_body()
        .parameter("audience", "https://pets");
    assert!(!format!("{provider:?}").contains("hush"), "{provider:?}");
    let client = client(&peer.url, provider);
    assert_eq!(status(&client, READ).await, 204);
    assert_eq!(status(&client, &[&["oauth"]]).await, 204);
    let asked = peer.asked();
    assert_eq!(asked.len(), 3);
    assert!(!asked[0].contains("authorization"), "{}", asked[0]);
    assert!(
        asked[0].ends_with(
            "\r\n\r\ngrant_type=client_credentials&scope=all&client_id=id&client_secret=hush&audience=https%3A%2F%2Fpets"
        ),
        "{}",
        asked[0]
    );
}

#[tokio::test]
async fn calls_at_the_same_time_wait_for_one_token() {
    let peer = granting("token2", json!(3600)).await;
    let provider = ClientCredentials::new("id", "secret").or_token_url("/token");
    let client = client(&peer.url, provider);
    let calls = tokio::join!(
        status(&client, READ),
        status(&client, READ),
        status(&client, READ),
        status(&client, READ)
    );
    // The first token is refused to all of them, and replaced for all of them by the same second one.
    assert_eq!(calls, (204, 204, 204, 204));
    let lines = peer.lines();
    let of_tokens = lines.iter().filter(|line| line.starts_with("POST /token "));
    assert_eq!(of_tokens.count(), 2, "{lines:?}");
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_it_ends() {
    let peer = granting("token1", json!(0.4)).await;
    let provider = ClientCredentials::new("id", "secret").or_token_url("token");
    let client = client(&peer.url, provider);
    assert_eq!(status(&client, READ).await, 204);
    tokio::time::sleep(Duration::from_millis(250)).await;
    assert_eq!(status(&client, READ).await, 401);
    let lines = peer.lines();
    assert!(lines[2].starts_with("POST /token "), "{lines:?}");
}

#[tokio::test]
async fn what_a_token_endpoint_says_is_told_without_secrets() {
    let cases = [
        (
            answer(
                400,
                &json!({"error": "invalid_client", "error_description": "who\nare you?"}),
            ),
            "the token endpoint answered 400 Bad Request: invalid_client: who are you?",
        ),
        (
            answer(200, &json!({"error": "slow_down"})),
            "the token endpoint answered 200 OK: slow_down",
        ),
        (
            answer(500, &json!(["secret"])),
            "the token endpoint answered 500 Internal Server Error",
        ),
        (
            answer(200, &json!({"access_token": 17, "refresh_token": "secret"})),
            "the token endpoint answered without a token",
        ),
        (
            answer(200, &json!({"access_token": "secret", "token_type": "mac"})),
            "the token endpoint gave a token of the type `mac`",
        ),
    ];
    for (answered, expected) in cases {
        let peer = Peer::new(move |_| answered.clone()).await;
        let provider = ClientCredentials::new("id", "secret").or_token_url("/token");
        let client = client(&peer.url, provider);
        let error = refused(&client).await;
        assert!(error.ends_with(expected), "{error}");
        assert!(!error.contains("secret"), "{error}");
        assert_eq!(peer.asked().len(), 1);
    }
    let provider = ClientCredentials::new("id", "secret").or_token_url("");
    let error = refused(&client("http://localhost:1", provider)).await;
    assert!(error.ends_with("say it with `token_url`"), "{error}");
    let provider =
        ClientCredentials::new("id", "secret").or_token_url("http://127.0.0.1:1/t?secret");
    let client = client("http://localhost:1", provider);
    let error = client.request(http::Method::GET, READ).send().await;
    let error = error.unwrap_err();
    assert!(
        matches!(&error, SendError::Transport(error) if error.is_connect()),
        "{error:?}"
    );
    let error = chain::of(&error);
    assert!(
        error.starts_with("there is no token for `oauth`: no connection")
            && !error.contains("secret"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refresh_token_gives_tokens_and_is_replaced() {
    let count = AtomicUsize::new(1);
    let peer = Peer::new(move |text| {
        if text.starts_with("GET ") || text.starts_with("POST /pets ") {
            return accepts("token2")(text);
        }
        let number = count.fetch_add(1, Ordering::Relaxed);
        let body = json!({"access_token": format!("token{number}"), "refresh_token": format!("next{number}")});
        answer(200, &body)
    })
    .await;
    let told: &'static Mutex<Vec<String>> = Box::leak(Box::default());
    let provider = RefreshToken::new("id", "first")
        .or_token_url("/token")
        .on_rotation(|token| told.lock().unwrap().push(token.to_owned()));
    assert!(!format!("{provider:?}").contains("first"), "{provider:?}");
    let client = client(&peer.url, provider);
    assert_eq!(status(&client, READ).await, 204);
    let asked = peer.asked();
    let bodies = asked
        .iter()
        .map(|text| text.split_once("\r\n\r\n").unwrap().1);
    assert_eq!(
        bodies.collect::<Vec<_>>(),
        [
            "grant_type=refresh_token&refresh_token=first&client_id=id",
            "[1]",
            "grant_type=refresh_token&refresh_token=next1&client_id=id",
            "[1]",
        ]
    );
    assert_eq!(*told.lock().unwrap(), ["next1", "next2"]);
    let provider = RefreshToken::confidential("id", "hush", "first").in_body();
    assert!(!format!("{provider:?}").contains("hush"), "{provider:?}");
}

#[tokio::test]
async fn an_openid_provider_says_once_where_its_tokens_are() {
    let peer = Peer::new(|text| match text.split(' ').nth(1) {
        Some("/.well-known/openid-configuration") => {
            answer(200, &json!({"token_endpoint": "/tokens"}))
        }
        Some("/tokens") => answer(200, &json!({"access_token": "one"})),
        _ => empty(204),
    })
    .await;
    let provider =
        ClientCredentials::new("id", "hush").or_discovered_at("/.well-known/openid-configuration");
    let client = client(&peer.url, provider);
    assert_eq!(status(&client, READ).await, 204);
    assert_eq!(status(&client, &[&["oauth[other]"]]).await, 204);
    assert_eq!(
        peer.lines(),
        [
            "GET /.well-known/openid-configuration HTTP/1.1",
            "POST /tokens HTTP/1.1",
            "POST /pets HTTP/1.1",
            "POST /tokens HTTP/1.1",
            "POST /pets HTTP/1.1",
        ]
    );
}

#[tokio::test]
async fn an_openid_provider_that_says_nothing_is_told_of() {
    for (answered, expected) in [
        (empty(404), "the OpenID provider answered 404 Not Found"),
        (
            answer(200, &json!({"issuer": "x"})),
            "the OpenID provider does not say where its tokens are",
        ),
    ] {
        let peer = Peer::new(move |_| answered.clone()).await;
        let provider = RefreshToken::new("id", "hush").or_discovered_at("/about");
        let error = refused(&client(&peer.url, provider)).await;
        assert!(error.ends_with(expected), "{error}");
        assert_eq!(peer.lines(), ["GET /about HTTP/1.1"]);
    }
}
