//! What the oracle says of an instance, and whether a value survived decoding and encoding.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Number, Value, json};

use super::formats;

/// A fault that the oracle found.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The keyword; for `format`, with the format.
    pub keyword: String,
    /// Where in the instance.
    pub pointer: String,
    /// What stands there, as far as there is room for it.
    pub value: String,
    /// Whether it is one of those for which a schema of several does not fit.
    pub inner: bool,
}

/// The oracle on a schema.
pub fn validator(schema: &Value, definitions: &Map<String, Value>) -> Rc<Validator> {
    thread_local! {
        static KNOWN: RefCell<BTreeMap<(usize, String), Rc<Validator>>> = RefCell::default();
    }
    // The definitions of a document and a direction stay where they are as long as the test runs.
    let key = (std::ptr::from_ref(definitions) as usize, schema.to_string());
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&key).cloned()) {
        return known;
    }
    let whole = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [schema], "$defs": definitions});
    let made = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_format("byte", formats::is_base64)
        .build(&whole)
        .unwrap_or_else(|fault| panic!("{fault}\n{whole}"));
    let made = Rc::new(made);
    KNOWN.with_borrow_mut(|known| known.insert(key, Rc::clone(&made)));
    made
}

pub fn is_valid(schema: &Value, definitions: &Map<String, Value>, instance: &Value) -> bool {
    validator(schema, definitions).is_valid(instance)
}

/// Whether a pattern of the document matches a text, as the oracle reads it.
pub fn matches(pattern: &str, text: &str) -> bool {
    let schema = json!({"pattern": pattern});
    jsonschema::validator_for(&schema).is_ok_and(|validator| validator.is_valid(&json!(text)))
}

/// Everything that the oracle has against an instance, and of a schema of several also why each did not fit.
pub fn faults(validator: &Validator, instance: &Value) -> Vec<Fault> {
    let mut found = Vec::new();
    for error in validator.iter_errors(instance) {
        collect(&error, false, &mut found);
    }
    found
}

fn collect(error: &ValidationError<'_>, inner: bool, found: &mut Vec<Fault>) {
    let kind = error.kind();
    let keyword = match kind {
        ValidationErrorKind::Format { format } => format!("format {format}"),
        ValidationErrorKind::OneOfMultipleValid { .. } => "oneOf (several)".to_owned(),
        ValidationErrorKind::FalseSchema => "additionalProperties".to_owned(),
        // The oracle calls it `required`, too.
        ValidationErrorKind::Required { .. }
            if error
                .schema_path()
                .to_string()
                .contains("/dependentRequired") =>
        {
            "dependentRequired".to_owned()
        }
        other => other.keyword().to_owned(),
    };
    let value = error.instance().to_string().chars().take(100).collect();
    found.push(Fault {
        keyword,
        pointer: error.instance_path().to_string(),
        value,
        inner,
    });
    if let ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } =
        kind
    {
        context
            .iter()
            .flatten()
            .for_each(|error| collect(error, true, found));
    }
}

/// What a document says of the values at one place: every schema that applies to a value there.
struct Place<'a> {
    definitions: &'a Map<String, Value>,
    schemas: Vec<Map<String, Value>>,
}

impl<'a> Place<'a> {
    fn new(definitions: &'a Map<String, Value>, schemas: &[Value], value: &Value) -> Self {
        let mut place = Self {
            definitions,
            schemas: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        schemas
            .iter()
            .for_each(|schema| place.apply(schema, value, &mut seen));
        place
    }

    /// Of several schemas those apply that the value is valid by.
    fn apply(&mut self, schema: &Value, value: &Value, seen: &mut BTreeSet<String>) {
        let Value::Object(members) = schema else {
            return;
        };
        if let Some(Value::String(reference)) = members.get("$ref") {
            if seen.insert(reference.clone()) {
                let target = &self.definitions[reference.trim_start_matches("#/$defs/")];
                self.apply(target, value, seen);
            }
            return;
        }
        self.schemas.push(members.clone());
        for keyword in ["allOf", "oneOf", "anyOf"] {
            for part in members
                .get(keyword)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                if keyword == "allOf" || is_valid(part, self.definitions, value) {
                    self.apply(part, value, seen);
                }
            }
        }
    }

