//! Operations: what can be asked for and answered.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{
    Content, Docs, Example, FieldStyle, Header, Link, SchemaId, SecurityRequirement, Server,
};
use crate::diagnostic::Pointer;

/// The position of an operation in [`Api::operations`](super::Api::operations).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OperationId(pub usize);

/// An HTTP method that a path item can have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// Another one, as it stands in a request: a token (RFC 9110, section 5.6.2).
    Other(String),
}

impl Method {
    /// The method that stands in a request like this; `None` where none can.
    pub fn named(text: &str) -> Option<Self> {
        Some(match text {
            "GET" => Self::Get,
            "PUT" => Self::Put,
            "POST" => Self::Post,
            "DELETE" => Self::Delete,
            "OPTIONS" => Self::Options,
            "HEAD" => Self::Head,
            "PATCH" => Self::Patch,
            "TRACE" => Self::Trace,
            other => Self::Other(is_token(other).then(|| other.to_owned())?),
        })
    }

    /// The method as it stands in a request.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Other(token) => token,
        }
    }
}

fn is_token(text: &str) -> bool {
    let is_of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_of_token)
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Something that can be asked of the API: an Operation Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// How it is asked.
    pub method: Method,
    /// Where it is asked.
    pub path: PathTemplate,
    /// The `operationId`.
    pub id: Option<String>,
    /// What the document wants it to be called in Rust: `x-rust-name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rust_name: Option<String>,
    /// What the document says about it; the title is its `summary`.
    pub docs: Docs,
    /// The groups that it belongs to.
    pub tags: Vec<String>,
    /// What it takes apart from a body: those of the path first, in the order of the template, then as declared.
    pub parameters: Vec<Parameter>,
    /// What it takes as a body.
    pub body: Option<RequestBody>,
    /// What it answers, in document order.
    pub responses: Vec<Response>,
    /// The ways to prove who calls, one of which is enough; empty when no proof is asked for.
    pub security: Vec<SecurityRequirement>,
    /// Where it is sent, if that is elsewhere than what is sent to the API; in document order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    /// What it is, where nobody asks it of the API: a webhook or a callback. Its path is then empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hook: Option<Hook>,
}

/// Something that the API sends by itself, to an address that it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hook {
    /// Where its path item stands, which all operations have that are sent to the same address.
    #[serde(skip)]
    pub pointer: Pointer,
    /// The name under which the document has it.
    pub name: String,
    /// Whether it is a callback: what its address is made of, and which operations ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<Callback>,
}

/// What is said of a callback: a Callback Object, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Callback {
    /// What its address is made of, such as `{$request.body#/url}`.
    pub expression: String,
    /// The operations that ask for it, each as `POST /streams`; of a callback of a webhook, the name of that.
    pub operations: Vec<String>,
}

impl Hook {
    /// What it is, in one word.
    pub const fn kind(&self) -> &'static str {
        match self.callback {
            Some(_) => "callback",
            None => "webhook",
        }
    }

    /// What the document has in the place of a path.
    pub fn place(&self) -> &str {
        match &self.callback {
            Some(callback) => &callback.expression,
            None => &self.name,
        }
    }
}

impl Operation {
    /// The statuses that it has for requests that are at fault: 422 for what can be read, and 400.
    pub fn invalid_statuses(&self) -> Vec<u16> {
        let is_described = |code: &u16| {
            let mut responses = self.responses.iter();
            responses.any(|response| response.status == StatusPattern::Code(*code))
        };
        [422, 400].into_iter().filter(is_described).collect()
    }

    /// Whether it is asked of the API; else it is a webhook or a callback.
    pub const fn is_of_api(&self) -> bool {
        self.hook.is_none()
    }

    /// Where it is asked, as the document has it.
    pub fn place(&self) -> String {
        match &self.hook {
            Some(hook) => hook.place().to_owned(),
            None => self.path.to_string(),
        }
    }

    /// Whether what it gives is at the end of a redirect: the document names one that is followed, and no success.
    pub fn leads_elsewhere(&self) -> bool {
        let any = |test: fn(StatusPattern) -> bool| self.responses.iter().any(|it| test(it.status));
        any(StatusPattern::is_redirect) && !any(StatusPattern::is_success)
    }

