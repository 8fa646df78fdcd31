//! What is answered: examples of the document, or values made from its schemas.

use axum::response::Response;
use http::StatusCode;
use serde_json::Value;

use super::envelope;
use super::operation::Served;
use super::reading::Reader;
use super::runtime::mock::example;
use super::runtime::server::accept::Accept;
use super::runtime::server::events::{self, Event};
use super::runtime::server::items;
use super::runtime::server::{Failure, reply};
use super::spec::Spec;
use crate::analyse::{self, Alternative, BodyShape, ChoiceId, HeaderText, Outcome};
use crate::ir::{Framing, Header, Response as Described, SchemaId, StatusPattern};

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
        // A `default` that is the only response is what a success looks like.
        StatusPattern::Default => is_answer && status == 200,
        pattern => pattern.holds(status),
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
        let headers = response.headers.iter().enumerate();
        let headers = headers.filter_map(|(header, described)| {
            let value = self.header(position, header, described);
            let is_left_out = value.is_none() && !described.required;
            (!is_left_out).then(|| Some((described, value?)))
        });
        let headers: Vec<(&Header, Result<String, Failure>)> = headers.collect::<Option<_>>()?;
        let body = match self.outcome.shape(position) {
            BodyShape::Choice(choice) => self.choice(position, choice)?,
            shape => {
                let media_types = response.contents.iter();
                let media_types: Vec<&str> = media_types.map(|it| it.media_type.as_str()).collect();
                self.body((position, 0), shape, &media_types)?
            }
        };
        let mut headers = headers.into_iter();
        let body = match body {
            Ok(body) => body,
            Err(failure) => return Some(Err(failure)),
        };
        Some(headers.try_fold(body, |response, (header, value)| {
            let name = header.name.to_ascii_lowercase();
            Ok(reply::header(response, &name, Some(value?)))
        }))
    }

    /// What the caller likes best of what the body may hold.
    fn choice(&self, position: usize, choice: ChoiceId) -> Option<Result<Response, Failure>> {
        let choice = self.spec.facts.outcomes.choice(choice)?;
        let all = choice.alternatives.iter().enumerate();
        let given = all.filter(|(alternative, it)| {
            let example = self
                .spec
                .facts
                .examples
                .body(self.served.id, position, *alternative);
            !matches!(it.shape, BodyShape::Json(_)) || example.is_some()
        });
        let given: Vec<(usize, &Alternative)> = given.collect();
        let offered = given.iter().flat_map(|(position, it)| {
            let media_types = it.media_types.iter();
            media_types.map(|media_type| (sent(media_type), *position))
        });
        let offered: Vec<(&str, usize)> = offered.collect();
        let media_types: Vec<&str> = offered.iter().map(|(media_type, _)| *media_type).collect();
        let best = self.accept.best(&media_types);
        let best = offered
            .iter()
            .find(|(media_type, _)| Some(*media_type) == best);
        let best = best.or(offered.first()).map(|(_, position)| *position)?;
        let alternative = choice.alternatives.get(best)?;
        let media_types = alternative.media_types.iter();
        let media_types: Vec<&str> = media_types.map(String::as_str).collect();
        self.body((position, best), alternative.shape, &media_types)
    }

    /// A body: the example, or nothing where it may be nothing. It belongs to a response, and to an alternative of it.
    fn body(
        &self,
        (position, alternative): (usize, usize),
        shape: BodyShape,
        media_types: &[&str],
    ) -> Option<Result<Response, Failure>> {
        let status = reply::status(self.status);
        let media_type = self.media_type(media_types);
        let examples = &self.spec.facts.examples;
        let example = examples.body(self.served.id, position, alternative);
        let example = example.and_then(|index| examples.list().get(index));
        let text = || {
            example
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        Some(match shape {
            BodyShape::Empty => Ok(reply::empty(status)),
            BodyShape::Json(schema) => self.read(schema, example?).map(|body| {
                let body = envelope::with_status(self.spec, schema, body, status);
                reply::json_as(media_type, status, &body)
            }),
            BodyShape::Text => Ok(reply::text(media_type, status, text())),
            BodyShape::Bytes => Ok(reply::bytes(media_type, status, text())),
            BodyShape::Sequence(framing, item) => {
                let items = example.and_then(Value::as_array).into_iter().flatten();
                let items: Result<Vec<Value>, Failure> =
                    items.map(|value| self.read(item, value)).collect();
                let is_text = self.spec.api.schemas.is_text(item);
                items.map(|items| sequence((framing, is_text), media_type, status, items))
            }
            BodyShape::Choice(_) => return None,
        })
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

    /// A value as the output reads and writes it.
    fn read(&self, schema: SchemaId, example: &Value) -> Result<Value, Failure> {
        let read = Reader::of_value(self.spec, schema).read(example.clone());
        read.map_err(|error| {
            let message = "The example in the document does not fit its schema";
            Failure::new(StatusCode::INTERNAL_SERVER_ERROR, message).with_source(error)
        })
    }

    /// The text of a header; none where there is nothing for it.
    fn header(
        &self,
        position: usize,
        header: usize,
        described: &Header,
    ) -> Option<Result<String, Failure>> {
        let examples = &self.spec.facts.examples;
        let index = examples.header(self.served.id, position, header)?;
        let example = examples.list().get(index)?;
        let read = match HeaderText::of(self.spec.api, described.schema) {
            HeaderText::Raw => Ok(example.clone()),
            _ => self.read(described.schema, example),
        };
        Some(read.map(|value| shown(&value)))
    }
}

/// A value as a header shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(","),
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map(|it| it.to_string()).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

/// What is sent where a range is described, of which no message can be.
fn sent(media_type: &str) -> &str {
    match media_type.contains('*') {
        true => "application/octet-stream",
        false => media_type,
    }
}

/// Values one after the other.
fn sequence(
    (framing, is_text): (Framing, bool),
    media_type: &str,
    status: StatusCode,
    items: Vec<Value>,
) -> Response {
    match framing {
        Framing::Lines => items::lines(media_type, status, items.into()),
        Framing::Records => items::records(media_type, status, items.into()),
        Framing::Events => events::whole(media_type, status, items.into()),
        Framing::EventData if is_text => {
            let texts = items.iter().map(|item| Event::from(shown(item)));
            events::texts(media_type, status, texts.collect())
        }
        Framing::EventData => {
            let events = items.into_iter().map(Event::from);
            events::json(media_type, status, events.collect())
        }
    }
}
