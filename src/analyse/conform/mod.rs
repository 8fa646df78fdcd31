//! Whether a JSON value is what a schema describes: every keyword, and all that is wrong with the value.

mod asserted;
#[path = "../../../templates/runtime/support/check.rs"]
#[allow(
    dead_code,
    reason = "the output's own checks, of which this needs some"
)]
pub(crate) mod check;
#[path = "../../../templates/runtime/support/format.rs"]
#[allow(dead_code, reason = "the checks by which the output asks the same")]
pub(crate) mod format;
mod kept;
mod text;
#[path = "../../../templates/runtime/support/unique.rs"]
pub(crate) mod unique;

use std::cell::RefCell;
use std::collections::HashMap;

use super::Closed;
use super::checks::{Checks, Numeric, Rule};
use super::patterns::{Engine, Pattern};
use crate::diagnostic::Pointer;
use crate::ir::{
    Additional, Api, Bound, Combination, Complete, Enumeration, EnumerationType, Integer, Json,
    Object, SchemaId, SchemaKind, Tuple, Union,
};

/// How deep a value is looked into.
const DEPTH: usize = 128;
/// How many values are looked at for one example: alternatives of alternatives multiply.
const WORK: usize = 100_000;
/// How many misfits are told of one value.
const MOST: usize = 8;

/// Something that is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// Where in the value it is.
    pub pointer: Pointer,
    /// What is wrong.
    pub message: String,
    /// Whether the type of the schema cannot hold the value; it can hold one that only breaks a rule.
    pub breaks_type: bool,
}

/// Compares values with schemas.
#[derive(Debug)]
pub(super) struct Conformance<'a> {
    api: &'a Api,
    checks: &'a Checks,
    closed: &'a Closed,
    /// The patterns that have been compiled.
    patterns: RefCell<HashMap<&'a str, Option<regex::Regex>>>,
}

impl<'a> Conformance<'a> {
    pub fn new(api: &'a Api, checks: &'a Checks, closed: &'a Closed) -> Self {
        Self {
            api,
            checks,
            closed,
            patterns: RefCell::default(),
        }
    }

    /// What keeps a value from being one that the schema describes: nothing, if it is one.
    pub fn misfits(&self, schema: SchemaId, value: &Json) -> Vec<Misfit> {
        let mut search = Search {
            house: self,
            work: WORK,
            found: Vec::new(),
        };
        search.value(schema, value, &Pointer::root(), DEPTH);
        search.found
    }

    /// The schema of a member, if the document describes it.
    fn member(&self, id: SchemaId, object: &Object, name: &str) -> Option<SchemaId> {
        if let Some(property) = object.properties.get(name) {
            return Some(property.schema);
        }
        let mut rules = self.checks.rules(id).iter();
        let matching = rules.find_map(|rule| match rule {
            Rule::MemberPattern { position, pattern } if self.is_match(pattern, name) => {
                object.patterns.get(*position)
            }
            _ => None,
        });
        let matching = matching.map(|pattern| pattern.schema);
        matching.or(object.additional.schema())
    }

    fn is_match(&self, pattern: &'a Pattern, text: &str) -> bool {
        // A pattern that backtracks could take for ever.
        let Engine::Linear(translated) = &pattern.engine else {
            return true;
        };
        let mut patterns = self.patterns.borrow_mut();
        let compiled = patterns
            .entry(translated)
            .or_insert_with(|| regex::Regex::new(translated).ok());
        compiled.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// One comparison.
struct Search<'a, 'b> {
    house: &'b Conformance<'a>,
    work: usize,
    found: Vec<Misfit>,
}

impl<'a> Search<'a, '_> {
    fn add(&mut self, at: &Pointer, message: impl Into<String>, breaks_type: bool) {
        // What breaks the type is what the caller asks about first.
        if self.found.len() < MOST || breaks_type && self.found.iter().all(|it| !it.breaks_type) {
            self.found.push(Misfit {
                pointer: at.clone(),
                message: message.into(),
                breaks_type,
            });
        }
    }

    fn value(&mut self, id: SchemaId, value: &Json, at: &Pointer, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return self.add(at, "nests too deeply", true);
        };
        let Some(work) = self.work.checked_sub(1) else {
            return self.add(at, "is too much to be compared with its schema", true);
        };
        self.work = work;
        let api = self.house.api;
        let assertions = api.schemas.assertions(id);
        let (id, schema) = match &api.schemas.get(id).kind {
            SchemaKind::Alias(_) if value.is_null() && api.schemas.is_nullable(id) => return,
            SchemaKind::Alias(_) => api.schemas.resolve(id),
            _ => (id, api.schemas.get(id)),
        };
        if value.is_null() && schema.nullable {
            return;
        }
        for assertion in assertions {
            self.asserted(assertion, value, at, depth);
        }
        self.described(id, schema.kind.described(), value, at, depth);
    }

