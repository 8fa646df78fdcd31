//! Bodies that are larger than the memory that reading them takes.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{Method, StatusCode};

use crate::client::body::Body;
use crate::client::events;
use crate::client::handle::Client;
use crate::client::platform::BoxFuture;
use crate::client::request::Request;
use crate::client::transport::{Transport, TransportError};

/// More than any of the readers may hold at a time, of what all tests of this program do at the same time.
const ROOM: u64 = 48 << 20;

/// A transport whose answer is this text, again and again, in new memory each time.
#[derive(Clone, Copy)]
struct Again {
    text: &'static str,
    /// How often it stands in a piece, and how many pieces there are.
    times: (usize, u64),
}

impl Transport for Again {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let response = http::Response::new(Body::stream(*self));
        Box::pin(async move { Ok(response) })
    }
}

impl Stream for Again {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (times, rest) = self.times;
        self.times.1 = rest.saturating_sub(1);
        let piece = || Bytes::from(self.text.repeat(times));
        Poll::Ready((rest > 0).then(|| Ok(piece())))
    }
}

impl Again {
    fn length(&self) -> u64 {
        let piece = self.text.len() * self.times.0;
        u64::try_from(piece).unwrap() * self.times.1
    }

    fn request(self) -> Request {
        let builder = Client::builder("http://localhost").transport(self);
        builder
            .build()
            .unwrap()
            .request(Method::GET, &[])
            .path("/a")
    }
}

/// The most memory that this program has had so far; none where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().unwrap() << 10)
}

/// That reading all of a body, which is larger than that, took no more memory than there is room for.
fn assert_small(before: Option<u64>, read: u64) {
    assert!(read > 2 * ROOM, "{read}");
    if let Some((before, after)) = before.zip(peak()) {
        assert!(after - before < ROOM, "{} bytes", after - before);
    }
}

#[tokio::test]
async fn ten_gigabytes_pass_through_a_stream_of_bytes() {
    let body = Again {
        text: "0123456789",
        times: (100_000, 10_000),
    };
    let before = peak();
    let opened = body.request().open().await.unwrap();
    assert_eq!(opened.status(), StatusCode::OK);
    let mut stream = opened.into_stream().into_body();
    let mut read = 0;
    while let Some(piece) = stream.try_next().await.unwrap() {
        read += u64::try_from(piece.len()).unwrap();
    }
    assert_eq!(read, body.length());
    assert_eq!(read, 10_000_000_000);
    assert_small(before, read);
}

/// A value that takes a kilobyte.
fn long_value(before: &str, after: &str) -> &'static str {
    format!("{before}\"{}\"{after}", "x".repeat(1000)).leak()
}

#[tokio::test]
async fn values_are_not_kept_after_they_are_given() {
    let body = Again {
        text: long_value("", "\n"),
        times: (100, 1_000),
    };
    let before = peak();
    let opened = body.request().open().await.unwrap();
    let mut items = opened.lines::<String>().into_body();
    let mut count = 0;
    while let Some(value) = items.try_next().await.unwrap() {
        assert_eq!(value.len(), 1000);
        count += 1;
    }
    assert_eq!(count, 100_000);
    assert_small(before, body.length());
}

#[tokio::test]
async fn events_are_not_kept_after_they_are_given() {
    let body = Again {
        text: long_value("data: ", "\n\n"),
        times: (100, 1_000),
    };
    let before = peak();
    let request = body.request();
    let opened = request.clone().open().await.unwrap();
    let mut events = opened.events(request, events::json::<String>).into_body();
    let mut count = 0;
    while let Some(event) = events.try_next().await.unwrap() {
        assert_eq!(event.data.len(), 1000);
        count += 1;
    }
    assert_eq!(count, 100_000);
    assert_small(before, body.length());
}
