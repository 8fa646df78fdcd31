//! With what, and for how long, a connection is made.

use std::time::Duration;

use http::Method;
use reqwest::redirect::Policy;
use tokio::net::{TcpSocket, TcpStream};

use crate::client::auth::Credential;
use crate::client::error::Error;
use crate::client::handle::Client;
use crate::peer::Peer;

#[tokio::test]
async fn an_http_client_of_ones_own_is_sent_with() {
    let other = Peer::answering(&[("204 No Content", "")]).await;
    let there = format!("location: {}\r\n", other.url("/b"));
    let first = Peer::answering(&[("307 Temporary Redirect", &there)]).await;
    let own = reqwest::Client::builder()
        .user_agent("mine/1")
        .redirect(Policy::none())
        .referer(false)
        .build()
        .unwrap();
    let client = Client::builder(first.url(""))
        .http_client(own)
        .credential("key", Credential::header_key("x-key", "secret"))
        .build()
        .unwrap();
    let request = client.request(Method::GET, &[&["key"]]);
    assert_eq!(request.path("/a").send().await.unwrap().status(), 204);
    let (own, foreign) = (first.asked().concat(), other.asked().concat());
    assert!(
        own.contains("user-agent: mine/1\r\n") && own.contains("x-key: secret\r\n"),
        "{own}"
    );
    assert!(
        foreign.contains("user-agent: mine/1\r\n") && !foreign.contains("secret"),
        "{foreign}"
    );
}

/// Linux answers no more connections than a listener has room for.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_is_not_waited_for_for_ever() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut taken = Vec::new();
    let mut is_full = false;
    while !is_full {
        let next = TcpStream::connect(address);
        match tokio::time::timeout(Duration::from_millis(200), next).await {
            Ok(stream) => taken.push(stream.unwrap()),
            Err(_) => is_full = true,
        }
    }
    let client = Client::builder(format!("http://{address}"))
        .connect_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let call = client.request(Method::GET, &[]).send();
    let outcome = tokio::time::timeout(Duration::from_secs(5), call).await;
    let error = Error::<()>::from(outcome.unwrap().unwrap_err());
    assert!(error.is_connect() && error.is_timeout(), "{error:?}");
}
