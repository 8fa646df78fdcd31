//! Values that a schema describes: those that the document shows, or else made up from its keywords, the plainest first.

use std::cell::Cell;

use serde_json::{Map, json};

use super::chance::Chance;
use super::checks::{Checks, Rule};
use super::conform::Conformance;
use super::patterned;
use crate::ir::{
    Api, Array, Integer, Json, Number, Object, SchemaId, SchemaKind, Text, TextFormat, Tuple, Union,
};

/// The longest text, and the longest list, that is made up.
const LONGEST: usize = 64;
/// How deep made-up values are.
const DEPTH: usize = 12;
/// How many values are tried for one that is wanted: alternatives of alternatives multiply.
const WORK: usize = 2_000;
/// How many values of a schema are tried.
const MOST: usize = 6;

/// Makes values.
pub(super) struct Maker<'a, 'b> {
    api: &'a Api,
    checks: &'a Checks,
    conformance: &'a Conformance<'b>,
    work: Cell<usize>,
    /// What decides where the plainest value is not wanted.
    chance: Option<Chance>,
    /// Whether chance decides alone, whatever the document shows.
    alone: bool,
}

impl<'a, 'b> Maker<'a, 'b> {
    pub fn new(api: &'a Api, checks: &'a Checks, conformance: &'a Conformance<'b>) -> Self {
        Self {
            api,
            checks,
            conformance,
            work: Cell::new(WORK),
            chance: None,
            alone: false,
        }
    }

    /// Makes values by this chance alone, not those that the document shows. Lists have an item wherever they may.
    pub fn of_chance(mut self, chance: Chance) -> Self {
        self.chance = Some(chance);
        self.alone = true;
        self
    }

    /// Makes other values for each seed, in place of the plainest.
    pub fn seeded(mut self, seed: Option<u64>) -> Self {
        self.chance = seed.map(Chance::new);
        self
    }

