//! The grammar of OpenAPI 3.0 as a table: the objects of the specification, their keywords, and the shape of each value.
//!
//! Section numbers are those of OpenAPI 3.0.3.

mod newer;
mod tables;

use self::Shape::{Object, StringArray};
pub(crate) use self::newer::WEBHOOKS;

/// A kind of object of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// 4.7.1
    OpenApi,
    /// 4.7.2
    Info,
    /// 4.7.3
    Contact,
    /// 4.7.4
    License,
    /// 4.7.5
    Server,
    /// 4.7.6
    ServerVariable,
    /// 4.7.7
    Components,
    /// 4.7.8
    Paths,
    /// 4.7.9
    PathItem,
    /// 4.7.10
    Operation,
    /// 4.7.11
    ExternalDocs,
    /// 4.7.12
    Parameter,
    /// 4.7.13
    RequestBody,
    /// 4.7.14
    MediaType,
    /// 4.7.15
    Encoding,
    /// 4.7.16
    Responses,
    /// 4.7.17
    Response,
    /// 4.7.18
    Callback,
    /// 4.7.19
    Example,
    /// 4.7.20
    Link,
    /// 4.7.21
    Header,
    /// 4.7.22
    Tag,
    /// 4.7.24
    Schema,
    /// 4.7.25
    Discriminator,
    /// 4.7.26
    Xml,
    /// 4.7.27
    SecurityScheme,
    /// 4.7.28
    OAuthFlows,
    /// 4.7.29
    OAuthFlow,
    /// 4.7.30
    SecurityRequirement,
}

/// An object, or a reference to one where the specification allows that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    /// Which object.
    pub(crate) kind: Kind,
    /// Whether a Reference Object (4.7.23) may stand for it.
    pub(crate) reference: bool,
}

impl Node {
    /// A schema or a reference to one.
    pub(crate) const SCHEMA: Self = or_reference(Kind::Schema);

    /// The whole document.
    pub(crate) const DOCUMENT: Self = only(Kind::OpenApi);
}

/// The shape of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A string.
    String,
    /// `true` or `false`.
    Boolean,
    /// An integer from 0.
    Count,
    /// A number.
    Number,
    /// Any value; nothing in it is a part of the specification.
    Free,
    /// An array of any values.
    FreeArray,
    /// A map of any values.
    AnyMap,
    /// An array of strings.
    StringArray,
    /// A map of strings.
    StringMap,
    /// The name of a JSON type.
    Type,
    /// A boolean or a schema.
    AdditionalProperties,
    /// One object.
    Object(Node),
    /// An array of objects.
    Array(Node),
    /// A map of objects.
    Map(Node),
}

/// A keyword of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keyword {
    /// Its name.
    pub(crate) name: &'static str,
    /// The shape of its value.
    pub(crate) shape: Shape,
    /// Whether the specification requires it. What stands in for it, if nothing else, is the empty value of its shape.
    pub(crate) required: bool,
}

const fn only(kind: Kind) -> Node {
    Node {
        kind,
        reference: false,
    }
}

const fn or_reference(kind: Kind) -> Node {
    Node {
        kind,
        reference: true,
    }
}

