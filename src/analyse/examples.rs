//! What the mock answers with: what the document shows of a response where that is right, or else values made from its schemas.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::conform::Conformance;
use super::header_text::{self, HeaderText};
use super::maker::Maker;
use super::shapes::{self, Alternative};
use super::{BodyShape, Outcomes};
use crate::ir::{Api, Content, Example, Format, Header, Json, OperationId, Response, SchemaId};

/// The examples of the responses.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Examples {
    /// The examples that are used, none twice.
    list: Vec<Json>,
    /// Which ones a response has, by operation and position of the response.
    responses: BTreeMap<OperationId, BTreeMap<usize, OfResponse>>,
    /// The operations that the mock can answer with a success.
    succeeding: BTreeSet<OperationId>,
}

/// What a response is made of, as positions in [`Examples::list`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct OfResponse {
    /// By the position of what the body may hold: a value of JSON, a text, or the list of what comes one after the other.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    bodies: BTreeMap<usize, usize>,
    /// By the position of the header. Those that may be left out are there where the document shows them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<usize, usize>,
}

impl Examples {
    /// The example of a body, as its position in [`Self::list`]: of the response at `position`, and of its alternative where the body
    /// may be one of several things.
    pub fn body(
        &self,
        operation: OperationId,
        position: usize,
        alternative: usize,
    ) -> Option<usize> {
        let response = self.responses.get(&operation)?.get(&position)?;
        response.bodies.get(&alternative).copied()
    }

    /// The example of a header of a response, as its position in [`Self::list`].
    pub fn header(&self, operation: OperationId, position: usize, header: usize) -> Option<usize> {
        let response = self.responses.get(&operation)?.get(&position)?;
        response.headers.get(&header).copied()
    }

    /// The examples that are used, none twice.
    pub fn list(&self) -> &[Json] {
        &self.list
    }

    /// Whether the mock can answer the operation with a success.
    pub fn has_success(&self, operation: OperationId) -> bool {
        self.succeeding.contains(&operation)
    }

    /// Whether there is all that a response cannot do without.
    pub(super) fn can_give(
        &self,
        operation: OperationId,
        position: usize,
        response: &Response,
    ) -> bool {
        let is_json = response.preferred().is_some_and(|it| it.json().is_some());
        let mut headers = response.headers.iter().enumerate();
        let has_headers = headers.all(|(header, described)| {
            !described.required || self.header(operation, position, header).is_some()
        });
        has_headers && (!is_json || self.body(operation, position, 0).is_some())
    }
}

/// Looks for the examples of every response; where there is none, `maker` makes one up.
pub(super) fn choose(
    api: &Api,
    outcomes: &Outcomes,
    conformance: &Conformance<'_>,
    maker: Option<&Maker<'_, '_>>,
) -> Examples {
    let mut examples = Examples::default();
    let mut chooser = Chooser {
        api,
        conformance,
        maker,
        made: HashMap::new(),
    };
    let mut known: HashMap<String, usize> = HashMap::new();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        let responses = operation.responses.iter().enumerate();
        for (position, response) in responses.filter(|_| operation.is_of_api()) {
            let chosen = chooser.response(response);
            let mut numbered = |(position, example): (usize, Json)| {
                let index = *known.entry(example.to_string()).or_insert_with(|| {
                    examples.list.push(example);
                    examples.list.len() - 1
                });
                (position, index)
            };
            let of_response = OfResponse {
                bodies: chosen.bodies.into_iter().map(&mut numbered).collect(),
                headers: chosen.headers.into_iter().map(&mut numbered).collect(),
            };
            if of_response != OfResponse::default() {
                let of_operation = examples.responses.entry(id).or_default();
                of_operation.insert(position, of_response);
            }
        }
        let Some(outcome) = outcomes.get(id) else {
            continue;
        };
        let can_give = |position: &usize| {
            let response = operation.responses.get(*position);
            response.is_some_and(|response| examples.can_give(id, *position, response))
        };
        if outcome.answers.is_empty() || outcome.successes.iter().any(can_give) {
            examples.succeeding.insert(id);
        }
    }
    examples
}

/// What was chosen for a response, by position.
struct Chosen {
    bodies: Vec<(usize, Json)>,
    headers: Vec<(usize, Json)>,
}

/// Chooses the examples of a response.
struct Chooser<'a, 'b, 'c> {
    api: &'a Api,
    conformance: &'a Conformance<'b>,
    maker: Option<&'a Maker<'a, 'c>>,
    /// What was made of each schema.
    made: HashMap<SchemaId, Option<Json>>,
}

