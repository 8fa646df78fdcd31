//! What references come to.

use std::path::Path;

use serde_json::{Value, json};

use super::target;
use crate::config::Limits;
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::{Document, keywords, read_text, typed, upgrade};

fn resolved(value: &Value) -> (Document, Vec<Code>) {
    let mut sink = Diagnostics::new();
    let mut value = value.clone();
    value["openapi"] = json!("3.0.3");
    value["info"] = json!({"title": "", "version": ""});
    if value.get("paths").is_none() {
        value["paths"] = json!({});
    }
    let document = read_text(
        Path::new("a.json"),
        value.to_string().into_bytes(),
        &Limits::default(),
        &mut sink,
    );
    let document = upgrade(document.unwrap(), &mut sink).unwrap();
    typed(&document, &mut sink);
    let codes = sink.iter().map(|diagnostic| diagnostic.code).collect();
    (document, codes)
}

fn at<'d>(document: &'d Document, pointer: &str) -> &'d Value {
    document.root().pointer(pointer).unwrap_or(&Value::Null)
}

#[test]
fn pointers_are_decoded() {
    let here =
        |keys: &[&str]| target::Address::Here(keys.iter().map(|key| (*key).to_owned()).collect());
    assert_eq!(
        target::parse("#/a~1b/c~0d/e%20f/%7E1/%zz/%"),
        here(&["a/b", "c~d", "e f", "/", "%zz", "%"])
    );
    assert_eq!(target::parse("#/%ff"), here(&["%ff"]));
    assert_eq!(target::parse("#"), here(&[]));
    assert_eq!(target::parse("a#/b"), target::Address::Elsewhere);
    assert_eq!(target::parse("#a"), target::Address::Anchor);
}

#[test]
fn component_references_get_one_form() {
    let (document, codes) = resolved(&json!({"components": {"schemas": {
        "a b/c": {"type": "string"},
        "A": {"$ref": "#/components/schemas/a%20b~1c"},
    }}}));
    assert_eq!(
        at(&document, "/components/schemas/A"),
        &json!({"$ref": "#/components/schemas/a b/c"})
    );
    assert_eq!(codes, []);
}

#[test]
fn references_in_path_items_out_of_reach_are_resolved() {
    let (document, codes) = resolved(&json!({
        "paths": {
            "/a": {"post": {"requestBody": {"content": {}}, "responses": {}}},
            "/b": {"$ref": "#/x-items/B"},
        },
        "x-items": {"B": {"put": {
            "requestBody": {"$ref": "#/paths/~1a/post/requestBody"},
            "responses": {"200": {"$ref": "#/components/responses/Missing"}},
        }}},
    }));
    assert_eq!(codes, [Code::UnresolvedReference]);
    assert_eq!(
        at(&document, "/paths/~1b/put/requestBody"),
        &json!({"$ref": "#/components/requestBodies/a_post_requestBody"})
    );
    let response = at(&document, "/paths/~1b/put/responses/200");
    assert!(response.get(keywords::FAULT).is_some(), "{response}");
}

#[test]
fn other_places_become_components() {
    let (document, codes) = resolved(&json!({
        "paths": {"/pets/{id}": {"get": {
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": {
                "type": "object", "properties": {"a": {"type": "string"}, "b": {"$ref": "#/components/schemas/X"}},
            }}}}},
        }}},
        "x-shared": {"Thing": {"type": "array", "items": {"$ref": "#/definitions/Old"}}},
        "definitions": {"Old": {"type": "integer"}},
        "components": {
            "parameters": {"P": {"$ref": "#/paths/~1pets~1{id}/get/parameters/0"}},
            "schemas": {
                "X": {"$ref": "#/x-shared/Thing"},
                "Y": {"$ref": "#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema"},
                "Z": {"$ref": "#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema/properties/a"},
                "Through": {"$ref": "#/components/schemas/Y/properties/a"},
                "Alias": {"$ref": "#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema/properties/b"},
            },
        },
    }));
    assert_eq!(codes, [Code::UnknownKeyword]);
    let schema = "#/components/schemas/pets_id_get_200_application_json";
    assert_eq!(
        at(&document, "/components/schemas/Y"),
        &json!({"$ref": schema})
    );
    assert_eq!(
        at(&document, "/components/schemas/Z"),
        &json!({"$ref": format!("{schema}_a")})
    );
    assert_eq!(
        at(&document, "/components/schemas/Through"),
        &json!({"$ref": format!("{schema}_a")})
    );
    assert_eq!(
        at(
            &document,
            "/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema"
        ),
        &json!({"$ref": schema})
    );
    assert_eq!(
        at(&document, "/components/schemas/X"),
        &json!({"$ref": "#/components/schemas/x_shared_Thing"})
    );
    assert_eq!(
        at(&document, "/components/schemas/Alias"),
        &json!({"$ref": "#/components/schemas/X"})
    );
    assert_eq!(
        at(&document, "/components/schemas/x_shared_Thing/items"),
        &json!({"$ref": "#/components/schemas/Old"})
    );
    assert_eq!(
        at(&document, "/components/parameters/P"),
        &json!({"$ref": "#/components/parameters/pets_id_get_parameters_0"})
    );
    let place = Pointer::parse("/components/schemas/x_shared_Thing/items/type");
    assert_eq!(
        document.origin(&place).as_str(),
        "/x-shared/Thing/items/type"
    );
}

