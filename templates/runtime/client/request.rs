//! A call being put together. The operations of the client are made of these, and so can be a call to what the document
//! does not describe.

use std::fmt;

use bytes::Bytes;
use http::header::{
    ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, InvalidHeaderValue,
};
use http::{HeaderMap, Method};
use reqwest::Url;
use serde::Serialize;

use super::answer::Answer;
use super::auth::Security;
use super::body::Body;
use super::encode;
use super::error::SendError;
use super::handle::Client;
use super::idempotency;
use super::incoming::Incoming;
use super::invalid::InvalidRequest;
use super::operation::Operation;
use super::outgoing::Outgoing;
use super::tree::Tree;

/// For how long a path or a query there is room at first, so that most need not grow.
const ROOM: usize = 64;

/// A call being put together. What cannot be sent is remembered, and [`Request::send`] says it instead of sending. `Debug`
/// shows neither where it goes nor what it says, because there may be keys in it.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request(pub(super) Box<Draft>);

/// What is known of it so far. It is in a box, since each step hands the request on.
#[derive(Clone)]
pub(super) struct Draft {
    client: Client,
    operation: Option<&'static Operation>,
    method: Method,
    security: Security,
    server: Option<String>,
    /// The URL that it goes to in place of one below the API's own; its query is `query`.
    target: Option<Url>,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    body: Body,
    pub(super) key_header: Option<HeaderName>,
    fault: Option<InvalidRequest>,
}

impl Draft {
    /// Where it goes, unless it goes to a page that an answer has named.
    fn url(&self, query: &str) -> Result<Url, InvalidRequest> {
        self.client.url(self.server.as_deref(), &self.path, query)
    }
}

impl Request {
    /// Begins a call that may be authorized by `security`.
    pub fn new(client: Client, method: Method, security: Security) -> Self {
        Self(Box::new(Draft {
            client,
            operation: None,
            method,
            security,
            server: None,
            target: None,
            path: String::with_capacity(ROOM),
            query: String::with_capacity(ROOM),
            headers: HeaderMap::new(),
            body: Body::default(),
            key_header: None,
            fault: None,
        }))
    }

    /// Begins the same call by the name of its method.
    pub fn by(client: Client, method: &str, security: Security) -> Self {
        let named = Method::from_bytes(method.as_bytes());
        Self::new(client, Method::default(), security).attempt(|request| {
            request.method = named.map_err(|error| {
                InvalidRequest::new(format!("`{method}` is no method")).with_source(error)
            })?;
            Ok(())
        })
    }

    /// Begins a call of an operation.
    pub fn of(client: Client, operation: &'static Operation, security: Security) -> Self {
        let mut request = Self::by(client, operation.method, security);
        request.0.operation = Some(operation);
        request
    }

    /// Sends to a server that the operation has for itself: the one that was set by this name with
    /// [`ClientBuilder::server`](super::builder::ClientBuilder::server), else the one at `url`, which may be relative to the
    /// client's. Where the client was begun with a URL that is no server of the document, it is sent to that URL.
    pub fn server(self, name: &str, url: &str) -> Self {
        self.attempt(|request| {
            request.server = request.client.own_server(name, url)?;
            Ok(())
        })
    }

    /// Sends to this URL and to no server of the API: a webhook. Credentials go with it only as far as the call asks for
    /// them; those that the URL itself may hold are refused, since they would show in logs and errors.
    pub fn to(self, url: &str) -> Self {
        self.attempt(|request| {
            let mut target = Url::parse(url).map_err(|error| {
                InvalidRequest::new("the address that it is to go to is none").with_source(error)
            })?;
            if !matches!(target.scheme(), "http" | "https") {
                let message = "the address that it is to go to is none of HTTP";
                return Err(InvalidRequest::new(message));
            }
            if !target.username().is_empty() || target.password().is_some() {
                let message = "the address that it is to go to holds a user or a password";
                return Err(InvalidRequest::new(message));
            }
            request.query = target.query().unwrap_or_default().to_owned();
            target.set_query(None);
            target.set_fragment(None);
            request.target = Some(target);
            Ok(())
        })
    }

    /// Says which media types the answer may have.
    pub fn accept(self, media_types: &'static str) -> Self {
        self.attempt(|request| {
            let value = HeaderValue::from_maybe_shared(Bytes::from_static(media_types.as_bytes()))
                .map_err(no_media_type)?;
            request.headers.insert(ACCEPT, value);
            Ok(())
        })
    }

