//! Security: how callers prove who they are.

use serde::Serialize;

/// A way to prove who calls: a Security Scheme Object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecurityScheme {
    /// Its key under `components/securitySchemes`.
    pub name: String,
    /// What the document says about it, in CommonMark.
    pub description: Option<String>,
    /// What is sent.
    pub kind: SecurityKind,
}

/// What a caller sends as proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityKind {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// A key of the API's own.
    ApiKey {
        /// Where it travels.
        location: ApiKeyLocation,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
}

/// Where an API key travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ApiKeyLocation {
    /// In a header.
    Header,
    /// In the query.
    Query,
    /// In a cookie.
    Cookie,
}

/// Schemes that must all be met: a Security Requirement Object. An empty one is met by everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SecurityRequirement {
    /// The names of the schemes.
    pub schemes: Vec<String>,
}
