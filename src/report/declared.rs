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

/// Every method under `paths`, in document order, whatever stands there.
pub fn declared_operations(document: &Value) -> Vec<Declared> {
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return Vec::new();
    };
    paths
        .iter()
        .filter(|(path, _)| !path.starts_with("x-"))
        .filter_map(|(path, item)| Some((path, item.as_object()?)))
        .flat_map(|(path, item)| methods_of(path, item))
        .collect()
}

fn methods_of<'a>(
    path: &'a str,
    item: &'a Map<String, Value>,
) -> impl Iterator<Item = Declared> + 'a {
    item.iter()
        .filter(|(key, _)| METHODS.contains(&key.to_ascii_lowercase().as_str()))
        .map(move |(key, operation)| Declared {
            method: key.to_ascii_uppercase(),
            path: path.to_owned(),
            id: operation
                .get("operationId")
                .and_then(Value::as_str)
                .map(str::to_owned),
        })
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
}
