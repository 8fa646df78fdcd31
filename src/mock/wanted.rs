//! How the texts of a request become values: only what is wrong with them matters.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::reading::{Listed, Read, Reader, within};
use super::rules::{Check, Rules};
use super::runtime::server::fault::Faults;
use super::runtime::server::parameter::{self, Parameter};
use super::runtime::server::violation;
use super::spec::Spec;
use crate::ir::{EnumerationType, IntegerFormat, SchemaId, SchemaKind, Style, TextFormat};

/// A value that is wanted: of a parameter, of a part of a body, or of a header.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub spec: Spec,
    pub schema: SchemaId,
    /// Whether it has to be there.
    pub is_required: bool,
}

impl Wanted {
    /// Reads one value.
    pub fn plain(self, found: Parameter<'_>, faults: &mut Faults) {
        let end = End {
            wanted: self,
            faults,
        };
        let reader = Reader::of_bare(self.spec, self.schema);
        within(reader, || match self.spec.kind(self.schema).1 {
            SchemaKind::Boolean => end.one(found.parse::<bool>()),
            SchemaKind::Integer(integer) => match integer.format {
                IntegerFormat::Int32 => end.one(found.parse::<i32>()),
                IntegerFormat::Int64 => end.one(found.parse::<i64>()),
                IntegerFormat::Uint32 => end.one(found.parse::<u32>()),
                IntegerFormat::Uint64 => end.one(found.parse::<u64>()),
            },
            SchemaKind::Number(number) if number.single => end.one(found.parse::<f32>()),
            SchemaKind::Number(_) => end.one(found.parse::<f64>()),
            kind if is_listed(kind) => end.one(found.listed::<Listed>()),
            _ => match self.spec.parsed_text(self.schema) {
                Some(TextFormat::Uuid) => end.one(found.decode::<Uuid>()),
                Some(TextFormat::DateTime) => end.one(found.decode::<DateTime<Utc>>()),
                Some(TextFormat::Date) => end.one(found.decode::<NaiveDate>()),
                _ => end.one(found.decode::<Read>()),
            },
        });
    }

    /// Reads a list of such.
    pub fn list(self, found: Parameter<'_>, style: Style, faults: &mut Faults) {
        let SchemaKind::Array(array) = self.spec.kind(self.schema).1 else {
            return;
        };
        let items = match style {
            Style::Form { explode: true } | Style::Cookie { explode: true } => {
                parameter::Items::Repeated
            }
            _ => parameter::Items::SeparatedBy(b','),
        };
        let end = End {
            wanted: self,
            faults,
        };
        let item = array.items;
        let reader = Reader::of_bare(self.spec, item);
        within(reader, || match self.spec.kind(item).1 {
            SchemaKind::Boolean => end.several(item, found.parse_items::<bool>(items)),
            SchemaKind::Integer(integer) => match integer.format {
                IntegerFormat::Int32 => end.several(item, found.parse_items::<i32>(items)),
                IntegerFormat::Int64 => end.several(item, found.parse_items::<i64>(items)),
                IntegerFormat::Uint32 => end.several(item, found.parse_items::<u32>(items)),
                IntegerFormat::Uint64 => end.several(item, found.parse_items::<u64>(items)),
            },
            SchemaKind::Number(number) if number.single => {
                end.several(item, found.parse_items::<f32>(items));
            }
            SchemaKind::Number(_) => end.several(item, found.parse_items::<f64>(items)),
            kind if is_listed(kind) => end.several(item, found.listed_items::<Listed>(items)),
            _ => match self.spec.parsed_text(item) {
                Some(TextFormat::Uuid) => end.several(item, found.decode_items::<Uuid>(items)),
                Some(TextFormat::DateTime) => {
                    end.several(item, found.decode_items::<DateTime<Utc>>(items));
                }
                Some(TextFormat::Date) => {
                    end.several(item, found.decode_items::<NaiveDate>(items));
                }
                _ => end.several(item, found.decode_items::<Read>(items)),
            },
        });
    }

    /// Checks a value that was read, and all in it.
    pub fn in_parts(self, read: parameter::Read<Read>, faults: &mut Faults) {
        let rules = Rules(self.spec);
        let read = read.check_parts(violation::parts(|Read(value): &Read, at, found| {
            rules.check(self.schema, value, at, found);
        }));
        self.finish(read, faults);
    }

    /// Reads a value that only has to be there.
    pub fn anything(self, found: Parameter<'_>, faults: &mut Faults) {
        self.finish(found.decode::<String>(), faults);
    }

    fn finish<T>(self, read: parameter::Read<T>, faults: &mut Faults) {
        match self.is_required {
            true => drop(read.required(faults)),
            false => drop(read.optional(faults)),
        }
    }
}

/// What is done with a value that was read.
struct End<'a> {
    wanted: Wanted,
    faults: &'a mut Faults,
}

impl End<'_> {
    fn one<T: Serialize>(self, mut read: parameter::Read<T>) {
        for check in Check::all(self.wanted.spec, self.wanted.schema) {
            read = read.check(|value| check.check(&json(value)));
        }
        self.wanted.finish(read, self.faults);
    }

    fn several<T: Serialize>(self, item: SchemaId, mut read: parameter::Read<Vec<T>>) {
        for check in Check::all(self.wanted.spec, item) {
            read = read.check_items(|item| check.check(&json(item)));
        }
        self.one(read);
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Listed values that are not all texts.
fn is_listed(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::Enumeration(listed) if listed.values_type != EnumerationType::Text)
}
