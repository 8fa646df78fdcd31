//! Prints a document of 50 MB with 22,000 operations, as the largest real ones have: `cargo run --release --example
//! large_document > target/large.json`. CONTRIBUTING.md says what it is good for.

use std::io::{self, BufWriter, Write};

use serde_json::{Map, Value, json};

/// Each thing has four operations.
const THINGS: usize = 5_500;

fn main() -> io::Result<()> {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for index in 0..THINGS {
        paths.insert(format!("/group{}/things{index}", index % 100), list(index));
        paths.insert(
            format!("/group{}/things{index}/{{id}}", index % 100),
            single(index),
        );
        schemas.insert(format!("Thing{index}"), thing(index));
        schemas.insert(format!("Thing{index}Page"), page(index));
    }
    schemas.insert("Problem".to_owned(), problem());
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "A large API", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    });
    let mut out = BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, &document)?;
    out.flush()
}

fn list(index: usize) -> Value {
    json!({
        "get": operation(index, "list", "Lists what there is of it, the newest first.", &format!("Thing{index}Page"), &[
            query("limit", &json!({"type": "integer", "minimum": 1, "maximum": 1000, "default": 100})),
            query("cursor", &json!({"type": "string", "maxLength": 200})),
            query("state", &json!({"type": "string", "enum": ["new", "open", "closed"]})),
        ]),
        "post": with_body(index, operation(index, "create", "Creates one and answers with it.", &format!("Thing{index}"), &[])),
    })
}

fn single(index: usize) -> Value {
    let id = json!({"name": "id", "in": "path", "required": true, "description": "Which one.", "schema": {"type": "string"}});
    json!({
        "get": operation(index, "get", "Answers with one of them.", &format!("Thing{index}"), std::slice::from_ref(&id)),
        "put": with_body(index, operation(index, "replace", "Replaces one of them.", &format!("Thing{index}"), &[id])),
    })
}

fn operation(index: usize, verb: &str, text: &str, answer: &str, parameters: &[Value]) -> Value {
    json!({
        "operationId": format!("{verb}Thing{index}"),
        "tags": [format!("group{}", index % 100)],
        "summary": format!("{verb} things of the kind {index}"),
        "description": text,
        "parameters": parameters,
        "responses": {
            "200": answered("What was asked for.", answer),
            "404": answered("There is none of that name.", "Problem"),
            "default": answered("Something else went wrong.", "Problem"),
        },
    })
}

fn answered(text: &str, schema: &str) -> Value {
    json!({"description": text, "content": content(schema)})
}

fn content(schema: &str) -> Value {
    json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{schema}")}}})
}

fn with_body(index: usize, mut operation: Value) -> Value {
    if let Value::Object(members) = &mut operation {
        let body = json!({"required": true, "content": content(&format!("Thing{index}"))});
        members.insert("requestBody".to_owned(), body);
    }
    operation
}

fn query(name: &str, schema: &Value) -> Value {
    let text = format!("The {name} of the list; it may be left out.");
    json!({"name": name, "in": "query", "description": text, "schema": schema})
}

fn page(index: usize) -> Value {
    json!({
        "type": "object",
        "required": ["items"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": format!("#/components/schemas/Thing{index}")}},
            "next": {"type": "string", "nullable": true, "description": "Where the next page begins."},
        },
    })
}

fn thing(index: usize) -> Value {
    let next = (index + 1) % THINGS;
    json!({
        "type": "object",
        "description": format!("A thing of the kind {index}, and what is known of it."),
        "required": ["id", "kind", "created"],
        "properties": {
            "id": {"type": "string", "format": "uuid", "readOnly": true, "description": "Who it is."},
            "kind": {"type": "string", "enum": ["small", "large", format!("other{index}")]},
            "created": {"type": "string", "format": "date-time", "readOnly": true},
            "count": {"type": "integer", "minimum": 0, "maximum": index + 10, "nullable": true},
            "share": {"type": "number", "minimum": 0, "maximum": 1},
            "labels": {"type": "array", "maxItems": 10, "items": {"type": "string", "maxLength": 40}},
            "notes": {"type": "object", "additionalProperties": {"type": "string"}},
            "next": {"$ref": format!("#/components/schemas/Thing{next}")},
            "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            "place": {
                "type": "object",
                "description": "Where it is.",
                "properties": {"street": {"type": "string"}, "town": {"type": "string"}, format!("part{index}"): {"type": "number"}},
            },
            "owner": {"allOf": [{"$ref": format!("#/components/schemas/Thing{next}")}], "description": "Whose it is."},
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["code", "detail"],
        "properties": {"code": {"type": "string"}, "detail": {"type": "string"}},
    })
}