    /// What the document says of a member; `None` where it says nothing, so that it may be dropped.
    fn member(&self, name: &str) -> Option<Vec<Value>> {
        let mut said = Vec::new();
        let mut is_described = false;
        for schema in &self.schemas {
            let named = schema
                .get("properties")
                .and_then(|properties| properties.get(name));
            let required = schema.get("required").and_then(Value::as_array);
            is_described |= required.is_some_and(|required| required.iter().any(|one| one == name));
            // An object without any property is one that may have all.
            let is_free = schema.get("type") == Some(&json!("object"))
                && !schema.contains_key("properties")
                && self.schemas.len() == 1;
            let patterns = schema.get("patternProperties").and_then(Value::as_object);
            let matching = patterns.into_iter().flatten();
            let matching = matching.filter(|(pattern, _)| matches(pattern, name));
            for (_, schema) in matching {
                is_described = true;
                said.push(schema.clone());
            }
            let other = schema
                .get("additionalProperties")
                .cloned()
                .or(is_free.then_some(Value::Bool(true)));
            if let Some(schema) = named.cloned().or(other) {
                is_described = true;
                said.push(schema);
            }
        }
        // What does not travel this way may be dropped.
        let stays = said.iter().any(|schema| schema.get("x-stays").is_some());
        (is_described && !stays).then_some(said)
    }

    fn items(&self, position: usize) -> Vec<Value> {
        let schemas = self.schemas.iter();
        let of_position = schemas.filter_map(|schema| {
            let prefix = schema.get("prefixItems").and_then(Value::as_array);
            let own = prefix.and_then(|prefix| prefix.get(position));
            own.or_else(|| schema.get("items")).cloned()
        });
        of_position.collect()
    }

    fn says(&self, keyword: &str, value: &str) -> bool {
        self.schemas
            .iter()
            .any(|schema| schema.get(keyword).is_some_and(|said| said == value))
    }

    fn formats(&self) -> impl Iterator<Item = &str> {
        self.schemas
            .iter()
            .filter_map(|schema| schema.get("format")?.as_str())
    }
}

/// Where a value that was decoded and encoded is not what it was; `None` where it is.
pub fn difference(
    definitions: &Map<String, Value>,
    schemas: &[Value],
    before: &Value,
    after: &Value,
) -> Option<String> {
    let place = Place::new(definitions, schemas, before);
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => members(&place, before, after),
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            let pairs = before.iter().zip(after).enumerate();
            pairs.into_iter().find_map(|(position, (before, after))| {
                difference(definitions, &place.items(position), before, after)
                    .map(|inner| format!("/{position}{inner}"))
            })
        }
        (Value::Number(before), Value::Number(after)) => {
            let single = place.says("x-format", "float");
            (!same_number(before, after, single)).then(|| format!(": {before} became {after}"))
        }
        (Value::String(before), Value::String(after)) => {
            let same = before == after
                || place
                    .formats()
                    .any(|format| formats::same(format, before, after));
            (!same).then(|| format!(": {before:?} became {after:?}"))
        }
        _ => (before != after).then(|| format!(": {before} became {after}")),
    }
}

fn members(
    place: &Place<'_>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Option<String> {
    if let Some((name, value)) = after.iter().find(|(name, _)| !before.contains_key(*name)) {
        return Some(format!("/{name}: {value} was added"));
    }
    before.iter().find_map(
        |(name, value)| match (place.member(name), after.get(name)) {
            (Some(_), None) => Some(format!("/{name}: {value} was lost")),
            (None, None) => None,
            (said, Some(after)) => {
                difference(place.definitions, &said.unwrap_or_default(), value, after)
                    .map(|inner| format!("/{name}{inner}"))
            }
        },
    )
}

/// Whether two numbers are equal by value, as 32 bits have it where the document asks for no more.
fn same_number(one: &Number, other: &Number, single: bool) -> bool {
    let whole = |number: &Number| {
        number
            .as_i64()
            .map(i128::from)
            .or_else(|| number.as_u64().map(i128::from))
    };
    if let (Some(one), Some(other)) = (whole(one), whole(other)) {
        return one == other || single && one as f32 == other as f32;
    }
    let (Some(one), Some(other)) = (one.as_f64(), other.as_f64()) else {
        return false;
    };
    one == other || single && one as f32 == other as f32
}
