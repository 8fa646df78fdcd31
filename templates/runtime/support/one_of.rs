//! Values of one of several types.
//!
//! A decoder sees the JSON type of a value before anything else. Where that says which type it is, the value is read in
//! place. Where a member of an object says it, only the members up to that one are kept, and then read again before the
//! rest. Only where nothing but trying decides is the whole value kept.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

pub use super::json_type::Type;
use super::kept::{self, Kept};

/// A type that is one of several, by what a value looks like.
pub trait OneOf: Sized {
    /// What is read, for messages.
    const NAME: &'static str;

    /// Keeps a value that is none of them.
    fn unknown(value: Value) -> Self;

    /// Reads null, which stands for itself where one of the types takes any value.
    fn null() -> Self {
        Self::unknown(Value::Null)
    }

    /// Reads a boolean.
    fn boolean(_value: bool) -> Option<Self> {
        None
    }

    /// Reads a number.
    fn number(_value: &Number) -> Option<Self> {
        None
    }

    /// Reads a text.
    fn text(_value: &str) -> Option<Self> {
        None
    }

    /// Reads an array.
    ///
    /// # Errors
    ///
    /// When it is one of the types by its looks, but does not fit it.
    fn list<'de, A: SeqAccess<'de>>(items: A) -> Result<Self, A::Error> {
        list(items).map(Self::unknown)
    }

    /// Reads an object.
    ///
    /// # Errors
    ///
    /// When it is one of the types by its looks, but does not fit it.
    fn object<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        object(members).map(Self::unknown)
    }

    /// Reads an array that is kept.
    ///
    /// # Errors
    ///
    /// As [`OneOf::list`].
    fn kept_list(items: Kept) -> Result<Self, serde_json::Error> {
        items.deserialize_any(ByType(PhantomData))
    }

    /// Reads an object that is kept.
    ///
    /// # Errors
    ///
    /// As [`OneOf::object`].
    fn kept_object(members: Kept) -> Result<Self, serde_json::Error> {
        members.deserialize_any(ByType(PhantomData))
    }
}

/// Reads a value of one of several types.
///
/// # Errors
///
/// When it is one of them by its looks, but does not fit it.
pub fn deserialize<'de, D: Deserializer<'de>, T: OneOf>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(kept::HAND_OVER, ByType(PhantomData))
}

struct ByType<T>(PhantomData<T>);

impl<'de, T: OneOf> Visitor<'de> for ByType<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a `{}`", T::NAME)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        Ok(T::boolean(value).unwrap_or_else(|| T::unknown(value.into())))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Ok(number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        Ok(number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        match Number::from_f64(value) {
            Some(value) => Ok(number(value)),
            None => Err(E::custom("JSON has no such number")),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok(T::text(value).unwrap_or_else(|| T::unknown(value.into())))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        match kept::handed() {
            Some(items @ Kept::List(_)) => T::kept_list(items).map_err(E::custom),
            Some(members) => T::kept_object(members).map_err(E::custom),
            None => Ok(T::null()),
        }
    }

    fn visit_none<E: Error>(self) -> Result<T, E> {
        Ok(T::null())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        T::list(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::object(members)
    }
}

fn number<T: OneOf>(value: Number) -> T {
    T::number(&value).unwrap_or_else(|| T::unknown(Value::Number(value)))
}

/// Reads a boolean as a type that may allow only one of the two.
pub fn read_boolean<T: DeserializeOwned>(value: bool) -> Option<T> {
    T::deserialize(Value::Bool(value)).ok()
}

/// Reads a text as a type that may not take every text.
pub fn read_text<T: DeserializeOwned>(value: &str) -> Option<T> {
    text_by(value, T::deserialize)
}

/// Reads a text as a type that may not take every text, by a reader of its own.
pub fn text_by<'a, T>(
    value: &'a str,
    read: impl FnOnce(StrDeserializer<'a, Refused>) -> Result<T, Refused>,
) -> Option<T> {
    read(StrDeserializer::new(value)).ok()
}

/// Why a text was not taken; nobody asks.
type Refused = serde::de::value::Error;

/// Reads a number as a type that may not take every number.
pub fn read_number<T: DeserializeOwned>(value: &Number) -> Option<T> {
    T::deserialize(value).ok()
}

/// Reads a number as an integer, however it is written: `1`, `1.0` or `1e0`.
pub fn whole<T: TryFrom<i128>>(value: &Number) -> Option<T> {
    let exact = value
        .as_i64()
        .map(i128::from)
        .or(value.as_u64().map(i128::from));
    let written_otherwise = || {
        let number = value.as_f64()?;
        // Within this range the conversion is exact.
        (number.fract() == 0.0 && number.abs() < 1e30).then_some(number as i128)
    };
    T::try_from(exact.or_else(written_otherwise)?).ok()
}

