//! The rules of the document, checked of values that have been read: what the models of the output check of themselves.

use serde_json::{Map, Value};

use super::reading::{OneOf, Reader};
use super::runtime::support::check::{self, Checked, require};
use super::runtime::support::validate::{At, Found};
use super::runtime::support::{excluded, format, listed, subschema, unique};
use super::spec::Spec;
use crate::analyse::{Numeric, Rule};
use crate::ir::{
    Assertion, Bound, Combination, Complete, Enumeration, EnumerationType, Object, SchemaId,
    SchemaKind, TextFormat, Tuple, Union,
};

/// Checks values that have been read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules(pub Spec);

impl Rules {
    /// Whether a value breaks none.
    pub fn hold(self, schema: SchemaId, value: &Value) -> bool {
        let mut found = Found::default();
        self.check(schema, value, &At::Root, &mut found);
        found.into_iter().next().is_none()
    }

    /// Adds every breach in a value.
    pub fn check(self, schema: SchemaId, value: &Value, at: &At<'_>, found: &mut Found) {
        if !self.0.facts.checks.has(schema) || (value.is_null() && self.0.holds_null(schema)) {
            return;
        }
        let kind = self.0.api.schemas.get(schema).kind.described();
        match (kind, value) {
            (SchemaKind::Object(object), Value::Object(members)) => {
                self.object((schema, object), members, value, (at, found));
            }
            (SchemaKind::Tuple(tuple), Value::Array(items)) => {
                self.whole(schema, value, at, found);
                self.tuple(tuple, items, at, found);
            }
            (SchemaKind::Enumeration(enumeration), _) => {
                self.enumeration(schema, enumeration, value, at, found);
                self.whole(schema, value, at, found);
            }
            (SchemaKind::Union(union), _) => {
                self.union((schema, union), value, at, found);
                self.whole(schema, value, at, found);
            }
            _ => {
                self.whole(schema, value, at, found);
                self.inner(kind, value, at, found);
            }
        }
    }

    /// The rules of the schema itself.
    fn whole(self, schema: SchemaId, value: &Value, at: &At<'_>, found: &mut Found) {
        for rule in self.0.facts.checks.rules(schema) {
            match rule {
                Rule::Applied(assertion) => self.apply(assertion, value, at, found),
                rule => found.check(at, value, |value| self.one(rule, value)),
            }
        }
    }