    /// Compares a value with the kind of its schema.
    fn described(
        &mut self,
        id: SchemaId,
        kind: &'a SchemaKind,
        value: &Json,
        at: &Pointer,
        depth: usize,
    ) {
        match (kind, value) {
            (
                SchemaKind::Any | SchemaKind::Opaque | SchemaKind::Alias(_) | SchemaKind::Own(_),
                _,
            )
            | (SchemaKind::Boolean, Json::Bool(_)) => {}
            (SchemaKind::Integer(integer), Json::Number(number)) => {
                self.integer(id, integer, number, at);
            }
            (SchemaKind::Number(_), Json::Number(number)) => self.number(id, number, at),
            (SchemaKind::String(text), Json::String(value)) => {
                if !text::is_of_format(text.format, value) {
                    let name = text.format_name.as_deref().unwrap_or_default();
                    let breaks_type = text.format.is_parsed();
                    self.add(at, format!("is not of the format `{name}`"), breaks_type);
                }
                self.text(id, value, at);
            }
            (SchemaKind::Enumeration(listed), value) => self.listed(id, listed, value, at),
            (SchemaKind::Array(array), Json::Array(items)) => {
                self.list(id, items, at);
                for (index, item) in items.iter().enumerate() {
                    self.value(array.items, item, &at.join(index), depth);
                }
            }
            (SchemaKind::Tuple(tuple), Json::Array(items)) => {
                self.tuple(id, tuple, items, at, depth);
            }
            (SchemaKind::Map(map), Json::Object(members)) => {
                self.count(id, members.len(), at);
                for (name, member) in members {
                    self.value(map.values, member, &at.join(name), depth);
                }
            }
            (SchemaKind::Object(object), Json::Object(members)) => {
                self.object(id, object, members, at, depth);
            }
            (SchemaKind::Union(union), value) => self.union(union, value, at, depth),
            (kind, value) => {
                self.add(
                    at,
                    format!("is {}, not {}", json_type(value), wanted(kind)),
                    true,
                );
            }
        }
    }

    fn integer(
        &mut self,
        id: SchemaId,
        integer: &Integer,
        number: &serde_json::Number,
        at: &Pointer,
    ) {
        let Some(value) = whole(number) else {
            return self.add(at, format!("is {number}, not a whole number"), true);
        };
        if !integer.format.range().contains(&value) {
            self.add(at, format!("is {value}, more than its type holds"), true);
        }
        for rule in self.house.checks.rules(id) {
            let checked = match rule {
                Rule::Minimum(Bound {
                    value: Numeric::Whole(least),
                    exclusive: false,
                }) => check::minimum(*least)(&value),
                Rule::Minimum(Bound {
                    value: Numeric::Whole(least),
                    ..
                }) => check::above(*least)(&value),
                Rule::Maximum(Bound {
                    value: Numeric::Whole(most),
                    exclusive: false,
                }) => check::maximum(*most)(&value),
                Rule::Maximum(Bound {
                    value: Numeric::Whole(most),
                    ..
                }) => check::below(*most)(&value),
                Rule::MultipleOf(Numeric::Whole(step)) => check::multiple_of(*step)(&value),
                _ => Ok(()),
            };
            self.checked(checked, at);
        }
    }

    fn number(&mut self, id: SchemaId, number: &serde_json::Number, at: &Pointer) {
        let Some(value) = number.as_f64() else {
            return self.add(at, "is a number that no type holds", true);
        };
        for rule in self.house.checks.rules(id) {
            let checked = match rule {
                Rule::Minimum(bound) if bound.exclusive => check::above(float(bound.value))(&value),
                Rule::Minimum(bound) => check::minimum(float(bound.value))(&value),
                Rule::Maximum(bound) if bound.exclusive => check::below(float(bound.value))(&value),
                Rule::Maximum(bound) => check::maximum(float(bound.value))(&value),
                Rule::MultipleOf(step) => check::multiple_of_number(float(*step))(&value),
                _ => Ok(()),
            };
            self.checked(checked, at);
        }
    }