impl<'a> Chooser<'a, '_, '_> {
    fn response(&mut self, response: &'a Response) -> Chosen {
        let alternatives = shapes::alternatives(self.api, response);
        let bodies = alternatives.iter().enumerate();
        let bodies = bodies.filter_map(|(position, alternative)| {
            Some((position, self.body(response, alternative)?))
        });
        let bodies = bodies.collect();
        let headers = response.headers.iter().enumerate();
        let headers = headers
            .filter_map(|(position, header)| Some((position, self.header(header)?)))
            .collect();
        Chosen { bodies, headers }
    }

    fn body(&mut self, response: &'a Response, alternative: &Alternative) -> Option<Json> {
        let contents = response.contents.iter();
        let contents: Vec<&Content> = contents
            .filter(|content| alternative.media_types.contains(&content.media_type))
            .collect();
        match alternative.shape {
            BodyShape::Json(_) => {
                let mut schemas = contents.iter().filter_map(|content| content.json());
                let schema = schemas.next()?;
                let shown = contents.iter().flat_map(|content| &content.examples);
                self.value(schema, shown)
            }
            BodyShape::Text | BodyShape::Bytes => self.text(&contents),
            BodyShape::Sequence(_, item) => self.list(item, &contents),
            BodyShape::Empty | BodyShape::Choice(_) => None,
        }
    }

    /// An example of the media type, or of its schema, that is right, or else a value that is made up. Where there is neither, an
    /// example that its type can hold: a rule that it breaks does not keep a client from reading it.
    fn value(
        &mut self,
        schema: SchemaId,
        shown: impl Iterator<Item = &'a Example>,
    ) -> Option<Json> {
        let of_schema = self.api.schemas.resolve(schema).1.examples.iter();
        let mut held = None;
        for example in shown.chain(of_schema).map(|example| &example.value) {
            let misfits = self.conformance.misfits(schema, example);
            if misfits.is_empty() {
                return Some(example.clone());
            }
            if misfits.iter().all(|misfit| !misfit.breaks_type) {
                held.get_or_insert(example);
            }
        }
        self.make(schema).or_else(|| held.cloned())
    }

    /// A text that is shown, or one that its schema allows. What is no text for JSON, such as an object that is sent as XML, is not
    /// written as the media type would have it.
    fn text(&mut self, contents: &[&'a Content]) -> Option<Json> {
        let shown = contents.iter().flat_map(|content| &content.examples);
        let mut texts = shown.filter(|example| example.value.is_string());
        if let Some(example) = texts.next() {
            return Some(example.value.clone());
        }
        let mut schemas = contents.iter().filter_map(|content| match content.format {
            Format::Text { schema } => schema,
            _ => None,
        });
        let made = self.value(schemas.next()?, std::iter::empty())?;
        header_text::simple(&made)
            .filter(|_| !made.is_object() && !made.is_array())
            .map(Json::String)
    }

    /// What is shown of values one after the other, all of them or one, or else one that is made up.
    fn list(&mut self, item: SchemaId, contents: &[&'a Content]) -> Option<Json> {
        let fits = |value: &Json| self.conformance.misfits(item, value).is_empty();
        let shown = contents.iter().flat_map(|content| &content.examples);
        let mut lists = shown.filter_map(|example| match &example.value {
            value if fits(value) => Some(Json::Array(vec![value.clone()])),
            Json::Array(items) if items.iter().all(fits) => Some(example.value.clone()),
            _ => None,
        });
        lists.next().or_else(|| {
            let made = self.value(item, std::iter::empty())?;
            Some(Json::Array(vec![made]))
        })
    }

    /// What a header holds: what the document shows, or what is made up where it must be there.
    fn header(&mut self, header: &'a Header) -> Option<Json> {
        let kind = HeaderText::of(self.api, header.schema);
        let of_schema = &self.api.schemas.resolve(header.schema).1.examples;
        let shown = header.examples.iter().chain(of_schema);
        let mut shown = shown.map(|example| &example.value);
        let is_right = |value: &Json| {
            let is_text = kind == HeaderText::Raw && value.is_string();
            is_text || self.conformance.misfits(header.schema, value).is_empty()
        };
        let as_held = |value: &Json| match kind {
            HeaderText::Raw => header_text::simple(value).map(Json::String),
            _ => Some(value.clone()),
        };
        let as_held = |value: &Json| as_held(value).filter(|value| kind.holds(value));
        let found = shown.find_map(|value| as_held(value).filter(|_| is_right(value)));
        if found.is_some() || !header.required {
            return found;
        }
        as_held(&self.make(header.schema)?)
    }

    fn make(&mut self, schema: SchemaId) -> Option<Json> {
        let maker = self.maker?;
        let schema = self.api.schemas.identity(schema);
        let made = self.made.entry(schema);
        made.or_insert_with(|| maker.value(schema, [])).clone()
    }
}
