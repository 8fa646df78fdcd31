//! The stage as a whole, on documents that mean no good.

use std::path::Path;

use openapiv3::{OpenAPI, ReferenceOr, Schema, SchemaKind};
use serde_json::{Value, json};

use super::{Document, keywords, read_text, typed, upgrade};
use crate::config::Limits;
use crate::diagnostic::{Code, Diagnostics};

fn limits() -> Limits {
    Limits {
        nodes: 200_000,
        ..Limits::default()
    }
}

/// Everything that this stage does with a text, and what is said of it, located.
fn run(text: impl Into<Vec<u8>>) -> (Option<(Document, OpenAPI)>, Diagnostics) {
    let mut sink = Diagnostics::new();
    let path = Path::new("a");
    let document = read_text(path, text.into(), &limits(), &mut sink)
        .and_then(|document| upgrade(document, &mut sink));
    let typed = document.map(|document| {
        let api = typed(&document, &mut sink);
        (document, api)
    });
    if let Some((document, _)) = &typed {
        sink.place(path, |wanted| document.locate(wanted));
    }
    (typed, sink)
}

fn in_document(schemas: &Value) -> String {
    json!({
        "openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": {}, "components": {"schemas": schemas},
    })
    .to_string()
}

#[test]
fn deep_schemas_are_typed_in_pieces() {
    let deep = 4_000;
    let text = format!(
        "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"\", \"version\": \"\"}}, \"paths\": {{}}, \"components\": \
         {{\"schemas\": {{\"A\": {}{{\"type\": \"string\"}}{}}}}}}}",
        "{\"type\": \"object\", \"properties\": {\"a\": ".repeat(deep),
        "}}".repeat(deep),
    );
    let (typed, sink) = run(text);
    assert!(sink.is_empty(), "{:?}", sink.iter().next());
    let (document, api) = typed.unwrap();
    let components = api.components.unwrap();
    assert!(components.schemas.len() >= deep / 30);
    assert!(document.root()["components"]["schemas"]["A"].is_object());
}

#[test]
fn other_deep_structures_end_in_a_diagnostic() {
    let mut item = json!({"post": {"responses": {}}});
    for _ in 0..40 {
        item = json!({"post": {"responses": {}, "callbacks": {"a": {"{$url}": item}}}});
    }
    let text =
        json!({"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": {"/a": item}})
            .to_string();
    let (typed, sink) = run(text);
    assert!(typed.is_some());
    assert!(
        sink.iter()
            .any(|diagnostic| diagnostic.code == Code::LimitReached)
    );
}

#[test]
fn every_odd_schema_is_typed() {
    let odd = json!({
        "A": {"properties": {"a": {}}}, "B": {"type": "animal"}, "C": {"type": "object", "items": {}},
        "D": {"type": "integer", "minimum": 1.5, "maximum": 1e300}, "E": {"type": "string", "enum": [1, null, {}]},
        "F": {"default": null}, "G": {"additionalProperties": "true"}, "H": {"$ref": "#/components/schemas/A", "nullable": true},
        "I": {"required": true}, "J": {"exclusiveMinimum": "5"}, "K": {"type": "array", "items": [{}, true]},
        "L": null, "M": [], "N": {"type": null, "properties": {"a": null}}, "O": {"enum": {}, "minLength": -1},
        "P": {"type": "object", "enum": [{}], "oneOf": [{}, {"$ref": 7}]}, "Q": {"not": true}, "R": {"allOf": {"type": "string"}},
        "S": {"discriminator": {"mapping": {"a": 1}}}, "T": {"xml": "x", "externalDocs": []}, "U": {"example": null},
    });
    let (typed, sink) = run(in_document(&odd));
    let (_, api) = typed.unwrap();
    assert_eq!(api.components.unwrap().schemas.len(), 21);
    let slipped = sink
        .iter()
        .find(|diagnostic| diagnostic.message.contains("does not fit"));
    assert_eq!(slipped, None);
}

#[test]
fn keys_of_paths_and_responses_survive() {
    let text = "
openapi: 3.0.3
info: {title: t, version: 1, x-info: true}
x-root: [1]
paths:
  x-paths: 5
  /a:
    get:
      responses: {200: {description: ok}, 4XX: {description: no}, default: {description: d}, x-r: {y: 1}}
";
    let (typed, _) = run(text);
    let (_, api) = typed.unwrap();
    assert_eq!(api.extensions["x-root"], json!([1]));
    assert_eq!(api.info.extensions["x-info"], json!(true));
    assert_eq!(api.paths.extensions["x-paths"], json!(5));
    let Some(ReferenceOr::Item(item)) = api.paths.paths.get("/a") else {
        panic!("the path is lost");
    };
    let responses = &item.get.as_ref().unwrap().responses;
    assert_eq!(responses.responses.len(), 2);
    assert!(responses.default.is_some());
    assert_eq!(responses.extensions["x-r"], json!({"y": 1}));
}

