//! The body of a request, and of an answer before it is read.

use std::error::Error;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;

use super::byte_stream::ByteStream;
use super::platform::{MaybeSend, Shared};
use super::transport::TransportError;

/// The body of a request: bytes, or a stream of them. `Debug` shows how long it is, and nothing of it.
///
/// A clone of a stream shares it: whoever sends first takes it.
#[derive(Clone)]
pub struct Body(Kind);

#[derive(Clone)]
enum Kind {
    Bytes(Bytes),
    Stream {
        stream: Shared<Mutex<Option<ByteStream>>>,
        length: Option<u64>,
    },
}

impl Body {
    /// A body that is sent as it comes, its length not known before. It can be sent once.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<Box<dyn Error + Send + Sync>> + 'static,
    {
        Self::shared(ByteStream::new(stream), None)
    }

    /// The same, of which it is known that it is `length` bytes long.
    pub fn sized_stream<S, E>(stream: S, length: u64) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<Box<dyn Error + Send + Sync>> + 'static,
    {
        Self::shared(ByteStream::new(stream), Some(length))
    }

    fn shared(stream: ByteStream, length: Option<u64>) -> Self {
        Self(Kind::Stream {
            stream: Shared::new(Mutex::new(Some(stream))),
            length,
        })
    }

    /// The bytes, unless it is a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Stream { .. } => None,
        }
    }

    /// How long it is, where that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Kind::Stream { length, .. } => *length,
        }
    }

    /// Whether it can be sent more than once, as bytes can.
    pub fn can_repeat(&self) -> bool {
        self.as_bytes().is_some()
    }

    /// The body as a stream. One that was taken already is a stream of one error.
    pub fn into_stream(self) -> ByteStream {
        match self.claim().map(|body| body.0) {
            Some(Kind::Bytes(bytes)) => ByteStream::of(bytes),
            Some(Kind::Stream { stream, .. }) => take(&stream).unwrap_or_else(spent),
            None => spent(),
        }
    }

    /// The body for one who sends it: a stream is nobody else's from then on. `None` if it was taken already.
    pub(super) fn claim(self) -> Option<Self> {
        match &self.0 {
            Kind::Bytes(_) => Some(self),
            Kind::Stream { stream, length } => {
                let length = *length;
                take(stream).map(|stream| Self::shared(stream, length))
            }
        }
    }
}

fn take(stream: &Mutex<Option<ByteStream>>) -> Option<ByteStream> {
    let mut slot = stream.lock().unwrap_or_else(PoisonError::into_inner);
    slot.take()
}

fn spent() -> ByteStream {
    ByteStream::failed(TransportError::new(
        "the body was a stream and has been sent already",
    ))
}

impl Default for Body {
    fn default() -> Self {
        Self(Kind::Bytes(Bytes::new()))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.0 {
            Kind::Bytes(_) => "bytes",
            Kind::Stream { .. } => "stream",
        };
        match self.length() {
            Some(length) => write!(f, "Body({kind}, {length} bytes)"),
            None => write!(f, "Body({kind})"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<ByteStream> for Body {
    fn from(stream: ByteStream) -> Self {
        Self::shared(stream, None)
    }
}
