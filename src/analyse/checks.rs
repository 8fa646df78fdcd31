//! What there is to check of a value beyond its type: the rules of each schema, and which types have any, in themselves or
//! in what they hold.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Closed;
use super::patterns::{self, Engine, Pattern};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::ir::{
    Api, Assertion, Bound, Bounds, Combination, Enumeration, Json, Object, PropertyCount, Schema,
    SchemaId, SchemaKind, Text, TextFormat, Tuple,
};

/// What there is to check.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Checks {
    /// The rules of each schema that has any of its own.
    rules: BTreeMap<SchemaId, Vec<Rule>>,
    /// The schemas that have rules, or hold one that has.
    checked: BTreeSet<SchemaId>,
}

impl Checks {
    /// The rules that a schema has itself; an alias has those of its target there.
    pub fn rules(&self, schema: SchemaId) -> &[Rule] {
        self.rules.get(&schema).map_or(&[], Vec::as_slice)
    }

    /// Whether there is something to check in a value of the schema.
    pub fn has(&self, schema: SchemaId) -> bool {
        self.checked.contains(&schema)
    }

    /// Every rule of every schema.
    pub fn all_rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values().flatten()
    }
}

/// Something that a value must keep to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// `minimum`
    Minimum(Bound<Numeric>),
    /// `maximum`
    Maximum(Bound<Numeric>),
    /// `multipleOf`
    MultipleOf(Numeric),
    /// `minLength`
    MinLength(usize),
    /// `maxLength`
    MaxLength(usize),
    /// `pattern`
    Pattern(Pattern),
    /// `format`
    Format(TextFormat),
    /// `minItems`
    MinItems(usize),
    /// `maxItems`
    MaxItems(usize),
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties(usize),
    /// `maxProperties`
    MaxProperties(usize),
    /// No item is absent before one that is there.
    WithoutGaps,
    /// The names of the properties of a pattern match it.
    MemberPattern {
        /// The position among the object's patterns.
        position: usize,
        /// What they match.
        pattern: Pattern,
    },
    /// Some of the properties have to be there: the position among the object's groups.
    RequiredGroups(usize),
    /// One of the listed values: these.
    Listed(String),
    /// One of the described alternatives.
    Described(Combination),
    /// `not`, of a list, for texts: none of these.
    NotTexts(Vec<String>),
    /// `not`, of a list: none of these values.
    NotListed(Vec<Json>),
    /// `not`, of a schema that is held in the same type: no value that keeps to its rules as well.
    NotRules(SchemaId),
    /// `not`, of any other schema: no value that can be read as one of it and keeps to its rules.
    NotSchema(SchemaId),
    /// What else applies schemas to the value.
    Applied(Assertion),
}

/// A number of the type that it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Numeric {
    /// An integer.
    Whole(i128),
    /// A number of 64 bits.
    Double(f64),
    /// A number of 32 bits.
    Single(f32),
}

/// Collects the rules of every schema; a schema is checked when it has one or when one of its children is, so that is
/// carried upwards until nothing changes.
pub(super) fn collect(api: &Api, closed: &Closed, sink: &mut Diagnostics) -> Checks {
    let mut rules = BTreeMap::new();
    let mut parents: Vec<(SchemaId, SchemaId)> = Vec::new();
    for (id, schema) in api.schemas.iter() {
        parents.extend(schema.kind.children().into_iter().map(|child| (child, id)));
        // What cannot be decoded cannot be wrong.
        let mut own = match closed.has(id) {
            true => Vec::new(),
            false => rules_of(schema, sink),
        };
        own.extend(assertions(api, id));
        if !own.is_empty() {
            rules.insert(id, own);
        }
    }
    parents.sort_unstable();
    let mut open: Vec<SchemaId> = rules.keys().copied().collect();
    let mut checked = BTreeSet::new();
    while let Some(id) = open.pop() {
        if checked.insert(id) {
            let first = parents.partition_point(|(child, _)| *child < id);
            let of_id = parents
                .iter()
                .skip(first)
                .take_while(|(child, _)| *child == id);
            open.extend(of_id.map(|(_, parent)| *parent));
        }
    }
    Checks { rules, checked }
}

