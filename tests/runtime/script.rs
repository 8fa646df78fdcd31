//! A transport that answers as a script says, and bodies that come in pieces.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::client::body::Body;
use crate::client::handle::Client;
use crate::client::incoming::Incoming;
use crate::client::platform::BoxFuture;
use crate::client::transport::{Transport, TransportError};

/// How much of a body is read into memory.
pub const LIMIT: usize = 64;

/// A body that comes in these pieces.
struct Pieces(Vec<&'static str>);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.0.pop();
        Poll::Ready(piece.map(|piece| match piece {
            "broken" => Err(TransportError::new("the connection broke")),
            piece => Ok(Bytes::from_static(piece.as_bytes())),
        }))
    }
}

pub fn body(pieces: &[&'static str]) -> Body {
    Body::stream(Pieces(pieces.iter().rev().copied().collect()))
}

pub fn incoming(pieces: &[&'static str]) -> Incoming {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", "text/event-stream".parse().unwrap());
    Incoming::new(StatusCode::OK, headers, body(pieces).into_stream(), LIMIT)
}

/// An answer of the script: its status, a header, and the pieces of its body.
pub type Reply = (u16, (&'static str, &'static str), &'static [&'static str]);

/// The header of an answer that is made of events.
pub const EVENTS: (&str, &str) = ("content-type", "text/event-stream");

/// A transport that gives these answers, one after the other, and keeps what it was sent.
#[derive(Clone, Default)]
pub struct Script {
    answers: Arc<Mutex<Vec<Reply>>>,
    sent: Arc<Mutex<Vec<(HeaderMap, Body)>>>,
}

impl Script {
    pub fn new(answers: &[Reply]) -> Self {
        let script = Self::default();
        *script.answers.lock().unwrap() = answers.iter().rev().copied().collect();
        script
    }

    pub fn client(&self) -> Client {
        let builder = Client::builder("http://localhost").max_body_bytes(LIMIT);
        builder.transport(self.clone()).build().unwrap()
    }

    /// The requests in their order.
    pub fn sent(&self) -> Vec<(HeaderMap, Body)> {
        self.sent.lock().unwrap().clone()
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let (parts, body) = request.into_parts();
        self.sent.lock().unwrap().push((parts.headers, body));
        let next = self.answers.lock().unwrap().pop();
        Box::pin(async move {
            let next = next.ok_or_else(|| TransportError::new("no more answers"))?;
            let (status, (name, value), pieces) = next;
            let mut response = http::Response::new(self::body(pieces));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            let (name, value) = (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
            response.headers_mut().insert(name, value);
            Ok(response)
        })
    }
}