    /// The rules of what it holds.
    fn inner(self, kind: &SchemaKind, value: &Value, at: &At<'_>, found: &mut Found) {
        match (kind, value) {
            (SchemaKind::Alias(target), value) => self.check(*target, value, at, found),
            (SchemaKind::Array(array), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.check(array.items, item, &at.item(index), found);
                }
            }
            (SchemaKind::Map(map), Value::Object(members)) => {
                for (name, member) in members {
                    self.check(map.values, member, &at.member(name), found);
                }
            }
            _ => {}
        }
    }

    fn object(
        self,
        (schema, object): (SchemaId, &Object),
        members: &Map<String, Value>,
        value: &Value,
        (at, found): (&At<'_>, &mut Found),
    ) {
        for rule in self.0.facts.checks.rules(schema) {
            match rule {
                Rule::Applied(assertion) => self.apply(assertion, value, at, found),
                Rule::RequiredGroups(position) => {
                    found.check(at, members, |members| groups(object, *position, members));
                }
                rule => found.check(at, value, |value| self.one(rule, value)),
            }
        }
        for (name, property) in &object.properties {
            if let Some(member) = members.get(name) {
                self.check(property.schema, member, &at.member(name), found);
            }
        }
        let others = members
            .iter()
            .filter(|(name, _)| !object.properties.contains_key(*name));
        for (name, member) in others {
            let patterns = self.0.pattern_of(schema, name);
            let pattern = patterns.and_then(|position| object.patterns.get(position));
            let described = pattern.map(|pattern| pattern.schema);
            if let Some(described) = described.or(object.additional.schema()) {
                self.check(described, member, &at.member(name), found);
            }
        }
    }

    fn tuple(self, tuple: &Tuple, items: &[Value], at: &At<'_>, found: &mut Found) {
        for (index, item) in items.iter().enumerate() {
            if let Some(schema) = tuple.item(index) {
                self.check(schema, item, &at.item(index), found);
            }
        }
    }

    fn enumeration(
        self,
        schema: SchemaId,
        enumeration: &Enumeration,
        value: &Value,
        at: &At<'_>,
        found: &mut Found,
    ) {
        let rules = self.0.facts.checks.rules(schema);
        if let Some(Rule::Listed(words)) = rules.first()
            && !is_listed(enumeration, value)
        {
            found.add(at, "enum", format!("Must be one of: {words}"));
        }
    }

    fn union(
        self,
        (schema, union): (SchemaId, &'static Union),
        value: &Value,
        at: &At<'_>,
        found: &mut Found,
    ) {
        let reader = Reader::of_value(self.0, schema);
        let combination = union.combination;
        let union = OneOf::new(reader, schema, union);
        // What is found out about the unions inside is needed for each of them again.
        let _trial = union.tries().then(|| union.trial(value));
        match union.variant_of(value) {
            Some(variant) => self.check(variant, value, at, found),
            None => {
                let keyword = match combination {
                    Combination::OneOf => "oneOf",
                    Combination::AnyOf => "anyOf",
                };
                found.add(at, keyword, "Must be one of the alternatives");
            }
        }
    }

    /// A rule about a value by itself; those about its parts hold here.
    fn one(self, rule: &Rule, value: &Value) -> Checked {
        match (rule, value) {
            (Rule::Minimum(_) | Rule::Maximum(_) | Rule::MultipleOf(_), Value::Number(number)) => {
                numeric(rule, number)
            }
            (Rule::MinLength(least), Value::String(text)) => check::min_length(*least)(text),
            (Rule::MaxLength(most), Value::String(text)) => check::max_length(*most)(text),
            (Rule::Pattern(pattern), Value::String(text)) => self.0.patterns.check(pattern, text),
            (Rule::Format(format), Value::String(text)) => self::format(*format, text),
            (Rule::MinItems(least), Value::Array(items)) => check::min_items(*least)(items),
            (Rule::MaxItems(most), Value::Array(items)) => check::max_items(*most)(items),
            (Rule::UniqueItems, Value::Array(items)) => unique::items()(items),
            (Rule::MinProperties(least), Value::Object(members)) => {
                check::min_properties(*least)(&members.len())
            }
            (Rule::MaxProperties(most), Value::Object(members)) => {
                check::max_properties(*most)(&members.len())
            }
            (Rule::NotTexts(texts), Value::String(text)) => {
                require(!texts.contains(text), "not", || {
                    format!("Must not be one of: {}", texts.join(", "))
                })
            }
            (Rule::NotListed(values), value) => excluded::values(values.iter().cloned())(value),
            (Rule::NotRules(other), value) => {
                excluded::rules(|value, at, found| self.check(*other, value, at, found))(value)
            }
            (Rule::NotSchema(other), value) => excluded::read(
                |value| Reader::of_value(self.0, *other).read(value),
                |value, at, found| self.check(*other, value, at, found),
            )(value),
            _ => Ok(()),
        }
    }

    /// A rule that applies other schemas to a value.
    fn apply(self, assertion: &'static Assertion, value: &Value, at: &At<'_>, found: &mut Found) {
        let schema = |keyword, schema: &'static SchemaId| {
            subschema::read(
                keyword,
                move |value| Reader::of_value(self.0, *schema).read(value),
                move |value: &Value, at: &At<'_>, found: &mut Found| {
                    self.check(*schema, value, at, found);
                },
            )
        };
        match assertion {
            Assertion::NotValues(_) | Assertion::Not(_) => {}
            Assertion::Conditional {
                condition,
                then,
                otherwise,
            } => {
                let branch = |keyword, id: &'static Option<SchemaId>| {
                    let one = id.as_ref().map(|id| schema(keyword, id));
                    move |value: Value, at: &At<'_>, found: &mut Found| {
                        if let Some(one) = &one {
                            one(value, at, found);
                        }
                    }
                };
                let (then, otherwise) = (branch("then", then), branch("else", otherwise));
                let condition = schema("if", condition);
                subschema::conditional(condition, then, otherwise)(value, at, found);
            }
            Assertion::Dependent { member, schema: id } => {
                subschema::dependent(member, schema("dependentSchemas", id))(value, at, found);
            }
            Assertion::DependentRequired { member, required } => {
                dependent_required(member, required, value, at, found);
            }
            Assertion::Contains {
                schema: id,
                least,
                most,
            } => {
                subschema::contains(schema("contains", id), *least, *most)(value, at, found);
            }
            Assertion::Names(id) => {
                subschema::names(schema("propertyNames", id))(value, at, found);
            }
        }
    }
}