fn rules_of(schema: &Schema, sink: &mut Diagnostics) -> Vec<Rule> {
    match &schema.kind {
        SchemaKind::Integer(integer) => numeric(&integer.bounds, Numeric::Whole),
        SchemaKind::Number(number) if number.single => single(&number.bounds),
        SchemaKind::Number(number) => numeric(&number.bounds, Numeric::Double),
        SchemaKind::String(text) => texts(schema, text, sink),
        SchemaKind::Array(array) => [
            array
                .min_items
                .filter(|least| *least > 0)
                .map(Rule::MinItems),
            array.max_items.map(Rule::MaxItems),
            array.unique_items.then_some(Rule::UniqueItems),
        ]
        .into_iter()
        .flatten()
        .collect(),
        SchemaKind::Tuple(tuple) => positions(tuple),
        SchemaKind::Map(map) => counts(map.count),
        SchemaKind::Object(object) => {
            let patterns = member_patterns(schema, object, sink);
            objects(object).into_iter().chain(patterns).collect()
        }
        SchemaKind::Enumeration(listed) if !listed.allows_others => {
            vec![Rule::Listed(words(listed))]
        }
        SchemaKind::Union(union) => vec![Rule::Described(union.combination)],
        SchemaKind::Any
        | SchemaKind::Opaque
        | SchemaKind::Alias(_)
        | SchemaKind::Boolean
        | SchemaKind::Enumeration(_)
        // A type of the user's own has rules of its own.
        | SchemaKind::Own(_) => Vec::new(),
    }
}

/// What holds of the values as well. A type of the user's own has rules of its own.
fn assertions(api: &Api, id: SchemaId) -> Vec<Rule> {
    let schema = api.schemas.get(id);
    if matches!(schema.kind, SchemaKind::Own(_)) {
        return Vec::new();
    }
    let assertions = schema.assertions.iter();
    let rules = assertions.map(|assertion| match assertion {
        Assertion::NotValues(values) if is_text(&schema.kind) => Rule::NotTexts(texts_of(values)),
        Assertion::NotValues(values) => Rule::NotListed(values.clone()),
        Assertion::Not(other) if is_same_type(api, id, *other) => Rule::NotRules(*other),
        Assertion::Not(other) => Rule::NotSchema(*other),
        other => Rule::Applied(other.clone()),
    });
    rules.collect()
}

fn is_text(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::String(text) if !text.format.is_parsed())
}

/// Those of the values that are texts: no text is one of the others.
fn texts_of(values: &[Json]) -> Vec<String> {
    let texts = values.iter().filter_map(Json::as_str);
    texts.map(ToOwned::to_owned).collect()
}

/// Whether the values of both are held in one and the same type of numbers or texts.
fn is_same_type(api: &Api, one: SchemaId, other: SchemaId) -> bool {
    match (
        &api.schemas.resolve(one).1.kind,
        &api.schemas.resolve(other).1.kind,
    ) {
        (SchemaKind::Integer(one), SchemaKind::Integer(other)) => one.format == other.format,
        (SchemaKind::Number(one), SchemaKind::Number(other)) => one.single == other.single,
        (SchemaKind::String(one), SchemaKind::String(other)) => {
            one.format == other.format
                || one.format.is_held_as_text() && other.format.is_held_as_text()
        }
        _ => false,
    }
}

