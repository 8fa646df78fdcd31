//! The part of a stage's result that has to do with a name.

use serde_json::{Map, Value};

/// What a name has to look like.
#[derive(Debug, Clone)]
pub(crate) enum Pattern {
    /// It has this in it, in capitals or not.
    Part(String),
    /// As a whole, it is like this.
    Glob(glob::Pattern),
}

impl Pattern {
    /// The pattern that a user wrote.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if !text.contains(['*', '?', '[']) {
            return Ok(Self::Part(text.to_lowercase()));
        }
        glob::Pattern::new(text)
            .map(Self::Glob)
            .map_err(|error| error.to_string())
    }

    /// Whether a name looks like that.
    pub(super) fn matches(&self, name: &str) -> bool {
        match self {
            Self::Part(part) => name.to_lowercase().contains(part),
            Self::Glob(glob) => glob.matches(name),
        }
    }

    fn matches_value(&self, value: Option<&Value>) -> bool {
        value
            .and_then(Value::as_str)
            .is_some_and(|name| self.matches(name))
    }
}

/// The operations of such a path or `operationId`, and the components of such a name.
pub(super) fn document(mut document: Value, name: &Pattern) -> Value {
    let mut found = Map::new();
    if let Some(Value::Object(paths)) = document.get_mut("paths").map(Value::take) {
        let paths = entries(paths, |path, item| match item {
            _ if name.matches(path) => Some(item),
            Value::Object(operations) => some(entries(operations, |_, operation| {
                name.matches_value(operation.get("operationId"))
                    .then_some(operation)
            })),
            _ => None,
        });
        found.extend(some(paths).map(|paths| ("paths".to_owned(), paths)));
    }
    if let Some(Value::Object(kinds)) = document.get_mut("components").map(Value::take) {
        let kinds = entries(kinds, |_, kind| match kind {
            Value::Object(components) => some(entries(components, |key, component| {
                name.matches(key).then_some(component)
            })),
            _ => None,
        });
        found.extend(some(kinds).map(|kinds| ("components".to_owned(), kinds)));
    }
    Value::Object(found)
}

/// The operations, schemas and security schemes of such a name.
pub(super) fn ir(api: Value, name: &Pattern) -> Value {
    let Value::Object(api) = api else {
        return Value::Null;
    };
    Value::Object(entries(api, |_, collection| match collection {
        Value::Array(list) => {
            let list: Vec<Value> = list
                .into_iter()
                .filter(|item| is_named(item, name))
                .collect();
            (!list.is_empty()).then_some(Value::Array(list))
        }
        Value::Object(map) => some(entries(map, |_, item| {
            is_named(&item, name).then_some(item)
        })),
        _ => None,
    }))
}

fn is_named(item: &Value, name: &Pattern) -> bool {
    let keys = ["id", "name", "reason"];
    let pointers = ["/origin/component", "/origin/pointer", "/pointer"];
    keys.iter().any(|key| name.matches_value(item.get(key)))
        || pointers
            .iter()
            .any(|pointer| name.matches_value(item.pointer(pointer)))
}

/// What is said about such a name, about the schemas of these ids, and about the operations of these.
pub(super) fn facts(
    facts: Value,
    name: &Pattern,
    schemas: &[String],
    operations: &[String],
) -> Value {
    let Value::Object(facts) = facts else {
        return Value::Null;
    };
    Value::Object(entries(facts, |topic, fact| {
        let ids = if OF_OPERATIONS.contains(&topic) {
            operations
        } else {
            schemas
        };
        keep(fact, name, ids)
    }))
}

/// The facts whose entries stand under the ids of operations; the others stand under those of schemas.
const OF_OPERATIONS: [&str; 6] = [
    "defaults",
    "examples",
    "outcomes",
    "pagination",
    "routes",
    "samples",
];

/// What has to do with the name: entries under one of the ids or under such a key, and the items in which it stands.
fn keep(value: Value, name: &Pattern, ids: &[String]) -> Option<Value> {
    match value {
        Value::Object(map) => some(entries(map, |key, value| {
            if ids.iter().any(|id| id == key) || name.matches(key) {
                return Some(value);
            }
            keep(value, name, ids)
        })),
        Value::Array(list) => {
            let list: Vec<Value> = list
                .into_iter()
                .filter(|item| has_name(item, name))
                .collect();
            (!list.is_empty()).then_some(Value::Array(list))
        }
        Value::String(text) => name.matches(&text).then_some(Value::String(text)),
        _ => None,
    }
}

fn has_name(value: &Value, name: &Pattern) -> bool {
    match value {
        Value::String(text) => name.matches(text),
        Value::Array(list) => list.iter().any(|item| has_name(item, name)),
        Value::Object(map) => map.values().any(|item| has_name(item, name)),
        _ => false,
    }
}

fn entries(
    map: Map<String, Value>,
    keep: impl Fn(&str, Value) -> Option<Value>,
) -> Map<String, Value> {
    map.into_iter()
        .filter_map(|(key, value)| {
            let value = keep(&key, value)?;
            Some((key, value))
        })
        .collect()
}

fn some(map: Map<String, Value>) -> Option<Value> {
    (!map.is_empty()).then_some(Value::Object(map))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).expect("it is a pattern")
    }

    #[test]
    fn a_part_of_a_name_or_a_glob() {
        assert!(pattern("pet").matches("ListPets"));
        assert!(pattern("list*").matches("listPets"));
        assert!(!pattern("Pet?").matches("ListPets"));
        assert!(Pattern::parse("[").is_err());
    }

    #[test]
    fn parts_of_a_document() {
        let whole = json!({
            "info": {"title": "Pets"},
            "paths": {"/pets": {"get": {"operationId": "listPets"}, "post": {"operationId": "addOne"}}, "/other": {}},
            "components": {"schemas": {"Pet": {}, "Dog": {}}},
        });
        let expected = json!({"paths": {"/pets": {"get": {"operationId": "listPets"}}}});
        assert_eq!(document(whole.clone(), &pattern("listPets")), expected);
        let expected = json!({"components": {"schemas": {"Dog": {}}}});
        assert_eq!(document(whole, &pattern("dog")), expected);
    }

    #[test]
    fn facts_about_a_schema() {
        let whole = json!({
            "names": {"types": {"0": "Pet", "1": "Dog"}, "fields": {"0": ["name"], "1": ["name"]}},
            "pagination": {"0": {"limit": 1}},
        });
        let expected = json!({"names": {"types": {"0": "Pet"}, "fields": {"0": ["name"]}}});
        assert_eq!(
            facts(whole, &pattern("Pet"), &["0".to_owned()], &[]),
            expected
        );
    }
}
