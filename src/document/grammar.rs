//! The grammar of OpenAPI 3.0 as a table: the objects of the specification, their keywords, and the shape of each value.
//!
//! Section numbers are those of OpenAPI 3.0.3.

use self::Shape::{
    AdditionalProperties, AnyMap, Array, Boolean, Count, Free, FreeArray, Map, Number, Object,
    String, StringArray, StringMap, Type,
};

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

const fn keyword(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        required: false,
    }
}

const fn required(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        required: true,
    }
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

const SCHEMA: Node = Node::SCHEMA;
const EXTERNAL_DOCS: Keyword = keyword("externalDocs", Object(only(Kind::ExternalDocs)));
const DESCRIPTION: Keyword = keyword("description", String);

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
            Self::OpenApi => OPENAPI,
            Self::Info => INFO,
            Self::Contact => CONTACT,
            Self::License => LICENSE,
            Self::Server => SERVER,
            Self::ServerVariable => SERVER_VARIABLE,
            Self::Components => COMPONENTS,
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::ExternalDocs => EXTERNAL_DOCUMENTATION,
            Self::Parameter => PARAMETER,
            Self::RequestBody => REQUEST_BODY,
            Self::MediaType => MEDIA_TYPE,
            Self::Encoding => ENCODING,
            Self::Responses => RESPONSES,
            Self::Response => RESPONSE,
            Self::Example => EXAMPLE,
            Self::Link => LINK,
            Self::Header => HEADER,
            Self::Tag => TAG,
            Self::Schema => SCHEMA_KEYWORDS,
            Self::Discriminator => DISCRIMINATOR,
            Self::Xml => XML,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::OAuthFlows => OAUTH_FLOWS,
            Self::OAuthFlow => OAUTH_FLOW,
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
            .or_else(|| self.members().filter(|_| is_named))
    }
}

/// Whether a member is a specification extension (4.8).
pub(crate) fn is_extension(name: &str) -> bool {
    name.starts_with("x-")
}

const OPENAPI: &[Keyword] = &[
    required("openapi", String),
    required("info", Object(only(Kind::Info))),
    keyword("servers", Array(only(Kind::Server))),
    required("paths", Object(only(Kind::Paths))),
    keyword("components", Object(only(Kind::Components))),
    keyword("security", Array(only(Kind::SecurityRequirement))),
    keyword("tags", Array(only(Kind::Tag))),
    EXTERNAL_DOCS,
];

const INFO: &[Keyword] = &[
    required("title", String),
    DESCRIPTION,
    keyword("termsOfService", String),
    keyword("contact", Object(only(Kind::Contact))),
    keyword("license", Object(only(Kind::License))),
    required("version", String),
];

const CONTACT: &[Keyword] = &[
    keyword("name", String),
    keyword("url", String),
    keyword("email", String),
];

const LICENSE: &[Keyword] = &[required("name", String), keyword("url", String)];

const SERVER: &[Keyword] = &[
    required("url", String),
    DESCRIPTION,
    keyword("variables", Map(only(Kind::ServerVariable))),
];

const SERVER_VARIABLE: &[Keyword] = &[
    keyword("enum", StringArray),
    required("default", String),
    DESCRIPTION,
];

const COMPONENTS: &[Keyword] = &[
    keyword("schemas", Map(SCHEMA)),
    keyword("responses", Map(or_reference(Kind::Response))),
    keyword("parameters", Map(or_reference(Kind::Parameter))),
    keyword("examples", Map(or_reference(Kind::Example))),
    keyword("requestBodies", Map(or_reference(Kind::RequestBody))),
    keyword("headers", Map(or_reference(Kind::Header))),
    keyword("securitySchemes", Map(or_reference(Kind::SecurityScheme))),
    keyword("links", Map(or_reference(Kind::Link))),
    keyword("callbacks", Map(or_reference(Kind::Callback))),
];

const PATH_ITEM: &[Keyword] = &[
    // Not a Reference Object: what stands next to it is not ignored.
    keyword("$ref", String),
    keyword("summary", String),
    DESCRIPTION,
    keyword("get", Object(only(Kind::Operation))),
    keyword("put", Object(only(Kind::Operation))),
    keyword("post", Object(only(Kind::Operation))),
    keyword("delete", Object(only(Kind::Operation))),
    keyword("options", Object(only(Kind::Operation))),
    keyword("head", Object(only(Kind::Operation))),
    keyword("patch", Object(only(Kind::Operation))),
    keyword("trace", Object(only(Kind::Operation))),
    keyword("servers", Array(only(Kind::Server))),
    keyword("parameters", Array(or_reference(Kind::Parameter))),
];

const OPERATION: &[Keyword] = &[
    keyword("tags", StringArray),
    keyword("summary", String),
    DESCRIPTION,
    EXTERNAL_DOCS,
    keyword("operationId", String),
    keyword("parameters", Array(or_reference(Kind::Parameter))),
    keyword("requestBody", Object(or_reference(Kind::RequestBody))),
    required("responses", Object(only(Kind::Responses))),
    keyword("callbacks", Map(or_reference(Kind::Callback))),
    keyword("deprecated", Boolean),
    keyword("security", Array(only(Kind::SecurityRequirement))),
    keyword("servers", Array(only(Kind::Server))),
];

const EXTERNAL_DOCUMENTATION: &[Keyword] = &[DESCRIPTION, required("url", String)];

