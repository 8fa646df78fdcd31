//! What is answered: examples of the document, or values made from its schemas.

use axum::body::Body;
use axum::response::Response;
use http::StatusCode;
use serde_json::Value;

use super::envelope;
use super::operation::Served;
use super::reading::Reader;
use super::runtime::mock::example;
use super::runtime::server::accept::Accept;
use super::runtime::server::events::{self, Event};
use super::runtime::server::items::{self, Items};
use super::runtime::server::{Failure, reply};
use super::spec::Spec;
use crate::analyse::{self, BodyShape, Outcome};
use crate::ir::{Framing, Header, Response as Described, SchemaId, SchemaKind, StatusPattern};

/// The status that an operation is answered with where nobody wishes another.
pub(super) fn usual_status(spec: Spec, served: &Served) -> u16 {
    let outcome = spec.facts.outcomes.get(served.id);
    outcome.map_or(204, |outcome| {
        analyse::mock_status((served.id, served.operation), outcome, &spec.facts.examples)
    })
}

/// The answer of that status.
///
/// # Errors
///
/// When the document describes none.
pub(super) fn answer(
    spec: Spec,
    served: &Served,
    (status, accept): (u16, &Accept),
) -> Result<Response, Failure> {
    let Some(outcome) = spec.facts.outcomes.get(served.id) else {
        return Err(example::missing(status));
    };
    if outcome.answers.is_empty() && status == 204 {
        return Ok(reply::empty(StatusCode::NO_CONTENT));
    }
    let answering = Answering {
        spec,
        served,
        outcome,
        status,
        accept,
    };
    let is_of = |pattern: StatusPattern, is_answer: bool| match pattern {
        StatusPattern::Code(code) => code == status,
        StatusPattern::Range(first) => status / 100 == u16::from(first),
        // A `default` that is the only response is what a success looks like.
        StatusPattern::Default => is_answer && status == 200,
    };
    let answers = outcome.answers.iter().map(|position| (*position, true));
    let errors = outcome.errors.iter().map(|position| (*position, false));
    let described = answers.chain(errors).filter_map(|(position, is_answer)| {
        let response = served.operation.responses.get(position)?;
        is_of(response.status, is_answer).then_some((position, response))
    });
    let otherwise = outcome.errors.iter().filter_map(|position| {
        let response = served.operation.responses.get(*position)?;
        (response.status == StatusPattern::Default).then_some((*position, response))
    });
    let mut all = described.chain(otherwise);
    let found = all.find_map(|(position, response)| answering.response(position, response));
    found.unwrap_or_else(|| Err(example::missing(status)))
}

struct Answering<'a> {
    spec: Spec,
    served: &'a Served,
    outcome: &'a Outcome,
    status: u16,
    accept: &'a Accept,
}

impl Answering<'_> {
    /// A response as the document has it; none where there is nothing to say in it.
    fn response(&self, position: usize, response: &Described) -> Option<Result<Response, Failure>> {
        let headers = response.headers.iter().filter(|header| header.required);
        let headers = headers.map(|header| Some((header, header_value(self.spec, header)?)));
        let headers: Vec<(&Header, &str)> = headers.collect::<Option<_>>()?;
        let media_types = response.contents.iter();
        let media_types: Vec<&str> = media_types.map(|it| it.media_type.as_str()).collect();
        let body = self.body(position, self.outcome.shape(position), &media_types)?;
        Some(body.map(|body| {
            headers.into_iter().fold(body, |response, (header, value)| {
                reply::header(response, &header.name.to_ascii_lowercase(), Some(value))
            })
        }))
    }

    /// A body: the example where it is JSON, and as little as there can be of anything else.
    fn body(
        &self,
        position: usize,
        shape: BodyShape,
        media_types: &[&str],
    ) -> Option<Result<Response, Failure>> {
        let status = reply::status(self.status);
        let media_type = self.media_type(media_types);
        Some(Ok(match shape {
            BodyShape::Empty => reply::empty(status),
            BodyShape::Json(schema) => {
                let body = match self.example(position, schema)? {
                    Ok(body) => body,
                    Err(failure) => return Some(Err(failure)),
                };
                reply::json_as(media_type, status, &body)
            }
            BodyShape::Text => reply::text(media_type, status, String::new()),
            BodyShape::Bytes => reply::bytes(media_type, status, Body::empty()),
            BodyShape::Sequence(framing, _) => nothing(framing, media_type, status),
            BodyShape::Choice(choice) => {
                let choice = self.spec.facts.outcomes.choice(choice)?;
                return choice.alternatives.iter().find_map(|alternative| {
                    let media_types = alternative.media_types.iter();
                    let media_types: Vec<&str> = media_types.map(String::as_str).collect();
                    self.body(position, alternative.shape, &media_types)
                });
            }
        }))
    }

    /// The media type that is sent: of several the one that the caller likes best.
    fn media_type<'m>(&self, media_types: &[&'m str]) -> &'m str {
        let sent: Vec<&str> = media_types.iter().map(|it| sent(it)).collect();
        match sent.as_slice() {
            [] => "application/octet-stream",
            [only] => only,
            [first, ..] => self.accept.best(&sent).unwrap_or(first),
        }
    }

    /// The example of a response, as the output reads and writes it.
    fn example(&self, position: usize, schema: SchemaId) -> Option<Result<Value, Failure>> {
        let examples = &self.spec.facts.examples;
        let index = examples.get(self.served.id, position)?;
        let example = examples.list().get(index)?;
        let read = Reader::of_value(self.spec, schema).read(example.clone());
        Some(match read {
            Ok(body) => {
                let status = reply::status(self.status);
                Ok(envelope::with_status(self.spec, schema, body, status))
            }
            Err(error) => {
                let message = "The example in the document does not fit its schema";
                let failure = Failure::new(StatusCode::INTERNAL_SERVER_ERROR, message);
                Err(failure.with_source(error))
            }
        })
    }
}

/// What is sent where a range is described, of which no message can be.
fn sent(media_type: &str) -> &str {
    match media_type.contains('*') {
        true => "application/octet-stream",
        false => media_type,
    }
}

/// An answer that could be values one after the other, and has none.
fn nothing(framing: Framing, media_type: &str, status: StatusCode) -> Response {
    match framing {
        Framing::Lines => items::lines::<Value>(media_type, status, Vec::new().into()),
        Framing::Records => items::records::<Value>(media_type, status, Vec::new().into()),
        Framing::Events => events::whole::<Value>(media_type, status, Vec::new().into()),
        Framing::EventData => {
            let events: Items<Event<Value>> = Vec::new().into();
            events::json(media_type, status, events)
        }
    }
}

/// The plainest value of a header that must be there; none where only a plain one can be made up.
fn header_value(spec: Spec, header: &Header) -> Option<&'static str> {
    if spec.facts.recursion.is_newtype(header.schema) {
        return None;
    }
    match &spec.api.schemas.resolve(header.schema).1.kind {
        SchemaKind::Boolean => Some("false"),
        SchemaKind::Integer(_) | SchemaKind::Number(_) => Some("0"),
        SchemaKind::String(text) if text.format.is_held_as_text() => Some(""),
        _ => None,
    }
}
