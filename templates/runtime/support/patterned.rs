//! Members of objects by the pattern of their names.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::check::{Checked, require};

/// What becomes of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is one of these.
    Taken,
    /// It is one of others.
    Left,
    /// There must be no such member.
    Refused,
}

impl Fate {
    /// What becomes of a member that may be one of these.
    pub fn of(is_one: bool) -> Self {
        if is_one { Self::Taken } else { Self::Left }
    }

    /// What becomes of a member that is of the pattern at a position, if any; one of none is refused.
    pub fn of_known(pattern: Option<usize>, wanted: usize) -> Self {
        pattern.map_or(Self::Refused, |pattern| Self::of(pattern == wanted))
    }
}

/// Reads the members that are taken.
///
/// # Errors
///
/// When the value of one does not fit, or a member is refused.
pub fn members<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
    fate: impl Fn(&str) -> Fate,
) -> Result<BTreeMap<String, T>, D::Error> {
    deserializer.deserialize_map(Reader(fate, PhantomData))
}

struct Reader<F, T>(F, PhantomData<T>);

impl<'de, F: Fn(&str) -> Fate, T: Deserialize<'de>> Visitor<'de> for Reader<F, T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut taken = BTreeMap::new();
        while let Some(name) = members.next_key::<String>()? {
            match (self.0)(&name) {
                Fate::Taken => {
                    taken.insert(name, members.next_value()?);
                }
                Fate::Left => {
                    members.next_value::<IgnoredAny>()?;
                }
                Fate::Refused => {
                    return Err(A::Error::custom(format_args!("unknown field `{name}`")));
                }
            }
        }
        Ok(taken)
    }
}

/// `patternProperties`: the names of the members match the pattern, and none of those before it.
pub fn names<T>(
    pattern: &'static str,
    is_one: impl Fn(&str) -> bool,
) -> impl Fn(&BTreeMap<String, T>) -> Checked {
    move |members| {
        let other = members.keys().find(|name| !is_one(name));
        require(other.is_none(), "patternProperties", || {
            let name = other.map_or("", String::as_str);
            format!("Must only have names of the pattern `{pattern}`, but has `{name}`")
        })
    }
}
