//! OpenAPI 3.1, whose schemas are JSON Schema 2020-12 already: they pass through. References by name become pointers, so
//! that every one of them can be led to a definition, and what only OpenAPI reads is left out.

use serde_json::{Map, Value, json};

use super::translate::{Direction, format, is_of_annex_b, key, stays};

/// Whether a document is one of OpenAPI 3.1.
pub fn is_newer(document: &Value) -> bool {
    document
        .get("openapi")
        .and_then(Value::as_str)
        .is_some_and(|version| version.starts_with("3.1"))
}

/// The document with a pointer in the place of every reference by name.
pub fn linked(document: &Value) -> Value {
    let mut names = Vec::new();
    collect(document, "", "", &mut names);
    let mut linked = document.clone();
    link(&mut linked, document, "", &names);
    linked
}

/// What is named: by an id or, with the id of the schema around it, by an anchor.
struct Name {
    text: String,
    place: String,
}

fn place_of(place: &str, key: &str) -> String {
    format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The address of a reference or an id within the schema of that id.
fn within(base: &str, text: &str) -> String {
    match (text.contains("://"), base.rfind('/')) {
        (true, _) => text.to_owned(),
        (false, _) if text.is_empty() || text.starts_with('#') => format!("{base}{text}"),
        (false, Some(slash)) => format!("{}/{text}", &base[..slash]),
        (false, None) => text.to_owned(),
    }
}

fn collect(value: &Value, place: &str, base: &str, names: &mut Vec<Name>) {
    let mut name = |text: String| {
        names.push(Name {
            text,
            place: place.to_owned(),
        });
    };
    match value {
        Value::Object(members) => {
            let text = |key: &str| members.get(key).and_then(Value::as_str);
            let base = text("$id").map_or(base.to_owned(), |id| within(base, id));
            if text("$id").is_some() {
                name(base.clone());
            }
            for anchor in ["$anchor", "$dynamicAnchor"] {
                if let Some(anchor) = text(anchor) {
                    name(format!("{base}#{anchor}"));
                }
            }
            for (key, member) in members {
                collect(member, &place_of(place, key), &base, names);
            }
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| {
            collect(item, &place_of(place, &index.to_string()), base, names);
        }),
        _ => {}
    }
}

fn link(value: &mut Value, document: &Value, base: &str, names: &[Name]) {
    match value {
        Value::Object(members) => {
            let id = members.get("$id").and_then(Value::as_str);
            let base = id.map_or(base.to_owned(), |id| within(base, id));
            if let Some(text) = members.remove("$dynamicRef") {
                members.insert("$ref".to_owned(), text);
            }
            if let Some(Value::String(text)) = members.get_mut("$ref") {
                *text = pointer(text, document, &base, names);
            }
            members
                .values_mut()
                .for_each(|member| link(member, document, &base, names));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| link(item, document, base, names)),
        _ => {}
    }
}

fn pointer(text: &str, document: &Value, base: &str, names: &[Name]) -> String {
    let full = within(base, text);
    let named = |text: &str| names.iter().find(|name| name.text == text);
    if let Some(name) = named(&full) {
        return format!("#{}", name.place);
    }
    if let Some((id, fragment)) = full.split_once('#')
        && let Some(name) = named(id)
        && document
            .pointer(&format!("{}{fragment}", name.place))
            .is_some()
    {
        return format!("#{}{fragment}", name.place);
    }
    text.to_owned()
}

/// What OpenAPI reads and JSON Schema does not, what names, and what is translated by itself.
const LEFT_OUT: [&str; 19] = [
    "$ref",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$defs",
    "$schema",
    "$comment",
    "format",
    "properties",
    "example",
    "examples",
    "default",
    "discriminator",
    "xml",
    "externalDocs",
    "title",
    "description",
    "contentEncoding",
    "contentMediaType",
];

/// A schema as it is, with its references led to the definitions.
pub fn pass(schema: &Value, direction: Direction) -> Value {
    let Value::Object(schema) = schema else {
        return schema.clone();
    };
    let mut passed = Map::new();
    for (keyword, value) in schema {
        if LEFT_OUT.contains(&keyword.as_str()) {
            continue;
        }
        let value = match (keyword.as_str(), value) {
            ("allOf" | "oneOf" | "anyOf" | "prefixItems", Value::Array(parts)) => {
                parts.iter().map(|part| pass(part, direction)).collect()
            }
            ("patternProperties" | "dependentSchemas", Value::Object(parts)) => {
                let is_readable = |name: &String| {
                    keyword != "patternProperties" || !is_of_annex_b("pattern", &json!(name))
                };
                let parts = parts.iter().filter(|(name, _)| is_readable(name));
                let parts = parts.map(|(name, part)| (name.clone(), pass(part, direction)));
                Value::Object(parts.collect())
            }
            ("const" | "enum" | "dependentRequired" | "required" | "type", value) => value.clone(),
            (_, value) => pass(value, direction),
        };
        passed.insert(keyword.clone(), value);
    }
    if let Some(Value::String(reference)) = schema.get("$ref") {
        let reference = json!({"$ref": format!("#/$defs/{}", key(reference))});
        if passed.is_empty() && !schema.contains_key("properties") {
            return reference;
        }
        let parts = passed.entry("allOf").or_insert_with(|| json!([]));
        parts.as_array_mut().unwrap().push(reference);
    }
    formats(schema, &mut passed);
    members(schema, direction, &mut passed);
    let shown = ["example", "default"]
        .iter()
        .filter_map(|key| schema.get(*key));
    let listed = schema.get("examples").and_then(Value::as_array);
    let shown: Vec<Value> = shown.chain(listed.into_iter().flatten()).cloned().collect();
    if !shown.is_empty() {
        passed.insert("examples".to_owned(), Value::Array(shown));
    }
    Value::Object(passed)
}

/// A format, and an encoding that is one: in JSON Schema itself it only remarks.
fn formats(schema: &Map<String, Value>, passed: &mut Map<String, Value>) {
    let says = |value: Option<&Value>, name: &str| match value {
        Some(Value::Array(list)) => list.iter().any(|item| item == name),
        Some(kind) => kind == name,
        None => false,
    };
    if says(schema.get("contentEncoding"), "base64") {
        passed.insert("type".to_owned(), json!("string"));
        passed.insert("format".to_owned(), json!("byte"));
        return;
    }
    let mut one = schema.clone();
    for name in ["string", "integer", "number"] {
        if says(schema.get("type"), name) {
            one.insert("type".to_owned(), json!(name));
            format(&one, passed);
            return;
        }
    }
}

/// As in [`super::translate`]: what does not travel this way may be there or not.
fn members(schema: &Map<String, Value>, direction: Direction, passed: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) = schema.get("properties") else {
        return;
    };
    let each = properties.iter().map(|(name, property)| {
        let property = match stays(property, direction) {
            true => json!({"x-stays": true}),
            false => pass(property, direction),
        };
        (name.clone(), property)
    });
    passed.insert("properties".to_owned(), Value::Object(each.collect()));
    if let Some(Value::Array(required)) = passed.get_mut("required") {
        required.retain(|name| {
            let property = name.as_str().and_then(|name| properties.get(name));
            !property.is_some_and(|property| stays(property, direction))
        });
    }
}