/// What the other stages rely on, looked up in what this one gives.
fn hold_guarantees(api: &OpenAPI) {
    let Some(components) = &api.components else {
        return;
    };
    for schema in components.schemas.values() {
        hold_schema(api, schema);
    }
}

fn hold_schema(api: &OpenAPI, schema: &ReferenceOr<Schema>) {
    let components = api.components.as_ref().unwrap();
    match schema {
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/schemas/").unwrap();
            assert!(components.schemas.contains_key(name), "{reference}");
        }
        ReferenceOr::Item(schema) => match &schema.schema_kind {
            SchemaKind::OneOf { one_of: list }
            | SchemaKind::AllOf { all_of: list }
            | SchemaKind::AnyOf { any_of: list } => {
                assert!(!list.is_empty());
                list.iter().for_each(|schema| hold_schema(api, schema));
            }
            SchemaKind::Any(any) => {
                let types = ["string", "number", "integer", "boolean", "object", "array"];
                assert!(any.typ.as_deref().is_none_or(|name| types.contains(&name)));
            }
            _ => {}
        },
    }
}

/// A generator of numbers that needs no crate and gives the same ones each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

/// Puts another value, or another key, at some place of the tree.
fn mutate(value: &mut Value, dice: &mut Dice, pieces: &[Value]) {
    let keys = [
        "$ref",
        "type",
        "properties",
        "items",
        "allOf",
        "in",
        "schema",
        "content",
        "responses",
        "callbacks",
        "x-a",
        "/p",
        "200",
    ];
    match value {
        Value::Object(members) if !members.is_empty() && dice.roll(8) > 0 => {
            let index = dice.roll(members.len());
            let member = members.values_mut().nth(index).unwrap();
            mutate(member, dice, pieces);
        }
        Value::Array(items) if !items.is_empty() && dice.roll(8) > 0 => {
            let index = dice.roll(items.len());
            mutate(&mut items[index], dice, pieces);
        }
        Value::Object(members) if dice.roll(2) == 0 => {
            let key = keys[dice.roll(keys.len())].to_owned();
            members.insert(key, pieces[dice.roll(pieces.len())].clone());
        }
        other => *other = pieces[dice.roll(pieces.len())].clone(),
    }
}

#[test]
fn mutated_documents_are_read_without_panic() {
    let seed: Value = serde_json::from_str(include_str!("../../specs/mutation-seed.json")).unwrap();
    let pieces: Vec<Value> = serde_json::from_str(
        r##"[null, true, "", "x", 1, -1, 1e300, [], {}, [{}], [null], {"a": {}}, {"type": "string"}, {"$ref": "#"},
            {"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/A/properties/b"}, {"$ref": "#/paths/~1a"},
            {"$ref": "#/paths/~1a/get/responses/200"}, {"$ref": "#/components/callbacks/C"}, {"$ref": "#/x-a"}, {"$ref": 1},
            {"$ref": "#/components"}, {"allOf": [{"$ref": "#/components/schemas/A"}]}, "path", "apiKey", "#/components/schemas/B",
            {"get": {"responses": {}}}, {"in": "query", "name": "q"}, [[]], {"": {"": []}}]"##,
    )
    .unwrap();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..1_000 {
        let mut value = seed.clone();
        for _ in 0..=dice.roll(6) {
            mutate(&mut value, &mut dice, &pieces);
        }
        let Value::Object(members) = &mut value else {
            continue;
        };
        members.insert("openapi".to_owned(), json!("3.0.3"));
        hold_whatever_it_says(&value.to_string());
    }
}

/// Whatever is wrong with a document, it is read into types, and all that is said of it has a place.
fn hold_whatever_it_says(text: &str) {
    let (typed, sink) = run(text.to_owned());
    let (_, api) = typed.unwrap();
    hold_guarantees(&api);
    let slipped = sink
        .iter()
        .find(|diagnostic| diagnostic.message.contains("does not fit"));
    assert_eq!(slipped, None, "{text}");
    let lost = sink.iter().find(|diagnostic| {
        diagnostic
            .location
            .as_ref()
            .is_some_and(|location| location.span.is_none())
    });
    assert_eq!(lost, None, "{text}");
}

