//! Real sockets for the tests.
//!
//! Client and server are of two crates, so that each has types of its own: the tests compare them as JSON.

use std::net::SocketAddr;

use oasmith_example_client::dataset_activity::Client;
use oasmith_example_server::dataset_activity::server::BASE_PATH;
use serde::Serialize;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Serves a router under the document's base path; returns where.
pub async fn serve(router: axum::Router) -> SocketAddr {
    let (listener, address) = listen().await;
    let router = axum::Router::new().nest_service(BASE_PATH, router);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// A client for the API at `address`.
pub fn client(address: SocketAddr) -> Client {
    let base_url = format!("http://{address}/api/v1");
    Client::builder(base_url)
        .bearer_auth("token")
        .build()
        .unwrap()
}

/// What a value is on the wire.
pub fn wire(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// Answers every connection with `bytes` and closes it; with `hold`, keeps it open instead.
pub async fn canned(bytes: impl Into<Vec<u8>>, hold: bool) -> SocketAddr {
    let (listener, address) = listen().await;
    let bytes = bytes.into();
    tokio::spawn(async move {
        let mut held = Vec::new();
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            read_head(&mut socket).await;
            socket.write_all(&bytes).await.unwrap();
            if hold {
                held.push(socket);
            }
        }
    });
    address
}

async fn read_head(socket: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
}

/// Sends a request as it stands, and returns status, head and body of the answer.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> (u16, String, String) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_ascii_lowercase(), body.to_owned())
}

/// An answer with a JSON body.
pub fn json(status: &str, more: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{more}content-length: {length}\r\n\r\n{body}"
    )
}
