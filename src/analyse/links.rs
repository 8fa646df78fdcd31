//! Links that resolve: the operation that each leads to, and where its values come from.
//!
//! A link is a method of the call, which knows what was asked, and is given what was answered. What the output cannot take a
//! value from is reported, and the link is left out.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::names::keys_of;
use super::outcome::{Outcome, Outcomes, SuccessShape};
use super::shapes::BodyShape;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::ir::{
    Api, Format, Link, LinkSource, LinkTarget, LinkValue, Operation, OperationId,
    ParameterLocation, RequestBody, SchemaId, SchemaKind,
};

/// A link that resolves. Positions are those in the operations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// The response that has it, and its position there.
    pub place: (usize, usize),
    /// The operation that it leads to.
    pub target: OperationId,
    /// The parameters of that which it gives, each with the position among its values.
    pub parameters: Vec<(usize, usize)>,
}

/// The links of each operation that resolve.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Links(BTreeMap<OperationId, Vec<Linked>>);

impl Links {
    /// Those of an operation.
    pub fn of(&self, operation: OperationId) -> &[Linked] {
        self.0.get(&operation).map_or(&[], Vec::as_slice)
    }

    /// All of them, by operation.
    pub fn all(&self) -> impl Iterator<Item = (OperationId, &[Linked])> {
        self.0.iter().map(|(id, links)| (*id, links.as_slice()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Looks at the links of every response.
pub(super) fn resolve(api: &Api, outcomes: &Outcomes, sink: &mut Diagnostics) -> Links {
    let mut links = Links::default();
    let operations = || (0..).map(OperationId).zip(&api.operations);
    let has_any = |it: &Operation| it.responses.iter().any(|it| !it.links.is_empty());
    if !api.operations.iter().any(has_any) {
        return links;
    }
    let mut known: HashMap<String, OperationId> = HashMap::new();
    for (id, operation) in operations().filter(|(_, it)| it.is_of_api()) {
        for key in keys_of(operation) {
            known.entry(key).or_insert(id);
        }
    }
    let mut told: HashSet<(Pointer, String)> = HashSet::new();
    for (id, operation) in operations() {
        let Some(outcome) = outcomes.get(id) else {
            continue;
        };
        let asked = Asked {
            api,
            operation,
            outcome,
        };
        for (response, described) in operation.responses.iter().enumerate() {
            for (position, link) in described.links.iter().enumerate() {
                match asked.follow(link, (response, position), &known) {
                    Ok(linked) => links.0.entry(id).or_default().push(linked),
                    Err(reason) if told.insert((link.pointer.clone(), reason.clone())) => {
                        let message = format!("the link is left out: {reason}");
                        let code = Code::UnsupportedFeature;
                        sink.push(Diagnostic::at_key(code, &link.pointer, message));
                    }
                    Err(_) => {}
                }
            }
        }
    }
    links
}

/// An operation with links, and what it comes to.
struct Asked<'a> {
    api: &'a Api,
    operation: &'a Operation,
    outcome: &'a Outcome,
}

impl Asked<'_> {
    /// What a link comes to; the reason where it does not resolve.
    fn follow(
        &self,
        link: &Link,
        place: (usize, usize),
        known: &HashMap<String, OperationId>,
    ) -> Result<Linked, String> {
        if !self.outcome.successes.contains(&place.0) {
            return Err("only those of successes are followed".to_owned());
        }
        let target = match &link.target {
            LinkTarget::Id(id) => known.get(id),
            LinkTarget::Place(place) => known.get(&format!("#{place}")),
        };
        let found = target.and_then(|id| Some((*id, self.api.operations.get(id.0)?)));
        let (target, operation) = found.ok_or_else(|| match &link.target {
            LinkTarget::Id(id) => format!("no emitted operation is called `{id}`"),
            LinkTarget::Place(place) => format!("no emitted operation stands at `#{place}`"),
        })?;
        let values = link.parameters.iter().map(|(_, value)| value);
        for expression in values.chain(&link.body).flat_map(LinkValue::expressions) {
            self.check(&expression.source, place.0)
                .map_err(|reason| format!("`{}` {reason}", expression.text))?;
        }
        if link.body.is_some() && one_json(operation.body.as_ref()).is_none() {
            return Err("the body of its operation is not just JSON".to_owned());
        }
        let is_body_missing =
            link.body.is_none() && operation.body.as_ref().is_some_and(|it| it.required);
        if is_body_missing && one_json(operation.body.as_ref()).is_none() {
            return Err("it gives no body to its operation".to_owned());
        }
        let mut parameters: Vec<(usize, usize)> = Vec::new();
        for (index, (name, _)) in link.parameters.iter().enumerate() {
            let position = position(operation, name)
                .ok_or_else(|| format!("its operation has no parameter `{name}`"))?;
            if parameters.iter().any(|(taken, _)| *taken == position) {
                return Err(format!("it gives the parameter `{name}` twice"));
            }
            parameters.push((position, index));
        }
        Ok(Linked {
            place,
            target,
            parameters,
        })
    }

    /// Whether there is something to take a value from; the reason where there is not.
    fn check(&self, source: &LinkSource, response: usize) -> Result<(), &'static str> {
        match source {
            LinkSource::Method | LinkSource::Status | LinkSource::ResponseHeader(_) => Ok(()),
            LinkSource::Url => Err("is not known to the client"),
            LinkSource::RequestParameter(location, name) => {
                let found = parameter(self.operation, *location, name);
                found.map(|_| ()).ok_or("is no parameter of the operation")
            }
            LinkSource::RequestBody(place) => {
                let body = one_json(self.operation.body.as_ref());
                self.check_body(body, place)
            }
            LinkSource::ResponseBody(place) => {
                let shape = self.outcome.shape(response);
                self.check_body(shape.json(), place)
            }
        }
    }

    fn check_body(&self, body: Option<SchemaId>, place: &Pointer) -> Result<(), &'static str> {
        let body = body.ok_or("takes a value from what is not just JSON")?;
        let may_be_there = may_hold(self.api, body, &place.keys().collect::<Vec<_>>());
        may_be_there
            .then_some(())
            .ok_or("is nothing that the document describes")
    }
}

