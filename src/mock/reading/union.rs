//! Values of one of several schemas: which one it is, as the output finds it out.

use std::cell::RefCell;
use std::fmt;

use serde::Deserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::members::Members;
use super::{Reader, list};
use crate::analyse::{Choice, ObjectChoice, ValueType};
use crate::ir::{Additional, SchemaId, SchemaKind, Union};
use crate::mock::rules::Rules;
use crate::mock::runtime::support::listed;
use crate::mock::runtime::support::trials::{Trial, Trials};

thread_local! {
    static TRIALS: RefCell<Trials<Tried>> = RefCell::default();
}

/// A union, and a value of it as JSON.
pub(in crate::mock) type Tried = (SchemaId, String);

/// Reads a value of a union. What is of none of its schemas is kept as it is.
#[derive(Clone, Copy)]
pub(in crate::mock) struct OneOf {
    reader: Reader,
    id: SchemaId,
    union: &'static Union,
    choice: Option<&'static Choice>,
}

/// Finds the first member whose name is wanted.
type First<'a> = dyn FnMut(&dyn Fn(&str) -> bool) -> Option<(String, Value)> + 'a;

/// A value of a variant, with the position of the variant; none where it is of no variant.
type Chosen = (Option<usize>, Value);

impl OneOf {
    pub(in crate::mock) fn new(reader: Reader, id: SchemaId, union: &'static Union) -> Self {
        let choice = reader.spec.facts.unions.get(id);
        Self {
            reader,
            id,
            union,
            choice,
        }
    }