    /// Sets a JSON body of this media type.
    pub fn json(self, media_type: &str, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(text) => self.bytes(media_type, text.into()),
            Err(error) => self.attempt(|_| {
                let message = "the body cannot be written as JSON";
                Err(InvalidRequest::new(message).with_source(error))
            }),
        }
    }

    /// Sets a body of this media type, sent as it is.
    pub fn bytes(self, media_type: &str, body: Bytes) -> Self {
        self.body(media_type, body)
    }

    /// Sets a body of this media type: bytes, or a stream of them.
    pub fn body(self, media_type: &str, body: impl Into<Body>) -> Self {
        let body = body.into();
        self.attempt(|request| {
            let value = self::media_type(media_type)?;
            request.headers.insert(CONTENT_TYPE, value);
            request.body = body;
            Ok(())
        })
    }

    /// The query parameter of that name as it is sent, percent-encoded; the first of several.
    pub fn query_text(&self, name: &str) -> Option<&str> {
        let name = encode::text(name);
        let mut pairs = self.0.query.split('&');
        pairs.find_map(|pair| pair.strip_prefix(name.as_str())?.strip_prefix('='))
    }

    /// The same call with a query parameter in the place of what it had under that name.
    pub fn with_query(mut self, name: &str, text: &str) -> Self {
        let name = encode::text(name);
        self.0.query = without(&self.0.query, &name);
        encode::push_pair(&mut self.0.query, &name, &encode::text(text));
        self
    }

    /// The same call to another URL, which may be relative to its own: the address of a next page. It has to be of the same
    /// origin, since the call carries credentials. Where only its `https` was lost on the way, behind a proxy, it is put back.
    ///
    /// # Errors
    ///
    /// When it is no URL, or one of another origin.
    pub fn at(mut self, url: &str) -> Result<Self, InvalidRequest> {
        let own = match &self.0.target {
            Some(target) => target.clone(),
            None => self.0.url("")?,
        };
        let mut target = own.join(url).map_err(|error| {
            InvalidRequest::new("the address that it is to go to next is none").with_source(error)
        })?;
        if own.scheme() == "https" && target.scheme() == "http" && target.port().is_none() {
            // Another scheme of this kind can always be set.
            let _ = target.set_scheme("https");
        }
        let names_user = !target.username().is_empty() || target.password().is_some();
        if target.origin() != own.origin() || names_user {
            let message = "it would go to another origin, which must not see its credentials";
            return Err(InvalidRequest::new(message));
        }
        self.0.query = target.query().unwrap_or_default().to_owned();
        target.set_query(None);
        target.set_fragment(None);
        self.0.target = Some(target);
        Ok(self)
    }

    /// Sends the request and reads the answer.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent as it is, and when no whole answer comes.
    pub async fn send(self) -> Result<Answer, SendError> {
        Ok(self.open().await?.read().await?)
    }

    /// Sends the request and gives the answer as soon as its status and headers are there, the body unread.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent as it is, and when no answer comes.
    pub async fn open(self) -> Result<Incoming, SendError> {
        self.into_outgoing()?.open().await
    }

    fn into_outgoing(self) -> Result<Box<Outgoing>, InvalidRequest> {
        let mut draft = *self.0;
        if let Some(fault) = draft.fault {
            return Err(fault);
        }
        check_dots(&draft.path)?;
        let url = match draft.target.take() {
            Some(target) => with_query(target, &draft.query),
            None => draft.url(&draft.query)?,
        };
        let chosen = draft.client.options().idempotency_key.as_deref();
        announce_nothing(&draft.method, &draft.body, &mut draft.headers);
        let is_keyed = idempotency::fill(&mut draft.headers, draft.key_header, chosen)?;
        Ok(Box::new(Outgoing {
            client: draft.client,
            operation: draft.operation,
            method: draft.method,
            url,
            headers: draft.headers,
            body: draft.body,
            security: draft.security,
            is_keyed,
        }))
    }

    /// Remembers why the request cannot be sent, unless that is known already.
    pub fn refused(self, fault: InvalidRequest) -> Self {
        self.attempt(|_| Err(fault))
    }

    /// Takes one step, unless an earlier one has failed.
    pub(super) fn attempt(
        mut self,
        step: impl FnOnce(&mut Draft) -> Result<(), InvalidRequest>,
    ) -> Self {
        if self.0.fault.is_none() {
            self.0.fault = step(&mut self.0).err();
        }
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.0.operation)
            .field("method", &self.0.method)
            .field("body", &self.0.body)
            .finish_non_exhaustive()
    }
}

fn media_type(text: &str) -> Result<HeaderValue, InvalidRequest> {
    HeaderValue::from_str(text).map_err(no_media_type)
}

fn no_media_type(error: InvalidHeaderValue) -> InvalidRequest {
    InvalidRequest::new("no media type").with_source(error)
}

/// What the value of a parameter is.
pub(super) fn to_value(
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<Tree, InvalidRequest> {
    Tree::of(value).map_err(|error| {
        InvalidRequest::new(format!("the parameter `{name}` cannot be written")).with_source(error)
    })
}

/// Refuses `.` and `..`: no URL library keeps them, even encoded, so the request would go to another path.
fn check_dots(path: &str) -> Result<(), InvalidRequest> {
    if path.split('/').any(is_dots) {
        let message = "a path parameter makes the segment `.` or `..`, which no URL can hold";
        return Err(InvalidRequest::new(message));
    }
    Ok(())
}

/// Whether a segment is one or two dots, each of which may be encoded: with `allowReserved` a value may hold `%2E`.
fn is_dots(segment: &str) -> bool {
    const LONGEST: usize = "%2e%2e".len();
    let is_encoded = segment.len() <= LONGEST && segment.contains('%');
    match is_encoded {
        true => matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        ),
        false => matches!(segment, "." | ".."),
    }
}

/// A method that may have a body says so where it has none (RFC 9110, section 8.6); there are servers that ask for it.
fn announce_nothing(method: &Method, body: &Body, headers: &mut HeaderMap) {
    let may_have_one = matches!(*method, Method::POST | Method::PUT | Method::PATCH);
    if may_have_one && body.length() == Some(0) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// The query without the parameter of that encoded name.
fn without(query: &str, name: &str) -> String {
    let is_other = |pair: &&str| pair.split('=').next() != Some(name);
    let others: Vec<&str> = query.split('&').filter(is_other).collect();
    others.join("&")
}

/// The URL with its query.
fn with_query(mut url: Url, query: &str) -> Url {
    url.set_query((!query.is_empty()).then_some(query));
    url
}