const PARAMETER: &[Keyword] = &[
    required("name", String),
    required("in", String),
    DESCRIPTION,
    keyword("required", Boolean),
    keyword("schema", Object(SCHEMA)),
    keyword("deprecated", Boolean),
    keyword("allowEmptyValue", Boolean),
    keyword("style", String),
    keyword("explode", Boolean),
    keyword("allowReserved", Boolean),
    keyword("example", Free),
    keyword("examples", Map(or_reference(Kind::Example))),
    keyword("content", Map(only(Kind::MediaType))),
];

const REQUEST_BODY: &[Keyword] = &[
    DESCRIPTION,
    required("content", Map(only(Kind::MediaType))),
    keyword("required", Boolean),
];

const MEDIA_TYPE: &[Keyword] = &[
    keyword("schema", Object(SCHEMA)),
    keyword("example", Free),
    keyword("examples", Map(or_reference(Kind::Example))),
    keyword("encoding", Map(only(Kind::Encoding))),
];

const ENCODING: &[Keyword] = &[
    keyword("contentType", String),
    keyword("headers", Map(or_reference(Kind::Header))),
    keyword("style", String),
    keyword("explode", Boolean),
    keyword("allowReserved", Boolean),
];

const RESPONSES: &[Keyword] = &[keyword("default", Object(or_reference(Kind::Response)))];

const RESPONSE: &[Keyword] = &[
    required("description", String),
    keyword("headers", Map(or_reference(Kind::Header))),
    keyword("content", Map(only(Kind::MediaType))),
    keyword("links", Map(or_reference(Kind::Link))),
];

const EXAMPLE: &[Keyword] = &[
    keyword("summary", String),
    DESCRIPTION,
    keyword("value", Free),
    keyword("externalValue", String),
];

const LINK: &[Keyword] = &[
    keyword("operationRef", String),
    keyword("operationId", String),
    keyword("parameters", AnyMap),
    keyword("requestBody", Free),
    DESCRIPTION,
    keyword("server", Object(only(Kind::Server))),
];

const HEADER: &[Keyword] = &[
    DESCRIPTION,
    keyword("required", Boolean),
    keyword("schema", Object(SCHEMA)),
    keyword("deprecated", Boolean),
    keyword("allowEmptyValue", Boolean),
    keyword("style", String),
    keyword("explode", Boolean),
    keyword("allowReserved", Boolean),
    keyword("example", Free),
    keyword("examples", Map(or_reference(Kind::Example))),
    keyword("content", Map(only(Kind::MediaType))),
];

const TAG: &[Keyword] = &[required("name", String), DESCRIPTION, EXTERNAL_DOCS];

/// The ones that documents use most come first, since they are looked up one after the other.
const SCHEMA_KEYWORDS: &[Keyword] = &[
    keyword("type", Type),
    DESCRIPTION,
    keyword("properties", Map(SCHEMA)),
    keyword("format", String),
    keyword("items", Object(SCHEMA)),
    keyword("nullable", Boolean),
    keyword("example", Free),
    keyword("required", StringArray),
    keyword("enum", FreeArray),
    keyword("title", String),
    keyword("default", Free),
    keyword("allOf", Array(SCHEMA)),
    keyword("oneOf", Array(SCHEMA)),
    keyword("anyOf", Array(SCHEMA)),
    keyword("additionalProperties", AdditionalProperties),
    keyword("readOnly", Boolean),
    keyword("writeOnly", Boolean),
    keyword("deprecated", Boolean),
    keyword("pattern", String),
    keyword("minimum", Number),
    keyword("maximum", Number),
    keyword("maxLength", Count),
    keyword("minLength", Count),
    keyword("maxItems", Count),
    keyword("minItems", Count),
    keyword("uniqueItems", Boolean),
    keyword("exclusiveMaximum", Boolean),
    keyword("exclusiveMinimum", Boolean),
    keyword("multipleOf", Number),
    keyword("maxProperties", Count),
    keyword("minProperties", Count),
    keyword("not", Object(SCHEMA)),
    keyword("discriminator", Object(only(Kind::Discriminator))),
    keyword("xml", Object(only(Kind::Xml))),
    EXTERNAL_DOCS,
];

const DISCRIMINATOR: &[Keyword] = &[
    required("propertyName", String),
    keyword("mapping", StringMap),
];

const XML: &[Keyword] = &[
    keyword("name", String),
    keyword("namespace", String),
    keyword("prefix", String),
    keyword("attribute", Boolean),
    keyword("wrapped", Boolean),
];

/// Which of these are required depends on the type of the scheme.
const SECURITY_SCHEME: &[Keyword] = &[
    required("type", String),
    DESCRIPTION,
    keyword("name", String),
    keyword("in", String),
    keyword("scheme", String),
    keyword("bearerFormat", String),
    keyword("flows", Object(only(Kind::OAuthFlows))),
    keyword("openIdConnectUrl", String),
];

const OAUTH_FLOWS: &[Keyword] = &[
    keyword("implicit", Object(only(Kind::OAuthFlow))),
    keyword("password", Object(only(Kind::OAuthFlow))),
    keyword("clientCredentials", Object(only(Kind::OAuthFlow))),
    keyword("authorizationCode", Object(only(Kind::OAuthFlow))),
];

/// Which of the addresses are required depends on the flow.
const OAUTH_FLOW: &[Keyword] = &[
    keyword("authorizationUrl", String),
    keyword("tokenUrl", String),
    keyword("refreshUrl", String),
    required("scopes", StringMap),
];
