//! Values as the types of the output read and write them, by their schemas.
//!
//! What is read is what the output would write again: members that the document does not describe are dropped, properties stand in
//! the order of the document, numbers and dates are written the one way. What cannot be read is told in the same words.

mod leaf;
mod list;
mod members;
mod object;
mod union;

use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

pub(super) use self::leaf::Listed;
use self::list::{Items, Positions};
use self::members::Members;
use self::object::{Named, Structure};
pub(super) use self::union::OneOf;
use super::spec::Spec;
use crate::ir::{Enumeration, SchemaId, SchemaKind};

/// Reads a value of a schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader {
    spec: Spec,
    schema: SchemaId,
    /// Whether null is read, where the schema has it.
    takes_null: bool,
}

impl Reader {
    /// Reads values, and null where it is one.
    pub fn of_value(spec: Spec, schema: SchemaId) -> Self {
        Self {
            spec,
            schema,
            takes_null: true,
        }
    }

    /// Reads what stands for itself, as a parameter does, which has no null.
    pub fn of_bare(spec: Spec, schema: SchemaId) -> Self {
        Self {
            takes_null: false,
            ..Self::of_value(spec, schema)
        }
    }

    /// The value as the output would write it.
    ///
    /// # Errors
    ///
    /// When it does not fit.
    pub fn read(self, value: Value) -> serde_json::Result<Value> {
        self.deserialize(value)
    }

    /// The same for another schema.
    fn other(self, schema: SchemaId) -> Self {
        Self::of_value(self.spec, schema)
    }

    /// The same without null.
    fn bare(self, schema: SchemaId) -> Self {
        Self::of_bare(self.spec, schema)
    }

    /// Reads the members of an object.
    fn members<'de, A: MapAccess<'de>>(self, members: Members<A>) -> Result<Value, A::Error> {
        let (id, kind) = self.spec.kind(self.schema);
        match kind {
            SchemaKind::Object(object) => Structure::new(self, id, object).read(members),
            SchemaKind::Map(map) => Named(self.other(map.values)).read(members),
            SchemaKind::Union(union) => OneOf::new(self, id, union).object(members),
            SchemaKind::Any | SchemaKind::Opaque => members.value(),
            _ => Err(A::Error::invalid_type(Unexpected::Map, &"another value")),
        }
    }

    /// Reads the items of a list.
    fn items<'de, A: SeqAccess<'de>>(self, items: A) -> Result<Value, A::Error> {
        let (id, kind) = self.spec.kind(self.schema);
        match kind {
            SchemaKind::Array(array) => Items(self.other(array.items)).visit_seq(items),
            SchemaKind::Tuple(tuple) => Positions::new(self, id, tuple).visit_seq(items),
            SchemaKind::Union(union) => OneOf::new(self, id, union).list(items),
            SchemaKind::Any | SchemaKind::Opaque => list::values(items).map(Value::Array),
            _ => Err(A::Error::invalid_type(Unexpected::Seq, &"another value")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.takes_null && self.spec.holds_null(self.schema) {
            return deserializer.deserialize_option(Optional(self.bare(self.schema)));
        }
        let (id, kind) = self.spec.kind(self.schema);
        match kind {
            SchemaKind::Any | SchemaKind::Opaque | SchemaKind::Alias(_) | SchemaKind::Own(_) => {
                Value::deserialize(deserializer)
            }
            SchemaKind::Boolean => bool::deserialize(deserializer).map(Value::Bool),
            SchemaKind::Integer(integer) => leaf::integer(integer.format, deserializer),
            SchemaKind::Number(number) => leaf::number(number.single, deserializer),
            SchemaKind::String(text) => leaf::text(text.format, deserializer),
            SchemaKind::Enumeration(listed) => {
                leaf::listed(listed, self.spec.facts.closed.has(id), deserializer)
            }
            SchemaKind::Array(array) => {
                deserializer.deserialize_seq(Items(self.other(array.items)))
            }
            SchemaKind::Tuple(tuple) => {
                deserializer.deserialize_seq(Positions::new(self, id, tuple))
            }
            SchemaKind::Map(map) => deserializer.deserialize_map(Named(self.other(map.values))),
            SchemaKind::Object(object) => {
                let structure = Structure::new(self, id, object);
                match object.has_others() {
                    true => deserializer.deserialize_map(structure),
                    false => deserializer.deserialize_struct("", &[], structure),
                }
            }
            SchemaKind::Union(union) => deserializer.deserialize_any(OneOf::new(self, id, union)),
        }
    }
}

/// A value that may be null.
struct Optional(Reader);

impl<'de> Visitor<'de> for Optional {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.deserialize(deserializer)
    }
}

tokio::task_local! {
    /// What the value is that is read.
    static READER: Reader;
}

/// A value, for code that reads types: it is read by the reader of the [scope](within) in which that is done.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct Read(pub Value);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let reader = READER.try_with(|reader| *reader);
        let reader = reader.map_err(|_| D::Error::custom("nothing says what is read"))?;
        reader.deserialize(deserializer).map(Self)
    }
}

/// What is read.
pub(super) fn current() -> Option<(Spec, SchemaId)> {
    let reader = READER.try_with(|reader| *reader).ok()?;
    Some((reader.spec, reader.schema))
}

/// Does something in which every [`Read`] is read by this reader.
pub(super) fn within<T>(reader: Reader, work: impl FnOnce() -> T) -> T {
    READER.sync_scope(reader, work)
}

/// The same for what takes its time.
pub(super) async fn within_async<F: Future>(reader: Reader, work: F) -> F::Output {
    READER.scope(reader, work).await
}

/// The enumeration that is read, and whether its user has closed it.
fn enumeration() -> Option<(&'static Enumeration, bool)> {
    let (spec, schema) = current()?;
    let (id, kind) = spec.kind(schema);
    match kind {
        SchemaKind::Enumeration(listed) => Some((listed, spec.facts.closed.has(id))),
        _ => None,
    }
}