    /// Every schema that the operation names: of parameters, bodies and headers.
    pub fn schemas_mut(&mut self) -> Vec<&mut SchemaId> {
        let mut schemas: Vec<&mut SchemaId> = Vec::new();
        schemas.extend(self.parameters.iter_mut().map(|it| &mut it.schema));
        let bodies = self.body.iter_mut().flat_map(|body| &mut body.contents);
        schemas.extend(bodies.flat_map(Content::schemas_mut));
        for response in &mut self.responses {
            schemas.extend(response.headers.iter_mut().map(|it| &mut it.schema));
            let contents = response.contents.iter_mut();
            schemas.extend(contents.flat_map(Content::schemas_mut));
        }
        schemas
    }

    /// The schemas of its parameters, its body, and its responses.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        let parameters = self.parameters.iter().map(|parameter| parameter.schema);
        let headers = self.responses.iter().flat_map(|response| &response.headers);
        parameters
            .chain(headers.map(|header| header.schema))
            .chain(self.body_schemas())
            .chain(self.answer_schemas())
    }

    /// The schemas of its body.
    pub fn body_schemas(&self) -> impl Iterator<Item = SchemaId> {
        let contents = self.body.iter().flat_map(|body| &body.contents);
        contents.flat_map(Content::schemas)
    }

    /// The schemas of the bodies of its responses.
    pub fn answer_schemas(&self) -> impl Iterator<Item = SchemaId> {
        let contents = self.responses.iter().flat_map(|it| &it.contents);
        contents.flat_map(Content::schemas)
    }
}

/// An operation that is not emitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SkippedOperation {
    /// How it is asked, whether or not that can be.
    pub method: String,
    /// Where it is asked, as the document has it.
    pub path: String,
    /// The `operationId`.
    pub id: Option<String>,
    /// What it is, where nobody asks it of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hook: Option<Hook>,
    /// Where it stands.
    #[serde(skip)]
    pub pointer: Pointer,
    /// Why it is not emitted.
    pub reason: String,
}

/// A path with places for parameters, such as `/org/{org}/datasets/activity`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PathTemplate(pub Vec<PathPiece>);

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PathPiece {
    /// Text that stands in every request.
    Literal(String),
    /// The place of the parameter of that name.
    Parameter(String),
}

impl PathTemplate {
    /// The template of these pieces; texts that follow each other become one.
    pub fn joined(pieces: impl IntoIterator<Item = PathPiece>) -> Self {
        let mut all: Vec<PathPiece> = Vec::new();
        for piece in pieces {
            match (all.last_mut(), piece) {
                (Some(PathPiece::Literal(before)), PathPiece::Literal(text)) => {
                    before.push_str(&text);
                }
                (_, piece) => all.push(piece),
            }
        }
        Self(all)
    }

    /// The pieces of each segment. What begins with a slash has an empty segment before it.
    pub fn segments(&self) -> Vec<Vec<PathPiece>> {
        let mut segments = vec![Vec::new()];
        for piece in &self.0 {
            let PathPiece::Literal(text) = piece else {
                if let Some(segment) = segments.last_mut() {
                    segment.push(piece.clone());
                }
                continue;
            };
            for (position, part) in text.split('/').enumerate() {
                if position > 0 {
                    segments.push(Vec::new());
                }
                if let Some(segment) = segments.last_mut().filter(|_| !part.is_empty()) {
                    segment.push(PathPiece::Literal(part.to_owned()));
                }
            }
        }
        segments
    }

    /// The names of the parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            PathPiece::Parameter(name) => Some(name.as_str()),
            PathPiece::Literal(_) => None,
        })
    }
}