    fn text(&mut self, id: SchemaId, value: &str, at: &Pointer) {
        for rule in self.house.checks.rules(id) {
            let checked = match rule {
                Rule::MinLength(least) => check::min_length(*least)(value),
                Rule::MaxLength(most) => check::max_length(*most)(value),
                Rule::Pattern(pattern) => {
                    let message = || format!("must match the pattern `{}`", pattern.source);
                    check::require(self.house.is_match(pattern, value), "pattern", message)
                }
                _ => Ok(()),
            };
            self.checked(checked, at);
        }
    }

    fn list(&mut self, id: SchemaId, items: &Vec<Json>, at: &Pointer) {
        for rule in self.house.checks.rules(id) {
            let checked = match rule {
                Rule::MinItems(least) => check::min_items(*least)(items),
                Rule::MaxItems(most) => check::max_items(*most)(items),
                Rule::UniqueItems => unique::items()(items),
                _ => Ok(()),
            };
            self.checked(checked, at);
        }
    }

    fn count(&mut self, id: SchemaId, count: usize, at: &Pointer) {
        for rule in self.house.checks.rules(id) {
            let checked = match rule {
                Rule::MinProperties(least) => check::min_properties(*least)(&count),
                Rule::MaxProperties(most) => check::max_properties(*most)(&count),
                _ => Ok(()),
            };
            self.checked(checked, at);
        }
    }

    fn checked(&mut self, checked: check::Checked, at: &Pointer) {
        if let Err(breach) = checked {
            let mut message = breach.message;
            if let Some(first) = message.get_mut(..1) {
                first.make_ascii_lowercase();
            }
            self.add(at, message, false);
        }
    }

    fn listed(&mut self, id: SchemaId, listed: &Enumeration, value: &Json, at: &Pointer) {
        let is_listed = listed.values.iter().any(|it| is_same(&it.value, value));
        let is_text = listed.values_type == EnumerationType::Text;
        if is_listed || (listed.allows_others && value.is_string()) {
            return;
        }
        let message = match value {
            Json::Array(_) | Json::Object(_) => "is none of the listed values".to_owned(),
            other => format!("is {other}, which is not listed"),
        };
        let breaks_type = self.house.closed.has(id) || is_text && !value.is_string();
        self.add(at, message, breaks_type);
    }

    fn object(
        &mut self,
        id: SchemaId,
        object: &Object,
        members: &serde_json::Map<String, Json>,
        at: &Pointer,
        depth: usize,
    ) {
        self.count(id, members.len(), at);
        for (name, property) in &object.properties {
            match members.get(name) {
                Some(member) => self.value(property.schema, member, &at.join(name), depth),
                None if property.required => {
                    self.add(at, format!("lacks `{name}`"), true);
                }
                None => {}
            }
        }
        let others = members
            .iter()
            .filter(|(name, _)| !object.properties.contains_key(*name));
        for (name, member) in others {
            match self.house.member(id, object, name) {
                Some(schema) => self.value(schema, member, &at.join(name), depth),
                None if object.additional == Additional::Forbidden => {
                    self.add(at, format!("has `{name}`, which is not described"), true);
                }
                None => {}
            }
        }
        for groups in &object.required_groups {
            let complete =
                |group: &&Vec<String>| group.iter().all(|name| members.contains_key(name));
            let count = groups.groups.iter().filter(complete).count();
            if !groups.complete.takes(count, groups.groups.len()) {
                let message = match groups.complete {
                    Complete::None => "has properties that must not be there together",
                    Complete::One | Complete::Some => {
                        "lacks properties that have to be there together"
                    }
                    Complete::Every => "lacks required properties that are not described",
                };
                self.add(at, message, false);
            }
        }
    }

    fn tuple(
        &mut self,
        id: SchemaId,
        tuple: &Tuple,
        items: &Vec<Json>,
        at: &Pointer,
        depth: usize,
    ) {
        self.list(id, items, at);
        let least = tuple.items.iter().filter(|item| item.required).count();
        if items.len() < least {
            self.add(at, format!("has fewer than {least} items"), true);
        }
        for (index, item) in items.iter().enumerate() {
            match tuple.item(index) {
                Some(schema) => self.value(schema, item, &at.join(index), depth),
                None => return self.add(at, format!("has more than {index} items"), true),
            }
        }
    }

