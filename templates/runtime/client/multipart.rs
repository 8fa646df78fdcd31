//! Bodies of parts with headers of their own (RFC 2046, section 5.1), which have names in `multipart/form-data` (RFC 7578).

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde::Serialize;

use super::super::support::style::Style;
use super::body::Body;
use super::byte_stream::ByteStream;
use super::encode::Encoding;
use super::invalid::InvalidRequest;
use super::part::Part;
use super::platform::random;
use super::request::Request;
use super::transport::TransportError;
use super::tree::Tree;
use super::written;

/// A file that is sent: bytes, or a stream of them, with a name and a media type where there are any.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    body: Body,
    file_name: Option<String>,
    media_type: Option<String>,
    headers: HeaderMap,
}

impl Upload {
    /// A file of these bytes, or of a stream of them.
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }

    /// Gives it a name.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Says what it is; else it is what the document says, or `application/octet-stream`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header to its part. `Content-Disposition` takes the place of the one that would be written.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }
}

impl<B: Into<Body>> From<B> for Upload {
    fn from(body: B) -> Self {
        Self::new(body)
    }
}

/// The value of a part, with headers of its own.
#[derive(Debug, Clone, Default)]
pub struct Headed<T> {
    /// The value.
    pub value: T,
    /// The headers of the part.
    pub headers: HeaderMap,
}

impl<T> From<T> for Headed<T> {
    fn from(value: T) -> Self {
        Self {
            value,
            headers: HeaderMap::new(),
        }
    }
}

/// The parts of a body, in their order.
#[derive(Debug, Clone, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    fault: Option<InvalidRequest>,
}

impl Multipart {
    /// No parts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds files; `media_type` is of those that say nothing of their own.
    #[must_use]
    pub fn file(
        mut self,
        name: &str,
        files: impl IntoIterator<Item = Upload>,
        media_type: &str,
    ) -> Self {
        for file in files {
            self.upload(Some(name), file, media_type);
        }
        self
    }

    /// Adds a part without a name, as those of `multipart/mixed` and `multipart/related` are.
    #[must_use]
    pub fn part(mut self, part: impl Into<Upload>) -> Self {
        self.upload(None, part.into(), "");
        self
    }

    fn upload(&mut self, name: Option<&str>, file: Upload, media_type: &str) {
        let mut headers = HeaderMap::new();
        self.describe(
            &mut headers,
            file.media_type.as_deref().unwrap_or(media_type),
        );
        headers.extend(file.headers);
        self.parts.push(Part {
            name: name.map(str::to_owned),
            file: Some(file.file_name),
            headers,
            body: file.body,
        });
    }

    /// Adds values as texts: one for each, none for null.
    #[must_use]
    pub fn text<'a, T: Serialize + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
        media_type: &str,
    ) -> Self {
        for value in values {
            self.add(name, value, (media_type, &HeaderMap::new()), text);
        }
        self
    }

    /// The same, each with headers of its own.
    #[must_use]
    pub fn text_headed<'a, T: Serialize + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a Headed<T>>,
        media_type: &str,
    ) -> Self {
        for value in values {
            self.add(name, &value.value, (media_type, &value.headers), text);
        }
        self
    }

    /// Adds values as JSON: one for each.
    #[must_use]
    pub fn json<'a, T: Serialize + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
        media_type: &str,
    ) -> Self {
        for value in values {
            self.add(name, value, (media_type, &HeaderMap::new()), json);
        }
        self
    }

    /// The same, each with headers of its own.
    #[must_use]
    pub fn json_headed<'a, T: Serialize + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a Headed<T>>,
        media_type: &str,
    ) -> Self {
        for value in values {
            self.add(name, &value.value, (media_type, &value.headers), json);
        }
        self
    }

    /// Adds values in this style: a text for each pair that it makes of them, with nothing encoded.
    #[must_use]
    pub fn styled<'a, T: Serialize + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
        style: Style,
    ) -> Self {
        for value in values {
            self.add_pairs(name, value, &HeaderMap::new(), style);
        }
        self
    }

    /// The same, each with headers of its own.
    #[must_use]
    pub fn styled_headed<'a, T: Serialize + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a Headed<T>>,
        style: Style,
    ) -> Self {
        for value in values {
            self.add_pairs(name, &value.value, &value.headers, style);
        }
        self
    }

    fn add<T: Serialize>(
        &mut self,
        name: &str,
        value: &T,
        (media_type, own): (&str, &HeaderMap),
        write: fn(Tree) -> Option<String>,
    ) {
        if let Some(written) = self.tree(name, value).and_then(write) {
            let mut headers = HeaderMap::new();
            self.describe(&mut headers, media_type);
            headers.extend(own.clone());
            self.push(name.to_owned(), headers, written);
        }
    }

    fn add_pairs<T: Serialize>(&mut self, name: &str, value: &T, own: &HeaderMap, style: Style) {
        let value = self.tree(name, value).unwrap_or(Tree::Null);
        for (name, text) in pairs(name, value, style) {
            self.push(name, own.clone(), text);
        }
    }

    /// The value with its parts; none where it has no way to be written.
    fn tree<T: Serialize>(&mut self, name: &str, value: &T) -> Option<Tree> {
        let tree = Tree::of(value).map_err(|error| {
            let message = format!("the part `{name}` cannot be written");
            self.refuse(InvalidRequest::new(message).with_source(error));
        });
        tree.ok()
    }

    /// Says what a part is; a text without a media type is plain.
    fn describe(&mut self, headers: &mut HeaderMap, media_type: &str) {
        if media_type.is_empty() {
            return;
        }
        match HeaderValue::from_str(media_type) {
            Ok(value) => {
                headers.insert(CONTENT_TYPE, value);
            }
            Err(error) => {
                let message = format!("`{}` is no media type", media_type.escape_debug());
                self.refuse(InvalidRequest::new(message).with_source(error));
            }
        }
    }

    fn push(&mut self, name: String, headers: HeaderMap, text: String) {
        self.parts.push(Part {
            name: Some(name),
            file: None,
            headers,
            body: text.into(),
        });
    }

    fn refuse(&mut self, fault: InvalidRequest) {
        self.fault.get_or_insert(fault);
    }

    /// The body, with this between its parts. One that is all bytes is written at once; else each part is sent as it comes.
    fn into_body(self, is_form: bool, boundary: &str) -> Body {
        let mut pieces: Vec<Body> = Vec::new();
        for (position, part) in self.parts.into_iter().enumerate() {
            let before = if position == 0 { "" } else { "\r\n" };
            pieces.push(format!("{before}--{boundary}\r\n").into());
            pieces.push(part.head(is_form).into());
            pieces.push(part.body);
        }
        let before = if pieces.is_empty() { "" } else { "\r\n" };
        pieces.push(format!("{before}--{boundary}--\r\n").into());
        join(pieces)
    }
}

