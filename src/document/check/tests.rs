//! What the check makes of objects.

use serde_json::{Value, json};

use super::*;
use crate::diagnostic::Severity;

/// A component of that kind after the check, and what was said.
fn checked(kind: Kind, mut value: Value) -> (Value, Vec<Code>) {
    let mut findings = Findings::of_whole();
    let node = Node {
        kind,
        reference: true,
    };
    check_value(
        &mut value,
        node,
        &Pointer::root(),
        Written::As3_0,
        &mut findings,
    );
    let mut sink = crate::diagnostic::Diagnostics::new();
    findings.report(&crate::document::locate::Origins::default(), &mut sink);
    let codes = sink.iter().map(|diagnostic| diagnostic.code).collect();
    (value, codes)
}

fn schema(value: Value) -> (Value, Vec<Code>) {
    checked(Kind::Schema, value)
}

#[test]
fn sound_schemas_are_left_alone() {
    let sound = json!({
        "type": "object", "required": ["a"], "properties": {
            "a": {"type": "integer", "minimum": -5, "exclusiveMinimum": true, "enum": [1, null]},
            "$ref": {"type": "string", "pattern": "^a", "enum": ["x"]},
        },
        "additionalProperties": {"type": "array", "items": {}}, "x-own": {"$ref": 1}, "example": {"required": true},
    });
    assert_eq!(schema(sound.clone()), (sound, vec![]));
}

#[test]
fn texts_for_readers_have_an_end() {
    let long = "é".repeat(100_000);
    let (value, codes) = schema(json!({"type": "string", "description": long, "pattern": long}));
    assert_eq!(codes, [Code::InvalidValue]);
    assert_eq!(value["pattern"], long);
    assert_eq!(value["description"], "é".repeat(64 * 1024));
}

#[test]
fn bounds_travel_exactly() {
    let (value, codes) =
        schema(json!({"type": "integer", "minimum": 1.0, "maximum": u64::MAX, "multipleOf": 0.5}));
    assert_eq!(
        value,
        json!({
            "type": "integer", "minimum": 1,
            keywords::MAXIMUM: u64::MAX, keywords::MULTIPLE_OF: 0.5,
        })
    );
    assert_eq!(codes, []);
    let (value, _) = schema(json!({"type": "number", "minimum": 0.1, "maximum": i64::MAX}));
    assert_eq!(
        value,
        json!({"type": "number", "minimum": 0.1, keywords::MAXIMUM: i64::MAX})
    );
    let (value, _) = schema(json!({"type": "integer", "minimum": -9.3e18}));
    assert_eq!(
        value,
        json!({"type": "integer", keywords::MINIMUM: -9.3e18})
    );
}

#[test]
fn enums_get_the_type_of_their_schema() {
    let (value, codes) = schema(json!({"type": "integer", "enum": ["1", 2.0, 3, null, "x"]}));
    assert_eq!(value["enum"], json!([1, 2, 3, null]));
    assert_eq!(codes, [Code::CoercedValue, Code::InvalidValue]);
    let (value, _) = schema(json!({"type": "integer", "enum": [1, u64::MAX]}));
    assert_eq!(
        value,
        json!({"type": "integer", keywords::ENUM: [1, u64::MAX]})
    );
    let (value, _) = schema(json!({"type": "boolean", "enum": ["true", 0]}));
    assert_eq!(value["enum"], json!([true]));
    let (value, _) = schema(json!({"type": "array", "enum": ["a"]}));
    assert_eq!(value, json!({"type": "array"}));
}

#[test]
fn nulls_and_xml_travel() {
    let (value, _) = schema(json!({"default": null, "example": null, "xml": {"name": "a"}}));
    assert_eq!(value[keywords::NULLS], json!(["default", "example"]));
    assert_eq!(value[keywords::XML], json!({"name": "a"}));
    let (value, _) = checked(Kind::Example, json!({"value": null}));
    assert_eq!(value[keywords::NULLS], json!(["value"]));
}

#[test]
fn other_versions_of_schemas_are_understood() {
    let (value, _) = schema(json!({"type": ["string", "null"]}));
    assert_eq!(value, json!({"type": "string", "nullable": true}));
    let (value, _) = schema(json!({"type": ["string", "integer"]}));
    assert_eq!(
        value,
        json!({"anyOf": [{"type": "string"}, {"type": "integer"}]})
    );
    let (value, _) = schema(json!({"type": "number", "exclusiveMaximum": 5, "maximum": 7}));
    assert_eq!(
        value,
        json!({"type": "number", "exclusiveMaximum": true, "maximum": 5})
    );
    let (value, _) = schema(json!({"type": "number", "exclusiveMinimum": 5, "minimum": 7}));
    assert_eq!(value, json!({"type": "number", "minimum": 7}));
    let (value, _) = schema(json!({"type": "file"}));
    assert_eq!(value, json!({"type": "string", "format": "binary"}));
    let (value, codes) = schema(
        json!({"type": "object", "properties": {"a": {"type": "string", "required": true}}}),
    );
    assert_eq!(value["properties"]["a"], json!({"type": "string"}));
    assert_eq!(codes, [Code::InvalidValue]);
    assert_eq!(schema(json!(false)).0, json!({"not": {}}));
}

#[test]
fn parameters_have_exactly_one_format() {
    let parameter = |value: Value| checked(Kind::Parameter, value).0;
    let both =
        parameter(json!({"name": "a", "in": "query", "content": {"text/plain": {}}, "schema": {}}));
    assert_eq!(both, json!({"name": "a", "in": "query", "schema": {}}));
    let old = parameter(json!({"name": "a", "in": "path", "type": "string", "format": "uuid"}));
    assert_eq!(
        old,
        json!({"name": "a", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}})
    );
    let broken = parameter(json!({"name": "a", "in": "body"}));
    assert!(broken.get(keywords::FAULT).is_some());
}

#[test]
fn references_outside_schemas_have_no_siblings() {
    let (value, codes) = checked(
        Kind::Response,
        json!({"$ref": "#/a", "headers": {}, "description": ""}),
    );
    assert_eq!(value, json!({"$ref": "#/a"}));
    assert_eq!(codes, [Code::IgnoredKeyword]);
}

#[test]
fn a_scheme_of_a_requirement_is_never_lost() {
    let (value, codes) = checked(
        Kind::SecurityRequirement,
        json!({"a": null, "b": 5, "c": {}}),
    );
    assert_eq!(value, json!({"a": [], "b": [], "c": []}));
    assert!(
        codes
            .iter()
            .all(|code| code.severity() == Severity::Warning)
    );
}

#[test]
fn misspelt_keywords_are_recognised() {
    let names = ["properties", "required", "items"];
    assert_eq!(similar("propertys", names), Some("properties"));
    assert_eq!(similar("Required", names), Some("required"));
    assert_eq!(similar("colour", names), None);
    assert_eq!(similar(&"x".repeat(10_000), names), None);
}

#[test]
fn findings_are_bounded() {
    let mut deep = Value::Null;
    for _ in 0..3_000 {
        // `json!` would copy what is inside.
        let mut properties = Map::new();
        properties.insert("a-rather-long-name".to_owned(), deep);
        let mut members = Map::new();
        members.insert("bad".to_owned(), Value::Null);
        members.insert("properties".to_owned(), Value::Object(properties));
        deep = Value::Object(members);
    }
    let (value, codes) = schema(deep);
    crate::document::read::tree::dismantle(value);
    assert_eq!(codes.last(), Some(&Code::LimitReached));
}
