//! Callbacks, as a socket sees them.

use callbacks_api::client::webhooks::OnDataHeaders;
use callbacks_api::client::{Client, Error};
use callbacks_api::types::Reading;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

async fn receiver(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let told = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await.unwrap());
        }
        let text = format!("HTTP/1.1 {answer}");
        socket.write_all(text.as_bytes()).await.unwrap();
        String::from_utf8(head).unwrap()
    });
    (format!("http://{address}"), told)
}

fn client() -> Client {
    Client::builder("http://127.0.0.1:1").build().unwrap()
}

fn reading() -> Reading {
    serde_json::from_str(r#"{"at": "2026-01-02T03:04:05Z", "value": 1.5}"#).unwrap()
}

#[tokio::test]
async fn a_callback_goes_to_the_address_that_the_caller_made() {
    let (address, told) = receiver("202 Accepted\r\nx-pause: 3\r\ncontent-length: 0\r\n\r\n").await;
    let call = client()
        .webhooks()
        .on_data(format!("{address}/mine/data"), reading());
    let answer = call.send_with_response().await.unwrap();
    assert_eq!(
        OnDataHeaders::read(answer.headers()).unwrap().x_pause,
        Some(3)
    );
    let head = told.await.unwrap();
    assert!(head.starts_with("POST /mine/data HTTP/1.1\r\n"), "{head}");
}

#[tokio::test]
async fn what_the_receiver_refuses_with_is_typed() {
    let refusal = "400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{\"reason\":\"old\"}";
    let (address, _told) = receiver(refusal).await;
    let call = client().webhooks().on_data(address, reading());
    let Err(Error::Api(error)) = call.send().await else {
        panic!("no refusal");
    };
    assert_eq!(error.body().reason, "old");
}

#[tokio::test]
async fn callbacks_of_callbacks_and_of_components_are_sent_too() {
    let (address, told) = receiver("204 No Content\r\n\r\n").await;
    client()
        .webhooks()
        .delete_on_snooze(address)
        .send()
        .await
        .unwrap();
    assert!(told.await.unwrap().starts_with("DELETE / "));
    let (address, told) = receiver("204 No Content\r\n\r\n").await;
    client()
        .webhooks()
        .stream_ended(address)
        .send()
        .await
        .unwrap();
    assert!(told.await.unwrap().starts_with("POST / "));
}
