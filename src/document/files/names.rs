//! Names that stand for the root document, or for schemas of it: `$self` (OpenAPI 3.2.0, OpenAPI Object) and `$id` (JSON
//! Schema 2020-12 Core, section 8.2.1).

use std::collections::HashSet;

use serde_json::Value;

use crate::document::upgrade::{against, has_ids, own_address};

/// What the root document declares as `$self` and `$id`.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each as it is written, and what follows its last slash, by which those of the same base refer to it.
    declared: HashSet<String>,
    /// What references without a scheme are relative to.
    base: String,
}

impl Names {
    /// Whether a reference is by one of the names, with or without a fragment.
    pub(super) fn has(&self, reference: &str) -> bool {
        let name = reference.split('#').next().unwrap_or_default();
        let is_declared = |name: &str| self.declared.contains(name);
        !name.is_empty() && (is_declared(name) || is_declared(&against(&self.base, name)))
    }
}

/// The names in a document of OpenAPI 3.1: before that, `$id` means nothing.
pub(super) fn declared(root: &Value) -> Names {
    let mut names = Names::default();
    if !has_ids(root) {
        return names;
    }
    if let Some(own) = own_address(root) {
        names.base = own.trim_end_matches('#').to_owned();
        names.declare(own);
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
        let whole = json!({"openapi": "3.2.0", "$self": "https://a.example/pets/openapi.yaml", "components": {"schemas": {
            "Toy": {"$id": "https://a.example/pets/schemas/toy"},
        }}});
        assert!(declared(&whole).has("schemas/toy"));
        assert!(!declared(&whole).has("schemas/pet"));
        assert!(
            declared(&whole).has("https://a.example/pets/openapi.yaml#/components/schemas/Pet")
        );
        assert!(declared(&whole).has("openapi.yaml#/components/schemas/Pet"));
        let older = json!({"openapi": "3.0.3", "components": {"schemas": {"Pet": schema}}});
        assert!(!declared(&older).has("pet"));
    }
}