impl Kind {
    /// The name of the object in the specification.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::OpenApi => "OpenAPI Object",
            Self::Info => "Info Object",
            Self::Contact => "Contact Object",
            Self::License => "License Object",
            Self::Server => "Server Object",
            Self::ServerVariable => "Server Variable Object",
            Self::Components => "Components Object",
            Self::Paths => "Paths Object",
            Self::PathItem => "Path Item Object",
            Self::Operation => "Operation Object",
            Self::ExternalDocs => "External Documentation Object",
            Self::Parameter => "Parameter Object",
            Self::RequestBody => "Request Body Object",
            Self::MediaType => "Media Type Object",
            Self::Encoding => "Encoding Object",
            Self::Responses => "Responses Object",
            Self::Response => "Response Object",
            Self::Callback => "Callback Object",
            Self::Example => "Example Object",
            Self::Link => "Link Object",
            Self::Header => "Header Object",
            Self::Tag => "Tag Object",
            Self::Schema => "Schema Object",
            Self::Discriminator => "Discriminator Object",
            Self::Xml => "XML Object",
            Self::SecurityScheme => "Security Scheme Object",
            Self::OAuthFlows => "OAuth Flows Object",
            Self::OAuthFlow => "OAuth Flow Object",
            Self::SecurityRequirement => "Security Requirement Object",
        }
    }

    /// The keyword of the Components Object (4.7.7) that holds objects of this kind.
    pub(crate) const fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
            _ => return None,
        })
    }

    /// Whether the output is built from objects of this kind, so that one that cannot be read at all is an error; the others
    /// describe, and are left out with a warning.
    pub(crate) const fn is_structural(self) -> bool {
        matches!(
            self,
            Self::OpenApi
                | Self::Components
                | Self::Paths
                | Self::PathItem
                | Self::Operation
                | Self::Parameter
                | Self::RequestBody
                | Self::MediaType
                | Self::Responses
                | Self::Response
                | Self::Header
                | Self::Schema
                | Self::SecurityRequirement
                | Self::SecurityScheme
        )
    }

    /// The keywords with a name of their own.
    pub(crate) const fn keywords(self) -> &'static [Keyword] {
        match self {
            Self::OpenApi => tables::OPENAPI,
            Self::Info => tables::INFO,
            Self::Contact => tables::CONTACT,
            Self::License => tables::LICENSE,
            Self::Server => tables::SERVER,
            Self::ServerVariable => tables::SERVER_VARIABLE,
            Self::Components => tables::COMPONENTS,
            Self::PathItem => tables::PATH_ITEM,
            Self::Operation => tables::OPERATION,
            Self::ExternalDocs => tables::EXTERNAL_DOCUMENTATION,
            Self::Parameter => tables::PARAMETER,
            Self::RequestBody => tables::REQUEST_BODY,
            Self::MediaType => tables::MEDIA_TYPE,
            Self::Encoding => tables::ENCODING,
            Self::Responses => tables::RESPONSES,
            Self::Response => tables::RESPONSE,
            Self::Example => tables::EXAMPLE,
            Self::Link => tables::LINK,
            Self::Header => tables::HEADER,
            Self::Tag => tables::TAG,
            Self::Schema => tables::SCHEMA_KEYWORDS,
            Self::Discriminator => tables::DISCRIMINATOR,
            Self::Xml => tables::XML,
            Self::SecurityScheme => tables::SECURITY_SCHEME,
            Self::OAuthFlows => tables::OAUTH_FLOWS,
            Self::OAuthFlow => tables::OAUTH_FLOW,
            Self::Paths | Self::Callback | Self::SecurityRequirement => &[],
        }
    }

    /// The shape of the members whose names the document chooses, where the object has such.
    pub(crate) const fn members(self) -> Option<Shape> {
        match self {
            Self::Paths | Self::Callback => Some(Object(only(Kind::PathItem))),
            Self::Responses => Some(Object(or_reference(Kind::Response))),
            Self::SecurityRequirement => Some(StringArray),
            _ => None,
        }
    }

    /// The shape of a member; `None` for what the specification does not know, extensions included.
    pub(crate) fn shape(self, name: &str) -> Option<Shape> {
        // A security requirement has no extensions: schemes may well have such names.
        let is_named = self == Self::SecurityRequirement || !is_extension(name);
        self.keywords()
            .iter()
            .find(|keyword| keyword.name == name)
            .map(|keyword| keyword.shape)
            .or_else(|| self.shape_of_carried(name))
            .or_else(|| self.members().filter(|_| is_named))
    }
}

/// Whether a member is a specification extension (4.8).
pub(crate) fn is_extension(name: &str) -> bool {
    name.starts_with("x-")
}
