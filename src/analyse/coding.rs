//! Which of serde's traits each type implements: both, unless the user wants no more than what the output uses.

use std::collections::BTreeSet;

use serde::Serialize;

use super::usage::{bodies, reach, responses};
use super::{
    Additions, Body, Checks, Envelope, Links, ObjectChoice, Outcomes, OwnEnvelopes, Rule, Shown,
    Unions,
};
use crate::config::{Config, Part, Serde};
use crate::ir::{Api, SchemaId, SchemaKind};

/// Which types are encoded, and which are decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Coding {
    /// None where all of them are both.
    used: Option<Used>,
}

/// What the output uses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct Used {
    encoded: BTreeSet<SchemaId>,
    decoded: BTreeSet<SchemaId>,
}

impl Coding {
    /// Whether the type is `Serialize`.
    pub fn is_encoded(&self, schema: SchemaId) -> bool {
        self.used
            .as_ref()
            .is_none_or(|it| it.encoded.contains(&schema))
    }

    /// Whether the type is `Deserialize`.
    pub fn is_decoded(&self, schema: SchemaId) -> bool {
        self.used
            .as_ref()
            .is_none_or(|it| it.decoded.contains(&schema))
    }

    /// Whether every type is both.
    pub fn is_whole(&self) -> bool {
        self.used.is_none()
    }
}

/// What else than the parts asks something of the types.
pub(super) struct Askers<'a> {
    pub checks: &'a Checks,
    pub unions: &'a Unions,
    pub shown: &'a Shown,
    pub additions: &'a Additions,
    /// What links read and write as JSON.
    pub links: &'a Links,
    pub outcomes: &'a Outcomes,
    /// What the server writes by itself.
    pub envelopes: [Option<&'a Envelope>; 2],
    /// The same for operations that have something else.
    pub own_envelopes: &'a OwnEnvelopes,
}

/// Works out what each type has to be.
pub(super) fn work_out(api: &Api, config: &Config, askers: &Askers<'_>) -> Coding {
    if config.hand.serde.unwrap_or_default() == Serde::Both {
        return Coding::default();
    }
    let mut used = by_parts(api, config);
    if config.parts.contains(Part::Client) {
        used.add_links(api, askers);
    }
    if config.parts.contains(Part::Server) {
        let envelopes = askers.envelopes.into_iter().flatten();
        used.encode(api, envelopes.map(|it| it.body.schema));
        let own = askers.own_envelopes.bodies().iter();
        used.encode(api, own.map(Body::schema));
    }
    used.add_idle(api);
    let shown = askers.shown.groups().iter().flat_map(|group| &group.cases);
    for case in shown {
        used.encode(api, [case.schema]);
        used.decode(api, [case.schema]);
    }
    used.add_derived(api, askers.additions);
    used.encode(api, compared(api, askers.checks));
    used.add_applied(api, askers.checks);
    let tried = tried(api, askers.unions, &used.decoded);
    used.encode(api, tried);
    Coding { used: Some(used) }
}

/// A client encodes what it asks and decodes what it is answered, a server the other way round; a mock decodes its answers
/// from the document's examples.
fn by_parts(api: &Api, config: &Config) -> Used {
    let mut used = Used::default();
    let parameters = || {
        let operations = api.operations.iter();
        let parameters = operations.flat_map(|operation| &operation.parameters);
        parameters.map(|parameter| parameter.schema)
    };
    let has = |part| config.parts.contains(part);
    if has(Part::Client) {
        used.encode(api, bodies(api).chain(parameters()));
        used.decode(api, responses(api));
    }
    if has(Part::Server) {
        used.decode(api, bodies(api).chain(parameters()));
        used.encode(api, responses(api));
    }
    if has(Part::Mock) {
        used.decode(api, responses(api));
    }
    used
}

impl Used {
    /// A type can be encoded when all that it holds can.
    fn encode(&mut self, api: &Api, schemas: impl IntoIterator<Item = SchemaId>) {
        self.encoded.extend(reach(api, schemas));
    }

    fn decode(&mut self, api: &Api, schemas: impl IntoIterator<Item = SchemaId>) {
        self.decoded.extend(reach(api, schemas));
    }

    /// A link makes JSON of an answer, and of what is in it what another call takes.
    fn add_links(&mut self, api: &Api, askers: &Askers<'_>) {
        for (id, links) in askers.links.all() {
            let Some((operation, outcome)) = api.operations.get(id.0).zip(askers.outcomes.get(id))
            else {
                continue;
            };
            for linked in links {
                self.decode(api, linked.decoded(api, operation));
                self.encode(api, linked.encoded(outcome, operation));
            }
        }
    }

    /// What no part encodes or decodes is there for the user alone, who may want either.
    fn add_idle(&mut self, api: &Api) {
        let schemas = api.schemas.iter().map(|(id, _)| id);
        let idle = schemas.filter(|id| !self.encoded.contains(id) && !self.decoded.contains(id));
        let idle: Vec<SchemaId> = idle.collect();
        self.encode(api, idle.iter().copied());
        self.decode(api, idle);
    }

    /// Whether a value is what it must or must not be as well is asked of it as JSON.
    fn add_applied(&mut self, api: &Api, checks: &Checks) {
        for (id, _) in api.schemas.iter() {
            for rule in checks.rules(id) {
                match rule {
                    Rule::NotSchema(excluded) => {
                        self.encode(api, [id]);
                        self.decode(api, [*excluded]);
                    }
                    Rule::Applied(assertion) => {
                        self.encode(api, [id]);
                        self.decode(api, assertion.schemas());
                    }
                    Rule::NotListed(_) => self.encode(api, [id]),
                    _ => {}
                }
            }
        }
    }

    /// Whoever has a type derive a trait of serde's gets the whole of it, with the attributes of the fields.
    fn add_derived(&mut self, api: &Api, additions: &Additions) {
        for (id, _) in api.schemas.iter() {
            let has = |name| additions.derives(id).iter().any(|it| it.name() == name);
            if has("Serialize") {
                self.encode(api, [id]);
            }
            if has("Deserialize") {
                self.decode(api, [id]);
            }
        }
    }
}

/// The items of which no two may be equal: they are compared as JSON.
fn compared(api: &Api, checks: &Checks) -> Vec<SchemaId> {
    let items = api.schemas.iter().filter_map(|(id, schema)| {
        let is_unique = |rule: &Rule| matches!(rule, Rule::UniqueItems);
        match &schema.kind {
            SchemaKind::Array(array) if checks.rules(id).iter().any(is_unique) => Some(array.items),
            SchemaKind::Tuple(_) if checks.rules(id).iter().any(is_unique) => Some(id),
            _ => None,
        }
    });
    items.collect()
}

/// The variants that are tried one after the other: the best is the one that gives back the most of what was read.
fn tried(api: &Api, unions: &Unions, decoded: &BTreeSet<SchemaId>) -> Vec<SchemaId> {
    let mut tried = Vec::new();
    for id in decoded {
        let (SchemaKind::Union(union), Some(choice)) =
            (&api.schemas.get(*id).kind, unions.get(*id))
        else {
            continue;
        };
        let objects = match &choice.objects {
            ObjectChoice::BestFit(positions) => positions.as_slice(),
            _ => &[],
        };
        let lists = match choice.lists.as_slice() {
            [_] => &[],
            several => several,
        };
        let positions = objects.iter().chain(lists);
        let variants = positions.filter_map(|position| union.variants.get(*position));
        tried.extend(variants.map(|variant| variant.schema));
    }
    tried
}