/// Reads an array as this type.
///
/// # Errors
///
/// When it does not fit.
pub fn list<'de, A: SeqAccess<'de>, T: Deserialize<'de>>(items: A) -> Result<T, A::Error> {
    T::deserialize(SeqAccessDeserializer::new(items))
}

/// Reads an array by a reader of its own.
///
/// # Errors
///
/// When it does not fit.
pub fn list_by<'de, A: SeqAccess<'de>, T>(
    items: A,
    read: impl FnOnce(SeqAccessDeserializer<A>) -> Result<T, A::Error>,
) -> Result<T, A::Error> {
    read(SeqAccessDeserializer::new(items))
}

/// Reads an object as this type.
///
/// # Errors
///
/// When it does not fit.
pub fn object<'de, A: MapAccess<'de>, T: Deserialize<'de>>(members: A) -> Result<T, A::Error> {
    T::deserialize(MapAccessDeserializer::new(members))
}

/// Reads an object by a reader of its own.
///
/// # Errors
///
/// When it does not fit.
pub fn object_by<'de, A: MapAccess<'de>, T>(
    members: A,
    read: impl FnOnce(MapAccessDeserializer<A>) -> Result<T, A::Error>,
) -> Result<T, A::Error> {
    read(MapAccessDeserializer::new(members))
}

/// Reads an object up to the member that says what it is, and gives that member's value if it is a text.
///
/// # Errors
///
/// When what is read is not JSON.
pub fn tagged<'de, A: MapAccess<'de>>(
    members: A,
    tag: &str,
) -> Result<(Option<String>, Members<A>), A::Error> {
    let members = Members::up_to(members, |name| name == tag)?;
    let text = members.last_named(tag).and_then(Kept::as_text);
    Ok((text.map(ToOwned::to_owned), members))
}

/// Reads an object up to the first member that has one of these names, and gives the position of the name.
///
/// # Errors
///
/// When what is read is not JSON.
pub fn marked<'de, A: MapAccess<'de>>(
    members: A,
    marks: &[&str],
) -> Result<(Option<usize>, Members<A>), A::Error> {
    let members = Members::up_to(members, |name| marks.contains(&name))?;
    let last = members.read.back().map(|(name, _)| name.as_str());
    let position = last.and_then(|last| marks.iter().position(|mark| *mark == last));
    Ok((position, members))
}

/// Reads an object up to the member of this name, and gives the JSON type of its value.
///
/// # Errors
///
/// When what is read is not JSON.
pub fn typed<'de, A: MapAccess<'de>>(
    members: A,
    name: &str,
) -> Result<(Option<Type>, Members<A>), A::Error> {
    let members = Members::up_to(members, |member| member == name)?;
    let value = members.last_named(name);
    Ok((value.and_then(Kept::json_type), members))
}

/// The members of an object, of which the first have been read already.
#[derive(Debug)]
pub struct Members<A> {
    read: VecDeque<(String, Kept)>,
    /// The value of the member whose name was given last.
    value: Option<Kept>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> Members<A> {
    /// Reads members until one has such a name, or there are no more.
    fn up_to(mut rest: A, is_wanted: impl Fn(&str) -> bool) -> Result<Self, A::Error> {
        let mut read = VecDeque::new();
        while let Some(name) = rest.next_key::<String>()? {
            let found = is_wanted(&name);
            read.push_back((name, rest.next_value()?));
            if found {
                break;
            }
        }
        Ok(Self {
            read,
            value: None,
            rest,
        })
    }

    /// The value of the member that was read last, if it has this name.
    fn last_named(&self, wanted: &str) -> Option<&Kept> {
        let (name, value) = self.read.back()?;
        (name == wanted).then_some(value)
    }

    /// Without the member that says what it is, for a type that does not have it.
    #[must_use]
    pub fn without(mut self, tag: &str) -> Self {
        self.read.retain(|(name, _)| name != tag);
        self
    }

    /// Reads all of them as this type.
    ///
    /// # Errors
    ///
    /// When they do not fit.
    pub fn read<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        object(self)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.read.pop_front() {
            Some((name, value)) => {
                self.value = Some(value);
                seed.deserialize(name.into_deserializer()).map(Some)
            }
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }
}

/// Writes an object together with a member that says what it is, for a type that does not have it.
///
/// # Errors
///
/// When the value cannot be written.
pub fn serialize_tagged<S: Serializer, T: Serialize>(
    value: &T,
    tag: &str,
    text: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(value).map_err(S::Error::custom)?;
    if let Value::Object(members) = &mut value {
        members.insert(tag.to_owned(), text.into());
    }
    value.serialize(serializer)
}
