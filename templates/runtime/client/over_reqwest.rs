//! How requests go over reqwest.

use super::body::Body;
use super::builder::BuildError;
use super::platform::BoxFuture;
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
            let request = here::outgoing(request).await?;
            let response = self.0.execute(request).await?;
            Ok(here::incoming(response))
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
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod here {
    use std::pin::Pin;
    use std::sync::{Mutex, PoisonError};
    use std::task::{Context, Poll};
    use std::time::Duration;

    use bytes::Bytes;
    use futures_core::Stream;
    use http_body::{Body as _, Frame, SizeHint};
    use reqwest::Url;

    use super::super::byte_stream::ByteStream;
    use super::{Body, TransportError};

    pub(super) fn set_up(connect_timeout: Option<Duration>) -> reqwest::ClientBuilder {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false);
        match connect_timeout {
            Some(timeout) => builder.connect_timeout(timeout),
            None => builder,
        }
    }

    pub(super) async fn outgoing(
        request: http::Request<Body>,
    ) -> Result<reqwest::Request, TransportError> {
        let mut request = request.map(|body| match body.as_bytes() {
            Some(bytes) => bytes.clone().into(),
            None => reqwest::Body::wrap(Streamed {
                length: body.length(),
                stream: Mutex::new(body.into_stream()),
            }),
        });
        let url = request.extensions_mut().remove::<Url>();
        let url = url.filter(|url| is_same(url, request.uri()));
        let (Some(url), true) = (url, request.extensions().is_empty()) else {
            return Ok(request.try_into()?);
        };
        let (parts, body) = request.into_parts();
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body);
        Ok(request)
    }

    /// Whether nobody has changed the URI since it was made of the URL.
    fn is_same(url: &Url, uri: &http::Uri) -> bool {
        let path = || {
            let rest = url.as_str().strip_prefix(uri.scheme_str()?)?;
            let rest = rest.strip_prefix("://")?;
            rest.strip_prefix(uri.authority()?.as_str())
        };
        let expected = uri.path_and_query().map(|target| target.as_str());
        expected.is_some() && path() == expected
    }

    pub(super) fn incoming(response: reqwest::Response) -> http::Response<Body> {
        let response = http::Response::<reqwest::Body>::from(response);
        response.map(|body| Body::from(ByteStream::of_pieces(Frames(body))))
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

    /// The data of a body; its trailers are left out.
    struct Frames(reqwest::Body);

    impl Stream for Frames {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            loop {
                match Pin::new(&mut self.0).poll_frame(context) {
                    Poll::Ready(Some(Ok(frame))) => {
                        if let Ok(data) = frame.into_data() {
                            return Poll::Ready(Some(Ok(data)));
                        }
                    }
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error.into()))),
                    Poll::Ready(None) => return Poll::Ready(None),
                    Poll::Pending => return Poll::Pending,
                }
            }
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod here {
    use std::time::Duration;

    use super::super::byte_stream::ByteStream;
    use super::{Body, TransportError};

    /// The browser connects as it likes, and follows redirects by itself.
    pub(super) fn set_up(_: Option<Duration>) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
    }

    /// A browser sends no streams, so a stream is read first.
    pub(super) async fn outgoing(
        request: http::Request<Body>,
    ) -> Result<reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let bytes = match body.as_bytes() {
            Some(bytes) => bytes.clone(),
            None => {
                let mut all = Vec::new();
                let mut stream = body.into_stream();
                while let Some(piece) = stream.try_next().await? {
                    all.extend_from_slice(&piece);
                }
                all.into()
            }
        };
        Ok(http::Request::from_parts(parts, bytes).try_into()?)
    }

    pub(super) fn incoming(mut response: reqwest::Response) -> http::Response<Body> {
        let mut answer = http::Response::default();
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        answer.map(|()| Body::from(ByteStream::new(response.bytes_stream())))
    }
}
