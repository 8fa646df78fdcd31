//! Values without parts.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Number, Value};
use uuid::Uuid;

use crate::ir::{Enumeration, EnumerationType, IntegerFormat, TextFormat};
use crate::mock::runtime::support::octets::Base64;
use crate::mock::runtime::support::wire::{self, Wire};
use crate::mock::runtime::support::{listed, text as texts};

pub(super) fn integer<'de, D: Deserializer<'de>>(
    format: IntegerFormat,
    deserializer: D,
) -> Result<Value, D::Error> {
    Ok(match format {
        IntegerFormat::Int32 => i32::read(deserializer)?.into(),
        IntegerFormat::Int64 => i64::read(deserializer)?.into(),
        IntegerFormat::Uint32 => u32::read(deserializer)?.into(),
        IntegerFormat::Uint64 => u64::read(deserializer)?.into(),
    })
}

pub(super) fn number<'de, D: Deserializer<'de>>(
    is_single: bool,
    deserializer: D,
) -> Result<Value, D::Error> {
    if is_single {
        return f32::read(deserializer).map(single);
    }
    let number = f64::deserialize(deserializer)?;
    Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
}

/// A number of 32 bits with the digits that it has, and not those of the number of 64 bits that is equal to it.
fn single(number: f32) -> Value {
    let digits: Option<f64> = number.to_string().parse().ok();
    let number = Number::from_f64(digits.unwrap_or(number.into()));
    number.map_or(Value::Null, Value::Number)
}

pub(super) fn text<'de, D: Deserializer<'de>>(
    format: TextFormat,
    deserializer: D,
) -> Result<Value, D::Error> {
    match format {
        TextFormat::Uuid => wire::read::<_, Uuid>(deserializer).and_then(written),
        TextFormat::DateTime => wire::read::<_, DateTime<Utc>>(deserializer).and_then(written),
        TextFormat::Date => wire::read::<_, NaiveDate>(deserializer).and_then(written),
        TextFormat::Byte => Base64::deserialize(deserializer).and_then(written),
        TextFormat::Ipv4 => Ipv4Addr::deserialize(deserializer).and_then(written),
        TextFormat::Ipv6 => Ipv6Addr::deserialize(deserializer).and_then(written),
        TextFormat::Plain
        | TextFormat::Time
        | TextFormat::Duration
        | TextFormat::Binary
        | TextFormat::Uri
        | TextFormat::UriReference
        | TextFormat::Email
        | TextFormat::Hostname
        | TextFormat::Password => String::deserialize(deserializer).map(Value::String),
    }
}

fn written<E: Error>(value: impl Serialize) -> Result<Value, E> {
    serde_json::to_value(value).map_err(E::custom)
}

pub(super) fn listed<'de, D: Deserializer<'de>>(
    enumeration: &Enumeration,
    is_closed: bool,
    deserializer: D,
) -> Result<Value, D::Error> {
    let of = |value: &Value| {
        let mut values = enumeration.values.iter().map(|it| &it.value);
        values.find(|it| listed::same(it, value)).cloned()
    };
    let value = match enumeration.values_type {
        EnumerationType::Text if is_closed => {
            return deserializer.deserialize_str(Closed(enumeration));
        }
        EnumerationType::Text => {
            return texts::deserialize::<_, String>(deserializer).map(Value::String);
        }
        EnumerationType::Integer => i64::read(deserializer)?.into(),
        EnumerationType::Mixed => Value::deserialize(deserializer)?,
    };
    match of(&value) {
        Some(value) => Ok(value),
        None if is_closed => Err(D::Error::custom(not_listed(enumeration))),
        None => Ok(value),
    }
}

/// A text of a list that its user has closed.
struct Closed<'a>(&'a Enumeration);

impl Visitor<'_> for Closed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<&str> = self.0.texts().collect();
        write!(f, "one of: {}", texts.join(", "))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        match self.0.texts().any(|text| text == value) {
            true => Ok(value.into()),
            false => Err(E::invalid_value(Unexpected::Str(value), &self)),
        }
    }
}

/// One of several listed values that are not all texts, as a parameter writes it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(in crate::mock) struct Listed(Value);

impl FromStr for Listed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((enumeration, is_closed)) = super::enumeration() else {
            return Ok(Self(text.into()));
        };
        let mut values = enumeration.values.iter().map(|it| &it.value);
        let found = values.find(|it| listed::plain((*it).clone()) == text);
        match (found, enumeration.values_type) {
            (Some(value), EnumerationType::Mixed) => Ok(Self(value.clone())),
            (None, EnumerationType::Mixed) if !is_closed => Ok(Self(text.into())),
            (_, EnumerationType::Mixed) => Err(not_listed(enumeration)),
            _ => match text.parse::<i64>() {
                Ok(value) if !is_closed || enumeration.integers().any(|it| it == value) => {
                    Ok(Self(value.into()))
                }
                Err(error) if !is_closed => Err(error.to_string()),
                _ => Err(not_listed(enumeration)),
            },
        }
    }
}

fn not_listed(enumeration: &Enumeration) -> String {
    let values = enumeration.values.iter();
    let values = values.map(|it| listed::plain(it.value.clone()));
    listed::NotListed::among(values).to_string()
}
