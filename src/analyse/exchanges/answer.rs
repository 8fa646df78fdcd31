//! What the server is asked to answer.

use super::place::Place;
use super::sent::text;
use super::{AnswerCase, Making};
use crate::analyse::{BodyShape, Outcome, Outcomes};
use crate::ir::{
    Content, Format, Header, Json, Operation, OperationId, Response, SchemaId, SchemaKind,
    StatusPattern,
};

/// Headers that say how a message is written, which is not for an implementation to say.
const OF_MESSAGES: [&str; 6] = [
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "transfer-encoding",
    "upgrade",
];

/// The answers of an operation.
pub(super) struct Answers<'a> {
    operation: &'a Operation,
    shapes: Vec<BodyShape>,
    choices: &'a Outcomes,
    pub cases: Vec<AnswerCase>,
}

impl<'a> Answers<'a> {
    /// Those that can be made up.
    pub fn of(
        making: Making<'_, '_>,
        id: OperationId,
        operation: &'a Operation,
        outcomes: &'a Outcomes,
        left_out: &mut Vec<String>,
    ) -> Self {
        let mut answers = Self {
            operation,
            shapes: Vec::new(),
            choices: outcomes,
            cases: Vec::new(),
        };
        let Some(outcome) = outcomes.get(id) else {
            return answers;
        };
        answers.shapes.clone_from(&outcome.shapes);
        let all = cases(operation, outcome, outcomes);
        for (response, case) in all {
            let made = answers.made(making, super::seed(id, 0), response, &case);
            match case.filter(|_| made.is_some()) {
                Some(case) => answers.cases.push(case),
                None => left_out.push(format!("the answer {}", status_of(response))),
            }
        }
        answers
    }

    /// What one of the cases holds, with its headers.
    pub fn given(
        &self,
        making: Making<'_, '_>,
        seed: u64,
        case: usize,
    ) -> Option<(Option<Json>, Vec<Option<Json>>)> {
        let case = self.cases.get(case).copied();
        let response = case?
            .response
            .and_then(|it| self.operation.responses.get(it));
        self.made(making, seed, response, &case)
    }

    fn made(
        &self,
        making: Making<'_, '_>,
        seed: u64,
        response: Option<&Response>,
        case: &Option<AnswerCase>,
    ) -> Option<(Option<Json>, Vec<Option<Json>>)> {
        let (Some(response), Some(case)) = (response, case) else {
            return Some((None, Vec::new()));
        };
        let shape = case.response.and_then(|it| self.shapes.get(it)).copied();
        let shape = match (shape.unwrap_or(BodyShape::Empty), case.alternative) {
            (BodyShape::Choice(id), Some(position)) => {
                self.choices.choice(id)?.alternatives.get(position)?.shape
            }
            (shape, _) => shape,
        };
        // What is read as bytes is no sequence on the other side.
        if case.refuses && matches!(shape, BodyShape::Sequence(..)) {
            return None;
        }
        let holds = match shape {
            BodyShape::Empty => None,
            BodyShape::Json(schema) => Some(Place::JSON.value(making, seed, schema)?),
            BodyShape::Sequence(_, item) => {
                let items = (0..3).map(|turn| Place::JSON.value(making, seed ^ (turn + 1), item));
                Some(Json::Array(items.collect::<Option<_>>()?))
            }
            BodyShape::Text | BodyShape::Bytes => Some(described(making, seed, response)?),
            BodyShape::Choice(_) => return None,
        };
        let headers = (0..).zip(&response.headers).map(|(position, header)| {
            let value = self::header(making, seed.wrapping_add(position), header);
            (value.is_some() || !header.required).then_some(value)
        });
        Some((holds, headers.collect::<Option<_>>()?))
    }
}

fn status_of(response: Option<&Response>) -> String {
    response.map_or_else(|| "204".to_owned(), |it| it.status.to_string())
}

