//! How what is wrong is answered: in the error envelope of the document, or else as problem details (RFC 9457).

use axum::response::Response;
use serde_json::{Map, Value};

use super::reading::Reader;
use super::runtime::server::fault::{Fault, Segment};
use super::runtime::server::rejection::Rejection;
use super::runtime::server::{problem, reply};
use super::spec::Spec;
use crate::analyse::{FaultList, LocationShape};
use crate::ir::{SchemaId, SchemaKind};

/// Answers in place of an operation.
pub(super) fn reject(spec: Spec, rejection: Rejection) -> Response {
    let Some(envelope) = &spec.facts.envelope else {
        return problem::reject(rejection);
    };
    let faults = envelope.faults.as_ref();
    let body = object(spec, envelope.schema, |position| {
        if Some(position) == envelope.status {
            Filled::Always(rejection.status.as_u16().into())
        } else if position == envelope.message {
            Filled::Always(rejection.message.as_ref().into())
        } else if Some(position) == envelope.kind {
            Filled::Always(rejection.kind.into())
        } else if let Some(list) = faults.filter(|list| list.property == position) {
            let all = rejection.faults.iter().map(|it| fault(spec, list, it));
            Filled::WithFaults(all.collect())
        } else {
            Filled::Not
        }
    });
    reply::headers(reply::json(rejection.status, &body), rejection.headers)
}

/// The envelope of an example with the status that is sent.
pub(super) fn with_status(spec: Spec, schema: SchemaId, mut body: Value, status: u16) -> Value {
    let envelope = spec.facts.envelope.as_ref();
    let position = envelope.filter(|envelope| envelope.schema == schema);
    let position = position.and_then(|envelope| envelope.status);
    let SchemaKind::Object(object) = spec.kind(schema).1 else {
        return body;
    };
    let property = position.and_then(|position| object.properties.get_index(position));
    if let (Some((name, _)), Value::Object(members)) = (property, &mut body) {
        members.insert(name.clone(), status.into());
        // A member that was not there stands where the output has it.
        return Reader::of_value(spec, schema)
            .read(body)
            .unwrap_or_default();
    }
    body
}

fn fault(spec: Spec, list: &FaultList, fault: &Fault) -> Value {
    object(spec, list.schema, |position| {
        let location = list.location.as_ref();
        if position == list.message {
            Filled::Always(fault.message.as_ref().into())
        } else if Some(position) == list.kind {
            Filled::Always(fault.kind.into())
        } else if let Some(location) = location.filter(|it| it.property == position) {
            Filled::Always(at(&location.shape, &fault.location))
        } else {
            Filled::Not
        }
    })
}

/// Where a fault is, in the shape that the envelope has for it.
fn at(shape: &LocationShape, location: &[Segment]) -> Value {
    let texts = || location.iter().map(ToString::to_string);
    match shape {
        LocationShape::Text => texts().collect::<Vec<String>>().join(".").into(),
        LocationShape::Texts => texts().collect(),
        LocationShape::TextsAndNumbers { .. } => {
            let steps = location.iter().map(|segment| match segment {
                Segment::Name(name) => Value::from(name.as_ref()),
                Segment::Index(index) => Value::from(*index),
            });
            steps.collect()
        }
    }
}

/// What a member is filled with.
enum Filled {
    /// It is not there.
    Not,
    /// This value.
    Always(Value),
    /// This list, which is left out where it may be and there are no faults.
    WithFaults(Vec<Value>),
}

fn object(spec: Spec, schema: SchemaId, filled: impl Fn(usize) -> Filled) -> Value {
    let SchemaKind::Object(object) = spec.kind(schema).1 else {
        return Value::Null;
    };
    let mut members = Map::new();
    for (position, (name, property)) in object.properties.iter().enumerate() {
        let is_optional = !property.required;
        let value = match filled(position) {
            Filled::Not if is_optional => continue,
            Filled::Not => Value::Null,
            Filled::Always(value) => value,
            Filled::WithFaults(faults)
                if faults.is_empty() && is_optional && !spec.holds_null(property.schema) =>
            {
                continue;
            }
            Filled::WithFaults(faults) => Value::Array(faults),
        };
        members.insert(name.clone(), value);
    }
    Value::Object(members)
}
