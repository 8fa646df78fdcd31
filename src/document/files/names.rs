//! Names that stand for schemas of the root document: `$id` (JSON Schema 2020-12 Core, section 8.2.1).

use std::collections::HashSet;

use serde_json::Value;

use crate::document::upgrade::has_ids;

/// What the root document declares as `$id`.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each as it is written, and what follows its last slash, by which those of the same base refer to it.
    declared: HashSet<String>,
}

impl Names {
    /// Whether a reference is by one of the names, with or without a fragment.
    pub(super) fn has(&self, reference: &str) -> bool {
        let name = reference.split('#').next().unwrap_or_default();
        !name.is_empty() && self.declared.contains(name)
    }
}

/// The names in a document of OpenAPI 3.1: before that, `$id` means nothing.
pub(super) fn declared(root: &Value) -> Names {
    let mut names = Names::default();
    if !has_ids(root) {
        return names;
    }
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(id)) = members.get("$id") {
                    names.declare(id);
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    names
}

impl Names {
    fn declare(&mut self, id: &str) {
        let id = id.trim_end_matches('#');
        if let Some((_, last)) = id.rsplit_once('/') {
            self.declared.insert(last.to_owned());
        }
        self.declared.insert(id.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::declared;

    #[test]
    fn what_has_an_id_is_referred_to_by_it() {
        let schema = json!({"$id": "https://a.example/schemas/pet"});
        let root = json!({"openapi": "3.1.0", "components": {"schemas": {"Pet": schema}}});
        let names = declared(&root);
        assert!(names.has("https://a.example/schemas/pet"));
        assert!(names.has("https://a.example/schemas/pet#/$defs/name"));
        assert!(names.has("pet"));
        for other in ["", "#pet", "pet.yaml", "https://b.example/schemas/pet"] {
            assert!(!names.has(other), "{other}");
        }
        let older = json!({"openapi": "3.0.3", "components": {"schemas": {"Pet": schema}}});
        assert!(!declared(&older).has("pet"));
    }
}