fn join(pieces: Vec<Body>) -> Body {
    let lengths: Option<Vec<u64>> = pieces.iter().map(Body::length).collect();
    if pieces.iter().all(Body::can_repeat) {
        let bytes = pieces.iter().filter_map(Body::as_bytes);
        let all: Vec<&[u8]> = bytes.map(|bytes| &bytes[..]).collect();
        return all.concat().into();
    }
    let chain = Chain {
        rest: pieces.into_iter(),
        current: None,
    };
    match lengths {
        Some(lengths) => Body::sized_stream(chain, lengths.iter().sum()),
        None => Body::stream(chain),
    }
}

/// Bodies one after the other.
struct Chain {
    rest: std::vec::IntoIter<Body>,
    current: Option<ByteStream>,
}

impl Stream for Chain {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(current) = &mut self.current {
                match ready!(Pin::new(current).poll_next(context)) {
                    Some(piece) => return Poll::Ready(Some(piece)),
                    None => self.current = None,
                }
            }
            match self.rest.next() {
                Some(next) => self.current = Some(next.into_stream()),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// A value as a text; null is none.
fn text(value: Tree) -> Option<String> {
    (!value.is_null()).then(|| value.into_text())
}

fn json(value: Tree) -> Option<String> {
    Some(value.to_string())
}

/// The pairs of a value in a style, as they stand in parts, where nothing is encoded.
fn pairs(name: &str, value: Tree, style: Style) -> Vec<(String, String)> {
    let separator = match style {
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        _ => return written::in_pairs(name, value, style, Encoding::Nothing),
    };
    let texts: Vec<String> = match value {
        Tree::Null => Vec::new(),
        Tree::List(items) => items.into_iter().map(Tree::into_text).collect(),
        Tree::Members(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .flat_map(|(name, value)| [name, value.into_text()])
            .collect(),
        plain => vec![plain.into_text()],
    };
    match texts.is_empty() {
        true => Vec::new(),
        false => vec![(name.to_owned(), texts.join(separator))],
    }
}

/// What stands in no part: 128 random bits.
fn boundary() -> String {
    format!("{:016x}{:016x}", random(), random())
}

/// Whether the parts have names.
fn is_form(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("multipart/form-data")
}

impl Request {
    /// Sets a body of parts. The boundary between them is added to the media type.
    pub fn multipart(self, media_type: &str, parts: Multipart) -> Self {
        if let Some(fault) = parts.fault {
            return self.refused(fault);
        }
        let boundary = boundary();
        let body = parts.into_body(is_form(media_type), &boundary);
        self.body(&format!("{media_type}; boundary={boundary}"), body)
    }
}