/// One check of the value of a parameter, or of an item of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Check {
    /// It is one of the listed values.
    Listed(&'static Enumeration),
    /// It keeps to a rule.
    Rule(Spec, &'static Rule),
}

impl Check {
    /// What there is to check of a parameter's value by itself.
    pub fn all(spec: Spec, schema: SchemaId) -> impl Iterator<Item = Self> {
        let (id, kind) = spec.kind(schema);
        let listed = match kind {
            SchemaKind::Enumeration(enumeration)
                if !enumeration.allows_others && !spec.facts.closed.has(id) =>
            {
                Some(Self::Listed(enumeration))
            }
            _ => None,
        };
        let rules = spec.facts.checks.rules(id).iter();
        listed
            .into_iter()
            .chain(rules.map(move |rule| Self::Rule(spec, rule)))
    }

    /// Makes it.
    pub fn check(self, value: &Value) -> Checked {
        match self {
            Self::Listed(enumeration) => one_of(enumeration, value),
            Self::Rule(spec, rule) => Rules(spec).one(rule, value),
        }
    }
}

fn is_listed(enumeration: &Enumeration, value: &Value) -> bool {
    let mut values = enumeration.values.iter();
    values.any(|it| listed::same(&it.value, value))
}

fn one_of(enumeration: &Enumeration, value: &Value) -> Checked {
    let word = |value: &Value| match (enumeration.values_type, value.as_str()) {
        (EnumerationType::Text, Some(text)) => text.to_owned(),
        _ => value.to_string(),
    };
    require(is_listed(enumeration, value), "enum", || {
        let words: Vec<String> = enumeration
            .values
            .iter()
            .map(|it| word(&it.value))
            .collect();
        format!("Must be one of: {}", words.join(", "))
    })
}

fn dependent_required(
    member: &str,
    required: &[String],
    value: &Value,
    at: &At<'_>,
    found: &mut Found,
) {
    let lacking = required.iter().find(|name| value.get(name).is_none());
    if let (Some(_), Some(name)) = (value.get(member), lacking) {
        let message = format!("Must have `{name}`, because it has `{member}`");
        found.add(at, "dependentRequired", message);
    }
}

fn groups(object: &Object, position: usize, members: &Map<String, Value>) -> Checked {
    let Some(groups) = object.required_groups.get(position) else {
        return Ok(());
    };
    // A property that is always there, or that the output does not know, is not looked for.
    let is_looked_for = |name: &String| object.properties.get(name).is_some_and(|it| !it.required);
    let is_complete = |group: &Vec<String>| {
        let mut names = group.iter().filter(|name| is_looked_for(name));
        names.all(|name| members.contains_key(name))
    };
    let count = groups.groups.iter().filter(|it| is_complete(it)).count();
    let (keyword, words) = match groups.complete {
        Complete::One => ("oneOf", "exactly one of"),
        Complete::Some => ("anyOf", "at least one of"),
        Complete::None => ("not", "none of"),
        Complete::Every => ("required", "all of"),
    };
    let holds = groups.complete.takes(count, groups.groups.len());
    require(holds, keyword, || {
        let named = groups.groups.iter().map(|names| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(" with ")
        });
        let named: Vec<String> = named.collect();
        format!("Must have {words}: {}", named.join("; "))
    })
}

/// A rule about a number, of the type in which it is held.
fn numeric(rule: &Rule, number: &serde_json::Number) -> Checked {
    let limit = match rule {
        Rule::Minimum(bound) | Rule::Maximum(bound) => bound.value,
        Rule::MultipleOf(step) => *step,
        _ => return Ok(()),
    };
    let float = number.as_f64().unwrap_or_default();
    match (limit, number.as_i128()) {
        (Numeric::Whole(limit), Some(value)) => match rule {
            Rule::MultipleOf(_) => check::multiple_of(limit)(&value),
            rule => bounded(rule, limit, &value),
        },
        (Numeric::Whole(_), None) => Ok(()),
        (Numeric::Double(limit), _) => match rule {
            Rule::MultipleOf(_) => check::multiple_of_number(limit)(&float),
            rule => bounded(rule, limit, &float),
        },
        (Numeric::Single(limit), _) => {
            let single = float as f32;
            match rule {
                Rule::MultipleOf(_) => check::multiple_of_number(limit)(&single),
                rule => bounded(rule, limit, &single),
            }
        }
    }
}

fn bounded<T: PartialOrd + std::fmt::Display>(rule: &Rule, limit: T, value: &T) -> Checked {
    match rule {
        Rule::Minimum(Bound {
            exclusive: true, ..
        }) => check::above(limit)(value),
        Rule::Minimum(_) => check::minimum(limit)(value),
        Rule::Maximum(Bound {
            exclusive: true, ..
        }) => check::below(limit)(value),
        _ => check::maximum(limit)(value),
    }
}

fn format(format: TextFormat, text: &str) -> Checked {
    match format {
        TextFormat::Time => format::time()(text),
        TextFormat::Duration => format::duration()(text),
        TextFormat::Uri => format::uri()(text),
        TextFormat::UriReference => format::uri_reference()(text),
        TextFormat::Email => format::email()(text),
        TextFormat::Hostname => format::hostname()(text),
        _ => Ok(()),
    }
}
