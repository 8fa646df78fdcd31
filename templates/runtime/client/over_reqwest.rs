//! How requests go over reqwest.

use super::body::Body;
use super::builder::BuildError;
use super::byte_stream::ByteStream;
use super::error::SendError;
use super::invalid::InvalidRequest;
use super::platform::BoxFuture;
use super::redirects::Hop;
use super::response::Response;
use super::transport::{Transport, TransportError};

/// What sends unless told otherwise.
#[derive(Debug, Clone)]
pub struct OverReqwest(pub reqwest::Client);

impl Transport for OverReqwest {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let request = http::Request::from_parts(parts, here::outgoing(body).await?);
            let response = self.0.execute(request.try_into()?).await?;
            let (status, headers, body) = here::incoming(response).into_parts();
            let mut response = http::Response::new(Body::from(body));
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}

impl OverReqwest {
    /// A client that leaves redirects to the caller.
    ///
    /// # Errors
    ///
    /// When the client cannot be made, for want of TLS for instance.
    pub fn new(connect_timeout: Option<std::time::Duration>) -> Result<Self, BuildError> {
        let client = here::set_up(connect_timeout).build();
        client
            .map(Self)
            .map_err(|error| BuildError::new(format!("the HTTP client cannot be made: {error}")))
    }

    /// Sends a request of ours, without a detour over the types of `http`.
    pub(super) async fn send_hop(&self, hop: Hop) -> Result<Response<ByteStream>, SendError> {
        let mut request = reqwest::Request::new(hop.method, hop.url);
        *request.headers_mut() = hop.headers;
        *request.body_mut() = Some(here::outgoing(hop.body).await?);
        match self.0.execute(request).await {
            Ok(response) => Ok(here::incoming(response)),
            Err(error) if error.is_builder() => {
                Err(InvalidRequest::of_url(error.without_url()).into())
            }
            Err(error) => Err(TransportError::from(error).into()),
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod here {
    use std::future::Future;
    use std::pin::{Pin, pin};
    use std::sync::{Mutex, PoisonError};
    use std::task::{Context, Poll};
    use std::time::Duration;

    use bytes::Bytes;
    use futures_core::Stream;
    use http_body::{Frame, SizeHint};

    use super::{Body, ByteStream, Response, TransportError};

    pub(super) fn set_up(connect_timeout: Option<Duration>) -> reqwest::ClientBuilder {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false);
        match connect_timeout {
            Some(timeout) => builder.connect_timeout(timeout),
            None => builder,
        }
    }

    pub(super) async fn outgoing(body: Body) -> Result<reqwest::Body, TransportError> {
        Ok(match body.as_bytes() {
            Some(bytes) => bytes.clone().into(),
            None => reqwest::Body::wrap(Streamed {
                length: body.length(),
                stream: Mutex::new(body.into_stream()),
            }),
        })
    }

    pub(super) fn incoming(mut response: reqwest::Response) -> Response<ByteStream> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        Response::new(status, headers, ByteStream::of_pieces(Chunks(response)))
    }

    /// A body as hyper takes it. It wants `Sync`, for which the lock is there; it is never waited for.
    struct Streamed {
        stream: Mutex<ByteStream>,
        length: Option<u64>,
    }

    impl http_body::Body for Streamed {
        type Data = Bytes;
        type Error = TransportError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
            let stream = self.stream.get_mut();
            let stream = stream.unwrap_or_else(PoisonError::into_inner);
            let next = Pin::new(stream).poll_next(context);
            next.map(|piece| piece.map(|piece| piece.map(Frame::data)))
        }

        fn size_hint(&self) -> SizeHint {
            self.length.map(SizeHint::with_exact).unwrap_or_default()
        }
    }

    /// The body of an answer; its trailers are left out.
    struct Chunks(reqwest::Response);

    impl Stream for Chunks {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            // What waits for a chunk keeps nothing of its own, so it can be made anew each time.
            let chunk = pin!(self.0.chunk()).poll(context);
            chunk.map(|chunk| chunk.map_err(TransportError::from).transpose())
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod here {
    use std::time::Duration;

    use super::{Body, ByteStream, Response, TransportError};

    /// The browser connects as it likes, and follows redirects by itself.
    pub(super) fn set_up(_: Option<Duration>) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
    }

    /// A browser sends no streams, so a stream is read first.
    pub(super) async fn outgoing(body: Body) -> Result<reqwest::Body, TransportError> {
        if let Some(bytes) = body.as_bytes() {
            return Ok(bytes.clone().into());
        }
        let mut all = Vec::new();
        let mut stream = body.into_stream();
        while let Some(piece) = stream.try_next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.into())
    }

    pub(super) fn incoming(mut response: reqwest::Response) -> Response<ByteStream> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        Response::new(status, headers, ByteStream::new(response.bytes_stream()))
    }
}
