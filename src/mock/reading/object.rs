//! Objects.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::Reader;
use super::members::Members;
use crate::ir::{Additional, Object, SchemaId};

/// Reads an object whose members are all read alike; they are sorted, as the output keeps them.
pub(super) struct Named(pub Reader);

impl Named {
    pub fn read<'de, A: MapAccess<'de>>(self, mut members: Members<A>) -> Result<Value, A::Error> {
        let mut all = BTreeMap::new();
        while let Some(name) = members.next_key(PhantomData::<String>)? {
            all.insert(name, members.next_value(self.0)?);
        }
        Ok(Value::Object(all.into_iter().collect()))
    }
}

impl<'de> Visitor<'de> for Named {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Value, A::Error> {
        self.read(Members::new(members))
    }
}

/// Reads an object with properties.
#[derive(Clone, Copy)]
pub(super) struct Structure {
    reader: Reader,
    id: SchemaId,
    object: &'static Object,
}

impl Structure {
    pub fn new(reader: Reader, id: SchemaId, object: &'static Object) -> Self {
        Self { reader, id, object }
    }

    /// Whether a member that the document does not describe is refused where its name is read.
    fn is_closed(self) -> bool {
        self.object.additional == Additional::Forbidden && self.object.patterns.is_empty()
    }

    pub fn read<'de, A: MapAccess<'de>>(self, mut members: Members<A>) -> Result<Value, A::Error> {
        let properties = &self.object.properties;
        let mut found: Vec<Option<Value>> = vec![None; properties.len()];
        let mut others = Vec::new();
        while let Some(name) = members.next_key(Name(self))? {
            let property = properties.get_full(name.as_str());
            let Some((position, wire, property)) = property else {
                match self.object.has_others() {
                    true => others.push((name, members.next_value(PhantomData::<Value>)?)),
                    false => {
                        members.next_value(PhantomData::<IgnoredAny>)?;
                    }
                }
                continue;
            };
            let place = found.get_mut(position).filter(|place| place.is_none());
            let place = place.ok_or_else(|| A::Error::duplicate_field(wire))?;
            *place = Some(members.next_value(self.reader.other(property.schema))?);
        }
        let mut all = Map::new();
        for (value, (wire, property)) in found.into_iter().zip(properties) {
            match value {
                Some(value) => {
                    all.insert(wire.clone(), value);
                }
                None if property.required => return Err(A::Error::missing_field(wire)),
                None => {}
            }
        }
        all.extend(self.others(others)?);
        Ok(Value::Object(all))
    }

    /// The members that the document does not name: those of each pattern, then all others. The reader of the last pattern refuses
    /// what is of none, where nothing else may be there.
    fn others<E: Error>(self, others: Vec<(String, Value)>) -> Result<Vec<(String, Value)>, E> {
        let is_closed = self.object.additional == Additional::Forbidden;
        let last = self.object.patterns.len().saturating_sub(1);
        let of_none = if is_closed { last } else { usize::MAX };
        let patterned = others.into_iter().map(|(name, value)| {
            let pattern = self.reader.spec.pattern_of(self.id, &name);
            (pattern, name, value)
        });
        let mut patterned: Vec<_> = patterned.collect();
        patterned.sort_by_key(|(pattern, ..)| pattern.unwrap_or(of_none));
        let mut sorted: BTreeMap<(usize, String), Value> = BTreeMap::new();
        for (pattern, name, value) in patterned {
            let schema = match pattern {
                Some(position) => self.object.patterns.get(position).map(|it| it.schema),
                None => self.object.additional.schema(),
            };
            if let Some(schema) = schema {
                let read = self.reader.other(schema).read(value).map_err(E::custom)?;
                sorted.insert((pattern.unwrap_or(of_none), name), read);
            } else if is_closed {
                return Err(E::custom(format_args!("unknown field `{name}`")));
            }
        }
        let sorted = sorted.into_iter();
        Ok(sorted.map(|((_, name), value)| (name, value)).collect())
    }
}

impl<'de> Visitor<'de> for Structure {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", self.reader.spec.type_name(self.id))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Value, A::Error> {
        self.read(Members::new(members))
    }
}

/// Reads the name of a member.
struct Name(Structure);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<String, E> {
        let properties = &self.0.object.properties;
        if !self.0.is_closed() || properties.contains_key(name) {
            return Ok(name.to_owned());
        }
        let names: Vec<String> = properties.keys().map(|name| format!("`{name}`")).collect();
        let expected = match names.as_slice() {
            [] => "there are no fields".to_owned(),
            [only] => format!("expected {only}"),
            [one, other] => format!("expected {one} or {other}"),
            several => format!("expected one of {}", several.join(", ")),
        };
        Err(E::custom(format_args!(
            "unknown field `{name}`, {expected}"
        )))
    }
}