    /// What keeps a value from being one of a schema, without telling it of the value.
    fn apart(&mut self, id: SchemaId, value: &Json, at: &Pointer, depth: usize) -> Vec<Misfit> {
        let mut search = Search {
            house: self.house,
            work: self.work,
            found: Vec::new(),
        };
        search.value(id, value, at, depth);
        self.work = search.work;
        search.found
    }

    fn union(&mut self, union: &Union, value: &Json, at: &Pointer, depth: usize) {
        if let Some(variant) = told_by_discriminator(union, value) {
            return self.value(variant, value, at, depth);
        }
        let outcomes: Vec<Vec<Misfit>> = union
            .schemas()
            .map(|variant| self.apart(variant, value, at, depth))
            .collect();
        let fitting = outcomes.iter().filter(|found| found.is_empty()).count();
        if is_enough(union.combination, fitting) {
            return;
        }
        if fitting > 1 {
            let message = format!("fits {fitting} of the alternatives of `oneOf`");
            return self.add(at, message, false);
        }
        let breaks_type = outcomes
            .iter()
            .all(|found| found.iter().any(|misfit| misfit.breaks_type));
        let nearest = outcomes
            .into_iter()
            .min_by_key(|found| {
                let breaks_type = found.iter().any(|misfit| misfit.breaks_type);
                (breaks_type, found.len())
            })
            .unwrap_or_default();
        let reason = nearest.first().map(|misfit| {
            let place = misfit.pointer.as_str().strip_prefix(at.as_str());
            format!(
                ": the nearest one does not hold, {}",
                sentence(place.unwrap_or_default(), &misfit.message)
            )
        });
        let message = format!(
            "fits none of the alternatives{}",
            reason.unwrap_or_default()
        );
        self.add(at, message, breaks_type);
    }
}

/// The variant that the discriminator's value stands for.
fn told_by_discriminator(union: &Union, value: &Json) -> Option<SchemaId> {
    let discriminator = union.discriminator.as_ref()?;
    let told = value.get(&discriminator.property)?.as_str()?;
    let position = discriminator.values.get(told)?;
    union.variants.get(*position).map(|variant| variant.schema)
}

fn is_enough(combination: Combination, count: usize) -> bool {
    match combination {
        Combination::OneOf => count == 1,
        Combination::AnyOf => count > 0,
    }
}

/// A misfit with its place.
pub(super) fn sentence(place: &str, message: &str) -> String {
    match place {
        "" => format!("it {message}"),
        place => format!("`{place}` {message}"),
    }
}

/// Whether two values are equal as JSON: numbers by value.
fn is_same(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => {
            left == right || left.as_f64() == right.as_f64()
        }
        _ => left == right,
    }
}

/// A number without a fraction.
fn whole(number: &serde_json::Number) -> Option<i128> {
    const MOST: f64 = 1e30;
    number.as_i128().or_else(|| {
        let value = number.as_f64()?;
        (value.fract() == 0.0 && value.abs() < MOST).then_some(value as i128)
    })
}

fn float(number: Numeric) -> f64 {
    match number {
        Numeric::Whole(value) => value as f64,
        Numeric::Double(value) => value,
        // As it is written, not as the bits say.
        Numeric::Single(value) => value.to_string().parse().unwrap_or(value.into()),
    }
}

fn json_type(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

fn wanted(kind: &SchemaKind) -> &'static str {
    match kind {
        SchemaKind::Boolean => "a boolean",
        SchemaKind::Integer(_) => "a whole number",
        SchemaKind::Number(_) => "a number",
        SchemaKind::String(_) => "a text",
        SchemaKind::Array(_) | SchemaKind::Tuple(_) => "a list",
        SchemaKind::Map(_) | SchemaKind::Object(_) => "an object",
        SchemaKind::Any
        | SchemaKind::Opaque
        | SchemaKind::Alias(_)
        | SchemaKind::Enumeration(_)
        | SchemaKind::Union(_)
        | SchemaKind::Own(_) => "what is described",
    }
}
