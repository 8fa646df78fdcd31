//! What becomes of single schemas, and where that is said to stand.

use std::path::Path;

use serde_json::{Value, json};

use crate::config::Limits;
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::{Document, read_text, upgrade};

/// A document upgraded, and what is said of it.
fn upgraded(document: &Value) -> (Document, Diagnostics) {
    let mut sink = Diagnostics::new();
    let text = document.to_string();
    let document = read_text(
        Path::new("a"),
        text.into_bytes(),
        &Limits::default(),
        &mut sink,
    );
    let document = upgrade(document.unwrap(), &mut sink).unwrap();
    (document, sink)
}

fn with_schemas(schemas: &Value) -> (Document, Diagnostics) {
    upgraded(&json!({
        "openapi": "3.1.0", "info": {"title": "", "version": ""}, "components": {"schemas": schemas},
    }))
}

/// What becomes of a schema, without a word about it.
fn schema(schema: &Value) -> Value {
    let (document, sink) = with_schemas(&json!({"A": schema, "B": {"type": "string"}}));
    assert!(sink.is_empty(), "{:?}", sink.iter().next());
    document.root()["components"]["schemas"]["A"].clone()
}

fn codes(sink: &Diagnostics) -> Vec<(Code, String)> {
    sink.iter()
        .map(|diagnostic| {
            let place = diagnostic.location.as_ref().unwrap().pointer.as_str();
            (diagnostic.code, place.to_owned())
        })
        .collect()
}

#[test]
fn lists_of_types() {
    assert_eq!(
        schema(&json!({"type": ["string", "null"], "maxLength": 3})),
        json!({"maxLength": 3, "nullable": true, "type": "string"})
    );
    assert_eq!(
        schema(
            &json!({"type": ["string", "integer", "null"], "maxLength": 3, "minimum": 1, "title": "T"})
        ),
        json!({"title": "T", "nullable": true, "anyOf": [
            {"type": "string", "maxLength": 3}, {"type": "integer", "minimum": 1},
        ]})
    );
    assert_eq!(
        schema(
            &json!({"type": ["string", "integer"], "minLength": 1, "anyOf": [{"minimum": 2}, {"maxLength": 2}]})
        ),
        json!({"anyOf": [{"minimum": 2}, {"maxLength": 2}], "allOf": [
            {"anyOf": [{"type": "string", "minLength": 1}, {"type": "integer"}]},
        ]})
    );
    assert_eq!(
        schema(&json!({"type": ["integer", "string"], "enum": [1, "a"]})),
        json!({"enum": [1, "a"]})
    );
    assert_eq!(
        schema(&json!({"type": ["integer", "number"]})),
        json!({"type": "number"})
    );
}

