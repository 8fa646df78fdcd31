//! Webhooks, as a socket sees them: where they go, what they hold, and what does not go with them.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use webhooks_api::client::{Client, Error, RetryPolicy};
use webhooks_api::types::Pet;

/// A server that tells each request it gets, and gives one answer after the other.
async fn receiver(
    answers: &'static [&'static str],
) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (tell, told) = tokio::sync::mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for answer in answers {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !is_whole(&request) {
                request.push(socket.read_u8().await.unwrap());
            }
            tell.send(String::from_utf8(request).unwrap()).unwrap();
            let head = "HTTP/1.1 ";
            let text = format!("{head}{answer}");
            socket.write_all(text.as_bytes()).await.unwrap();
        }
    });
    (format!("http://{address}"), told)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    body.len() == length.map_or(0, |length| length.parse().unwrap())
}

const SEEN: &str = "200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{\"seen\":true}";
const NOTHING: &str = "204 No Content\r\nconnection: close\r\n\r\n";
const GONE: &str = "410 Gone\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
const LATER: &str = "503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

fn pet() -> Pet {
    Pet {
        id: 7,
        name: "Rex".to_owned(),
    }
}

/// A client of an API at which nobody listens.
fn client() -> Client {
    Client::builder("http://127.0.0.1:1/api")
        .key("secret")
        .hook_token("token")
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_webhook_goes_where_it_is_told_without_the_keys_of_the_api() {
    let (address, mut told) = receiver(&[SEEN]).await;
    let call = client()
        .webhooks()
        .new_pet(format!("{address}/hook?of=me#part"), "e1", pet())
        .attempt(2);
    let receipt = call.send().await.unwrap();
    assert!(receipt.seen);
    let request = told.recv().await.unwrap();
    assert!(
        request.starts_with("POST /hook?of=me&attempt=2 HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(request.contains("\r\nx-event-id: e1\r\n"), "{request}");
    assert!(
        request.ends_with("\r\n\r\n{\"id\":7,\"name\":\"Rex\"}"),
        "{request}"
    );
    for hidden in ["secret", "token", "x-key", "authorization"] {
        assert!(!request.contains(hidden), "{request}");
    }
}

#[tokio::test]
async fn credentials_that_the_webhook_itself_asks_for_are_sent() {
    let (address, mut told) = receiver(&[NOTHING]).await;
    let call = client().webhooks().tell_of_closing(address.as_str());
    call.send().await.unwrap();
    let request = told.recv().await.unwrap();
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    assert!(
        request.contains("\r\nauthorization: Bearer token\r\n"),
        "{request}"
    );
    assert!(!request.contains("secret"), "{request}");
    let without = Client::builder("http://127.0.0.1:1").build().unwrap();
    let refused = without.webhooks().tell_of_closing(address).send().await;
    assert!(refused.unwrap_err().to_string().contains("hookToken"));
}

#[tokio::test]
async fn answers_and_retries_are_those_of_operations() {
    let (address, mut told) = receiver(&[GONE, LATER, NOTHING]).await;
    let hooks = client().webhooks();
    let gone = hooks.new_pet(&address, "e1", pet()).send().await;
    assert!(matches!(gone, Err(Error::Api(error)) if error.status() == 410));
    let patient = client().with(|options| {
        let policy = RetryPolicy::default().first_pause(Duration::from_millis(1));
        options.retries(policy)
    });
    let changed = patient.webhooks().put_new_pet(&address).body(pet());
    changed.send().await.unwrap();
    for method in ["POST", "PUT", "PUT"] {
        assert!(told.recv().await.unwrap().starts_with(method));
    }
}

#[tokio::test]
async fn what_is_no_address_is_refused_before_anything_is_sent() {
    let hooks = client().webhooks();
    for (url, reason) in [
        ("", "is none"),
        ("/hook", "is none"),
        ("ftp://127.0.0.1/hook", "none of HTTP"),
        ("data:text/plain,x", "none of HTTP"),
        ("http://user:hidden@127.0.0.1/", "holds a user"),
        ("http://hidden@127.0.0.1/", "holds a user"),
    ] {
        let error = hooks.shared(url).send().await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(reason), "{url}: {text}");
        assert!(!text.contains("hidden"), "{text}");
    }
}
