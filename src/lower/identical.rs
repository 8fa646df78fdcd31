//! Inline schemas that say the same: one is enough.
//!
//! Documents that were written by a program repeat whole schemas wherever they are used. A schema with the same values as an
//! earlier one becomes another name for it and keeps its own words; what holds a schema that is the same in every word holds
//! the earlier one.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hasher};

use crate::config::{Config, Hand};
use crate::ir::{Api, Schema, SchemaId, SchemaKind, Schemas};

/// Merges the inline schemas.
pub(super) fn merge(api: &mut Api, config: &Config) {
    let shapes = &api.request_shapes;
    let shapes = shapes.keys().chain(shapes.values()).copied();
    let mut merging = Merging {
        apart: shapes.chain(renamed(&api.schemas, &config.hand)).collect(),
        same: vec![None; api.schemas.len()],
        words: HashMap::new(),
        values: HashMap::new(),
        schemas: &mut api.schemas,
    };
    let ids: Vec<SchemaId> = merging.schemas.iter().map(|(id, _)| id).collect();
    for id in ids {
        merging.visit(id);
    }
    let same = merging.same;
    let first = |id: &mut SchemaId| {
        *id = same.get(id.position()).copied().flatten().unwrap_or(*id);
    };
    for operation in &mut api.operations {
        operation.schemas_mut().into_iter().for_each(first);
    }
}

/// The inline schemas for which the user has a name, or for something in them.
fn renamed<'a>(schemas: &'a Schemas, hand: &'a Hand) -> impl Iterator<Item = SchemaId> + 'a {
    let choices = [&hand.type_names, &hand.field_names, &hand.variant_names];
    let keys = choices.into_iter().flatten().map(|choice| &choice.key.text);
    let places: Vec<&str> = keys.filter_map(|key| key.strip_prefix('#')).collect();
    let is_meant = move |schema: &Schema| {
        let pointer = schema.origin.pointer.as_str();
        places.iter().any(|place| place.starts_with(pointer))
    };
    let meant = schemas.iter().filter(move |(_, schema)| is_meant(schema));
    meant.map(|(id, _)| id)
}

struct Merging<'a> {
    schemas: &'a mut Schemas,
    /// The schemas of which there are two shapes, one for each direction, and those for which the user has names: they stay
    /// what they are.
    apart: BTreeSet<SchemaId>,
    /// The first of those that are the same in every word, by the id's position; `None` for what was not visited yet.
    same: Vec<Option<SchemaId>>,
    /// The schemas so far by a hash of all that they say.
    words: HashMap<u64, Vec<SchemaId>>,
    /// The schemas with types of their own so far by a hash of their values.
    values: HashMap<u64, Vec<SchemaId>>,
}

impl Merging<'_> {
    /// Children first. They are visited without recursion, and a schema that is met again within itself stays as it is.
    fn visit(&mut self, start: SchemaId) {
        let mut open = vec![(start, false)];
        while let Some((id, are_children_done)) = open.pop() {
            if are_children_done {
                self.settle(id);
            } else if self.first(id).is_none() {
                // Whoever meets it again from inside finds it as it is.
                self.set_first(id, id);
                open.push((id, true));
                let children = self.schemas.get(id).references();
                open.extend(children.into_iter().rev().map(|child| (child, false)));
            }
        }
    }

    fn first(&self, id: SchemaId) -> Option<SchemaId> {
        self.same.get(id.position()).copied().flatten()
    }

    fn set_first(&mut self, id: SchemaId, first: SchemaId) {
        if let Some(place) = self.same.get_mut(id.position()) {
            *place = Some(first);
        }
    }

    fn settle(&mut self, id: SchemaId) {
        let same = &self.same;
        self.schemas.change(id, |schema| {
            schema.redirect(|child| {
                let first = same.get(child.position()).copied().flatten();
                first.unwrap_or(child)
            });
        });
        let schema = self.schemas.get(id);
        if schema.origin.component.is_some() || self.apart.contains(&id) {
            return;
        }
        let values = hash(&(&schema.assertions, &schema.kind));
        let whole = hash(&(values, says(schema)));
        if let Some(first) = self.find(&self.words, whole, id, is_same) {
            return self.set_first(id, first);
        }
        self.words.entry(whole).or_default().push(id);
        if !has_type(schema) {
            return;
        }
        match self.find(&self.values, values, id, is_alias) {
            Some(first) => self.schemas.change(id, |schema| {
                schema.assertions.clear();
                schema.kind = SchemaKind::Alias(first);
            }),
            None => self.values.entry(values).or_default().push(id),
        }
    }

    fn find(
        &self,
        known: &HashMap<u64, Vec<SchemaId>>,
        hash: u64,
        id: SchemaId,
        test: fn(&Schema, &Schema) -> bool,
    ) -> Option<SchemaId> {
        let schema = self.schemas.get(id);
        let candidates = known.get(&hash)?;
        candidates
            .iter()
            .copied()
            .find(|other| test(self.schemas.get(*other), schema))
    }
}

/// Whether a schema becomes an item of its own.
fn has_type(schema: &Schema) -> bool {
    matches!(
        schema.kind,
        SchemaKind::Object(_)
            | SchemaKind::Tuple(_)
            | SchemaKind::Enumeration(_)
            | SchemaKind::Union(_)
    )
}

/// What a schema says beside its values.
fn says(schema: &Schema) -> impl serde::Serialize + '_ {
    (
        &schema.docs,
        &schema.default,
        &schema.examples,
        &schema.rust_name,
        &schema.rust_type,
    )
}

/// Whether the second can be another name for the first: an alias takes over null and the direction, and can add them.
fn is_alias(first: &Schema, second: &Schema) -> bool {
    first.kind == second.kind
        && first.assertions == second.assertions
        && (!first.nullable || second.nullable)
        && (first.access.is_both() || first.access == second.access)
        && first.rust_name == second.rust_name
        && first.rust_type == second.rust_type
}

fn is_same(one: &Schema, other: &Schema) -> bool {
    is_alias(one, other)
        && one.nullable == other.nullable
        && one.access == other.access
        && one.docs == other.docs
        && one.default == other.default
        && one.examples == other.examples
}

/// A hash of everything that is written of a value. What cannot be written is the same as nothing, and then compared.
fn hash(value: &impl serde::Serialize) -> u64 {
    let written = serde_json::to_vec(value).unwrap_or_default();
    let mut hasher = DefaultHasher::new();
    hasher.write(&written);
    hasher.finish()
}
