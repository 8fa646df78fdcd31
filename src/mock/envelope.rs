//! How what is wrong is answered: in the error envelope of the document, or else as problem details (RFC 9457).

use std::borrow::Cow;

use axum::response::Response;
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::reading::Reader;
use super::runtime::server::fault::{self, Fault, Segment};
use super::runtime::server::rejection::Rejection;
use super::runtime::server::{problem, reply};
use super::spec::Spec;
use crate::analyse::{Body, FaultList, FaultShape, Filled, Filling, LocationShape};
use crate::ir::{OperationId, Property, SchemaId, SchemaKind, TextFormat};

/// Answers in place of an operation.
pub(super) fn reject(spec: Spec, rejection: Rejection) -> Response {
    rejection.answered(|rejection| {
        let of_faults = spec.facts.envelope_of_faults.as_ref();
        let of_faults = of_faults.filter(|_| rejection.is_invalid());
        match of_faults.or(spec.facts.envelope.as_ref()) {
            Some(envelope) => {
                let source = Source::of_rejection(spec, rejection);
                let body = source.object(&envelope.body);
                reply::json_as(&envelope.media_type, rejection.status, &body)
            }
            None => problem::details(rejection),
        }
    })
}

/// Answers in place of an operation, in what it has of its own where it has something.
pub(super) fn reject_of(spec: Spec, id: OperationId, rejection: Rejection) -> Response {
    let all = &spec.facts.own_envelopes;
    let own = all.for_status(id, rejection.status.as_u16());
    match own.and_then(|own| Some((own.media_type.as_str(), all.body(own)?))) {
        Some((media_type, body)) => rejection.answered(|rejection| {
            let source = Source::of_rejection(spec, rejection);
            let body = match body {
                Body::Object(filling) => source.object(filling),
                Body::Faults(faults) => source.faults(&faults.list),
            };
            reply::json_as(media_type, rejection.status, &body)
        }),
        None => reject(spec, rejection),
    }
}

/// What an object is filled from.
#[derive(Clone, Copy)]
struct Source<'a> {
    spec: Spec,
    rejection: &'a Rejection,
    message: &'a str,
    kind: &'static str,
    location: &'a [Segment],
}

impl<'a> Source<'a> {
    fn of_rejection(spec: Spec, rejection: &'a Rejection) -> Self {
        Self {
            spec,
            rejection,
            message: &rejection.message,
            kind: rejection.kind,
            location: &[],
        }
    }

    /// An object with what its members say; everything else is absent.
    fn object(self, filling: &Filling) -> Value {
        let SchemaKind::Object(object) = self.spec.kind(filling.schema).1 else {
            return Value::Null;
        };
        let mut members = Map::new();
        for (position, (name, property)) in object.properties.iter().enumerate() {
            let filled = filling.members.get(&position);
            let value = filled.and_then(|filled| self.member(property, filled));
            // What is null where it has to be there has no other way to say nothing.
            let value = value.or(property.required.then_some(Value::Null));
            members.extend(value.map(|value| (name.clone(), value)));
        }
        Value::Object(members)
    }

    /// The value of a member; none where it is left out.
    fn member(self, property: &Property, filled: &Filled) -> Option<Value> {
        let is_required = property.required;
        match filled {
            Filled::Nothing => is_required.then(|| nothing(self.spec, property.schema)),
            Filled::Faults(list)
                if !is_required && !list.is_all && !self.spec.holds_null(property.schema) =>
            {
                (!self.rejection.faults.is_empty()).then(|| self.faults(list))
            }
            filled => Some(self.value(property.schema, filled)),
        }
    }

    fn value(self, schema: SchemaId, filled: &Filled) -> Value {
        let status = self.rejection.status;
        match filled {
            Filled::Status => status_value(self.spec, schema, status),
            Filled::Reason => self.rejection.reason().into(),
            Filled::Message => self.message.into(),
            Filled::Account => self.rejection.account().into(),
            Filled::Kind => self.kind.into(),
            Filled::KindOf(values) => {
                let mut exact = values.exact.iter();
                let exact = exact.find(|(code, _)| *code == status.as_u16());
                let usual = match status.is_client_error() {
                    true => values.client,
                    false => values.server,
                };
                self.listed(schema, exact.map_or(usual, |(_, position)| *position))
            }
            Filled::Now => {
                serde_json::to_value(DateTime::<Utc>::from(std::time::SystemTime::now()))
                    .unwrap_or_default()
            }
            Filled::Location(shape) => self.place(shape),
            Filled::AboutBlank => "about:blank".into(),
            Filled::Flag(value) => (*value).into(),
            Filled::Constant => self.listed(schema, 0),
            Filled::Nothing => nothing(self.spec, schema),
            Filled::Object(inner) => self.object(inner),
            Filled::Faults(list) => self.faults(list),
        }
    }

