//! Types that serde by itself reads from fewer texts of JSON than the document allows, or from more.
//!
//! An integer may be written as `1.0` or `1e3`, because JSON Schema counts every number without a fraction as one. A
//! number of 32 bits must not become infinite. A UUID, a date or a time has exactly one form.
//!
//! | in the document          | type                | serde attributes                                                                         |
//! | ------------------------ | ------------------- | ---------------------------------------------------------------------------------------- |
//! | required, not nullable   | `T`                 | `deserialize_with = "…::read"`                                                           |
//! | optional, not nullable   | `Option<T>`         | `default, skip_serializing_if = "Option::is_none", deserialize_with = "…::present"`         |
//! | required, nullable       | `Option<T>`         | `deserialize_with = "…::nullable"`                                                       |
//! | optional, nullable       | `Option<Option<T>>` | `default, skip_serializing_if = "Option::is_none", deserialize_with = "…::present_or_null"` |

use std::any::type_name;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A type that is read as the document means it, in itself and in lists and maps.
pub trait Wire: Sized {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// When there is something else.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Reads a value that is always there.
///
/// # Errors
///
/// When the value does not fit `T`.
pub fn read<'de, D: Deserializer<'de>, T: Wire>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// Reads a property that may be absent, but not `null`. Serde calls this only when the key is there.
///
/// # Errors
///
/// When the value is `null` or does not fit `T`.
pub fn present<'de, D: Deserializer<'de>, T: Wire>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::read(deserializer).map(Some)
}

/// Reads a property that may be `null`, but not absent.
///
/// # Errors
///
/// When the value does not fit `T`.
pub fn nullable<'de, D: Deserializer<'de>, T: Wire>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::read(deserializer)
}

/// Reads a property that may be absent (`None`), `null` (`Some(None)`) or a value (`Some(Some(value))`).
///
/// # Errors
///
/// When the value does not fit `T`.
pub fn present_or_null<'de, D: Deserializer<'de>, T: Wire>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::read(deserializer).map(Some)
}

/// What is read by itself, as serde asks for it: a whole body, or what stands inside something else.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Whole<T>(pub T);

/// What was read.
pub fn whole<T>(Whole(value): Whole<T>) -> T {
    value
}

impl<'de, T: Wire> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Option::<Whole<T>>::deserialize(deserializer)?;
        Ok(read.map(|Whole(value)| value))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Vec::<Whole<T>>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|Whole(item)| item).collect())
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = BTreeMap::<String, Whole<T>>::deserialize(deserializer)?;
        let members = read.into_iter();
        Ok(members.map(|(key, Whole(value))| (key, value)).collect())
    }
}

/// What integers below 64 bits are rounded to: only its text tells the least of 64 bits from them.
const ROUNDED: f64 = -9_223_372_036_854_775_808.0;

/// The integer that a number is, where it is one and fits the type.
pub fn integer<T: TryFrom<i128>>(number: f64) -> Option<T> {
    // Beyond its range the conversion gives the end of it, which no type of the output holds.
    let is_whole = number.fract() == 0.0 && number > ROUNDED;
    is_whole.then(|| T::try_from(number as i128).ok())?
}

struct Integer<T>(PhantomData<T>);

impl<T: TryFrom<i128>> Visitor<'_> for Integer<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<T>())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value.into()).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::try_from(value.into()).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        integer(value).ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
    }
}

macro_rules! integers {
    ($($integer:ty),+) => {$(
        impl Wire for $integer {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // Serde gives every number to a visitor that asks for a floating-point one, and where it has kept a
                // value to read it later, only integers to one that asks for an integer.
                deserializer.deserialize_f64(Integer(PhantomData))
            }
        }
    )+};
}

integers!(i32, i64, u32, u64);

impl Wire for f32 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wide = f64::deserialize(deserializer)?;
        let narrow = wide as Self;
        if narrow.is_finite() {
            Ok(narrow)
        } else {
            Err(D::Error::invalid_value(Unexpected::Float(wide), &"f32"))
        }
    }
}
