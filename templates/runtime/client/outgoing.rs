//! How a call is sent.

use http::{HeaderMap, Method};
use reqwest::Url;

use super::auth::{Authorized, Security};
use super::body::Body;
use super::deadline::Deadline;
use super::encode;
use super::error::SendError;
use super::handle::Client;
use super::incoming::Incoming;
use super::invalid::InvalidRequest;

/// A call that can be sent as it is, but for its credentials.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) client: Client,
    pub(super) method: Method,
    /// Where it goes, without the keys that belong into the query.
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    pub(super) security: Security,
}

impl Outgoing {
    /// Sends the call, and gives the answer as soon as its headers are there.
    pub(super) async fn open(self) -> Result<Incoming, SendError> {
        let deadline = Deadline::after(self.client.timeout());
        let authorized = self.client.credentials().authorize(self.security)?;
        let limit = self.client.max_body_bytes();
        let client = self.client.clone();
        let request = self.into_http(authorized)?;
        let response = deadline.bound(client.transport().send(request)).await??;
        let (parts, body) = response.into_parts();
        let body = body.into_stream().bounded(deadline, None);
        Ok(Incoming::new(parts.status, parts.headers, body, limit))
    }

    fn into_http(mut self, authorized: Authorized) -> Result<http::Request<Body>, InvalidRequest> {
        add_keys(&mut self.url, &authorized);
        authorized.apply(&mut self.headers);
        let spent = || InvalidRequest::new("the body was a stream and has been sent already");
        let mut request = http::Request::new(self.body.claim().ok_or_else(spent)?);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri(&self.url)?;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

fn uri(url: &Url) -> Result<http::Uri, InvalidRequest> {
    let uri = http::Uri::try_from(url.as_str());
    uri.map_err(|error| InvalidRequest::new("its URL is not one").with_source(error))
}

/// Adds the keys that belong into the query.
fn add_keys(url: &mut Url, authorized: &Authorized) {
    let mut query = url.query().unwrap_or_default().to_owned();
    let length = query.len();
    for (name, key) in authorized.query() {
        encode::begin_pair(&mut query, &encode::text(name));
        encode::push(&mut query, key);
    }
    if query.len() > length {
        url.set_query(Some(&query));
    }
}
