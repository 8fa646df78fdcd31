//! An operation, as far as it can be asked for pages.

use super::body::{Body, Kind};
use super::words::{self, plain};
use super::{More, Path, Source};
use crate::analyse::outcome::Outcome;
use crate::analyse::shapes::BodyShape;
use crate::ir::{
    Api, Json, Operation, Parameter, ParameterLocation, Response, SchemaId, SchemaKind,
};

/// An operation that answers JSON, and what it answers.
pub(super) struct Asked<'a> {
    pub api: &'a Api,
    pub operation: &'a Operation,
    pub body: Body<'a>,
    answer: Option<&'a Response>,
}

impl<'a> Asked<'a> {
    /// The operation, if it answers JSON.
    pub fn new(api: &'a Api, operation: &'a Operation, outcome: Option<&Outcome>) -> Option<Self> {
        let outcome = outcome?;
        let Some(BodyShape::Json(schema)) = outcome.success_body() else {
            return None;
        };
        let mut successes = outcome.successes.iter();
        Some(Self {
            api,
            operation,
            body: Body::new(api, schema),
            answer: successes.find_map(|position| operation.responses.get(*position)),
        })
    }

    /// The query parameter with the first of these names that there is and that fits.
    pub fn query(&self, names: &[&str], fits: fn(&Api, SchemaId) -> bool) -> Option<usize> {
        let named = |wanted: &&str| {
            let mut numbered = self.operation.parameters.iter().enumerate();
            numbered.find_map(|(position, parameter)| {
                let is_meant = parameter.location == ParameterLocation::Query
                    && plain(&parameter.name) == *wanted
                    && fits(self.api, parameter.schema);
                is_meant.then_some(position)
            })
        };
        names.iter().find_map(named)
    }

    pub fn parameter(&self, position: usize) -> Option<&'a Parameter> {
        self.operation.parameters.get(position)
    }

    /// Whether anything says that there are pages: how many items they hold at most, or which one is wanted.
    pub fn speaks_of_pages(&self) -> bool {
        let all = [words::LIMIT, words::OFFSET, words::PAGE, words::CURSOR];
        all.iter()
            .any(|names| self.query(names, |_, _| true).is_some())
    }

    /// The header with one of these names.
    pub fn header(&self, names: &[&str]) -> Option<Source> {
        let mut headers = self.answer?.headers.iter();
        let meant = headers.find(|header| names.contains(&plain(&header.name).as_str()))?;
        Some(Source::Header(meant.name.to_ascii_lowercase()))
    }

    /// Where a page, or a header beside it, says a number of such a name.
    pub fn number(&self, names: &[&str]) -> Option<Source> {
        let member = self.body.about(names, Kind::Integer);
        member.map(Source::Body).or_else(|| self.header(names))
    }

    /// What says whether there is more.
    pub fn more(&self) -> Option<More> {
        let found = |names, is_end| {
            let source = self.body.about(names, Kind::Boolean)?;
            Some(More { source, is_end })
        };
        found(words::MORE, false).or_else(|| found(words::END, true))
    }

    /// What a number is asked for with first: what the document says, if it says anything.
    pub fn first(&self, position: usize) -> Option<i64> {
        let schema = self.parameter(position)?.schema;
        let said = match self.api.schemas.default_of(schema) {
            Some(Json::Number(number)) => number.as_i64(),
            _ => None,
        };
        said.or_else(|| least(self.api, schema))
    }

    /// Whether a schema is one of objects.
    pub fn is_object(&self, schema: SchemaId) -> bool {
        let kind = &self.api.schemas.resolve(schema).1.kind;
        matches!(kind, SchemaKind::Object(_) | SchemaKind::Union(_))
    }

    /// The way to the member at a path of names.
    pub fn path(&self, names: &str) -> Option<(Path, SchemaId)> {
        self.body.path(names)
    }
}

/// The least value of a whole number, where one is said.
fn least(api: &Api, schema: SchemaId) -> Option<i64> {
    match &api.schemas.resolve(schema).1.kind {
        SchemaKind::Integer(integer) => {
            let least = integer.bounds.minimum.filter(|least| !least.exclusive)?;
            i64::try_from(least.value).ok()
        }
        _ => None,
    }
}

/// Whether a parameter takes numbers.
pub(super) fn is_number(api: &Api, schema: SchemaId) -> bool {
    matches!(
        api.schemas.resolve(schema).1.kind,
        SchemaKind::Integer(_) | SchemaKind::Number(_)
    )
}

/// Whether a parameter takes what can be written as one text.
pub(super) fn is_scalar(api: &Api, schema: SchemaId) -> bool {
    matches!(
        api.schemas.resolve(schema).1.kind,
        SchemaKind::Integer(_) | SchemaKind::Number(_) | SchemaKind::String(_)
    )
}
