//! The client asks from code that is not async.

use std::sync::mpsc;
use std::thread;

use axum::Router;
use axum::http::Uri;
use blocking_api::client::{Client, IntoBlocking};

/// A server on a thread of its own.
fn serve() -> Client {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = { runtime }.enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let router = Router::new().fallback(async |uri: Uri| {
                let items = match uri.query() {
                    None => r#"["a","b"]"#,
                    Some("offset=2") => r#"["c"]"#,
                    Some(_) => "[]",
                };
                ([("content-type", "application/json")], items)
            });
            axum::serve(listener, router).await
        })
    });
    let address = receiver.recv().unwrap();
    Client::builder(format!("http://{address}"))
        .build()
        .unwrap()
}

#[test]
fn calls_and_streams_block() {
    let client = serve();
    assert_eq!(client.list_things().send_blocking().unwrap(), ["a", "b"]);
    let things: Result<Vec<String>, _> = client.list_things().stream().blocking().collect();
    assert_eq!(things.unwrap(), ["a", "b", "c"]);
    let pages = client.list_things().pages().blocking().map(Result::unwrap);
    assert_eq!(pages.map(|page| page.len()).collect::<Vec<_>>(), [2, 1, 0]);
}

#[tokio::test]
async fn async_code_gets_an_error() {
    let client = Client::builder("http://localhost:1").build().unwrap();
    let error = client.list_things().send_blocking().unwrap_err();
    assert!(error.to_string().contains("`.await` it"), "{error}");
}
