//! Lists.

use std::fmt;

use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;

use super::Reader;
use crate::ir::{Property, SchemaId, Tuple};

/// Reads a list whose items are all read alike.
pub(super) struct Items(pub Reader);

impl<'de> Visitor<'de> for Items {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(self.0)? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }
}

/// Reads a list whose items have schemas by position.
pub(super) struct Positions {
    reader: Reader,
    name: &'static str,
    tuple: &'static Tuple,
}

impl Positions {
    pub fn new(reader: Reader, id: SchemaId, tuple: &'static Tuple) -> Self {
        Self {
            reader,
            name: reader.spec.type_name(id),
            tuple,
        }
    }
}

impl<'de> Visitor<'de> for Positions {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, a list", self.name)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        for Property { schema, required } in &self.tuple.items {
            match items.next_element_seed(self.reader.other(*schema))? {
                Some(item) => all.push(item),
                None if *required => {
                    return Err(A::Error::invalid_length(
                        all.len(),
                        &"a list with more items",
                    ));
                }
                None => {}
            }
        }
        if let Some(rest) = self.tuple.rest {
            while let Some(item) = items.next_element_seed(self.reader.other(rest))? {
                all.push(item);
            }
        }
        match items.next_element::<IgnoredAny>()? {
            None => Ok(Value::Array(all)),
            Some(_) => Err(A::Error::invalid_length(all.len() + 1, &self)),
        }
    }
}

/// The items as they are.
pub(super) fn values<'de, A: SeqAccess<'de>>(mut items: A) -> Result<Vec<Value>, A::Error> {
    let mut all = Vec::new();
    while let Some(item) = items.next_element()? {
        all.push(item);
    }
    Ok(all)
}