#[test]
fn mutated_documents_of_2_0_are_read_without_panic() {
    let seeds = [
        include_str!("../../specs/swagger2-pets/openapi.yaml"),
        include_str!("../../specs/swagger2-forms/openapi.yaml"),
        include_str!("../../specs/swagger2-references/openapi.yaml"),
        include_str!("../../specs/bad/swagger2.yaml"),
    ];
    let seeds = seeds.map(|seed| {
        let mut sink = Diagnostics::new();
        let document = read_text(Path::new("a"), seed.into(), &limits(), &mut sink).unwrap();
        document.root().clone()
    });
    let pieces: Vec<Value> = serde_json::from_str(
        r##"[null, true, "", "x", 1, [], {}, [null], {"a": {}}, "body", "formData", "file", "array", "text/plain", ["a/b", 1],
            {"$ref": "#"}, {"$ref": "#/definitions/Pet"}, {"$ref": "#/definitions/Pet/properties/id"}, {"$ref": "#/paths/~1a"},
            {"$ref": "#/parameters/Pet"}, {"$ref": "#/parameters/Note"}, {"$ref": "#/responses/Problem"},
            {"$ref": "#/responses/Thing"}, {"$ref": "#/paths/~1a/post/parameters/0"}, {"in": "body", "schema": {}},
            [{"in": "formData", "name": "a"}, {"in": "body", "name": "a"}], {"get": {"responses": {}}}]"##,
    )
    .unwrap();
    let mut dice = Dice(0x6a09_e667_f3bc_c909);
    for round in 0..1_000 {
        let mut value = seeds[round % seeds.len()].clone();
        for _ in 0..=dice.roll(6) {
            mutate(&mut value, &mut dice, &pieces);
        }
        let Value::Object(members) = &mut value else {
            continue;
        };
        members.shift_remove("openapi");
        members.insert("swagger".to_owned(), json!("2.0"));
        hold_whatever_it_says(&value.to_string());
    }
}

#[test]
fn mutated_documents_of_3_2_are_read_without_panic() {
    let seeds = [
        include_str!("../../specs/v3-2-query/openapi.yaml"),
        include_str!("../../specs/v3-2-streams/openapi.yaml"),
        include_str!("../../specs/v3-2-descriptions/openapi.yaml"),
        include_str!("../../specs/v3-2-references/openapi.yaml"),
        include_str!("../../specs/bad/v3-2-keywords.yaml"),
    ];
    let seeds = seeds.map(|seed| {
        let mut sink = Diagnostics::new();
        let document = read_text(Path::new("a"), seed.into(), &limits(), &mut sink).unwrap();
        document.root().clone()
    });
    let pieces: Vec<Value> = serde_json::from_str(
        r##"[null, true, "", "x", 1, [], {}, [{}], {"a": {}}, "querystring", "cookie", ["a/b", 1], {"$ref": "#"}, {"$ref": ""},
            {"$ref": "#/components/schemas/Pet"}, {"$ref": "#/paths/~1pets/query"}, {"$ref": "#/paths/~1pets"},
            {"$ref": "#/components/pathItems/Shared"}, {"$ref": "#/components/mediaTypes/Pet"}, {"$ref": "openapi.yaml"},
            {"$ref": "#/paths/~1lines/get/responses/200/content/application~1jsonl"}, {"$ref": "#/components/mediaTypes/Lines/itemSchema"},
            {"query": {"responses": {}}, "additionalOperations": {"GET": {}, "A B": {}}}, {"additionalOperations": {"LINK": {"responses": {}}}},
            {"itemSchema": {"$ref": "#/components/mediaTypes/Pet/schema"}}, {"content": {"a/b": {"$ref": "#/components/mediaTypes/Pet"}}},
            {"in": "querystring", "name": "q"}, {"dataValue": null}, [{"parent": "a"}], {"#/components/securitySchemes/key": []}]"##,
    )
    .unwrap();
    let mut dice = Dice(0xbb67_ae85_84ca_a73b);
    for round in 0..1_000 {
        let mut value = seeds[round % seeds.len()].clone();
        for _ in 0..=dice.roll(6) {
            mutate(&mut value, &mut dice, &pieces);
        }
        let Value::Object(members) = &mut value else {
            continue;
        };
        members.insert("openapi".to_owned(), json!("3.2.0"));
        hold_whatever_it_says(&value.to_string());
    }
}

#[test]
fn mutated_texts_are_read_without_panic() {
    let seeds = [
        include_str!("../../specs/bad/coerced-value.yaml"),
        include_str!("../../specs/bad/unresolved-reference.yaml"),
        include_str!("../../specs/bad/limit-aliases.yaml"),
        include_str!("../../specs/mutation-seed.json"),
    ];
    let letters: Vec<char> = "{}[]:,-?!&*|>'\"%@`# \n\r\t\\ab01~<.é\u{feff}\u{85}\u{2028}\0"
        .chars()
        .collect();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for _ in 0..2_000 {
        let mut text: Vec<char> = seeds[dice.roll(seeds.len())].chars().collect();
        for _ in 0..=dice.roll(4) {
            let place = dice.roll(text.len());
            let letter = letters[dice.roll(letters.len())];
            match dice.roll(3) {
                0 => text.insert(place, letter),
                1 => text[place] = letter,
                _ => text.truncate(place.max(1)),
            }
        }
        let text: String = text.into_iter().collect();
        run(text);
    }
}

#[test]
fn faults_carry_their_reason() {
    let (typed, _) = run(in_document(
        &json!({"A": {"$ref": "#/components/schemas/None"}}),
    ));
    let (_, api) = typed.unwrap();
    let Some(ReferenceOr::Item(schema)) = api.components.unwrap().schemas.swap_remove("A") else {
        panic!("the schema is lost");
    };
    assert!(schema.schema_data.extensions.contains_key(keywords::FAULT));
}