    /// The schema of the variant that a value is, which has been read before.
    pub(in crate::mock) fn variant_of(self, value: &Value) -> Option<SchemaId> {
        let position = match value {
            Value::Null => self.any(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => self.scalar(value).0,
            Value::Array(_) => match self.choice?.lists.as_slice() {
                [only] => Some(*only),
                several => self.fitting(several, value),
            },
            Value::Object(members) => match &self.choice?.objects {
                ObjectChoice::BestFit(positions) => self.fitting(positions, value),
                objects => self.told(objects, &mut |wanted| {
                    let (name, value) = members.iter().find(|(name, _)| wanted(name))?;
                    Some((name.clone(), value.clone()))
                }),
            },
        };
        self.schema(position?)
    }

    fn schema(self, position: usize) -> Option<SchemaId> {
        self.union.variants.get(position).map(|it| it.schema)
    }

    fn variant(self, position: usize) -> Option<Reader> {
        Some(self.reader.bare(self.schema(position)?))
    }

    /// The variant that takes any value.
    fn any(self) -> Option<usize> {
        let mut schemas = self.union.schemas();
        schemas.position(|schema| {
            matches!(
                self.reader.spec.kind(schema).1,
                SchemaKind::Any | SchemaKind::Opaque
            )
        })
    }

    /// A value without parts: of the first variant that takes it. An enumeration and a union take anything, and what they do not
    /// know is left to those behind them.
    fn scalar(self, value: &Value) -> Chosen {
        let positions = self.choice.map_or(&[][..], |choice| match value {
            Value::Bool(_) => &choice.booleans,
            Value::Number(_) => &choice.numbers,
            _ => &choice.texts,
        });
        for (index, position) in positions.iter().enumerate() {
            let Some(reader) = self.variant(*position) else {
                continue;
            };
            let is_last = index + 1 == positions.len();
            if let Ok(read) = reader.read(value.clone())
                && (is_last || self.is_known(reader, &read))
            {
                return (Some(*position), read);
            }
        }
        (None, value.clone())
    }

    fn is_known(self, reader: Reader, value: &Value) -> bool {
        let (id, kind) = self.reader.spec.kind(reader.schema);
        match kind {
            SchemaKind::Enumeration(enumeration) => {
                let mut values = enumeration.values.iter();
                enumeration.allows_others || values.any(|it| listed::same(&it.value, value))
            }
            SchemaKind::Union(union) => Self::new(reader, id, union).variant_of(value).is_some(),
            _ => true,
        }
    }

    pub(super) fn list<'de, A: SeqAccess<'de>>(self, items: A) -> Result<Value, A::Error> {
        let positions = self.choice.map_or(&[][..], |choice| &choice.lists);
        if let [only] = positions
            && let Some(reader) = self.variant(*only)
        {
            return reader.items(items);
        }
        let value = list::values(items).map(Value::Array)?;
        self.best_fit(positions, value).map_err(A::Error::custom)
    }

    pub(super) fn object<'de, A: MapAccess<'de>>(
        self,
        mut members: Members<A>,
    ) -> Result<Value, A::Error> {
        let Some(choice) = self.choice else {
            return members.value();
        };
        if let ObjectChoice::BestFit(positions) = &choice.objects {
            let value = members.value()?;
            return self.best_fit(positions, value).map_err(A::Error::custom);
        }
        let mut failed = None;
        let told = self.told(&choice.objects, &mut |wanted| match members.find(wanted) {
            Ok(found) => found.map(|(name, value)| (name.to_owned(), value.clone())),
            Err(error) => {
                failed = Some(error);
                None
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        let Some((position, reader)) = told.and_then(|it| Some((it, self.variant(it)?))) else {
            return members.value();
        };
        let ObjectChoice::Tag {
            property, values, ..
        } = &choice.objects
        else {
            return reader.members(members);
        };
        let is_mapped = values.values().any(|of| *of == position);
        let mut read = match is_mapped && self.refuses(reader, property) {
            true => reader.members(members.without(property))?,
            false => reader.members(members)?,
        };
        if let (Some(tag), Value::Object(read)) = (choice.written_tags.get(&position), &mut read) {
            read.insert(property.clone(), tag.as_str().into());
        }
        Ok(read)
    }

    /// The variant of an object, told by the first member with one of some names.
    fn told(self, objects: &ObjectChoice, first: &mut First<'_>) -> Option<usize> {
        match objects {
            ObjectChoice::None | ObjectChoice::BestFit(_) => None,
            ObjectChoice::Only(only) => Some(*only),
            ObjectChoice::Tag {
                property,
                values,
                otherwise,
                unmapped,
            } => {
                let tag = first(&|name| name == property);
                match tag.as_ref().and_then(|(_, value)| value.as_str()) {
                    Some(tag) => values.get(tag).copied().or(*unmapped),
                    None => otherwise.or(*unmapped),
                }
            }
            ObjectChoice::Presence {
                properties,
                otherwise,
            } => {
                let mark = first(&|name| properties.iter().any(|(mark, _)| mark == name));
                let Some((mark, _)) = mark else {
                    return *otherwise;
                };
                let mut properties = properties.iter();
                properties
                    .find(|(name, _)| *name == mark)
                    .map(|(_, position)| *position)
            }
            ObjectChoice::PropertyType { property, types } => {
                let (_, value) = first(&|name| name == property)?;
                let value_type = value_type(&value)?;
                let mut types = types.iter();
                types
                    .find(|(it, _)| *it == value_type)
                    .map(|(_, position)| *position)
            }
        }
    }

    /// Whether a variant takes no member of that name.
    fn refuses(self, reader: Reader, property: &str) -> bool {
        match self.reader.spec.kind(reader.schema).1 {
            SchemaKind::Object(object) => {
                object.additional == Additional::Forbidden
                    && !object.properties.contains_key(property)
            }
            _ => false,
        }
    }

    /// Whether there are values of which only trying tells the variant.
    pub(in crate::mock) fn tries(self) -> bool {
        self.choice.is_some_and(Choice::tries)
    }

    /// Begins to try a value. Until this is dropped, what is found out about the values inside is kept.
    pub(in crate::mock) fn trial(self, value: &Value) -> Trial<Tried> {
        Trial::begin(&TRIALS, 1 + parts(value), || (self.id, value.to_string()))
    }

    /// A value as the variant that fits it best; as it is where none does. It also stays as it is where nobody could tell the variant
    /// any more without the members that this one does not describe: the rules ask for the variant again.
    fn best_fit(self, positions: &[usize], value: Value) -> Result<Value, &'static str> {
        let trial = self.trial(&value);
        let best = self.best(&trial, positions, &value);
        let position = best.as_ref().map(|best| best.position);
        let read = best
            .map(|best| best.value)
            .filter(|read| *read == value || self.fitting(positions, read) == position);
        trial.end(position)?;
        Ok(read.unwrap_or(value))
    }

    /// The variant that fits best a value that has been read before.
    fn fitting(self, positions: &[usize], value: &Value) -> Option<usize> {
        let trial = self.trial(value);
        if let Some(known) = trial.known() {
            return known;
        }
        let position = self
            .best(&trial, positions, value)
            .map(|best| best.position);
        trial.end(position).ok()?;
        position
    }

    /// Tries the variants: that one keeps the rules counts more than how much of the value it describes.
    fn best(self, trial: &Trial<Tried>, positions: &[usize], value: &Value) -> Option<Best> {
        let rules = Rules(self.reader.spec);
        let mut best: Option<Best> = None;
        for position in positions {
            if !trial.tries(*position) {
                continue;
            }
            let Some(Ok(read)) = self.variant(*position).map(|it| it.read(value.clone())) else {
                continue;
            };
            let fit = match (trial.known(), self.schema(*position)) {
                (None, Some(schema)) => (rules.hold(schema, &read), parts(&read)),
                _ => Default::default(),
            };
            if best.as_ref().is_none_or(|best| fit > best.fit) {
                best = Some(Best {
                    fit,
                    position: *position,
                    value: read,
                });
            }
        }
        best
    }
}

/// A value as a variant, and how well that fits.
struct Best {
    fit: (bool, usize),
    position: usize,
    value: Value,
}

fn value_type(value: &Value) -> Option<ValueType> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => ValueType::Boolean,
        Value::Number(_) => ValueType::Number,
        Value::String(_) => ValueType::Text,
        Value::Array(_) => ValueType::List,
        Value::Object(_) => ValueType::Object,
    })
}

/// How many members and items a value has, at every depth.
fn parts(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len() + items.iter().map(parts).sum::<usize>(),
        Value::Object(object) => object.len() + object.values().map(parts).sum::<usize>(),
        _ => 0,
    }
}

impl<'de> Visitor<'de> for OneOf {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a `{}`", self.reader.spec.type_name(self.id))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(self.scalar(&value.into()).1)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(self.scalar(&value.into()).1)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(self.scalar(&value.into()).1)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        match Number::from_f64(value) {
            Some(value) => Ok(self.scalar(&Value::Number(value)).1),
            None => Err(E::custom("JSON has no such number")),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(self.scalar(&value.into()).1)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Value, A::Error> {
        self.list(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Value, A::Error> {
        self.object(Members::new(members))
    }
}
