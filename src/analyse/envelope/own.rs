//! What operations are refused with that describe something else for it than most.
//!
//! The description of an operation is what its callers rely on. Where it has another object for a status than the API as a whole,
//! or a list, and a server can fill that, the server answers in it.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::body::{self, Body};
use super::filler::Filler;
use super::{Envelope, Found};
use crate::ir::{Api, Format, Operation, OperationId, Response, SchemaId, StatusPattern};

/// What operations have of their own for refusals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OwnEnvelopes {
    bodies: Vec<Body>,
    by_operation: BTreeMap<OperationId, Vec<Refused>>,
}

/// What an operation answers with some statuses when it refuses a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Those that are answered so; `default` is every other.
    pub statuses: Vec<StatusPattern>,
    /// What of its own; `None` for what the API has.
    pub own: Option<OwnBody>,
}

/// An object or a list of an operation's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct OwnBody {
    /// What it is sent as.
    pub media_type: String,
    /// Its position among the bodies.
    body: usize,
}

impl OwnEnvelopes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_operation.is_empty()
    }

    /// What they are filled with, each object and each kind of list once.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// What such a one is filled with.
    pub fn body(&self, own: &OwnBody) -> Option<&Body> {
        self.bodies.get(own.body)
    }

    /// What an operation is refused with; the first that has a status holds. Empty where it is what the API has.
    pub fn of(&self, id: OperationId) -> &[Refused] {
        self.by_operation.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What an operation has of its own for a status.
    pub fn for_status(&self, id: OperationId, status: u16) -> Option<&OwnBody> {
        let mut refused = self.of(id).iter();
        let holds = |pattern: &StatusPattern| pattern.holds(status);
        let refused = refused.find(|refused| refused.statuses.iter().any(holds))?;
        refused.own.as_ref()
    }
}

/// Finds them.
pub(super) fn find(api: &Api, filler: &Filler<'_>, found: &Found) -> OwnEnvelopes {
    let mut finder = Finder {
        api,
        filler,
        found,
        positions: HashMap::new(),
        own: OwnEnvelopes::default(),
    };
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        let refused = finder.of(operation);
        if !refused.is_empty() {
            finder.own.by_operation.insert(id, refused);
        }
    }
    finder.own
}

struct Finder<'a> {
    api: &'a Api,
    filler: &'a Filler<'a>,
    found: &'a Found,
    /// Where the body of a schema stands; nowhere if it cannot be filled.
    positions: HashMap<SchemaId, Option<usize>>,
    own: OwnEnvelopes,
}

impl Finder<'_> {
    /// What an operation is refused with; nothing where it has nothing of its own.
    fn of(&mut self, operation: &Operation) -> Vec<Refused> {
        let errors = operation.responses.iter();
        let mut errors: Vec<&Response> = errors.filter(|it| it.status.is_error()).collect();
        // A status is asked for before its range, and that before all others.
        errors.sort_by_key(|response| match response.status {
            StatusPattern::Code(code) => (0, code),
            StatusPattern::Range(first) => (1, u16::from(first)),
            StatusPattern::Default => (2, 0),
        });
        let mut refused: Vec<Refused> = Vec::new();
        for response in errors {
            let own = self.body(operation, response);
            let is_alike = |other: &&mut Refused| {
                let of_one_kind = |it: &StatusPattern| is_code(*it) == is_code(response.status);
                other.own == own && other.statuses.iter().all(of_one_kind)
            };
            match refused.iter_mut().find(is_alike) {
                Some(alike) => alike.statuses.push(response.status),
                None => refused.push(Refused {
                    statuses: vec![response.status],
                    own,
                }),
            }
        }
        without_needless(refused)
    }

    /// What it has for a response, if that is not what the API has.
    fn body(&mut self, operation: &Operation, response: &Response) -> Option<OwnBody> {
        let bodies = response.contents.iter().filter_map(|content| {
            let Format::Json(schema) = content.format else {
                return None;
            };
            let (id, resolved) = self.api.schemas.resolve(schema);
            body::may_be(&resolved.kind).then_some((id, content.media_type.as_str()))
        });
        let bodies: Vec<(SchemaId, &str)> = bodies.collect();
        let usual = self.usual(operation, response.status);
        let is_usual = |(schema, media_type): &(SchemaId, &str)| {
            usual.is_some_and(|it| it.body.schema == *schema && holds(media_type, &it.media_type))
        };
        if bodies.iter().any(is_usual) {
            return None;
        }
        bodies.into_iter().find_map(|(schema, media_type)| {
            let body = self.position(schema)?;
            let media_type = match media_type.contains('*') {
                true => "application/json",
                false => media_type,
            };
            Some(OwnBody {
                media_type: media_type.to_owned(),
                body,
            })
        })
    }

    /// What the API has for a status.
    fn usual(&self, operation: &Operation, status: StatusPattern) -> Option<&Envelope> {
        let invalid = operation.invalid_statuses().first().copied();
        let of_faults = self.found.of_faults.as_ref();
        let of_faults = of_faults.filter(|_| invalid.map(StatusPattern::Code) == Some(status));
        of_faults.or(self.found.envelope.as_ref())
    }

    fn position(&mut self, schema: SchemaId) -> Option<usize> {
        if let Some(position) = self.positions.get(&schema) {
            return *position;
        }
        let bodies = &mut self.own.bodies;
        let position = body::fill(self.filler, schema).ok().map(|body| {
            let there = bodies.iter().position(|other| other.is(&body));
            there.unwrap_or_else(|| {
                bodies.push(body);
                bodies.len() - 1
            })
        });
        self.positions.insert(schema, position);
        position
    }
}

fn is_code(status: StatusPattern) -> bool {
    matches!(status, StatusPattern::Code(_))
}

/// Whether a described media type has this one: the same, or a range with it.
fn holds(described: &str, media_type: &str) -> bool {
    described == media_type || (described.contains('*') && media_type == "application/json")
}

/// The same without what is answered like this anyway.
fn without_needless(refused: Vec<Refused>) -> Vec<Refused> {
    let last = refused.iter().rposition(|it| it.own.is_some());
    let kept = last.map_or(0, |last| last + 1);
    let has_wider = refused
        .iter()
        .any(|it| it.own.is_some() && !it.statuses.iter().all(|it| is_code(*it)));
    let mut kept: Vec<Refused> = refused.into_iter().take(kept).collect();
    if !has_wider {
        kept.retain(|it| it.own.is_some());
    }
    kept
}