#[test]
fn lists_of_types_beside_alternatives() {
    let reference = json!({"$ref": "#/components/schemas/B"});
    assert_eq!(
        schema(
            &json!({"type": ["string", "integer"], "oneOf": [reference, {"maxLength": 2}, {"type": "integer"}]})
        ),
        json!({"oneOf": [
            reference, {"anyOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}]}, {"type": "integer"},
        ]})
    );
}

#[test]
fn null_and_constants() {
    let nothing = json!({"nullable": true, "enum": [null]});
    for written in [
        json!({"type": "null"}),
        json!({"type": ["null"]}),
        json!({"const": null}),
    ] {
        assert_eq!(schema(&written), nothing);
    }
    let reference = json!({"$ref": "#/components/schemas/B"});
    assert_eq!(
        schema(&json!({"anyOf": [reference, {"type": "null"}]})),
        json!({"anyOf": [reference], "nullable": true})
    );
    assert_eq!(
        schema(&json!({"anyOf": [{"type": "null"}, reference]})),
        json!({"anyOf": [nothing, reference]})
    );
    assert_eq!(
        schema(&json!({"const": 5})),
        json!({"type": "integer", "enum": [5]})
    );
    assert_eq!(
        schema(&json!({"type": "object", "const": {}})),
        json!({"enum": [{}]})
    );
}

#[test]
fn the_tighter_bound_holds() {
    let bounds = |minimum: Value, exclusive: Value| {
        schema(&json!({"type": "number", "minimum": minimum, "exclusiveMinimum": exclusive}))
    };
    let open = json!({"type": "number", "minimum": 2, "exclusiveMinimum": true});
    assert_eq!(bounds(json!(1), json!(2)), open);
    assert_eq!(bounds(json!(2), json!(2)), open);
    assert_eq!(
        bounds(json!(3), json!(2)),
        json!({"type": "number", "minimum": 3})
    );
}

#[test]
fn schemas_of_positions_are_carried_by_items() {
    let number = json!({"type": "number"});
    let text = json!({"type": "string"});
    assert_eq!(
        schema(&json!({"type": "array", "prefixItems": [number, number], "items": false})),
        json!({"type": "array", "maxItems": 2, "items": {"oneOf": [number, number]}, "x-oasmith-positions": 2})
    );
    assert_eq!(
        schema(&json!({"type": "array", "prefixItems": [number], "items": text})),
        json!({"type": "array", "items": {"oneOf": [number, text]}, "x-oasmith-positions": 1})
    );
    assert_eq!(
        schema(&json!({"type": "array", "prefixItems": [number]})),
        json!({"type": "array", "items": {"oneOf": [number]}, "x-oasmith-positions": 1})
    );
}

#[test]
fn members_by_pattern() {
    let text = json!({"type": "string"});
    assert_eq!(
        schema(&json!({"type": "object", "patternProperties": {"^.*$": text}})),
        json!({"type": "object", "additionalProperties": text})
    );
    assert_eq!(
        schema(
            &json!({"type": "object", "properties": {"a": text}, "patternProperties": {"^b": text}})
        ),
        json!({"type": "object", "properties": {"a": text}, "additionalProperties": {"oneOf": [text]},
            "x-oasmith-patterns": ["^b"]})
    );
    assert_eq!(
        schema(&json!({"patternProperties": {"^b": text}, "additionalProperties": false})),
        json!({"additionalProperties": {"oneOf": [text]}, "x-oasmith-patterns": ["^b"], "x-oasmith-others": false})
    );
    assert_eq!(
        schema(&json!({"type": "object", "unevaluatedProperties": false})),
        json!({"type": "object", "additionalProperties": false})
    );
    assert_eq!(
        schema(&json!({"allOf": [{}], "unevaluatedProperties": false})),
        json!({"allOf": [{}], "x-oasmith-closed": true})
    );
}

#[test]
fn schemas_that_are_applied_are_carried_by_the_last_parts_of_all_of() {
    let has = |name: &str| json!({"required": [name]});
    assert_eq!(
        schema(&json!({"allOf": [has("a")], "if": has("b"), "else": has("c")})),
        json!({"allOf": [has("a"), {"oneOf": [has("b"), has("c")]}],
            "x-oasmith-applied": [{"keyword": "if", "then": false, "else": true}]})
    );
    assert_eq!(schema(&json!({"if": has("b")})), json!({}));
    assert_eq!(
        schema(
            &json!({"dependentSchemas": {"a": has("b")}, "contains": {"type": "integer"}, "maxContains": 2})
        ),
        json!({"allOf": [{"oneOf": [has("b")]}, {"items": {"type": "integer"}}],
        "x-oasmith-applied": [
            {"keyword": "dependentSchemas", "members": ["a"]},
            {"keyword": "contains", "least": 1, "most": 2}
        ]})
    );
    assert_eq!(
        schema(&json!({"contains": has("a"), "minContains": 0})),
        json!({})
    );
    assert_eq!(
        schema(&json!({"propertyNames": {"maxLength": 3}})),
        json!({"allOf": [{"additionalProperties": {"type": "string", "maxLength": 3}}],
            "x-oasmith-applied": [{"keyword": "propertyNames"}]})
    );
    assert_eq!(
        schema(&json!({"dependentRequired": {"a": ["b"]}})),
        json!({"x-oasmith-dependent-required": {"a": ["b"]}})
    );
}

#[test]
fn references_by_name_and_into_what_was_moved() {
    let (document, sink) = with_schemas(&json!({
        "A": {"$ref": "#b"},
        "B": {"$anchor": "b", "type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false},
        "C": {"$ref": "#/components/schemas/B/prefixItems/1"},
        "D": {"$id": "https://a.example/d", "properties": {"e": {"$ref": "#/$defs/e"}}, "$defs": {"e": {"type": "boolean"}}},
        "F": {"properties": {"g": {"$ref": "d#/$defs/e"}}, "$id": "https://a.example/f"},
    }));
    assert!(sink.is_empty(), "{:?}", sink.iter().next());
    let schemas = &document.root()["components"]["schemas"];
    assert_eq!(schemas["A"], json!({"$ref": "#/components/schemas/B"}));
    let of = |schema: &Value| {
        let text = schema["$ref"].as_str().unwrap();
        schemas[text.rsplit('/').next().unwrap()].clone()
    };
    assert_eq!(of(&schemas["C"]), json!({"type": "integer"}));
    assert_eq!(
        of(&schemas["D"]["properties"]["e"]),
        json!({"type": "boolean"})
    );
    assert_eq!(
        of(&schemas["F"]["properties"]["g"]),
        json!({"type": "boolean"})
    );
}

#[test]
fn what_is_not_in_the_document_is_reported() {
    let (_, sink) = with_schemas(&json!({
        "A": {"$ref": "#nowhere"}, "B": {"$dynamicRef": "#nowhere"}, "C": {"$ref": "https://a.example/c"},
    }));
    assert_eq!(
        codes(&sink),
        [
            (
                Code::UnresolvedReference,
                "/components/schemas/A/$ref".to_owned()
            ),
            (
                Code::UnresolvedReference,
                "/components/schemas/B/$dynamicRef".to_owned()
            ),
            (
                Code::UnsupportedReference,
                "/components/schemas/C/$ref".to_owned()
            ),
        ]
    );
}

#[test]
fn places_are_those_of_the_source() {
    let (document, _) = with_schemas(&json!({
        "A": {"type": ["array", "string"], "prefixItems": [{"type": "string"}, {"type": ["object", "string"],
            "patternProperties": {"^a": {"const": 1}}, "additionalProperties": false}], "items": false},
    }));
    let origin = |place: &str| {
        let place = Pointer::parse(&format!("/components/schemas/A{place}"));
        let origin = document.origin(&place);
        origin.as_str().replace("/components/schemas/A", "")
    };
    assert_eq!(origin("/anyOf/0/items/oneOf/0/type"), "/prefixItems/0/type");
    assert_eq!(origin("/anyOf/0/maxItems"), "/items");
    let second = "/anyOf/0/items/oneOf/1/anyOf/0/additionalProperties/oneOf/0";
    assert_eq!(
        origin(&format!("{second}/enum/0")),
        "/prefixItems/1/patternProperties/^a/const"
    );
}

#[test]
fn no_value_of_a_wrong_type_is_more_than_a_word() {
    let odd = json!([null, true, 7, -1.5, "x", [], [7], {}, {"a": 7}, [[]], [{"type": 7}]]);
    let keywords = [
        "type",
        "const",
        "enum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minimum",
        "prefixItems",
        "items",
        "unevaluatedItems",
        "contains",
        "minContains",
        "patternProperties",
        "propertyNames",
        "additionalProperties",
        "unevaluatedProperties",
        "dependentRequired",
        "dependentSchemas",
        "if",
        "then",
        "else",
        "$ref",
        "$dynamicRef",
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$defs",
        "$schema",
        "$comment",
        "examples",
        "example",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "anyOf",
        "oneOf",
        "allOf",
        "not",
        "nullable",
        "properties",
        "x-oasmith-unchecked",
    ];
    for keyword in keywords {
        for value in odd.as_array().unwrap() {
            for kind in [
                json!("object"),
                json!(["array", "object"]),
                json!(["string", "null"]),
            ] {
                let mut of_type = json!({ "type": kind, "maxItems": 2 });
                of_type[keyword] = value.clone();
                let (document, sink) = with_schemas(&json!({"A": of_type, "B": {keyword: value}}));
                let mut sink = sink;
                crate::document::typed(&document, &mut sink);
                let misfit = sink
                    .iter()
                    .find(|diagnostic| diagnostic.message.contains("does not fit"));
                assert_eq!(misfit, None);
            }
        }
    }
}

#[test]
fn the_shell_may_be_of_wrong_types() {
    for odd in [
        json!(null),
        json!(7),
        json!([]),
        json!("x"),
        json!({"a": 7}),
    ] {
        for key in [
            "webhooks",
            "jsonSchemaDialect",
            "components",
            "paths",
            "info",
        ] {
            let mut document = json!({"openapi": "3.1.0", "info": {"title": "", "version": ""}});
            document[key] = odd.clone();
            upgraded(&document);
        }
        upgraded(
            &json!({"openapi": "3.1.0", "info": {"summary": odd, "license": {"identifier": odd}},
            "components": {"pathItems": odd}}),
        );
    }
}

#[test]
fn deep_schemas_need_no_stack() {
    let mut deep = json!({"type": ["string", "null"]});
    for _ in 0..100 {
        deep =
            json!({"type": ["array", "null"], "prefixItems": [deep, true], "if": {"items": false}});
    }
    let (document, _) = with_schemas(&json!({"A": deep}));
    assert!(document.root()["components"]["schemas"]["A"].is_object());
}
