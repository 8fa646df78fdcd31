//! Bodies that are values or events, one after the other.

use axum::body::Body;
use http::request::Parts;
use serde_json::Value;

use super::body::Later;
use super::reading::{Read, Reader, current, within_async};
use super::rules::Rules;
use super::runtime::server::event_items::{self, Events};
use super::runtime::server::fault::{Fault, Segment};
use super::runtime::server::sequence::{self, Items};
use super::runtime::server::violation;
use super::runtime::support::event_lines::RawEvent;
use super::spec::Spec;
use crate::analyse::json_fields;
use crate::ir::{Framing, SchemaId};

/// Reads a body to its end.
pub(super) fn read(
    spec: Spec,
    (framing, item): (Framing, SchemaId),
    (parts, body): (&Parts, Body),
) -> Later {
    let sequence = |body, framing| Items::new(parts, body, framing, check).finish();
    let events = |body, decode| Events::new(parts, body, decode).finish();
    let reader = Reader::of_value(spec, item);
    match framing {
        Framing::Lines => Box::pin(within_async(
            reader,
            sequence(body, sequence::Framing::Lines),
        )),
        Framing::Records => Box::pin(within_async(
            reader,
            sequence(body, sequence::Framing::Records),
        )),
        Framing::Events => Box::pin(within_async(reader, events(body, whole))),
        Framing::EventData => {
            let decode = match spec.api.schemas.is_text(item) {
                true => text,
                false => json,
            };
            Box::pin(within_async(reader, events(body, decode)))
        }
    }
}

/// What is wrong with an item of what is read.
fn check(Read(item): &Read, at: Vec<Segment>) -> Vec<Fault> {
    let Some((spec, schema)) = current() else {
        return Vec::new();
    };
    violation::parts(|item: &Value, at, found| {
        Rules(spec).check(schema, item, at, found);
    })(item, at)
}

fn whole(event: RawEvent, at: Vec<Segment>) -> Result<Option<Read>, Vec<Fault>> {
    let names = current().map(|(spec, schema)| json_fields(spec.api, schema));
    event_items::whole(event, at, (&names.unwrap_or_default(), check))
}

fn json(event: RawEvent, at: Vec<Segment>) -> Result<Option<Read>, Vec<Fault>> {
    let event = event_items::json(event, at, (std::convert::identity::<Read>, check))?;
    Ok(event.map(|event| event.data))
}

fn text(event: RawEvent, at: Vec<Segment>) -> Result<Option<Read>, Vec<Fault>> {
    let event = event_items::text(event, at, check)?;
    Ok(event.map(|event| event.data))
}
