//! The code that docs/client.md shows, as it stands there.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode};
use oasmith_example_client::dataset_activity::Client;
use oasmith_example_client::dataset_activity::client::{
    Attempt, AttemptEnd, Body, BoxFuture, ByteStream, Hook, InvalidRequest, RetryPolicy,
};

type Done = Result<(), Box<dyn std::error::Error>>;

async fn sign(_: &Method, _: impl Sized, _: &Body) -> Result<HeaderValue, InvalidRequest> {
    Err(InvalidRequest::new("no key"))
}

fn count(_: &str, _: u32, _: Option<StatusCode>, _: Duration) {}

#[rustfmt::skip]
async fn by_hand(client: Client, rows: ByteStream) -> Done {
    let request = client.request(Method::POST, &[&["bearerAuth"]]).path("/imports");
    let incoming = request.body("text/csv", Body::stream(rows)).open().await?;
    let mut pieces = incoming.into_stream().into_body();
    while let Some(piece) = pieces.try_next().await? { drop(piece); }
    Ok(())
}

#[rustfmt::skip]
async fn derived(client: Client) -> Done {
    let page = client
        .with(|options| options.timeout(Duration::from_secs(2)).without_retries())
        .list_dataset_activity("acme")
        .send()
        .await?;
    drop(page);
    Ok(())
}

struct Signing;

#[rustfmt::skip]
impl Hook for Signing {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
        Box::pin(async move {
            let signature = sign(attempt.method(), attempt.url(), attempt.body()).await?;
            attempt.headers_mut().insert("x-signature", signature);
            Ok(())
        })
    }

    fn after<'a>(&'a self, attempt: &'a mut Attempt, end: &'a AttemptEnd<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let name = attempt.operation().map_or("by hand", |operation| operation.id);
            count(name, attempt.number(), end.status(), end.duration());
        })
    }
}

#[rustfmt::skip]
fn set_up(base_url: &str) -> Result<[Client; 2], Box<dyn std::error::Error>> {
    let client = Client::builder(base_url).retries(RetryPolicy::new().attempts(4)).build()?;
    let signing = Client::builder(base_url).hook(Signing).build()?;
    Ok([client, signing])
}

fn assert_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn nothing_is_sent_that_a_hook_refuses() {
    let [client, signing] = set_up("http://localhost:1").unwrap();
    let rows = Body::stream(Never);
    drop(assert_send(by_hand(client.clone(), rows.into_stream())));
    drop(assert_send(derived(client)));
    let request = signing.request(Method::GET, &[]);
    let error = assert_send(request.send()).await.unwrap_err();
    assert_eq!(error.to_string(), "the request was not sent: no key");
}

/// A stream without an item.
struct Never;

impl futures_core::Stream for Never {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(None)
    }
}
