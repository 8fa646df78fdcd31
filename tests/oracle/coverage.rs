//! Every keyword of every document has a case that passes and one that fails.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Case;
use super::program::Spec;
use super::translate::{Direction, Document};

/// What can be broken; what is only said, or only combines others, cannot.
const ASSERTIONS: [&str; 24] = [
    "additionalProperties",
    "anyOf",
    "const",
    "contains",
    "dependentRequired",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "propertyNames",
    "required",
    "unevaluatedProperties",
    "uniqueItems",
];

/// The keywords that no case of their document fails by, and the components without a case that passes.
pub fn missing(documents: &[Document], specs: &[Spec], cases: &[Case]) -> Vec<String> {
    let mut missing = Vec::new();
    for (document, spec) in documents.iter().zip(specs) {
        let own: Vec<&Case> = cases.iter().filter(|case| case.spec == spec.name).collect();
        let failed: BTreeSet<&str> = own
            .iter()
            .flat_map(|case| &case.faults)
            .map(|fault| fault.keyword.as_str())
            .collect();
        for keyword in asserted(document) {
            if !failed
                .iter()
                .any(|failed| failed.split_once(" (").map_or(*failed, |(bare, _)| bare) == keyword)
            {
                missing.push(format!("{}: no case fails by {keyword}", spec.name));
            }
        }
        for component in spec.types.keys() {
            let passes = own
                .iter()
                .any(|case| case.component == *component && case.is_valid_by_oracle());
            if !passes && !is_impossible(document, component) {
                missing.push(format!("{}: no case of {component} passes", spec.name));
            }
        }
    }
    missing
}

/// A document may say on purpose what nothing can be; its name says so then.
fn is_impossible(document: &Document, component: &str) -> bool {
    component.starts_with("Impossible") && document.components.contains_key(component)
}

fn asserted(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let definitions = document.definitions(Direction::Response);
    definitions
        .values()
        .for_each(|schema| collect(schema, &mut found));
    found
}

fn collect(schema: &Value, found: &mut BTreeSet<String>) {
    let Value::Object(members) = schema else {
        return;
    };
    for (keyword, value) in members {
        match (keyword.as_str(), value) {
            // What allows everything cannot be broken.
            ("additionalProperties", Value::Object(_) | Value::Bool(true))
            | ("uniqueItems", Value::Bool(false)) => {}
            ("format", Value::String(format)) if super::formats::valid(format).is_some() => {
                found.insert(format!("format {format}"));
            }
            ("format", _) => {}
            (keyword, value) if ASSERTIONS.contains(&keyword) && !is_empty(value) => {
                found.insert(keyword.to_owned());
            }
            _ => {}
        }
        match (keyword.as_str(), value) {
            ("properties", Value::Object(properties)) => properties
                .values()
                .for_each(|property| collect(property, found)),
            // What does not fit one of several may fit another, so that nothing fails.
            ("allOf", Value::Array(parts)) => parts.iter().for_each(|part| collect(part, found)),
            ("items" | "additionalProperties", part) => collect(part, found),
            _ => {}
        }
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}
