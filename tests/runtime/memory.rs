//! Bodies that are larger than the memory that reading them takes.
//!
//! Memory is counted for whole processes, so that each of these tests runs in one of its own.

use std::pin::Pin;
use std::process::Command;
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

/// More than any of the readers may hold at a time.
const ROOM: u64 = 40 << 20;

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

/// Says to a process that it is there for one test.
const ALONE: &str = "OASMITH_TEST_ALONE";

/// Runs the test of this name in a process of its own. There it is `read`, which gives how much it has read.
fn alone(name: &str, read: impl Future<Output = u64>) {
    if std::env::var_os(ALONE).is_none() {
        let mut program = Command::new(std::env::current_exe().unwrap());
        let output = program.args(["--exact", name]).env(ALONE, "1").output();
        let said = String::from_utf8(output.unwrap().stdout).unwrap();
        assert!(said.contains("1 passed"), "{said}");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let before = peak();
    let read = runtime.block_on(read);
    assert_small(before, read);
}

/// The most memory that this process has had so far; none where the system does not say.
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

#[test]
fn ten_gigabytes_pass_through_a_stream_of_bytes() {
    alone(
        "memory::ten_gigabytes_pass_through_a_stream_of_bytes",
        read_bytes(),
    );
}

async fn read_bytes() -> u64 {
    let body = Again {
        text: "0123456789",
        times: (100_000, 10_000),
    };
    let opened = body.request().open().await.unwrap();
    assert_eq!(opened.status(), StatusCode::OK);
    let mut stream = opened.into_stream().into_body();
    let mut read = 0;
    while let Some(piece) = stream.try_next().await.unwrap() {
        read += u64::try_from(piece.len()).unwrap();
    }
    assert_eq!(read, body.length());
    assert_eq!(read, 10_000_000_000);
    read
}

/// A value that takes a kilobyte.
fn long_value(before: &str, after: &str) -> &'static str {
    format!("{before}\"{}\"{after}", "x".repeat(1000)).leak()
}

#[test]
fn values_are_not_kept_after_they_are_given() {
    alone(
        "memory::values_are_not_kept_after_they_are_given",
        read_lines(),
    );
}

async fn read_lines() -> u64 {
    let body = Again {
        text: long_value("", "\n"),
        times: (100, 1_000),
    };
    let opened = body.request().open().await.unwrap();
    let mut items = opened.lines::<String>().into_body();
    let mut count = 0;
    while let Some(value) = items.try_next().await.unwrap() {
        assert_eq!(value.len(), 1000);
        count += 1;
    }
    assert_eq!(count, 100_000);
    body.length()
}

#[test]
fn events_are_not_kept_after_they_are_given() {
    alone(
        "memory::events_are_not_kept_after_they_are_given",
        read_events(),
    );
}

async fn read_events() -> u64 {
    let body = Again {
        text: long_value("data: ", "\n\n"),
        times: (100, 1_000),
    };
    let request = body.request();
    let opened = request.clone().open().await.unwrap();
    let mut events = opened.events(request, events::json::<String>).into_body();
    let mut count = 0;
    while let Some(event) = events.try_next().await.unwrap() {
        assert_eq!(event.data.len(), 1000);
        count += 1;
    }
    assert_eq!(count, 100_000);
    body.length()
}
