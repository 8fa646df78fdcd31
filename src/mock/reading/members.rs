//! The members of an object, of which some have been read to find out what the object is.

use std::collections::VecDeque;

use serde::de::{DeserializeSeed, Error, IntoDeserializer, MapAccess};
use serde_json::{Map, Value};

/// The members of an object. Those that have been read come first again.
pub(super) struct Members<A> {
    read: VecDeque<(String, Value)>,
    /// The value of the member whose name was given last.
    value: Option<Value>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> Members<A> {
    pub fn new(rest: A) -> Self {
        Self {
            read: VecDeque::new(),
            value: None,
            rest,
        }
    }

    /// The first member with such a name; members are read until there is one, or there are no more.
    pub fn find(
        &mut self,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<(&str, &Value)>, A::Error> {
        let mut found = self.read.iter().position(|(name, _)| is_wanted(name));
        while found.is_none() {
            let Some(name) = self.rest.next_key::<String>()? else {
                break;
            };
            found = is_wanted(&name).then_some(self.read.len());
            self.read.push_back((name, self.rest.next_value()?));
        }
        let found = found.and_then(|position| self.read.get(position));
        Ok(found.map(|(name, value)| (name.as_str(), value)))
    }

    /// Leaves out members that have been read.
    pub fn without(mut self, unwanted: &str) -> Self {
        self.read.retain(|(name, _)| name != unwanted);
        self
    }

    pub fn next_key<K: DeserializeSeed<'de>>(
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

    pub fn next_value<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }

    /// All of them as they are.
    pub fn value(mut self) -> Result<Value, A::Error> {
        let mut all: Map<String, Value> = self.read.drain(..).collect();
        while let Some((name, value)) = self.rest.next_entry()? {
            all.insert(name, value);
        }
        Ok(Value::Object(all))
    }
}