    /// A value of the schema that keeps to all its rules; one of `shown`, where one does. None where none was found.
    pub fn value<'v>(
        &self,
        schema: SchemaId,
        shown: impl IntoIterator<Item = &'v Json>,
    ) -> Option<Json> {
        let mut shown = shown.into_iter();
        let fitting = shown.find(|value| self.fits(schema, value));
        self.work.set(WORK);
        fitting.cloned().or_else(|| self.make(schema, DEPTH))
    }

    fn fits(&self, schema: SchemaId, value: &Json) -> bool {
        self.conformance.misfits(schema, value).is_empty()
    }

    /// The first value that fits, of those that the schema shows and those that are made up.
    fn make(&self, schema: SchemaId, depth: usize) -> Option<Json> {
        let left = self.work.get().checked_sub(1)?;
        self.work.set(left);
        let depth = depth.checked_sub(1)?;
        let examples = &self.api.schemas.resolve(schema).1.examples;
        let shown = examples.iter().map(|example| &example.value);
        let mut shown = shown.filter(|value| !self.alone && self.fits(schema, value));
        let shown = shown.next().cloned();
        shown.or_else(|| {
            let made = self.candidates(schema, depth);
            let made = self.by_chance(schema, depth).into_iter().chain(made);
            made.take(MOST).find(|value| self.fits(schema, value))
        })
    }

    /// Values that may fit and that chance has made, where it decides.
    fn by_chance(&self, schema: SchemaId, depth: usize) -> Vec<Json> {
        let Some(chance) = &self.chance else {
            return Vec::new();
        };
        match self.api.schemas.resolve(schema).1.kind.described() {
            SchemaKind::Integer(integer) => chance.whole(integer).into_iter().collect(),
            SchemaKind::Number(number) => vec![chance.number(number)],
            SchemaKind::String(text) => vec![Json::from(chance.text(text))],
            SchemaKind::Array(array) => {
                let least = array.min_items.unwrap_or(usize::from(self.alone));
                let least = least.min(LONGEST);
                let count = least + chance.below(3);
                let items = (0..count).map(|_| self.make(array.items, depth));
                items
                    .collect::<Option<_>>()
                    .map(Json::Array)
                    .into_iter()
                    .collect()
            }
            SchemaKind::Object(object) => {
                let names = object.properties.keys();
                // The deeper, the less there is, so that what holds itself comes to an end.
                let rare = 2 + DEPTH.saturating_sub(depth + 1) / 2;
                let wanted = || match self.alone {
                    true => chance.below(rare) == 0,
                    false => chance.coin(),
                };
                let names = names.filter(|name| object.requires(name) || wanted());
                self.with(object, &Map::new(), names, depth)
                    .into_iter()
                    .collect()
            }
            SchemaKind::Boolean | SchemaKind::Enumeration(_) | SchemaKind::Union(_) => {
                chance.turned(self.candidates(schema, depth))
            }
            _ => Vec::new(),
        }
    }

    /// Values that may fit the schema, the plainest first.
    pub fn candidates(&self, schema: SchemaId, depth: usize) -> Vec<Json> {
        let (id, schema) = self.api.schemas.resolve(schema);
        match schema.kind.described() {
            SchemaKind::Any | SchemaKind::Opaque => {
                vec![json!("example"), json!({}), json!(1), json!([])]
            }
            SchemaKind::Boolean => vec![json!(true), json!(false)],
            SchemaKind::Integer(integer) => whole(integer).into_iter().collect(),
            SchemaKind::Number(number) => numbers(number),
            SchemaKind::Enumeration(listed) => {
                let values = listed.values.iter();
                values.map(|listed| listed.value.clone()).collect()
            }
            SchemaKind::String(text) => self.texts(id, text),
            SchemaKind::Array(array) => self.lists(array, depth),
            SchemaKind::Tuple(tuple) => self.tuple(tuple, depth).into_iter().collect(),
            SchemaKind::Map(map) => {
                let least = map.count.min_properties.unwrap_or(0);
                self.members(Map::new(), least, map.values, depth)
                    .into_iter()
                    .collect()
            }
            SchemaKind::Object(object) => self.objects(object, depth),
            SchemaKind::Union(union) => self.variants(union, depth),
            SchemaKind::Alias(_) | SchemaKind::Own(_) => Vec::new(),
        }
    }

    fn texts(&self, schema: SchemaId, text: &Text) -> Vec<Json> {
        let least = text.min_length.unwrap_or(0).min(LONGEST);
        let rules = self.checks.rules(schema).iter();
        let patterns = rules.filter_map(|rule| match rule {
            Rule::Pattern(pattern) => Some(pattern),
            _ => None,
        });
        let patterned = patterns.flat_map(|pattern| patterned::texts(pattern, least));
        let plain = [of_format(text.format).to_owned(), letters(text)];
        plain.into_iter().chain(patterned).map(Json::from).collect()
    }

    /// Two plain items, so that it shows how a list is written; or one item, or as many as there have to be; none where that
    /// is enough and no item can be made.
    fn lists(&self, array: &Array, depth: usize) -> Vec<Json> {
        let least = array.min_items.unwrap_or(1).clamp(1, LONGEST);
        let mut lists = Vec::new();
        if let Some(item) = self.make(array.items, depth) {
            if !item.is_object() && !item.is_array() {
                lists.push(self.different(array.items, item.clone(), least.max(2), depth));
            }
            lists.push(match array.unique_items {
                true => self.different(array.items, item, least, depth),
                false => vec![item; least],
            });
        }
        lists.push(Vec::new());
        lists.into_iter().map(Json::Array).collect()
    }

    /// Items no two of which are equal: other candidates, or else the same text or number counted on.
    fn different(&self, schema: SchemaId, first: Json, count: usize, depth: usize) -> Vec<Json> {
        let mut items = vec![first];
        if count > 1 {
            for candidate in self.candidates(schema, depth) {
                if items.len() < count && !items.contains(&candidate) {
                    items.push(candidate);
                }
            }
        }
        while items.len() < count {
            let position = items.len();
            items.push(match items.first() {
                Some(Json::String(text)) => json!(format!("{text}{position}")),
                Some(Json::Number(number)) => match number.as_i64() {
                    Some(number) => json!(number.saturating_add_unsigned(position as u64)),
                    None => json!(position),
                },
                _ => break,
            });
        }
        items
    }

    fn tuple(&self, tuple: &Tuple, depth: usize) -> Option<Json> {
        let own = tuple.items.iter().map(|item| self.make(item.schema, depth));
        let mut items: Vec<Json> = own.collect::<Option<_>>()?;
        let least = tuple.min_items.unwrap_or(0).min(LONGEST);
        while items.len() < least {
            items.push(self.make(tuple.rest?, depth)?);
        }
        Some(Json::Array(items))
    }

    /// With what has to be there; and with more of the named properties, where that is not enough.
    fn objects(&self, object: &Object, depth: usize) -> Vec<Json> {
        let required = object.properties.iter();
        let required = required.filter(|(name, _)| object.requires(name));
        let mut members = Map::new();
        for (name, property) in required {
            match self.make(property.schema, depth) {
                Some(value) => members.insert(name.clone(), value),
                None => return Vec::new(),
            };
        }
        let least = object.count.min_properties.unwrap_or(0);
        let mut made = Vec::new();
        if least <= members.len() {
            made.push(Json::Object(members.clone()));
        }
        for groups in &object.required_groups {
            for group in &groups.groups {
                made.extend(self.with(object, &members, group.iter(), depth));
            }
        }
        if least > members.len() || !made.iter().any(|it| !it.is_null()) {
            let optional = object.properties.keys();
            let some = optional.filter(|name| !members.contains_key(*name));
            let some: Vec<&String> = some.take(least.max(1)).collect();
            made.extend(self.with(object, &members, some, depth));
        }
        if let Some(schema) = object.additional.schema() {
            made.extend(self.members(members, least, schema, depth));
        }
        made
    }

    /// An object with these properties besides.
    fn with<'n>(
        &self,
        object: &Object,
        members: &Map<String, Json>,
        names: impl IntoIterator<Item = &'n String>,
        depth: usize,
    ) -> Option<Json> {
        let mut members = members.clone();
        for name in names {
            let property = object.properties.get(name)?;
            let value = self.make(property.schema, depth)?;
            members.insert(name.clone(), value);
        }
        Some(Json::Object(members))
    }

    /// An object with as many members as there have to be.
    fn members(
        &self,
        mut members: Map<String, Json>,
        least: usize,
        schema: SchemaId,
        depth: usize,
    ) -> Option<Json> {
        for position in members.len()..least.min(LONGEST) {
            let value = self.make(schema, depth)?;
            members.insert(format!("key{}", position + 1), value);
        }
        Some(Json::Object(members))
    }

    /// A value of each variant, with the name by which it is told from the others.
    fn variants(&self, union: &Union, depth: usize) -> Vec<Json> {
        let mut made = Vec::new();
        for (position, variant) in union.variants.iter().enumerate() {
            let Some(value) = self.make(variant.schema, depth) else {
                continue;
            };
            let Some(discriminator) = &union.discriminator else {
                made.push(value);
                continue;
            };
            let names = discriminator.values.iter();
            let names = names.filter(|(_, target)| **target == position);
            let tagged = names.filter_map(|(name, _)| {
                let mut members = value.as_object()?.clone();
                members.insert(discriminator.property.clone(), json!(name));
                Some(Json::Object(members))
            });
            made.extend(tagged.take(1));
            made.push(value);
        }
        made
    }
}

