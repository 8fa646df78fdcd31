//! JSON that is kept to be read later, as often as it has to be: its parts are shared, however often that is.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use serde::de::{
    DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Number, Value};

use super::json_type::Type;

/// A value of JSON.
#[derive(Debug, Clone)]
pub enum Kept {
    /// Null.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(Rc<str>),
    /// An array.
    List(Rc<Parts<Kept>>),
    /// An object, with all members in their order, also those of one name.
    Object(Rc<Parts<(String, Kept)>>),
}

/// The parts of a value.
#[derive(Debug)]
pub struct Parts<P> {
    all: Vec<P>,
    weight: usize,
}

/// How many bytes of a text weigh as much as a value.
const BYTES: usize = 32;

/// The name by which a reader asks for a value that is kept already. What reads anything else gives it what it has.
pub const HAND_OVER: &str = "a value that is kept";

thread_local! {
    static HANDED: Cell<Option<Kept>> = const { Cell::new(None) };
}

/// The value that has been handed over to a visitor that asked for it by [`HAND_OVER`]: it is shown null.
pub fn handed() -> Option<Kept> {
    HANDED.take()
}

impl Kept {
    /// An array of these values.
    fn list(all: Vec<Self>) -> Self {
        let weight = 1 + all.iter().map(Self::weight).sum::<usize>();
        Self::List(Rc::new(Parts { all, weight }))
    }

    /// An object of these members.
    fn object(all: Vec<(String, Self)>) -> Self {
        let of_member = |(name, value): &(String, Self)| name.len() / BYTES + value.weight();
        let weight = 1 + all.iter().map(of_member).sum::<usize>();
        Self::Object(Rc::new(Parts { all, weight }))
    }

    /// How much there is to read: some values.
    pub fn weight(&self) -> usize {
        match self {
            Self::Null | Self::Boolean(_) | Self::Number(_) => 1,
            Self::Text(text) => 1 + text.len() / BYTES,
            Self::List(items) => items.weight,
            Self::Object(members) => members.weight,
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its type; null has none.
    pub fn json_type(&self) -> Option<Type> {
        Some(match self {
            Self::Null => return None,
            Self::Boolean(_) => Type::Boolean,
            Self::Number(_) => Type::Number,
            Self::Text(_) => Type::Text,
            Self::List(_) => Type::List,
            Self::Object(_) => Type::Object,
        })
    }

    /// Where its parts are, which no other value has at the same time.
    pub fn address(&self) -> Option<*const ()> {
        match self {
            Self::List(items) => Some(Rc::as_ptr(items).cast()),
            Self::Object(members) => Some(Rc::as_ptr(members).cast()),
            _ => None,
        }
    }
}

impl From<Kept> for Value {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Null => Self::Null,
            Kept::Boolean(value) => Self::Bool(value),
            Kept::Number(number) => Self::Number(number),
            Kept::Text(text) => Self::String(text.as_ref().to_owned()),
            Kept::List(items) => items.all.iter().cloned().map(Self::from).collect(),
            Kept::Object(members) => {
                let members = members.all.iter();
                members
                    .map(|(name, value)| (name.clone(), Self::from(value.clone())))
                    .collect()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(HAND_OVER, Keeper)
    }
}

/// Keeps what it is shown.
struct Keeper;

impl<'de> Visitor<'de> for Keeper {
    type Value = Kept;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Kept, E> {
        Ok(Kept::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Kept, E> {
        Ok(Kept::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Kept, E> {
        Ok(Kept::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Kept, E> {
        let number = Number::from_f64(value);
        number
            .map(Kept::Number)
            .ok_or_else(|| E::custom("JSON has no such number"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Kept, E> {
        Ok(Kept::Text(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Kept, E> {
        Ok(handed().unwrap_or(Kept::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Kept, E> {
        Ok(Kept::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kept, D::Error> {
        Kept::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kept, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Kept, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Kept::list(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Kept, A::Error> {
        let mut all = Vec::new();
        while let Some(member) = members.next_entry()? {
            all.push(member);
        }
        Ok(Kept::object(all))
    }
}

/// Structs are read from objects alone, as by `Objects`.
impl<'de> Deserializer<'de> for Kept {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Boolean(value) => visitor.visit_bool(value),
            Self::Number(number) => number.deserialize_any(visitor),
            Self::Text(text) => visitor.visit_str(&text),
            Self::List(items) => {
                let mut rest = Rest::of(items);
                let read = visitor.visit_seq(&mut rest)?;
                rest.end("no more items").map(|()| read)
            }
            Self::Object(members) => {
                let mut rest = Rest::of(members);
                let read = visitor.visit_map(&mut rest)?;
                rest.end("no more members").map(|()| read)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Self::Null => visitor.visit_none(),
            other => visitor.visit_some(other),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        if name != HAND_OVER {
            return visitor.visit_newtype_struct(self);
        }
        match self {
            Self::List(_) | Self::Object(_) => {
                HANDED.set(Some(self));
                visitor.visit_unit()
            }
            scalar => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self {
            Self::List(_) => Err(Error::invalid_type(Unexpected::Seq, &visitor)),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self {
            Self::Text(text) => visitor.visit_enum(text.as_ref().into_deserializer()),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier
    }
}

/// The parts of a value that have not been read yet.
struct Rest<P> {
    of: Rc<Parts<P>>,
    read: usize,
}

impl<P> Rest<P> {
    fn of(of: Rc<Parts<P>>) -> Self {
        Self { of, read: 0 }
    }

    fn next(&self) -> Option<&P> {
        self.of.all.get(self.read)
    }

    fn end(self, expected: &str) -> Result<(), serde_json::Error> {
        match self.next() {
            Some(_) => Err(Error::invalid_length(self.of.all.len(), &expected)),
            None => Ok(()),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Rest<Kept> {
    type Error = serde_json::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Self::Error> {
        let Some(item) = self.next().cloned() else {
            return Ok(None);
        };
        self.read += 1;
        seed.deserialize(item).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        self.of.all.len().checked_sub(self.read)
    }
}

impl<'de> MapAccess<'de> for &mut Rest<(String, Kept)> {
    type Error = serde_json::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Self::Error> {
        let name = self.next().map(|(name, _)| name.as_str());
        name.map(|name| seed.deserialize(name.into_deserializer()))
            .transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Self::Error> {
        let Some(value) = self.next().map(|(_, value)| value.clone()) else {
            return Err(Error::custom("there is no more member"));
        };
        self.read += 1;
        seed.deserialize(value)
    }

    fn size_hint(&self) -> Option<usize> {
        self.of.all.len().checked_sub(self.read)
    }
}
