//! A server in the same process, in place of one behind a socket.

use std::convert::Infallible;

use axum::Router;
use http::HeaderValue;
use http::header::{CONTENT_LENGTH, HOST};
use tower_service::Service;

use super::body::Body;
use super::platform::BoxFuture;
use super::transport::{Transport, TransportError};

/// Hands requests to a router in the same process, so that a test needs no socket. Give it to
/// `ClientBuilder::transport`; the host of the base URL may be any, its path is the router's business.
#[derive(Debug, Clone)]
pub struct InProcess(Router);

impl InProcess {
    /// Hands requests to `router`.
    pub fn new(router: Router) -> Self {
        Self(router)
    }
}

impl Transport for InProcess {
    fn send(
        &self,
        mut request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        complete(&mut request);
        let request = request.map(|body| match body.as_bytes() {
            Some(bytes) => axum::body::Body::from(bytes.clone()),
            None => axum::body::Body::from_stream(body.into_stream()),
        });
        let answer = self.0.clone().call(request);
        Box::pin(async move {
            let response: Result<_, Infallible> = answer.await;
            let response = response.map_err(TransportError::new)?;
            Ok(response.map(|body| Body::stream(body.into_data_stream())))
        })
    }
}

/// Adds the headers that HTTP libraries add, and leaves of the URL what a server sees of it.
fn complete(request: &mut http::Request<Body>) {
    let length = request.body().length().filter(|length| *length > 0);
    let host = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    let host = host.and_then(|host| HeaderValue::from_str(host).ok());
    if let Some(target) = request.uri().path_and_query().cloned() {
        *request.uri_mut() = http::Uri::from(target);
    }
    let headers = request.headers_mut();
    if let Some(host) = host {
        headers.entry(HOST).or_insert(host);
    }
    if let Some(length) = length {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
}
