//! Links of responses, and the runtime expressions in them (OpenAPI 3.0.3, sections 4.7.20 and 4.7.20.4).

use indexmap::IndexMap;
use openapiv3::{LinkOperation, ReferenceOr};
use percent_encoding::percent_decode_str;

use super::{Lowering, fault, resolve_at};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{
    Expression, Json, Link, LinkPiece, LinkSource, LinkTarget, LinkValue, ParameterLocation,
};

impl<'a> Lowering<'a> {
    /// The links of a response that lead to an operation of this document.
    pub(super) fn links(
        &mut self,
        links: &'a IndexMap<String, ReferenceOr<openapiv3::Link>>,
        pointer: &Pointer,
    ) -> Vec<Link> {
        let mut lowered = Vec::new();
        for (name, place) in links {
            let components = &self.components.links;
            let Some((link, pointer)) = resolve_at(place, &pointer.join(name), components, "links")
            else {
                continue;
            };
            if fault(&link.extensions).is_some() {
                continue;
            }
            match self::link(name, link, &pointer) {
                Ok(link) => lowered.push(link),
                Err(message) => {
                    let code = Code::UnsupportedFeature;
                    self.report(Diagnostic::at_key(code, &pointer, message));
                }
            }
        }
        lowered
    }
}

fn link(name: &str, link: &openapiv3::Link, pointer: &Pointer) -> Result<Link, String> {
    if link.server.is_some() {
        return Err("the link is left out: it has a server of its own".to_owned());
    }
    let target = match &link.operation {
        LinkOperation::OperationId(id) => LinkTarget::Id(id.clone()),
        LinkOperation::OperationRef(reference) => {
            let place = reference.strip_prefix('#').ok_or_else(|| {
                format!("the link is left out: `{reference}` is no place in this document")
            })?;
            let place = percent_decode_str(place).decode_utf8_lossy();
            LinkTarget::Place(Pointer::parse(&place))
        }
    };
    let parameters = link.parameters.iter();
    let parameters = parameters.map(|(name, it)| Ok((name.clone(), value(it)?)));
    Ok(Link {
        pointer: pointer.clone(),
        name: name.to_owned(),
        description: link.description.clone(),
        target,
        parameters: parameters.collect::<Result<_, String>>()?,
        body: link.request_body.as_ref().map(value).transpose()?,
    })
}

/// A value: an expression, a text with expressions in braces, or what it is.
fn value(value: &Json) -> Result<LinkValue, String> {
    let Json::String(text) = value else {
        return Ok(LinkValue::Constant(value.clone()));
    };
    if text.starts_with('$') {
        return expression(text).map(LinkValue::Of);
    }
    if !text.contains("{$") {
        return Ok(LinkValue::Constant(value.clone()));
    }
    let mut pieces = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, from)) = rest.split_once("{$") {
        let unclosed = || format!("the link is left out: `{text}` has a brace that is not closed");
        let (inner, behind) = from.split_once('}').ok_or_else(unclosed)?;
        if !before.is_empty() {
            pieces.push(LinkPiece::Literal(before.to_owned()));
        }
        pieces.push(LinkPiece::Of(expression(&format!("${inner}"))?));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(LinkPiece::Literal(rest.to_owned()));
    }
    // A text that is nothing but an expression has its type.
    Ok(match pieces.as_slice() {
        [LinkPiece::Of(only)] => LinkValue::Of(only.clone()),
        _ => LinkValue::Text(pieces),
    })
}

fn expression(text: &str) -> Result<Expression, String> {
    let unknown = || format!("the link is left out: `{text}` is no runtime expression");
    let source = source(text).ok_or_else(unknown)?;
    Ok(Expression {
        text: text.to_owned(),
        source,
    })
}

fn source(text: &str) -> Option<LinkSource> {
    let in_body = |rest: &str| match rest {
        "" => Some(Pointer::root()),
        rest => Some(Pointer::parse(rest.strip_prefix('#')?)),
    };
    let parameter = |location, name: &str| {
        let name = (!name.is_empty()).then(|| name.to_owned())?;
        Some(LinkSource::RequestParameter(location, name))
    };
    match text {
        "$url" => return Some(LinkSource::Url),
        "$method" => return Some(LinkSource::Method),
        "$statusCode" => return Some(LinkSource::Status),
        _ => {}
    }
    if let Some(of_request) = text.strip_prefix("$request.") {
        let (kind, name) = of_request.split_once('.').unwrap_or((of_request, ""));
        return match kind {
            "path" => parameter(ParameterLocation::Path, name),
            "query" => parameter(ParameterLocation::Query, name),
            "header" => parameter(ParameterLocation::Header, name),
            _ => in_body(of_request.strip_prefix("body")?).map(LinkSource::RequestBody),
        };
    }
    let of_response = text.strip_prefix("$response.")?;
    if let Some(name) = of_response.strip_prefix("header.") {
        return (!name.is_empty()).then(|| LinkSource::ResponseHeader(name.to_owned()));
    }
    in_body(of_response.strip_prefix("body")?).map(LinkSource::ResponseBody)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtime_expressions_are_read() {
        let name = "a.b".to_owned();
        for (text, expected) in [
            ("$url", Some(LinkSource::Url)),
            ("$method", Some(LinkSource::Method)),
            ("$statusCode", Some(LinkSource::Status)),
            (
                "$request.query.a.b",
                Some(LinkSource::RequestParameter(ParameterLocation::Query, name)),
            ),
            (
                "$request.body",
                Some(LinkSource::RequestBody(Pointer::root())),
            ),
            (
                "$response.body#/a/0/b~1c",
                Some(LinkSource::ResponseBody(Pointer::parse("/a/0/b~1c"))),
            ),
            (
                "$response.header.Location",
                Some(LinkSource::ResponseHeader("Location".to_owned())),
            ),
            ("$response.query.x", None),
            ("$request.path.", None),
            ("$response.body/a", None),
            ("$other", None),
            ("$", None),
        ] {
            assert_eq!(source(text), expected, "{text}");
        }
    }

    #[test]
    fn texts_hold_expressions_in_braces() {
        let read = |text: &str| value(&Json::from(text));
        assert!(matches!(read("{$response.body#/id}"), Ok(LinkValue::Of(_))));
        assert!(matches!(read("plain {id}"), Ok(LinkValue::Constant(_))));
        assert!(read("x-{$url").is_err() && read("{$nothing}").is_err());
        let Ok(LinkValue::Text(pieces)) = read("a{$url}b{$method}") else {
            panic!("no text");
        };
        assert_eq!(pieces.len(), 4);
    }
}
