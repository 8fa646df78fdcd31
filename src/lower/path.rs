//! Path templates.

use crate::ir::{PathPiece, PathTemplate};

/// Reads a path template (OpenAPI 3.0.3, section 3.2); `None` where a brace has no partner or a name is empty.
pub(super) fn template(path: &str) -> Option<PathTemplate> {
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}')?;
        if literal.contains('}') || name.is_empty() || name.contains('{') {
            return None;
        }
        if !literal.is_empty() {
            pieces.push(PathPiece::Literal(literal.to_owned()));
        }
        pieces.push(PathPiece::Parameter(name.to_owned()));
        rest = tail;
    }
    if rest.contains('}') {
        return None;
    }
    if !rest.is_empty() {
        pieces.push(PathPiece::Literal(rest.to_owned()));
    }
    Some(PathTemplate(pieces))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_literals_from_parameters() {
        let template = template("/org/{org}/v{version}.json").unwrap();
        assert_eq!(
            template.parameters().collect::<Vec<_>>(),
            ["org", "version"]
        );
        assert_eq!(template.to_string(), "/org/{org}/v{version}.json");
    }

    #[test]
    fn refuses_braces_without_a_partner() {
        for path in ["/a/{b", "/a/b}", "/a/{}", "/a/{{b}}"] {
            assert_eq!(template(path), None, "{path}");
        }
    }
}