/// The template as the document has it.
impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            PathPiece::Literal(text) => f.write_str(text),
            PathPiece::Parameter(name) => write!(f, "{{{name}}}"),
        })
    }
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl ParameterLocation {
    /// The word that the specification has for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a value is written into a parameter (OpenAPI 3.0.3, section 4.7.12.2.2).
///
/// What `explode` says of a style is a part of it; a style that is the same as another when exploded is that other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Items with commas between: `3,4`, `role,admin`; exploded `role=admin`.
    Simple {
        /// Whether members have a `=` between name and value.
        explode: bool,
    },
    /// A dot before it: `.3,4`; exploded `.3.4`, `.role=admin`.
    Label {
        /// Whether there is a dot before each item.
        explode: bool,
    },
    /// A semicolon and the name before it: `;id=3,4`; exploded `;id=3;id=4`, `;role=admin`.
    Matrix {
        /// Whether each item has a name of its own.
        explode: bool,
    },
    /// A pair of the query or a cookie: `id=3,4`; exploded `id=3&id=4`, `role=admin`.
    Form {
        /// Whether each item is a pair of its own.
        explode: bool,
    },
    /// As `Form`, in cookies, with nothing encoded.
    Cookie {
        /// Whether each item is a pair of its own.
        explode: bool,
    },
    /// As `Form`, with spaces between the items.
    SpaceDelimited,
    /// As `Form`, with pipes between the items.
    PipeDelimited,
    /// A pair for each member: `id[role]=admin`.
    DeepObject,
    /// The whole query: a pair for each member, several for one that is a list: `role=admin&id=3&id=4`.
    Urlencoded,
    /// The whole query: JSON text.
    WholeJson,
    /// The whole query: a text as it is.
    WholeText,
    /// The whole query: a text that is a form already, so that nothing in it is encoded again.
    WholeFormText,
    /// JSON text, which a parameter with `content` asks for.
    Json,
    /// A form as one text, which a parameter with `content` asks for as well: `id=role%3Dadmin`.
    FormText,
}

impl Style {
    /// Whether the query is nothing but the text of the value, without a name.
    pub const fn is_whole(self) -> bool {
        matches!(
            self,
            Self::WholeJson | Self::WholeText | Self::WholeFormText
        )
    }
}

/// What is asked for in the path, the query, a header or a cookie: a Parameter Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// What the document wants it to be called in Rust: `x-rust-name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rust_name: Option<String>,
    /// Where it travels.
    pub location: ParameterLocation,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether it must be there.
    pub required: bool,
    /// What its value is.
    pub schema: SchemaId,
    /// How its value is written.
    pub style: Style,
    /// Of a form, the members whose values are written by a style of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldStyle>,
    /// Whether characters with a meaning in URLs are written as they are (`allowReserved`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub allow_reserved: bool,
    /// Whether the value may be left out while the name stands there (`allowEmptyValue`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub allow_empty: bool,
    /// Values that the document shows.
    pub examples: Vec<Example>,
}

/// What is sent along with a request: a Request Body Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequestBody {
    /// Where it stands.
    pub pointer: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether it must be there.
    pub required: bool,
    /// What it may hold, by media type, in document order; there is at least one.
    pub contents: Vec<Content>,
}

impl RequestBody {
    /// What it holds where nothing says which of its media types is wanted.
    pub fn preferred(&self) -> Option<&Content> {
        super::preferred(&self.contents)
    }
}

/// Which statuses a response is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusPattern {
    /// This one.
    Code(u16),
    /// A hundred of them, by the first digit: `4` is `4XX`.
    Range(u8),
    /// Every one that no other response is for.
    Default,
}

impl StatusPattern {
    /// Whether it is for this status.
    pub const fn holds(self, status: u16) -> bool {
        match self {
            Self::Code(code) => code == status,
            Self::Range(first) => status / 100 == first as u16,
            Self::Default => true,
        }
    }

    /// Whether only successes match: 2xx.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }

    /// Whether redirects match that are followed: not 304, which has nowhere to lead, nor 300, which leaves the choice.
    pub const fn is_redirect(self) -> bool {
        matches!(
            self,
            Self::Code(301 | 302 | 303 | 307 | 308) | Self::Range(3)
        )
    }

    /// Whether nothing but errors match: 4xx, 5xx.
    pub const fn is_error_class(self) -> bool {
        matches!(self, Self::Code(400..=599) | Self::Range(4 | 5))
    }

    /// Whether errors match: 4xx, 5xx, and `default`.
    pub const fn is_error(self) -> bool {
        matches!(
            self,
            Self::Code(400..=599) | Self::Range(4 | 5) | Self::Default
        )
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(first) => write!(f, "{first}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// What an operation answers: a Response Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    /// Where it stands.
    pub pointer: Pointer,
    /// For which statuses.
    pub status: StatusPattern,
    /// What it means, in CommonMark.
    pub description: String,
    /// The headers that the document describes, in document order.
    pub headers: Vec<Header>,
    /// What its body may hold, by media type, in document order; empty when there is no body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<Content>,
    /// What can be asked next, in document order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

impl Response {
    /// What its body holds where nothing says which of its media types is wanted.
    pub fn preferred(&self) -> Option<&Content> {
        super::preferred(&self.contents)
    }
}
