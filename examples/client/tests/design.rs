//! The code that the documentation shows of a client, as it stands there, and what holds without a server.

use std::time::Duration;

use oasmith_example_client::dataset_activity;

use dataset_activity::{Client, Error};

async fn wait(_: Option<Duration>) {}

#[rustfmt::skip]
async fn shown(token: String) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder("https://example.com/api/v1").bearer_auth(token).build()?;

    // required parameters are arguments, optional ones are setters
    let page = client.list_dataset_activity("acme").limit(50).send().await?;      // the typed body
    let full = client.list_dataset_activity("acme").send_with_response().await?;  // body + status + headers

    // a paginated operation is also a Stream over its items, through all pages
    let mut events = client.list_dataset_activity("acme").stream();
    while let Some(event) = events.try_next().await? { drop(event); }

    match client.list_dataset_activity("acme").send().await {
        Ok(page) => drop(page),
        // every documented error, typed by status; the envelope that they all share is one call away
        Err(Error::Api(e)) if e.status() == 429 => wait(e.retry_after()).await,
        Err(Error::Api(e)) => eprintln!("{}: {}", e.body().code, e.body().detail),
        // what the document does not promise is never lost: status, headers and raw body are there
        Err(Error::Unexpected(e)) => drop(e),
        Err(e) => return Err(e.into()),   // transport, decoding (with the JSON path), timeout, invalid request
    }

    drop((page, full));
    Ok(())
}

fn assert_send<T: Send>(value: T) -> T {
    value
}

fn assert_stream<T: futures_core::Stream + Unpin + Send>(_: &T) {}

#[test]
fn futures_can_be_spawned_and_errors_are_small() {
    drop(assert_send(shown(String::new())));
    let client = Client::builder("http://localhost").build().unwrap();
    assert_stream(&client.list_dataset_activity("acme").stream());
    assert!(
        size_of::<Error<[u64; 100]>>() <= 48,
        "{}",
        size_of::<Error>()
    );
}

#[test]
fn no_secret_is_shown() {
    let builder = Client::builder("http://localhost").bearer_auth("hush");
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    let call = client.list_dataset_activity("acme");
    let request = client.request(http::Method::GET, &[&["bearerAuth"]]);
    let shown = format!(
        "{shown}{client:?}{call:?}{request:?}{:?}",
        call.clone().stream()
    );
    assert!(!shown.contains("hush"), "{shown}");
    assert!(shown.contains("bearerAuth"), "{shown}");
}

#[test]
fn a_base_url_is_checked() {
    for (url, reason) in [
        ("example.com", "not a URL"),
        ("ftp://example.com", "neither http nor https"),
        ("https://user:hush@example.com", "user or a password"),
        ("https://example.com?a=b", "query"),
    ] {
        let builder = Client::builder(url);
        assert!(!format!("{builder:?}").contains("hush"));
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(reason), "{url}: {error}");
        assert!(!error.contains("hush"), "{url}: {error}");
    }
    let error = Client::builder("http://localhost")
        .bearer_auth("hu\nsh")
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("`bearerAuth`"), "{error}");
    assert!(!error.to_string().contains("hu"), "{error}");
}
