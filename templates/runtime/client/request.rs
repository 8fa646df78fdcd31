//! A call being put together. The operations of the client are made of these, and so can be a call to what the document
//! does not describe.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use serde::Serialize;

use super::answer::Answer;
use super::auth::{Authorized, Security};
use super::encode;
use super::error::SendError;
use super::handle::Client;
use super::invalid::InvalidRequest;
use super::plain;
use super::transport::TransportError;

/// A call being put together. What cannot be sent is remembered, and [`Request::send`] says it instead of sending.
#[derive(Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    client: Client,
    method: Method,
    security: Security,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Option<Bytes>,
    fault: Option<InvalidRequest>,
}

impl Request {
    /// Begins a call that may be authorized by `security`.
    pub fn new(client: Client, method: Method, security: Security) -> Self {
        Self {
            client,
            method,
            security,
            path: String::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: None,
            fault: None,
        }
    }

    /// Appends `text` to the path as it is: it must be percent-encoded already.
    pub fn path(mut self, text: &str) -> Self {
        self.path.push_str(text);
        self
    }

    /// Appends the value of a path parameter, percent-encoded.
    pub fn path_value(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.attempt(|request| {
            let text = plain::text(name, value)?;
            if text.is_empty() {
                let message = format!("the path parameter `{name}` is empty");
                return Err(InvalidRequest::new(message));
            }
            encode::push(&mut request.path, &text);
            Ok(())
        })
    }

    /// Appends a query parameter: nothing for `None`, one pair for a primitive, and a pair for each item of an array
    /// (style `form`, exploded).
    pub fn query(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.attempt(|request| {
            for text in plain::texts(name, value)? {
                request.push_pair(name);
                encode::push(&mut request.query, &text);
            }
            Ok(())
        })
    }

    /// Appends a query parameter whose items stand in one pair with `separator` between them; nothing for `None` and
    /// for an empty array (style `form`, not exploded).
    pub fn query_joined(
        self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        separator: &str,
    ) -> Self {
        self.attempt(|request| {
            for (index, text) in plain::texts(name, value)?.iter().enumerate() {
                if index == 0 {
                    request.push_pair(name);
                } else {
                    request.query.push_str(separator);
                }
                encode::push(&mut request.query, text);
            }
            Ok(())
        })
    }

    /// Sets a header; nothing for `None`, and the items of an array with commas between them (style `simple`).
    pub fn header(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.attempt(|request| {
            let texts = plain::texts(name, value)?;
            if texts.is_empty() {
                return Ok(());
            }
            let forbidden = || format!("the header `{name}` holds characters that no header can");
            let value = HeaderValue::from_str(&texts.join(","))
                .map_err(|_| InvalidRequest::new(forbidden()))?;
            let name = HeaderName::try_from(name)
                .map_err(|error| InvalidRequest::new("no header's name").with_source(error))?;
            request.headers.insert(name, value);
            Ok(())
        })
    }

    /// Says which media types the answer may have.
    pub fn accept(self, media_types: &str) -> Self {
        self.attempt(|request| {
            let value = media_type(media_types)?;
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
        self.attempt(|request| {
            let value = self::media_type(media_type)?;
            request.headers.insert(CONTENT_TYPE, value);
            request.body = Some(body);
            Ok(())
        })
    }

    /// Sends the request and reads the answer.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent as it is, and when no whole answer comes.
    pub async fn send(self) -> Result<Answer, SendError> {
        let client = self.client.clone();
        let request = self.into_http()?;
        let response = client.http().execute(request).await;
        let response = response.map_err(TransportError::from)?;
        Ok(Answer::read(response, client.max_body_bytes()).await?)
    }

    fn into_http(self) -> Result<reqwest::Request, InvalidRequest> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        check_dots(&self.path)?;
        let authorized = self.client.credentials().authorize(self.security)?;
        let url = self
            .client
            .url(&self.path, &with_keys(self.query, &authorized))?;
        let own_cookie = self.headers.get(COOKIE).cloned();
        let mut request = self.client.http().request(self.method, url);
        request = authorized.apply(request.headers(self.headers), own_cookie.as_ref());
        if let Some(body) = self.body {
            request = request.body(body);
        }
        if let Some(timeout) = self.client.timeout() {
            request = request.timeout(timeout);
        }
        request.build().map_err(|error| {
            InvalidRequest::new("it cannot be built").with_source(error.without_url())
        })
    }

    fn push_pair(&mut self, name: &str) {
        push_pair(&mut self.query, name);
    }

    /// Takes one step, unless an earlier one has failed.
    fn attempt(mut self, step: impl FnOnce(&mut Self) -> Result<(), InvalidRequest>) -> Self {
        if self.fault.is_none() {
            self.fault = step(&mut self).err();
        }
        self
    }
}

fn media_type(text: &str) -> Result<HeaderValue, InvalidRequest> {
    HeaderValue::from_str(text)
        .map_err(|error| InvalidRequest::new("no media type").with_source(error))
}

/// Begins a pair of the query.
fn push_pair(query: &mut String, name: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    encode::push(query, name);
    query.push('=');
}

/// The query with the keys that belong into it.
fn with_keys(mut query: String, authorized: &Authorized) -> String {
    for (name, key) in authorized.query() {
        push_pair(&mut query, name);
        encode::push(&mut query, key);
    }
    query
}

/// Refuses `.` and `..`: no URL library keeps them, even encoded, so the request would go to another path.
fn check_dots(path: &str) -> Result<(), InvalidRequest> {
    if path.split('/').any(|segment| matches!(segment, "." | "..")) {
        let message = "a path parameter makes the segment `.` or `..`, which no URL can hold";
        return Err(InvalidRequest::new(message));
    }
    Ok(())
}
