//! Every operation that a document declares, counted apart from the stages, so that none of them can lose one.

use serde_json::{Map, Value};

/// The methods that a path item can have.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// A method under `paths`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Declared {
    /// The method as it stands in a request.
    pub method: String,
    /// The path, as the document has it.
    pub path: String,
    /// The `operationId`.
    pub id: Option<String>,
}

/// Where OpenAPI 3.2 has operations with other methods, by their names.
pub(super) const ADDITIONAL: &str = "additionalOperations";

/// Every method under `paths`, in document order, whatever stands there.
pub fn declared_operations(document: &Value) -> Vec<Declared> {
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return Vec::new();
    };
    let has_more = has_more_methods(document);
    paths
        .iter()
        .filter(|(path, _)| !path.starts_with("x-"))
        .filter_map(|(path, item)| Some((path, item.as_object()?)))
        .flat_map(|(path, item)| methods_of(path, item, has_more))
        .collect()
}

/// Whether path items may have other methods than those of OpenAPI 3.0: since 3.2.
fn has_more_methods(document: &Value) -> bool {
    let version = match document.get("openapi") {
        Some(Value::String(version)) => version.clone(),
        Some(other) => other.to_string(),
        None => return false,
    };
    version == "3.2" || version.starts_with("3.2.")
}

fn methods_of(path: &str, item: &Map<String, Value>, has_more: bool) -> Vec<Declared> {
    let mut found = Vec::new();
    for (key, value) in item {
        let lower = key.to_ascii_lowercase();
        if METHODS.contains(&lower.as_str()) || (has_more && lower == "query") {
            found.push(declared(path, key.to_ascii_uppercase(), value));
        } else if has_more && key == ADDITIONAL {
            let operations = value.as_object().into_iter().flatten();
            found.extend(operations.map(|(method, value)| declared(path, method.clone(), value)));
        }
    }
    found
}

fn declared(path: &str, method: String, operation: &Value) -> Declared {
    let id = operation.get("operationId").and_then(Value::as_str);
    Declared {
        method,
        path: path.to_owned(),
        id: id.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_is_too_odd_to_be_counted() {
        let document = json!({"paths": {
            "/pets": {"get": {"operationId": "listPets"}, "POST": {}, "put": null, "parameters": []},
            "/broken": 3,
            "x-other": {"get": {}},
        }});
        let found: Vec<String> = declared_operations(&document)
            .into_iter()
            .map(|found| format!("{} {} {:?}", found.method, found.path, found.id))
            .collect();
        let expected = [
            "GET /pets Some(\"listPets\")",
            "POST /pets None",
            "PUT /pets None",
        ];
        assert_eq!(found, expected);
        assert_eq!(declared_operations(&json!([])), []);
    }

    #[test]
    fn other_methods_are_counted_where_there_are_such() {
        let paths = json!({"/pets": {"query": {}, "get": {}, "additionalOperations": {"LINK": {}, "copy": 3}}});
        let methods = |version: &str| -> Vec<String> {
            let document = json!({"openapi": version, "paths": paths});
            let declared = declared_operations(&document).into_iter();
            declared.map(|found| found.method).collect()
        };
        assert_eq!(methods("3.2.0"), ["QUERY", "GET", "LINK", "copy"]);
        assert_eq!(methods("3.1.0"), ["GET"]);
    }
}
