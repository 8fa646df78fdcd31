//! Redirects, which the client follows by itself, so that no key reaches another host.

use http::header::{
    CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, HOST,
    HeaderName, LOCATION, TRANSFER_ENCODING,
};
use http::{HeaderMap, Method, StatusCode};
use reqwest::Url;

use super::authorized::Authorized;
use super::body::Body;
use super::byte_stream::ByteStream;
use super::confidential;
use super::error::SendError;
use super::invalid::InvalidRequest;
use super::outgoing::Outgoing;
use super::query_keys;
use super::response::Response;
use super::transport::TransportError;

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

/// The request as a transport takes it.
impl TryFrom<Hop> for http::Request<Body> {
    type Error = InvalidRequest;

    fn try_from(hop: Hop) -> Result<Self, InvalidRequest> {
        let uri = http::Uri::try_from(hop.url.as_str()).map_err(InvalidRequest::of_url)?;
        let mut request = Self::new(hop.body);
        *request.method_mut() = hop.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = hop.headers;
        Ok(request)
    }
}

/// The answer at the end of a chain.
pub(super) struct Arrived {
    pub(super) response: Response<ByteStream>,
    /// Whether it is that of a host that was sent what is confidential.
    pub(super) is_trusted: bool,
}

/// A call on its way, wherever redirects lead.
pub(super) struct Chain<'a> {
    pub(super) call: &'a Outgoing,
    /// Where the keys are that belong into the query.
    pub(super) authorized: &'a Authorized,
    /// The first request, where hooks may have changed it.
    pub(super) changed: Option<&'a Hop>,
}

impl Chain<'_> {
    /// The answer at the end of the chain that begins with `first`. Since most answers are no redirects, what is needed to
    /// follow one is not kept until then.
    pub(super) async fn follow(&self, first: Hop) -> Result<Arrived, SendError> {
        let most = self.call.client.options().redirects;
        let carrier = self.call.client.carrier();
        let mut response = carrier.send(first).await?;
        let mut hops: Vec<Hop> = Vec::new();
        while most > 0 && is_redirect(response.status()) {
            if hops.is_empty() {
                hops.push(self.first());
            }
            let last = hops.last();
            let next = last.and_then(|hop| self.next(hop, response.headers(), response.status()));
            let Some(next) = next else {
                break;
            };
            let is_next = |hop: &Hop| hop.method == next.method && hop.url == next.url;
            let is_circle = hops.iter().any(is_next);
            if is_circle || hops.len() > most {
                return Err(TransportError::redirects(is_circle, most).into());
            }
            let answer = carrier.send(next.clone()).await;
            response = answer.map_err(SendError::elsewhere)?;
            hops.push(next);
        }
        Ok(Arrived {
            response,
            is_trusted: hops.last().is_none_or(|hop| hop.is_trusted),
        })
    }

    /// The first request once more.
    fn first(&self) -> Hop {
        match self.changed {
            Some(hop) => hop.clone(),
            None => self.call.prepare(self.authorized, self.call.body.clone()),
        }
    }

    /// What a redirect asks for; `None` where it asks for nothing that can be sent.
    fn next(&self, hop: &Hop, headers: &HeaderMap, status: StatusCode) -> Option<Hop> {
        // Some servers leave the characters of an address as they are; whoever joins it encodes them.
        let location = std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok()?;
        let mut url = hop.url.join(location).ok()?;
        let is_uri = http::Uri::try_from(url.as_str()).is_ok();
        if !is_uri || !matches!(url.scheme(), "http" | "https") {
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
        query_keys::remove(&mut next.url, &self.call.url, self.authorized);
        let goes_along = |name: &HeaderName| *name != HOST && !confidential::is_proof(name);
        let bare = self.call.headers.iter();
        let bare = bare.filter(|(name, _)| next.headers.contains_key(*name) && goes_along(name));
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
