//! Which credentials a call is sent with, and what is said where there are none.

use crate::client::auth::{Credential, Security};
use crate::client::authorized;
use crate::client::builder::ClientBuilder;
use crate::client::error::{Error, SendError};
use crate::client::handle::Client;
use crate::witness::{Peer, empty};

const SECRET: &str = "hush";

fn all(builder: ClientBuilder) -> ClientBuilder {
    builder
        .credential("token", Credential::bearer(SECRET))
        .credential("user", Credential::basic("me", SECRET))
        .credential("head", Credential::header_key("X-Key", SECRET))
        .credential("query", Credential::query_key("key", SECRET))
        .credential("cookie", Credential::cookie_key("sid", SECRET))
        .credential("custom", Credential::http("Token", SECRET))
        .credential("certificate", Credential::elsewhere())
}

/// What is sent of a call that needs `security`.
async fn sent(security: Security) -> String {
    let peer = Peer::new(|_| empty(204)).await;
    let client = all(Client::builder(&peer.url)).build().unwrap();
    let request = client.request(http::Method::GET, security).path("/a");
    assert_eq!(request.send().await.unwrap().status(), 204);
    peer.asked().concat()
}

async fn refused(client: &Client, security: Security) -> String {
    let request = client.request(http::Method::GET, security);
    match request.send().await {
        Err(SendError::InvalidRequest(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_kind_is_sent_where_it_belongs() {
    let cases: [(Security, &[&str]); 6] = [
        (&[&["token"]], &["authorization: Bearer hush\r\n"]),
        (&[&["user"]], &["authorization: Basic bWU6aHVzaA==\r\n"]),
        (&[&["head"]], &["x-key: hush\r\n"]),
        (&[&["query"]], &["GET /a?key=hush "]),
        (&[&["cookie"]], &["cookie: sid=hush\r\n"]),
        (&[&["custom"]], &["authorization: Token hush\r\n"]),
    ];
    for (security, expected) in cases {
        let text = sent(security).await;
        for part in expected {
            assert!(text.contains(part), "{part:?} is not in {text}");
        }
        assert_eq!(
            text.matches("hush").count() + text.matches("bWU6").count(),
            1,
            "{text}"
        );
    }
    let text = sent(&[&["certificate"]]).await;
    assert!(!text.contains("authorization"), "{text}");
}

#[tokio::test]
async fn all_of_one_alternative_are_sent_and_nothing_of_the_others() {
    let text = sent(&[
        &["absent", "head"],
        &["query", "cookie", "certificate"],
        &["token"],
    ])
    .await;
    assert!(text.starts_with("GET /a?key=hush "), "{text}");
    assert!(text.contains("cookie: sid=hush\r\n"), "{text}");
    assert!(
        !text.contains("x-key") && !text.contains("authorization"),
        "{text}"
    );
}

#[tokio::test]
async fn nothing_is_sent_unless_it_is_needed() {
    for security in [&[] as Security, &[&[]], &[&["absent"], &[]]] {
        let text = sent(security).await;
        assert!(
            !text.contains("hush") && !text.contains("authorization"),
            "{text}"
        );
    }
    // A name with brackets is one all the same.
    let peer = Peer::new(|_| empty(204)).await;
    let odd = Credential::header_key("x-odd", "1");
    let client = Client::builder(&peer.url).credential("odd[key]", odd);
    let client = client.build().unwrap();
    let request = client.request(http::Method::GET, &[&["odd[key]"]]);
    request.send().await.unwrap();
    assert!(peer.asked().concat().contains("x-odd: 1"));
    // What is optional is sent by those who have it.
    let text = sent(&[&[], &["token[a]"]]).await;
    assert!(text.contains("authorization: Bearer hush\r\n"), "{text}");
}

#[tokio::test]
async fn what_would_do_is_said_and_nothing_is_sent() {
    let peer = Peer::new(|_| empty(204)).await;
    let client = Client::builder(&peer.url).credential("key", Credential::header_key("k", SECRET));
    let client = client.build().unwrap();
    let error = refused(&client, &[&["oauth[a b]", "key"], &["digest"]]).await;
    assert_eq!(
        error,
        "the request was not sent: no credential that this operation accepts was given; what would do: `oauth` with \
         the scopes a, b, from `ClientBuilder::oauth_token` and `key`, from `ClientBuilder::api_key`, or `digest`, from \
         `ClientBuilder::credential`"
    );
    assert!(peer.asked().is_empty());
}

#[tokio::test]
async fn a_key_of_the_query_is_known_by_its_name() {
    let peer = Peer::new(|_| empty(204)).await;
    let client = Client::builder(&peer.url)
        .credential("one", Credential::query_key("key", "demo"))
        .credential("two", Credential::query_key("other", "demo"))
        .build()
        .unwrap();
    let request = client
        .request(http::Method::GET, &[&["one", "two"]])
        .path("/a");
    request.query("q", "demo").send().await.unwrap();
    assert_eq!(peer.lines(), ["GET /a?q=demo&key=demo&other=demo HTTP/1.1"]);
}

#[tokio::test]
async fn two_credentials_in_one_header_are_refused() {
    let peer = Peer::new(|_| empty(204)).await;
    let client = all(Client::builder(&peer.url)).build().unwrap();
    let security: Security = &[&["token", "user"]];
    assert_eq!(
        refused(&client, security).await,
        "the request was not sent: two credentials that are needed together are both sent in the header \
         `authorization`; `Credential::elsewhere` leaves out one of them"
    );
    assert!(peer.asked().is_empty());
    // One token for both is no contradiction, and neither is what is sent elsewhere.
    for other in [Credential::bearer(SECRET), Credential::elsewhere()] {
        let client = client.with_credential("user", other).unwrap();
        client
            .request(http::Method::GET, security)
            .send()
            .await
            .unwrap();
    }
    for text in peer.asked() {
        assert_eq!(
            text.matches("authorization: Bearer hush\r\n").count(),
            1,
            "{text}"
        );
    }
}

#[test]
fn a_cookie_is_refused_by_its_name() {
    let build = |name| {
        Client::builder("http://localhost:1")
            .credential("session", Credential::cookie_key(name, SECRET))
            .build()
    };
    for name in ["", "a b", "a=b", "a;b", "a,b", "\"a\"", "a\nb", "ä"] {
        let error = build(name).unwrap_err();
        assert!(error.to_string().contains("`session`"), "{name:?}: {error}");
    }
    for name in ["sid", "__Host-id", "user[id]", "a:b"] {
        build(name).unwrap();
    }
}

#[tokio::test]
async fn a_derived_client_has_another_credential() {
    let peer = Peer::new(|_| empty(204)).await;
    let client = Client::builder(&peer.url).build().unwrap();
    let security: Security = &[&["token"]];
    let derived = client
        .with_credential("token", Credential::bearer("one"))
        .unwrap();
    let request = derived.request(http::Method::GET, security);
    request.send().await.unwrap();
    assert!(
        peer.asked()
            .concat()
            .contains("authorization: Bearer one\r\n")
    );
    // The first client stays as it was.
    refused(&client, security).await;
    let error = client
        .with_credential("token", Credential::bearer("\n"))
        .unwrap_err();
    assert!(error.to_string().contains("`token`"), "{error}");
}

#[tokio::test]
async fn what_is_added_is_confidential() {
    let client = all(Client::builder("http://localhost:1")).build().unwrap();
    let security: Security = &[&["user", "head", "query", "cookie"]];
    let authorized = authorized(&client, security).await.unwrap();
    let mut headers = http::HeaderMap::new();
    authorized.apply(&mut headers);
    let mut names: Vec<&str> = headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["authorization", "cookie", "x-key"]);
    assert!(headers.values().all(|value| value.is_sensitive()));
    assert_eq!(
        authorized.query().map(|(name, _)| name).collect::<Vec<_>>(),
        ["key"]
    );
    for shown in [format!("{authorized:?}"), format!("{client:?}")] {
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[tokio::test]
async fn an_answer_401_to_what_cannot_be_renewed_stays() {
    let peer = Peer::new(|_| empty(401)).await;
    let client = all(Client::builder(&peer.url)).build().unwrap();
    for security in [&[&["token"] as &[_]] as Security, &[&["user"]], &[]] {
        let answer = client.request(http::Method::GET, security).send().await;
        assert_eq!(answer.unwrap().status(), 401);
    }
    assert_eq!(peer.asked().len(), 3);
    let error: Error<()> =
        SendError::InvalidRequest(crate::client::invalid::InvalidRequest::new("x")).into();
    assert!(error.status().is_none());
}
