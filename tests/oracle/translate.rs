//! From the schemas of OpenAPI 3.0 to JSON Schema 2020-12, written from the two specifications alone: it shares nothing
//! with what it judges.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::newer;

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Request,
    Response,
}

/// The schemas of a document, as the oracle reads them.
pub struct Document {
    /// By the name of the component.
    pub components: BTreeMap<String, Value>,
    /// What the references go to.
    pub definitions: BTreeMap<Direction, Map<String, Value>>,
    /// The components that only requests hold.
    only_requests: BTreeSet<String>,
}

impl Document {
    pub fn new(document: &Value) -> Self {
        let linked = newer::is_newer(document).then(|| newer::linked(document));
        let document = linked.as_ref().unwrap_or(document);
        let components: BTreeMap<String, Value> = document
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), schema.clone()))
            .collect();
        let definitions = [Direction::Request, Direction::Response]
            .map(|direction| (direction, define(document, direction)));
        Self {
            only_requests: only_requests(document, &components),
            components,
            definitions: definitions.into(),
        }
    }

    /// The way that a value of a component travels; where it travels both ways, its name stands for the response.
    pub fn direction(&self, component: &str) -> Direction {
        match self.only_requests.contains(component) {
            true => Direction::Request,
            false => Direction::Response,
        }
    }

    /// What the references of a direction go to.
    pub fn definitions(&self, direction: Direction) -> &Map<String, Value> {
        &self.definitions[&direction]
    }
}

/// Every component and everything else that a reference goes to, by the text of the reference.
fn define(document: &Value, direction: Direction) -> Map<String, Value> {
    let names = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let mut wanted: Vec<String> = names
        .into_iter()
        .flat_map(|names| names.keys())
        .map(|name| reference_to(name))
        .collect();
    let mut defined = Map::new();
    while let Some(reference) = wanted.pop() {
        let key = key(&reference);
        if defined.contains_key(&key) {
            continue;
        }
        let target = target(document, &reference);
        let target = target.unwrap_or_else(|| panic!("{reference} leads nowhere"));
        references(target, &mut wanted);
        defined.insert(key, translate(document, target, direction));
    }
    defined
}

/// The reference to a component.
fn reference_to(component: &str) -> String {
    let name = component.replace('~', "~0").replace('/', "~1");
    format!("#/components/schemas/{name}")
}

/// The name of a definition: a reference in characters that need no escape anywhere.
pub fn key(reference: &str) -> String {
    let part = |character: char| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => character.to_string(),
        other => format!("_{:x}_", u32::from(other)),
    };
    let short = reference.strip_prefix("#/components/schemas/");
    short.unwrap_or(reference).chars().map(part).collect()
}

/// What a JSON Schema says to be of a component.
pub fn refer_to(component: &str) -> Value {
    json!({"$ref": format!("#/$defs/{}", key(&reference_to(component)))})
}

fn target<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    document
        .pointer(reference.strip_prefix('#')?)
        .or_else(|| document.pointer(&unescape(reference.strip_prefix('#')?)))
}

/// A reference is a URI: its signs may be percent-encoded.
fn unescape(reference: &str) -> String {
    percent_encoding::percent_decode_str(reference)
        .decode_utf8_lossy()
        .into_owned()
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                found.push(reference.clone());
            }
            members
                .values()
                .for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// The components that a request to the API leads to and nothing that the API sends: its responses, and the requests of webhooks
/// and callbacks.
fn only_requests(document: &Value, components: &BTreeMap<String, Value>) -> BTreeSet<String> {
    let reached = |of_api: &str, of_hooks: &str| {
        let mut wanted = Vec::new();
        let mut callbacks = Vec::new();
        if let Some(paths) = document.get("paths") {
            below(paths, of_api, &mut wanted, &mut callbacks);
        }
        callbacks.extend(document.get("webhooks"));
        for hooks in callbacks {
            below(hooks, of_hooks, &mut wanted, &mut Vec::new());
        }
        let mut seen = BTreeSet::new();
        while let Some(reference) = wanted.pop() {
            if seen.insert(reference.clone())
                && let Some(target) = target(document, &reference)
            {
                references(target, &mut wanted);
            }
        }
        seen
    };
    let requested = reached("requestBody", "responses");
    let answered = reached("responses", "requestBody");
    components
        .keys()
        .filter(|name| requested.contains(&reference_to(name)))
        .filter(|name| !answered.contains(&reference_to(name)))
        .cloned()
        .collect()
}

/// The references below every member of that name, and the callbacks, which are not looked into.
fn below<'a>(value: &'a Value, key: &str, found: &mut Vec<String>, callbacks: &mut Vec<&'a Value>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            if name == key {
                references(member, found);
            } else if name == "callbacks" {
                callbacks.push(member);
            } else {
                below(member, key, found, callbacks);
            }
        }),
        Value::Array(items) => items
            .iter()
            .for_each(|item| below(item, key, found, callbacks)),
        _ => {}
    }
}

/// What the two languages have in common, word for word.
const SAME: [&str; 13] = [
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "enum",
    "multipleOf",
    "required",
    "minimum",
    "maximum",
];

