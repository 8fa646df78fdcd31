//! Redirects, which the client follows by itself, so that no key reaches another host.

use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION,
    CONTENT_TYPE, COOKIE, HOST, HeaderName, LOCATION, PROXY_AUTHORIZATION, TRANSFER_ENCODING,
};
use http::{HeaderMap, Method, StatusCode};
use reqwest::Url;

use super::authorized::Authorized;
use super::body::Body;
use super::invalid::InvalidRequest;
use super::query_keys;
use super::transport::{Transport, TransportError};

/// What is never sent to another host.
const CONFIDENTIAL: [HeaderName; 4] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, HOST];

/// What says something of a body.
const OF_BODIES: [HeaderName; 6] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_LOCATION,
    CONTENT_TYPE,
    TRANSFER_ENCODING,
];

/// One request of a chain that redirects make.
#[derive(Clone)]
pub(super) struct Hop {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    /// Whether all before it went to the same host, so that it may have what is confidential.
    pub(super) is_trusted: bool,
}

impl Hop {
    /// The request as a transport takes it. The URL is among its extensions, so that it need not be parsed again.
    pub(super) fn request(&self) -> Result<http::Request<Body>, InvalidRequest> {
        let uri = http::Uri::try_from(self.url.as_str())
            .map_err(|error| InvalidRequest::new("its URL is not one").with_source(error))?;
        let mut request = http::Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers.clone();
        request.extensions_mut().insert(self.url.clone());
        Ok(request)
    }

    /// The same without its body, as one asks for what is there.
    fn become_get(&mut self) {
        if self.method != Method::HEAD {
            self.method = Method::GET;
        }
        self.body = Body::default();
        for name in OF_BODIES {
            self.headers.remove(name);
        }
    }
}

/// What holds for all requests of a chain.
pub(super) struct Chain<'a> {
    pub(super) transport: &'a dyn Transport,
    /// How many redirects are followed.
    pub(super) most: usize,
    /// The headers without what is confidential.
    pub(super) bare: &'a HeaderMap,
    /// Where the keys are that belong into the query.
    pub(super) authorized: &'a Authorized,
}

impl Chain<'_> {
    /// The answer at the end of the chain that begins with `first`, whose request this is.
    pub(super) async fn follow(
        &self,
        first: &Hop,
        mut request: http::Request<Body>,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut further: Vec<Hop> = Vec::new();
        loop {
            let response = self.transport.send(request).await;
            let response = match further.is_empty() {
                true => response?,
                false => response.map_err(TransportError::elsewhere)?,
            };
            let hop = further.last().unwrap_or(first);
            if self.most == 0 || !is_redirect(response.status()) {
                return Ok(response);
            }
            let Some(next) = self.next(hop, response.headers(), response.status()) else {
                return Ok(response);
            };
            let Ok(next_request) = next.request() else {
                return Ok(response);
            };
            let mut before = std::iter::once(first).chain(&further);
            let is_circle = before.any(|hop| hop.method == next.method && hop.url == next.url);
            if is_circle || further.len() >= self.most {
                return Err(TransportError::redirects(is_circle, self.most));
            }
            further.push(next);
            request = next_request;
        }
    }

    /// What a redirect asks for; `None` where it asks for nothing that can be sent.
    fn next(&self, hop: &Hop, headers: &HeaderMap, status: StatusCode) -> Option<Hop> {
        let mut url = hop.url.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        url.set_fragment(None);
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
        let mut next = Hop { url, ..hop.clone() };
        if becomes_get(status, &hop.method) {
            next.become_get();
        } else if !hop.body.can_repeat() {
            return None;
        }
        self.guard(hop, &mut next);
        Some(next)
    }

    /// Takes what is confidential out of a request to another host than the one before it. It does not come back when a
    /// later redirect leads back.
    fn guard(&self, hop: &Hop, next: &mut Hop) {
        next.is_trusted = hop.is_trusted && next.url.origin() == hop.url.origin();
        if next.is_trusted {
            query_keys::add(&mut next.url, self.authorized);
            return;
        }
        query_keys::remove(&mut next.url, self.authorized);
        let bare = self
            .bare
            .iter()
            .filter(|(name, _)| next.headers.contains_key(*name) && !CONFIDENTIAL.contains(name));
        let bare = bare.map(|(name, value)| (name.clone(), value.clone()));
        next.headers = bare.collect();
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Whether a redirect is followed with GET: after 303 whatever it was, and after a POST as everyone does it (RFC 9110,
/// sections 15.4.2 to 15.4.4).
fn becomes_get(status: StatusCode, method: &Method) -> bool {
    match status.as_u16() {
        303 => true,
        301 | 302 => *method == Method::POST,
        _ => false,
    }
}