    /// The value of an enumeration at a position.
    fn listed(self, schema: SchemaId, position: usize) -> Value {
        let SchemaKind::Enumeration(listed) = self.spec.kind(schema).1 else {
            return Value::Null;
        };
        let value = listed.values.get(position);
        value.map(|it| it.value.clone()).unwrap_or_default()
    }

    fn faults(self, list: &FaultList) -> Value {
        let faults = match list.is_all {
            true => Cow::Owned(self.rejection.all_faults()),
            false => Cow::Borrowed(self.rejection.faults.as_slice()),
        };
        match &list.shape {
            FaultShape::TextsByPlace => {
                serde_json::to_value(fault::by_place(&faults)).unwrap_or_default()
            }
            FaultShape::Text => faults.iter().map(ToString::to_string).collect(),
            FaultShape::Object(item) => faults
                .iter()
                .map(|fault| self.of(fault).object(item))
                .collect(),
        }
    }

    /// The same for one of the faults.
    fn of<'b>(self, fault: &'b Fault) -> Source<'b>
    where
        'a: 'b,
    {
        Source {
            spec: self.spec,
            rejection: self.rejection,
            message: &fault.message,
            kind: fault.kind,
            location: &fault.location,
        }
    }

    /// Where a fault is, in the shape that the envelope has for it.
    fn place(self, shape: &LocationShape) -> Value {
        let texts = self.location.iter().map(ToString::to_string);
        match shape {
            LocationShape::Text => texts.collect::<Vec<String>>().join(".").into(),
            LocationShape::Texts => texts.collect(),
            LocationShape::TextsAndNumbers { .. } => {
                let steps = self.location.iter().map(|segment| match segment {
                    Segment::Name(name) => Value::from(name.as_ref()),
                    Segment::Index(index) => Value::from(*index),
                });
                steps.collect()
            }
        }
    }
}

/// What says nothing.
fn nothing(spec: Spec, schema: SchemaId) -> Value {
    if spec.holds_null(schema) {
        return Value::Null;
    }
    match spec.kind(schema).1 {
        SchemaKind::Array(_) => Value::Array(Vec::new()),
        SchemaKind::Map(_) => Value::Object(Map::new()),
        SchemaKind::String(text) if text.format == TextFormat::Uuid => {
            Uuid::nil().to_string().into()
        }
        SchemaKind::String(_) => "".into(),
        _ => Value::Null,
    }
}

/// A status as a member has it.
fn status_value(spec: Spec, schema: SchemaId, status: StatusCode) -> Value {
    match spec.kind(schema).1 {
        SchemaKind::Integer(_) => status.as_u16().into(),
        SchemaKind::Number(_) => f64::from(status.as_u16()).into(),
        _ => status.as_u16().to_string().into(),
    }
}

/// The envelope of an example with the status that is sent.
pub(super) fn with_status(
    spec: Spec,
    schema: SchemaId,
    mut body: Value,
    status: StatusCode,
) -> Value {
    let envelope = spec.facts.envelope.as_ref().map(|it| &it.body);
    let filling = envelope.filter(|filling| {
        spec.kind(schema).0 == filling.schema
            && !spec.holds_null(schema)
            && filling.says(&Filled::Status)
    });
    let Some(filling) = filling else {
        return body;
    };
    repeat_status(spec, filling, &mut body, status);
    // A member that was not there stands where the output has it.
    Reader::of_value(spec, schema)
        .read(body)
        .unwrap_or_default()
}

/// Puts the status where an object repeats it, and where objects do so that are in it.
fn repeat_status(spec: Spec, filling: &Filling, object: &mut Value, status: StatusCode) {
    let (SchemaKind::Object(described), Value::Object(members)) =
        (spec.kind(filling.schema).1, object)
    else {
        return;
    };
    for (position, filled) in &filling.members {
        let Some((name, property)) = described.properties.get_index(*position) else {
            continue;
        };
        match filled {
            Filled::Status => {
                let status = status_value(spec, property.schema, status);
                members.insert(name.clone(), status);
            }
            Filled::Object(inner) => {
                if let Some(member) = members.get_mut(name) {
                    repeat_status(spec, inner, member, status);
                }
            }
            _ => {}
        }
    }
}
