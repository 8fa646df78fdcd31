//! Something about every schema.

use std::collections::BTreeSet;

use super::{Schema, SchemaId, Schemas};

/// A value for each schema of an API, found without a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerSchema<T> {
    list: Vec<T>,
    /// What a foreign id has.
    other: T,
}

impl<T: Clone> PerSchema<T> {
    /// The same value for each schema.
    pub fn new(schemas: &Schemas, value: T) -> Self {
        Self {
            list: vec![value.clone(); schemas.len()],
            other: value,
        }
    }
}

impl<T> PerSchema<T> {
    /// The value of a schema.
    pub fn get(&self, id: SchemaId) -> &T {
        self.list.get(id.index()).unwrap_or(&self.other)
    }

    /// The value of a schema, to be changed; none for a foreign id.
    pub fn get_mut(&mut self, id: SchemaId) -> Option<&mut T> {
        self.list.get_mut(id.index())
    }

    /// Gives a schema another value, and returns the one that it had.
    pub fn replace(&mut self, id: SchemaId, value: T) -> T {
        let place = self.list.get_mut(id.index());
        std::mem::replace(place.unwrap_or(&mut self.other), value)
    }
}

/// Some of the schemas.
pub type SchemaSet = PerSchema<bool>;

impl SchemaSet {
    /// No schema.
    pub fn none(schemas: &Schemas) -> Self {
        Self::new(schemas, false)
    }

    /// Adds a schema; whether it was not there yet.
    pub fn insert(&mut self, id: SchemaId) -> bool {
        !self.replace(id, true)
    }

    /// Takes a schema out.
    pub fn remove(&mut self, id: SchemaId) {
        self.replace(id, false);
    }

    /// Every schema that these lead to, and these themselves.
    pub fn reached(
        schemas: &Schemas,
        mut open: Vec<SchemaId>,
        targets: impl Fn(&Schema) -> Vec<SchemaId>,
    ) -> Self {
        let mut reached = Self::none(schemas);
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(targets(schemas.get(id)));
            }
        }
        reached
    }

    /// The schemas, in their order.
    pub fn ids(&self, schemas: &Schemas) -> BTreeSet<SchemaId> {
        let ids = schemas.iter().map(|(id, _)| id);
        ids.filter(|id| self.contains(*id)).collect()
    }

    /// Whether a schema is there.
    pub fn contains(&self, id: SchemaId) -> bool {
        *self.get(id)
    }
}