/// The least whole number from 1 up that the bounds allow; none where it takes more than a step to find one.
fn whole(integer: &Integer) -> Option<Json> {
    let bounds = &integer.bounds;
    let least = bounds
        .minimum
        .map_or(1, |bound| bound.value + i128::from(bound.exclusive));
    let step = bounds.multiple_of.unwrap_or(1).max(1);
    let value = least.div_euclid(step) * step;
    let value = if value < least { value + step } else { value };
    let most = bounds
        .maximum
        .map_or(i128::MAX, |bound| bound.value - i128::from(bound.exclusive));
    let value = if value <= most { value } else { most };
    serde_json::Number::from_i128(value).map(Json::Number)
}

/// 1 and what the bounds name, with what lies between them.
fn numbers(number: &Number) -> Vec<Json> {
    let bounds = &number.bounds;
    let least = bounds.minimum.map(|bound| bound.value);
    let most = bounds.maximum.map(|bound| bound.value);
    let middle = least
        .zip(most)
        .map(|(least, most)| f64::midpoint(least, most));
    let beyond = least.map(|least| least + 1.0);
    let found = [Some(1.0), least, most, middle, beyond, bounds.multiple_of];
    found
        .into_iter()
        .flatten()
        .map(|value| json!(value))
        .collect()
}

/// A text of the format.
fn of_format(format: TextFormat) -> &'static str {
    match format {
        TextFormat::Uuid => "01890a5d-ac96-774b-bcce-b302099a8057",
        TextFormat::DateTime => "2024-02-29T12:30:00Z",
        TextFormat::Date => "2024-02-29",
        TextFormat::Ipv4 => "192.0.2.1",
        TextFormat::Ipv6 => "2001:db8::1",
        TextFormat::Byte => "ZXhhbXBsZQ==",
        TextFormat::Email => "someone@example.com",
        TextFormat::Hostname => "example.com",
        TextFormat::Uri => "https://example.com",
        TextFormat::Time => "12:30:00Z",
        TextFormat::Duration => "PT1H30M",
        TextFormat::Plain
        | TextFormat::Binary
        | TextFormat::UriReference
        | TextFormat::Password => "example",
    }
}

/// As many letters as the lengths ask for.
fn letters(text: &Text) -> String {
    let least = text.min_length.unwrap_or(0).max(7);
    let count = least.min(text.max_length.unwrap_or(least)).min(LONGEST);
    "example".chars().cycle().take(count).collect()
}