/// Every answer, with each of the things that it may hold; none for one that has no status of its own.
fn cases<'a>(
    operation: &'a Operation,
    outcome: &Outcome,
    outcomes: &Outcomes,
) -> Vec<(Option<&'a Response>, Option<AnswerCase>)> {
    let mut all = Vec::new();
    if outcome.answers.is_empty() {
        let case = AnswerCase {
            response: None,
            refuses: false,
            alternative: None,
            status: 204,
        };
        all.push((None, Some(case)));
    }
    let answers = outcome.answers.iter().map(|position| (*position, false));
    let errors = outcome.errors.iter().map(|position| (*position, true));
    // What stands for successes as well is not refused with.
    let errors = errors.filter(|(position, _)| !outcome.answers.contains(position));
    for (position, refuses) in answers.chain(errors) {
        let Some(response) = operation.responses.get(position) else {
            continue;
        };
        let status = status(operation, response.status, refuses);
        let alternatives: Vec<Option<usize>> = match outcome.shape(position) {
            BodyShape::Choice(id) => {
                let choice = outcomes.choice(id);
                let count = choice.map_or(0, |it| it.alternatives.len());
                (0..count).map(Some).collect()
            }
            _ => vec![None],
        };
        for alternative in alternatives {
            let case = status.map(|status| AnswerCase {
                response: Some(position),
                refuses,
                alternative,
                status,
            });
            all.push((Some(response), case));
        }
    }
    all
}

/// A status that a response is for, and no other.
fn status(operation: &Operation, pattern: StatusPattern, refuses: bool) -> Option<u16> {
    let others = || operation.responses.iter().map(|it| it.status);
    let is_free = |code: &u16| {
        !others().any(|other| other == StatusPattern::Code(*code))
            && (pattern != StatusPattern::Default
                || !others()
                    .any(|it| it == StatusPattern::Range(u8::try_from(code / 100).unwrap_or(0))))
    };
    match (pattern, refuses) {
        // What is no final answer is nobody's to give.
        (StatusPattern::Code(100..=199) | StatusPattern::Range(1), _) => None,
        (StatusPattern::Code(code), _) => Some(code),
        (StatusPattern::Range(first), _) => {
            let low = u16::from(first) * 100;
            (low..low + 100).find(is_free)
        }
        (StatusPattern::Default, true) => (500..600).chain(400..500).find(is_free),
        (StatusPattern::Default, false) => (200..204).find(is_free),
    }
}

/// What the document says of a text or of bytes, where it says something.
fn described(making: Making<'_, '_>, seed: u64, response: &Response) -> Option<Json> {
    let schema = |content: &Content| match content.format {
        Format::Text { schema } | Format::Bytes { schema } => schema,
        _ => None,
    };
    let mut schemas = response.contents.iter().map(schema);
    match schemas
        .next()
        .flatten()
        .filter(|_| response.contents.len() == 1)
    {
        Some(schema) => Place::JSON
            .value(making, seed, schema)
            .filter(Json::is_string),
        None => Some(Json::from(text(seed))),
    }
}

/// A value for a header: of a text that is read as something, or of any text.
fn header(making: Making<'_, '_>, seed: u64, header: &Header) -> Option<Json> {
    if OF_MESSAGES.contains(&header.name.to_ascii_lowercase().as_str()) {
        return None;
    }
    match is_read(making, header.schema) {
        true => Place::HEADER.value(making, seed, header.schema),
        false => Some(Json::from("a=1")),
    }
}

/// Whether the text of a header is read as something: a plain value, or a list of such.
fn is_read(making: Making<'_, '_>, schema: SchemaId) -> bool {
    match making.api.schemas.resolve(schema).1.kind.described() {
        SchemaKind::Array(array) => {
            let item = &making.api.schemas.resolve(array.items).1.kind;
            !matches!(item.described(), SchemaKind::Array(_)) && is_read(making, array.items)
        }
        SchemaKind::Boolean
        | SchemaKind::Integer(_)
        | SchemaKind::Number(_)
        | SchemaKind::String(_)
        | SchemaKind::Enumeration(_) => true,
        _ => false,
    }
}
