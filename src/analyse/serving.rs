//! What a server has to know of an operation beside what it is asked and what it answers.

use super::outlines::Outlines;
use super::{Examples, Outcome, Reading, Readings};
use crate::ir::{
    Api, ApiKeyLocation, Operation, OperationId, Parameter, ParameterLocation, Response,
    SecurityKind, StatusPattern, Style,
};

/// The status that the mock answers an operation with where nobody wishes another: of the first success that there is an answer for,
/// or of the first. Where the document names no success, and a redirect to one, it is that of the redirect.
pub fn mock_status(
    (id, operation): (OperationId, &Operation),
    outcome: &Outcome,
    examples: &Examples,
) -> u16 {
    let successes = || outcome.successes.iter();
    let given = successes().find(|position| {
        let response = operation.responses.get(**position);
        response.is_some_and(|response| examples.can_give(id, **position, response))
    });
    let status = |position: &usize| Some(operation.responses.get(*position)?.status);
    let first = given.or(successes().next()).and_then(status);
    let mut answers = outcome.answers.iter().filter_map(status);
    let status = first.or_else(|| answers.find(|status| status.is_redirect()));
    status.map_or(204, |status| match status {
        StatusPattern::Code(code) => code,
        StatusPattern::Range(first) => u16::from(first) * 100,
        StatusPattern::Default => 200,
    })
}

/// The one status that a server answers with whatever is wrong with a request; none where each kind of fault has its own.
pub fn invalid_as(operation: &Operation) -> Option<u16> {
    match operation.invalid_statuses().as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// The media types of which a success may be, each once; none where one of the successes has no body, so that there is nothing to
/// take.
pub fn success_media_types<'a>(operation: &'a Operation, outcome: &Outcome) -> Vec<&'a str> {
    let successes = outcome.successes.iter();
    let successes: Vec<&Response> = successes
        .filter_map(|position| operation.responses.get(*position))
        .collect();
    let has_body = |response: &&Response| !response.contents.is_empty();
    if !successes.iter().all(has_body) {
        return Vec::new();
    }
    let mut media_types: Vec<&str> = Vec::new();
    for content in successes.iter().flat_map(|response| &response.contents) {
        if !media_types.contains(&content.media_type.as_str()) {
            media_types.push(&content.media_type);
        }
    }
    media_types
}

/// The path under which clients of the document expect the API: that of the first server, without the slash at its end. None where
/// it is the root, or says nothing that a router can be told.
pub fn base_path(api: &Api) -> Option<String> {
    let url = api.servers.first()?.default_url();
    let path = path_of(&url);
    let is_nestable =
        path.starts_with('/') && !path.contains(['{', '}', '*']) && !path.contains("/:");
    is_nestable.then(|| path.to_owned())
}

/// The path of a URL without the slash at its end.
fn path_of(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = match after_scheme.find('/') {
        Some(start) => after_scheme.get(start..).unwrap_or_default(),
        None => "",
    };
    path.split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/')
}

impl Readings {
    /// The names that are no members of an object that takes all others: of the parameters beside it, and of their members.
    pub fn names_beside(
        &self,
        api: &Api,
        (id, operation): (OperationId, &Operation),
        parameter: &Parameter,
    ) -> Vec<String> {
        let beside = operation.parameters.iter().enumerate();
        let beside = beside.filter(|(_, other)| {
            other.location == parameter.location && other.name != parameter.name
        });
        let others = beside.flat_map(|(position, other)| {
            let members = match self.get(id, position) {
                Reading::Outlined(outline) => self.outlines.member_names(outline),
                Reading::Plain | Reading::List | Reading::Json => Vec::new(),
            };
            [other.name.clone()].into_iter().chain(members)
        });
        let keys = match parameter.location {
            ParameterLocation::Query => keys(api, ApiKeyLocation::Query),
            ParameterLocation::Cookie => keys(api, ApiKeyLocation::Cookie),
            ParameterLocation::Path | ParameterLocation::Header => Vec::new(),
        };
        others.chain(keys).collect()
    }

    /// What the query of an operation may hold; none where that is anything: the query as a whole is a parameter, or an object in it
    /// takes any name.
    pub fn query_names<'a>(
        &self,
        api: &Api,
        (id, operation): (OperationId, &'a Operation),
    ) -> Option<QueryNames<'a>> {
        let mut names = QueryNames {
            known: keys(api, ApiKeyLocation::Query),
            deep: Vec::new(),
        };
        let numbered = operation.parameters.iter().enumerate();
        for (position, parameter) in numbered {
            if parameter.location == ParameterLocation::Query {
                names.add(&self.outlines, parameter, self.get(id, position))?;
            }
        }
        Some(names)
    }
}

/// What a query may hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueryNames<'a> {
    /// The names of pairs.
    pub known: Vec<String>,
    /// What the names of pairs may begin with that lead into an object.
    pub deep: Vec<&'a str>,
}

impl<'a> QueryNames<'a> {
    fn add(
        &mut self,
        outlines: &Outlines,
        parameter: &'a Parameter,
        reading: Reading,
    ) -> Option<()> {
        if parameter.style.is_whole() {
            return None;
        }
        if parameter.style == Style::DeepObject {
            self.deep.push(&parameter.name);
        }
        let is_spread = matches!(
            parameter.style,
            Style::Form { explode: true } | Style::Urlencoded
        );
        if let (Reading::Outlined(outline), true) = (reading, is_spread) {
            if outlines.has_others(outline) {
                return None;
            }
            self.known.extend(outlines.member_names(outline));
        }
        self.known.push(parameter.name.clone());
        Some(())
    }
}

/// The keys that callers may show in a part of the request.
fn keys(api: &Api, place: ApiKeyLocation) -> Vec<String> {
    let schemes = api.security_schemes.iter();
    let keys = schemes.filter_map(|scheme| match &scheme.kind {
        SecurityKind::ApiKey { location, name } if *location == place => Some(name.clone()),
        _ => None,
    });
    keys.collect()
}
