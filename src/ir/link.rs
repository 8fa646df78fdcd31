//! Links: what can be asked next, with what was asked and answered (Link Object).

use serde::Serialize;

use super::Json;
use crate::diagnostic::Pointer;

/// What can be asked after a response: a Link Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Where it stands.
    pub pointer: Pointer,
    /// The name under which the response has it.
    pub name: String,
    /// What the document says of it, in CommonMark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The operation that can be asked.
    pub target: LinkTarget,
    /// The values of its parameters, each by the name of one or by its place and name, such as `path.id`.
    pub parameters: Vec<(String, LinkValue)>,
    /// Its body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<LinkValue>,
}

/// How a link names an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkTarget {
    /// By its `operationId`.
    Id(String),
    /// By where it stands in this document.
    Place(Pointer),
}

/// A value that a link gives on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkValue {
    /// This one.
    Constant(Json),
    /// What an expression comes to.
    Of(Expression),
    /// A text with expressions in it.
    Text(Vec<LinkPiece>),
}

impl LinkValue {
    /// The expressions in it.
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::Constant(_) => Vec::new(),
            Self::Of(expression) => vec![expression],
            Self::Text(pieces) => pieces.iter().filter_map(LinkPiece::expression).collect(),
        }
    }
}

/// A piece of a text with expressions in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPiece {
    /// Text as it is.
    Literal(String),
    /// What an expression comes to.
    Of(Expression),
}

impl LinkPiece {
    fn expression(&self) -> Option<&Expression> {
        match self {
            Self::Literal(_) => None,
            Self::Of(expression) => Some(expression),
        }
    }
}

/// A runtime expression, as it is written and as it is meant (OpenAPI 3.0.3, section 4.7.20.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expression {
    /// As the document has it: `$response.body#/id`.
    pub text: String,
    /// What it takes.
    pub source: LinkSource,
}

/// What a runtime expression takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkSource {
    /// The URL of the request.
    Url,
    /// The method of the request.
    Method,
    /// The status of the answer.
    Status,
    /// A parameter of the request: its place and its name.
    RequestParameter(super::ParameterLocation, String),
    /// A value in the body of the request.
    RequestBody(Pointer),
    /// A header of the answer.
    ResponseHeader(String),
    /// A value in the body of the answer.
    ResponseBody(Pointer),
}