#[test]
fn derived_names_do_not_collide() {
    let (document, _) = resolved(&json!({"components": {"schemas": {
        "A_b": {"type": "string"},
        "A": {"type": "object", "properties": {"b": {"type": "integer"}}},
        "C": {"$ref": "#/components/schemas/A/properties/b"},
    }}}));
    assert_eq!(
        at(&document, "/components/schemas/C"),
        &json!({"$ref": "#/components/schemas/A_b_2"})
    );
    assert_eq!(
        at(&document, "/components/schemas/A_b_2"),
        &json!({"type": "integer"})
    );
}

#[test]
fn siblings_of_a_schema_reference_are_kept() {
    let (document, codes) = resolved(&json!({"components": {"schemas": {
        "A": {"type": "string"},
        "B": {"$ref": "#/components/schemas/A", "nullable": true},
        "C": {"$ref": "#/components/schemas/A", "allOf": [{"minLength": 1}]},
    }}}));
    let reference = json!({"$ref": "#/components/schemas/A"});
    assert_eq!(
        at(&document, "/components/schemas/B"),
        &json!({"nullable": true, "allOf": [reference]})
    );
    assert_eq!(
        at(&document, "/components/schemas/C"),
        &json!({"allOf": [reference, {"minLength": 1}]})
    );
    assert_eq!(codes, []);
}

#[test]
fn what_is_not_found_is_replaced() {
    let (document, codes) = resolved(&json!({"components": {
        "schemas": {"A": {"$ref": "#/components/schemas/None"}},
        "parameters": {"P": {"$ref": "#/components/parameters/None"}},
    }}));
    assert_eq!(codes, [Code::UnresolvedReference; 2]);
    assert!(
        at(&document, "/components/schemas/A")
            .get(keywords::FAULT)
            .is_some()
    );
    assert_eq!(at(&document, "/components/parameters/P")["in"], "query");
    assert!(
        at(&document, "/components/parameters/P")
            .get(keywords::FAULT)
            .is_some()
    );
}

#[test]
fn path_items_and_callbacks_are_written_out() {
    let operation = json!({"responses": {"default": {"description": "OK"}}});
    let (document, codes) = resolved(&json!({
        "x-paths": {"c": {"get": operation}},
        "paths": {
            "/a": {"$ref": "#/paths/~1b", "summary": "own"},
            "/b": {"$ref": "#/x-paths/c"},
            "/d": {"post": {
                "responses": {"default": {"description": "OK"}},
                "callbacks": {"done": {"$ref": "#/components/callbacks/Done"}},
            }},
        },
        "components": {"callbacks": {"Done": {"{$url}": {"$ref": "#/paths/~1d"}, "x-no": 1}}},
    }));
    assert_eq!(codes, [Code::UnsupportedFeature]);
    assert_eq!(
        at(&document, "/paths/~1a"),
        &json!({"summary": "own", "get": operation})
    );
    assert_eq!(
        at(&document, "/paths/~1d/post/callbacks/done"),
        &json!({"{$url}": {"post": operation}})
    );
    let place = Pointer::parse("/paths/~1a/get");
    assert_eq!(document.origin(&place).as_str(), "/x-paths/c/get");
}

#[test]
fn cycles_end() {
    let (document, codes) = resolved(&json!({
        "paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}},
        "components": {
            "schemas": {
                "A": {"$ref": "#/components/schemas/B"},
                "B": {"allOf": [{"type": "object"}, {"$ref": "#/components/schemas/A"}]},
                "Parent": {"oneOf": [{"$ref": "#/components/schemas/Child"}]},
                "Child": {"allOf": [{"$ref": "#/components/schemas/Parent"}]},
                "Self": {"$ref": "#/components/schemas/Self/properties/x"},
            },
            "responses": {"R": {"$ref": "#/components/responses/R"}},
        },
    }));
    let cycles = codes
        .iter()
        .filter(|code| **code == Code::ReferenceCycle)
        .count();
    assert_eq!(cycles, 3, "{codes:?}");
    assert!(
        at(&document, "/components/schemas/B/allOf/1")
            .get(keywords::FAULT)
            .is_some()
    );
    assert_eq!(
        at(&document, "/components/schemas/Child/allOf/0"),
        &json!({"$ref": "#/components/schemas/Parent"})
    );
}

#[test]
fn a_path_item_is_not_copied_without_limit() {
    let mut paths = serde_json::Map::new();
    let tags: Vec<String> = (0..1000).map(|tag| tag.to_string()).collect();
    paths.insert(
        "/big".to_owned(),
        json!({"get": {"tags": tags, "responses": {}}}),
    );
    for index in 0..1000 {
        paths.insert(format!("/{index}"), json!({"$ref": "#/paths/~1big"}));
    }
    let mut sink = Diagnostics::new();
    let limits = Limits {
        nodes: 20_000,
        ..Limits::default()
    };
    let text = json!({"openapi": "3.0.0", "info": {"title": "", "version": ""}, "paths": paths})
        .to_string();
    let document = read_text(Path::new("a.json"), text.into_bytes(), &limits, &mut sink).unwrap();
    upgrade(document, &mut sink).unwrap();
    assert!(
        sink.iter()
            .any(|diagnostic| diagnostic.code == Code::LimitReached)
    );
}
