//! Bodies that are values or events, one after the other.

use axum::body::Body;
use http::request::Parts;
use serde_json::Value;

use super::body::Later;
use super::reading::{Read, Reader, current, within_async};
use super::rules::Rules;
use super::runtime::server::event_items::{self, Events};
use super::runtime::server::fault::{Fault, Segment};
use super::runtime::server::schema::Schema;
use super::runtime::server::sequence::{self, Item, Items};
use super::runtime::server::violation;
use super::runtime::support::event_lines::RawEvent;
use super::runtime::support::json;
use super::spec::Spec;
use crate::analyse::json_fields;
use crate::ir::{Framing, SchemaId};

tokio::task_local! {
    /// What is known of the items that are read.
    static DESCRIBED: Schema;
}

/// Reads a body to its end.
pub(super) fn read(
    spec: Spec,
    (framing, (item, described)): (Framing, (SchemaId, Schema)),
    (parts, body): (&Parts, Body),
) -> Later {
    let sequence = |body, framing| Items::new(parts, body, framing, asked(described)).finish();
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
        Framing::Events => {
            let read = within_async(reader, events(body, whole));
            Box::pin(DESCRIBED.scope(described, read))
        }
        Framing::EventData => {
            let decode = match spec.api.schemas.is_text(item) {
                true => text,
                false => data,
            };
            let read = within_async(reader, events(body, decode));
            Box::pin(DESCRIBED.scope(described, read))
        }
    }
}

/// How an item is read, and what is wrong with it.
fn asked(described: Schema) -> Item<Read> {
    (described, json::decode, check)
}

fn described() -> Schema {
    let described = DESCRIBED.try_with(|described| *described);
    described.unwrap_or(Schema::ANYTHING)
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
    let object = asked(described());
    event_items::whole(event, at, (&names.unwrap_or_default(), object))
}

fn data(event: RawEvent, at: Vec<Segment>) -> Result<Option<Read>, Vec<Fault>> {
    let event = event_items::json(event, at, asked(described()))?;
    Ok(event.map(|event| event.data))
}

fn text(event: RawEvent, at: Vec<Segment>) -> Result<Option<Read>, Vec<Fault>> {
    let event = event_items::text(event, at, check)?;
    Ok(event.map(|event| event.data))
}