/// Whether the type of a schema keeps what stands at these keys.
fn may_hold(api: &Api, schema: SchemaId, keys: &[String]) -> bool {
    let Some((key, rest)) = keys.split_first() else {
        return true;
    };
    match &api.schemas.resolve(schema).1.kind {
        SchemaKind::Object(object) => match object.properties.get(key) {
            Some(property) => may_hold(api, property.schema, rest),
            None => object.has_others(),
        },
        SchemaKind::Array(array) => {
            key.parse::<usize>().is_ok() && may_hold(api, array.items, rest)
        }
        SchemaKind::Boolean
        | SchemaKind::Integer(_)
        | SchemaKind::Number(_)
        | SchemaKind::String(_)
        | SchemaKind::Enumeration(_) => false,
        _ => true,
    }
}

/// The schema of a body that can only be JSON.
pub(super) fn one_json(body: Option<&RequestBody>) -> Option<SchemaId> {
    match body?.contents.as_slice() {
        [only] => match only.format {
            Format::Json(schema) => Some(schema),
            _ => None,
        },
        _ => None,
    }
}

/// The parameter of that name, which may have its place before it.
fn position(operation: &Operation, name: &str) -> Option<usize> {
    let mut parameters = operation.parameters.iter();
    let plain = parameters.position(|it| it.name == name);
    plain.or_else(|| {
        let (place, name) = name.split_once('.')?;
        let mut parameters = operation.parameters.iter();
        parameters.position(|it| it.location.as_str() == place && it.name == name)
    })
}

/// The parameter at that place; the case of headers does not matter.
pub fn parameter(operation: &Operation, location: ParameterLocation, name: &str) -> Option<usize> {
    let mut parameters = operation.parameters.iter();
    parameters.position(|it| {
        let is_same = match location {
            ParameterLocation::Header => it.name.eq_ignore_ascii_case(name),
            _ => it.name == name,
        };
        it.location == location && is_same
    })
}

impl Linked {
    /// The link itself, in the operation that has it.
    pub fn link<'o>(&self, operation: &'o Operation) -> Option<&'o Link> {
        let response = operation.responses.get(self.place.0)?;
        response.links.get(self.place.1)
    }

    /// What it decodes for the operation that it leads to.
    pub(super) fn decoded(&self, api: &Api, of: &Operation) -> Vec<SchemaId> {
        let Some(target) = api.operations.get(self.target.0) else {
            return Vec::new();
        };
        let given = self.parameters.iter();
        let given = given.filter_map(|(position, _)| target.parameters.get(*position));
        let has_body = self.link(of).is_some_and(|link| link.body.is_some());
        let body = one_json(target.body.as_ref()).filter(|_| has_body);
        given.map(|it| it.schema).chain(body).collect()
    }

    /// Whether it takes something from the body of the answer.
    pub fn takes_answer(&self, operation: &Operation) -> bool {
        let link = self.link(operation).into_iter();
        let mut values = link.flat_map(|link| {
            let parameters = link.parameters.iter().map(|(_, value)| value);
            parameters.chain(&link.body)
        });
        values.any(|value| {
            let mut all = value.expressions().into_iter();
            all.any(|it| matches!(it.source, LinkSource::ResponseBody(_)))
        })
    }

    /// What it encodes of the answer.
    pub(super) fn encoded(&self, outcome: &Outcome, of: &Operation) -> Option<SchemaId> {
        let shape = match outcome.success {
            SuccessShape::Same(shape) => shape,
            SuccessShape::ByStatus => outcome.shape(self.place.0),
        };
        let schema = match shape {
            BodyShape::Json(schema) => Some(schema),
            _ => None,
        };
        schema.filter(|_| self.takes_answer(of))
    }
}
