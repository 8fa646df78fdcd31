//! The keywords of each object.

use super::Shape::{
    AdditionalProperties, AnyMap, Array, Boolean, Count, Free, FreeArray, Map, Number, Object,
    String, StringArray, StringMap, Type,
};
use super::{Keyword, Kind, Node, Shape, only, or_reference};

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

const SCHEMA: Node = Node::SCHEMA;
const EXTERNAL_DOCS: Keyword = keyword("externalDocs", Object(only(Kind::ExternalDocs)));
const DESCRIPTION: Keyword = keyword("description", String);

pub(super) const OPENAPI: &[Keyword] = &[
    required("openapi", String),
    required("info", Object(only(Kind::Info))),
    keyword("servers", Array(only(Kind::Server))),
    required("paths", Object(only(Kind::Paths))),
    keyword("components", Object(only(Kind::Components))),
    keyword("security", Array(only(Kind::SecurityRequirement))),
    keyword("tags", Array(only(Kind::Tag))),
    EXTERNAL_DOCS,
];

pub(super) const INFO: &[Keyword] = &[
    required("title", String),
    DESCRIPTION,
    keyword("termsOfService", String),
    keyword("contact", Object(only(Kind::Contact))),
    keyword("license", Object(only(Kind::License))),
    required("version", String),
];

pub(super) const CONTACT: &[Keyword] = &[
    keyword("name", String),
    keyword("url", String),
    keyword("email", String),
];

pub(super) const LICENSE: &[Keyword] = &[required("name", String), keyword("url", String)];

pub(super) const SERVER: &[Keyword] = &[
    required("url", String),
    DESCRIPTION,
    keyword("variables", Map(only(Kind::ServerVariable))),
];

pub(super) const SERVER_VARIABLE: &[Keyword] = &[
    keyword("enum", StringArray),
    required("default", String),
    DESCRIPTION,
];

pub(super) const COMPONENTS: &[Keyword] = &[
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

pub(super) const PATH_ITEM: &[Keyword] = &[
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

pub(super) const OPERATION: &[Keyword] = &[
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

pub(super) const EXTERNAL_DOCUMENTATION: &[Keyword] = &[DESCRIPTION, required("url", String)];

pub(super) const PARAMETER: &[Keyword] = &[
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

pub(super) const REQUEST_BODY: &[Keyword] = &[
    DESCRIPTION,
    required("content", Map(only(Kind::MediaType))),
    keyword("required", Boolean),
];

pub(super) const MEDIA_TYPE: &[Keyword] = &[
    keyword("schema", Object(SCHEMA)),
    keyword("example", Free),
    keyword("examples", Map(or_reference(Kind::Example))),
    keyword("encoding", Map(only(Kind::Encoding))),
];

pub(super) const ENCODING: &[Keyword] = &[
    keyword("contentType", String),
    keyword("headers", Map(or_reference(Kind::Header))),
    keyword("style", String),
    keyword("explode", Boolean),
    keyword("allowReserved", Boolean),
];

pub(super) const RESPONSES: &[Keyword] =
    &[keyword("default", Object(or_reference(Kind::Response)))];

pub(super) const RESPONSE: &[Keyword] = &[
    required("description", String),
    keyword("headers", Map(or_reference(Kind::Header))),
    keyword("content", Map(only(Kind::MediaType))),
    keyword("links", Map(or_reference(Kind::Link))),
];

pub(super) const EXAMPLE: &[Keyword] = &[
    keyword("summary", String),
    DESCRIPTION,
    keyword("value", Free),
    keyword("externalValue", String),
];

pub(super) const LINK: &[Keyword] = &[
    keyword("operationRef", String),
    keyword("operationId", String),
    keyword("parameters", AnyMap),
    keyword("requestBody", Free),
    DESCRIPTION,
    keyword("server", Object(only(Kind::Server))),
];

pub(super) const HEADER: &[Keyword] = &[
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

pub(super) const TAG: &[Keyword] = &[required("name", String), DESCRIPTION, EXTERNAL_DOCS];

/// The ones that documents use most come first, since they are looked up one after the other.
pub(super) const SCHEMA_KEYWORDS: &[Keyword] = &[
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

pub(super) const DISCRIMINATOR: &[Keyword] = &[
    required("propertyName", String),
    keyword("mapping", StringMap),
];

pub(super) const XML: &[Keyword] = &[
    keyword("name", String),
    keyword("namespace", String),
    keyword("prefix", String),
    keyword("attribute", Boolean),
    keyword("wrapped", Boolean),
];

/// Which of these are required depends on the type of the scheme.
pub(super) const SECURITY_SCHEME: &[Keyword] = &[
    required("type", String),
    DESCRIPTION,
    keyword("name", String),
    keyword("in", String),
    keyword("scheme", String),
    keyword("bearerFormat", String),
    keyword("flows", Object(only(Kind::OAuthFlows))),
    keyword("openIdConnectUrl", String),
];

pub(super) const OAUTH_FLOWS: &[Keyword] = &[
    keyword("implicit", Object(only(Kind::OAuthFlow))),
    keyword("password", Object(only(Kind::OAuthFlow))),
    keyword("clientCredentials", Object(only(Kind::OAuthFlow))),
    keyword("authorizationCode", Object(only(Kind::OAuthFlow))),
];

/// Which of the addresses are required depends on the flow.
pub(super) const OAUTH_FLOW: &[Keyword] = &[
    keyword("authorizationUrl", String),
    keyword("tokenUrl", String),
    keyword("refreshUrl", String),
    required("scopes", StringMap),
];