fn numeric<N: Copy>(bounds: &Bounds<N>, of: fn(N) -> Numeric) -> Vec<Rule> {
    let typed = |bound: Bound<N>| Bound {
        value: of(bound.value),
        exclusive: bound.exclusive,
    };
    [
        bounds.minimum.map(typed).map(Rule::Minimum),
        bounds.maximum.map(typed).map(Rule::Maximum),
        bounds.multiple_of.map(of).map(Rule::MultipleOf),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The bounds of a number of 32 bits: one that lies beyond what it can hold cannot be broken.
fn single(bounds: &Bounds<f64>) -> Vec<Rule> {
    let holds = |value: &f64| (*value as f32).is_finite();
    let bounds = Bounds {
        minimum: bounds.minimum.filter(|bound| holds(&bound.value)),
        maximum: bounds.maximum.filter(|bound| holds(&bound.value)),
        multiple_of: bounds
            .multiple_of
            .filter(|step| holds(step) && *step as f32 > 0.0),
    };
    numeric(&bounds, |value| Numeric::Single(value as f32))
}

fn texts(schema: &Schema, text: &Text, sink: &mut Diagnostics) -> Vec<Rule> {
    if text.format.is_parsed() {
        report_unchecked(schema, text, sink);
        return Vec::new();
    }
    let lengths = [
        text.min_length
            .filter(|least| *least > 0)
            .map(Rule::MinLength),
        text.max_length.map(Rule::MaxLength),
    ];
    let patterns = text
        .patterns
        .iter()
        .filter_map(|source| pattern(schema, source, sink));
    let format = has_form(text.format).then_some(Rule::Format(text.format));
    lengths
        .into_iter()
        .flatten()
        .chain(patterns)
        .chain(format)
        .collect()
}

/// Whether there is a form to check of a text that stays one.
fn has_form(format: TextFormat) -> bool {
    matches!(
        format,
        TextFormat::Time
            | TextFormat::Duration
            | TextFormat::Uri
            | TextFormat::UriReference
            | TextFormat::Email
            | TextFormat::Hostname
    )
}

fn report_unchecked(schema: &Schema, text: &Text, sink: &mut Diagnostics) {
    let keywords = [
        (text.min_length.is_some(), "minLength"),
        (text.max_length.is_some(), "maxLength"),
        (!text.patterns.is_empty(), "pattern"),
    ];
    let format = text.format_name.as_deref().unwrap_or_default();
    for (_, keyword) in keywords.into_iter().filter(|(said, _)| *said) {
        let message = format!("`{keyword}` is not checked: a `{format}` has a form of its own");
        let pointer = schema.origin.pointer.join(keyword);
        sink.push(Diagnostic::at_key(
            Code::UncheckedKeyword,
            &pointer,
            message,
        ));
    }
}

fn pattern(schema: &Schema, source: &str, sink: &mut Diagnostics) -> Option<Rule> {
    let pointer = schema.origin.pointer.join("pattern");
    readable(source, &pointer, sink).map(Rule::Pattern)
}

/// One that cannot be read is reported and not checked; so is one that takes backtracking, and that is said.
fn readable(source: &str, pointer: &Pointer, sink: &mut Diagnostics) -> Option<Pattern> {
    match patterns::read(source) {
        Ok(pattern) => {
            if matches!(pattern.engine, Engine::Backtracking(_)) {
                let message = "the pattern takes backtracking, so texts of more than 1024 bytes are \
                               refused without a try";
                sink.push(Diagnostic::at(Code::BacktrackingPattern, pointer, message));
            }
            Some(pattern)
        }
        Err(reason) => {
            let message = format!(
                "the pattern is no regular expression of ECMA-262 and is not checked: {reason}"
            );
            sink.push(Diagnostic::at(Code::InvalidPattern, pointer, message));
            None
        }
    }
}

fn counts(count: PropertyCount) -> Vec<Rule> {
    let least = count.min_properties.filter(|least| *least > 0);
    [
        least.map(Rule::MinProperties),
        count.max_properties.map(Rule::MaxProperties),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn objects(object: &Object) -> Vec<Rule> {
    let groups = (0..object.required_groups.len()).map(Rule::RequiredGroups);
    counts(object.count).into_iter().chain(groups).collect()
}

/// The rules of a list whose items have schemas by position.
fn positions(tuple: &Tuple) -> Vec<Rule> {
    let last_is_optional = tuple.items.last().is_some_and(|item| !item.required);
    let optional = tuple.items.iter().filter(|item| !item.required).count();
    let may_have_gaps = optional > 1 || (last_is_optional && tuple.rest.is_some());
    [
        may_have_gaps.then_some(Rule::WithoutGaps),
        tuple.min_items.map(Rule::MinItems),
        tuple.max_items.map(Rule::MaxItems),
        tuple.unique_items.then_some(Rule::UniqueItems),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The patterns of an object's properties that can be read. A name that several match is of the first.
fn member_patterns(schema: &Schema, object: &Object, sink: &mut Diagnostics) -> Vec<Rule> {
    let place = schema.origin.pointer.join("patternProperties");
    let mut rules = Vec::new();
    for (position, member) in object.patterns.iter().enumerate() {
        let place = place.join(&member.pattern);
        let Some(pattern) = readable(&member.pattern, &place, sink) else {
            continue;
        };
        let regex = pattern.linear();
        let matches = |name: &&String| regex.as_ref().is_some_and(|it| it.is_match(name));
        if let Some(name) = object.properties.keys().find(matches) {
            let message = format!(
                "the property `{name}` has a schema of its own; that of the pattern is not checked there"
            );
            sink.push(Diagnostic::at_key(Code::UncheckedKeyword, &place, message));
        }
        rules.push(Rule::MemberPattern { position, pattern });
    }
    if rules.len() > 1 {
        let message = "a name that several of the patterns match is taken for one of the first";
        sink.push(Diagnostic::at_key(Code::UncheckedKeyword, &place, message));
    }
    rules
}

/// The listed values, as far as a line holds them.
fn words(enumeration: &Enumeration) -> String {
    const MOST: usize = 20;
    let values = enumeration.values.iter().take(MOST);
    let mut words: Vec<String> = values
        .map(|value| match value.value.as_str() {
            Some(text) => text.to_owned(),
            None => value.value.to_string(),
        })
        .collect();
    if enumeration.values.len() > MOST {
        words.push("…".to_owned());
    }
    words.join(", ")
}