/// What there is to assert about a format that is a range of numbers.
fn range(format: &str) -> Option<(Value, Value)> {
    Some(match format {
        "int32" => (json!(i32::MIN), json!(i32::MAX)),
        "int64" => (json!(i64::MIN), json!(i64::MAX)),
        "uint32" => (json!(0), json!(u32::MAX)),
        "uint64" => (json!(0), json!(u64::MAX)),
        "float" => (json!(f64::from(f32::MIN)), json!(f64::from(f32::MAX))),
        _ => return None,
    })
}

/// Whether a pattern is one only without the flag `u` (ECMA-262, annex B), which the oracle cannot read.
pub fn is_of_annex_b(keyword: &str, value: &Value) -> bool {
    keyword == "pattern" && jsonschema::validator_for(&json!({"pattern": value})).is_err()
}

fn translate(document: &Value, schema: &Value, direction: Direction) -> Value {
    let Value::Object(schema) = schema else {
        return schema.clone();
    };
    if newer::is_newer(document) {
        return newer::pass(&Value::Object(schema.clone()), direction);
    }
    // OpenAPI 3.0.3, Reference Object: "This object cannot be extended with additional properties and any properties
    // added SHALL be ignored."
    if let Some(Value::String(reference)) = schema.get("$ref") {
        return json!({"$ref": format!("#/$defs/{}", key(reference))});
    }
    let mut translated = Map::new();
    for same in SAME {
        if let Some(value) = schema.get(same)
            && !is_of_annex_b(same, value)
        {
            translated.insert(same.to_owned(), value.clone());
        }
    }
    nullable(schema, &mut translated);
    exclusive(schema, &mut translated);
    for several in ["allOf", "oneOf", "anyOf"] {
        if let Some(Value::Array(parts)) = schema.get(several) {
            let parts = parts
                .iter()
                .map(|part| translate(document, part, direction));
            translated.insert(several.to_owned(), parts.collect());
        }
    }
    format(schema, &mut translated);
    for one in ["items", "not", "additionalProperties"] {
        if let Some(part) = schema.get(one) {
            translated.insert(one.to_owned(), translate(document, part, direction));
        }
    }
    properties(document, schema, direction, &mut translated);
    let shown = ["example", "default"]
        .iter()
        .filter_map(|key| schema.get(*key));
    let shown: Vec<Value> = shown.cloned().collect();
    if !shown.is_empty() {
        translated.insert("examples".to_owned(), Value::Array(shown));
    }
    Value::Object(translated)
}

/// "A `true` value adds "null" to the allowed type specified by the `type` keyword, only if `type` is explicitly defined
/// within the same Schema Object."
fn nullable(schema: &Map<String, Value>, translated: &mut Map<String, Value>) {
    let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
    match schema.get("type") {
        Some(kind) if is_nullable => translated.insert("type".to_owned(), json!([kind, "null"])),
        Some(kind) => translated.insert("type".to_owned(), kind.clone()),
        None if is_nullable => translated.insert("x-nullable".to_owned(), Value::Bool(true)),
        None => None,
    };
}

fn exclusive(schema: &Map<String, Value>, translated: &mut Map<String, Value>) {
    for (bound, flag) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if schema.get(flag) == Some(&Value::Bool(true))
            && let Some(value) = translated.remove(bound)
        {
            translated.insert(flag.to_owned(), value);
        }
    }
}

pub fn format(schema: &Map<String, Value>, translated: &mut Map<String, Value>) {
    let Some(Value::String(format)) = schema.get("format") else {
        return;
    };
    match (range(format), schema.get("type").and_then(Value::as_str)) {
        (Some((least, most)), Some("integer" | "number")) => {
            // Beside bounds of the schema's own.
            let within = json!({"minimum": least, "maximum": most});
            let parts = translated.entry("allOf").or_insert_with(|| json!([]));
            parts.as_array_mut().unwrap().push(within);
            translated.insert("x-format".to_owned(), json!(format));
        }
        (_, Some("string")) => {
            translated.insert("format".to_owned(), json!(format));
        }
        _ => {}
    }
}

/// Whether a property does not travel that way.
pub fn stays(property: &Value, direction: Direction) -> bool {
    let flag = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    property.get(flag) == Some(&Value::Bool(true))
}

/// A property that does not travel this way may be there or not, with any value (OpenAPI 3.0.3, `readOnly` and
/// `writeOnly`: "If the property … is in the `required` list, the `required` will take effect on the … only").
fn properties(
    document: &Value,
    schema: &Map<String, Value>,
    direction: Direction,
    translated: &mut Map<String, Value>,
) {
    let Some(Value::Object(properties)) = schema.get("properties") else {
        return;
    };
    let stays = |property: &Value| stays(property, direction);
    let each = properties.iter().map(|(name, property)| {
        let property = match stays(property) {
            true => json!({"x-stays": true}),
            false => translate(document, property, direction),
        };
        (name.clone(), property)
    });
    translated.insert("properties".to_owned(), Value::Object(each.collect()));
    if let Some(Value::Array(required)) = translated.get_mut("required") {
        required.retain(|name| {
            !name
                .as_str()
                .and_then(|name| properties.get(name))
                .is_some_and(stays)
        });
    }
}
