//! Documents that are large in one way only: each ends in an output or in a diagnostic, soon and without a crash. And what
//! says how large a document may be.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in its helper functions"
)]

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How many there are of what there is too much of. What takes the square of it takes minutes.
const MANY: usize = 5_000;

/// A test build on a busy machine takes a fraction of this.
const SOON: Duration = Duration::from_secs(100);

/// What came of a run.
struct Said {
    code: Option<i32>,
    text: String,
}

/// Runs oasmith, and stops where it takes too long.
fn oasmith(arguments: &[&str]) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let reader = thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).unwrap();
        text
    });
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begin.elapsed() > SOON {
            child.kill().unwrap();
            panic!("{arguments:?} does not end");
        }
        thread::sleep(Duration::from_millis(20));
    };
    Said {
        code: status.code(),
        text: reader.join().unwrap(),
    }
}

/// Lints a document; it is read to its end, or refused because of a limit.
fn is_read(name: &str, document: &Value) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openapi.json");
    fs::write(&path, document.to_string()).unwrap();
    // What stands in lists of its own in the output is emitted, too.
    let command = if name.starts_with("emitted") {
        "lint"
    } else {
        "deps"
    };
    // A test build would take a minute to come to the limit that holds otherwise.
    let limit = ["--max-schemas", "400000"];
    let said = oasmith(&[command, path.to_str().unwrap(), limit[0], limit[1]]);
    match said.code {
        Some(0) => true,
        Some(2) => {
            assert!(
                said.text.contains("error[limit-reached]"),
                "{name}: {}",
                said.text
            );
            false
        }
        other => panic!("{name}: {other:?} {}", said.text),
    }
}

/// A document with these schemas, of which one is used.
fn schemas(schemas: &Value) -> Value {
    let operation = json!({"responses": {"200": {"description": "d", "content": {"application/json": {"schema": reference("Top")}}}}});
    json!({
        "openapi": "3.0.3", "info": {"title": "Large", "version": "1"},
        "paths": {"/a": {"get": operation}}, "components": {"schemas": schemas},
    })
}

/// A document with these paths.
fn paths(paths: &Value) -> Value {
    json!({"openapi": "3.0.3", "info": {"title": "Large", "version": "1"}, "paths": paths})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// So many components, and the one that is used.
fn many(number: usize, schema: impl Fn(usize) -> Value, top: &Value) -> Value {
    let mut members: serde_json::Map<String, Value> = (0..number)
        .map(|index| (format!("S{index}"), schema(index)))
        .collect();
    members.insert("Top".to_owned(), top.clone());
    schemas(&members.into())
}

fn references(number: usize) -> Vec<Value> {
    (0..number)
        .map(|index| reference(&format!("S{index}")))
        .collect()
}

fn listed<T>(value: impl Fn(usize) -> T) -> Vec<T> {
    (0..MANY).map(value).collect()
}

fn object(index: usize) -> Value {
    json!({"type": "object", "required": [format!("p{index}")], "properties": {format!("p{index}"): {"type": "string"}}})
}

fn keyed(value: impl Fn(usize) -> (String, Value)) -> Value {
    (0..MANY)
        .map(value)
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[test]
fn unions_of_many_variants_are_read() {
    let same = |_| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}});
    let mapping = |to: fn(usize) -> String| {
        let mapping = keyed(|index| (format!("m{index}"), to(index).into()));
        json!({"oneOf": references(MANY), "discriminator": {"propertyName": "kind", "mapping": mapping}})
    };
    let known = mapping(|index| format!("#/components/schemas/S{index}"));
    let unknown = mapping(|index| format!("nowhere{index}"));
    let each =
        |keyword: &str, alternatives: Vec<Value>| schemas(&json!({"Top": {keyword: alternatives}}));
    for (name, document) in [
        (
            "presence",
            many(MANY, object, &json!({"oneOf": references(MANY)})),
        ),
        (
            "same",
            many(MANY, same, &json!({"anyOf": references(MANY)})),
        ),
        ("mapping", many(MANY, object, &known)),
        ("unknown", many(MANY, object, &unknown)),
        ("inline", each("oneOf", listed(object))),
        (
            "values",
            each(
                "oneOf",
                listed(|index| json!({"type": "string", "enum": [format!("v{index}")]})),
            ),
        ),
        (
            "required",
            each(
                "oneOf",
                listed(|index| json!({"required": [format!("p{index}")]})),
            ),
        ),
        (
            "emitted rules",
            schemas(
                &json!({"Top": {"type": "object", "not": {"anyOf": listed(|index| json!({"required": [format!("p{index}")]}))}}}),
            ),
        ),
    ] {
        assert!(is_read(name, &document), "{name}");
    }
}

#[test]
fn rows_of_schemas_are_read_or_refused() {
    let row = |schema: fn(&str) -> Value| {
        let schema = |index: usize| {
            if index + 1 == MANY {
                json!({"type": "object"})
            } else {
                schema(&format!("S{}", index + 1))
            }
        };
        many(MANY, schema, &reference("S0"))
    };
    for (name, document, read) in [
        ("references", row(reference), true),
        (
            "properties",
            row(|next| json!({"type": "object", "properties": {"next": reference(next)}})),
            true,
        ),
        (
            "lists",
            row(|next| json!({"type": "array", "items": reference(next)})),
            true,
        ),
        (
            "unions",
            row(|next| json!({"oneOf": [reference(next), {"type": "string"}]})),
            true,
        ),
        (
            "parts",
            row(
                |next| json!({"allOf": [reference(next), {"type": "object", "properties": {next: {"type": "string"}}}]}),
            ),
            false,
        ),
        (
            "all",
            many(MANY, object, &json!({"allOf": references(MANY)})),
            true,
        ),
        // Two parts each, and each of them twice the one below.
        (
            "doubled",
            many(
                40,
                |index| match index {
                    39 => json!({"type": "object"}),
                    _ => json!({"allOf": vec![reference(&format!("S{}", index + 1)); 2]}),
                },
                &reference("S0"),
            ),
            false,
        ),
    ] {
        assert_eq!(is_read(name, &document), read, "{name}");
    }
}

#[test]
fn long_lists_are_read() {
    let text = json!({"type": "string"});
    let names = listed(|index| format!("p{index}"));
    let properties = keyed(|index| (format!("p{index}"), text.clone()));
    let alike = keyed(|index| {
        (
            format!("p{}", "-".repeat(index % 200) + &"_".repeat(index / 200)),
            text.clone(),
        )
    });
    let marks = "` `` [ ]( < * ".repeat(MANY);
    let answer = json!({"200": {"description": "d"}});
    let parameters = |place: &str| {
        listed(|index| json!({"name": format!("q{index}"), "in": place, "schema": text}))
    };
    let headers = keyed(|index| (format!("X-{index}"), json!({"schema": text})));
    for (name, document) in [
        (
            "properties",
            schemas(
                &json!({"Top": {"type": "object", "properties": properties, "required": names}}),
            ),
        ),
        (
            "alike",
            schemas(&json!({"Top": {"type": "object", "properties": alike}})),
        ),
        (
            "required",
            schemas(&json!({"Top": {"type": "object", "required": names}})),
        ),
        (
            "emitted values",
            schemas(&json!({"Top": {"type": "string", "enum": names}})),
        ),
        (
            "numbers",
            schemas(&json!({"Top": {"type": "integer", "enum": listed(|index| index)}})),
        ),
        (
            "emitted marks",
            schemas(&json!({"Top": {"type": "string", "description": marks}})),
        ),
        (
            "emitted parameters",
            paths(
                &json!({"/a": {"get": {"parameters": parameters("query"), "responses": answer}}}),
            ),
        ),
        (
            "shared",
            paths(
                &json!({"/a": {"parameters": parameters("header"), "get": {"responses": answer}}}),
            ),
        ),
        (
            "emitted headers",
            paths(
                &json!({"/a": {"get": {"responses": {"200": {"description": "d", "headers": headers}}}}}),
            ),
        ),
    ] {
        assert!(is_read(name, &document), "{name}");
    }
}

#[test]
fn paths_that_differ_by_their_parameters_only_are_read() {
    let item = |index: usize| {
        let parameter = json!({"name": format!("q{index}"), "in": "path", "required": true, "schema": {"type": "string"}});
        let operation = json!({"operationId": "same", "parameters": [parameter], "responses": {"200": {"description": "d"}}});
        (format!("/a/{{q{index}}}"), json!({"get": operation}))
    };
    assert!(is_read("paths", &paths(&keyed(item))));
}

#[test]
fn a_long_key_counts_for_all_that_is_below_it() {
    let properties = keyed(|index| (format!("p{index}"), json!({"type": "string"})));
    let schema = json!({"type": "object", "properties": properties});
    let document = schemas(&json!({"Top": {"type": "string"}, "k".repeat(300_000): schema}));
    assert!(!is_read("key", &document));
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get: {responses: {'200': &fine {description: fine}}}
    put: {responses: {'200': *fine}}
components:
  schemas:
    Pet: {type: object, properties: {owner: {$ref: owner.yaml}}}
";

#[test]
fn every_limit_can_be_set_and_reached() {
    let folder = tempfile::tempdir().unwrap();
    let document = write(folder.path(), "openapi.yaml", DOCUMENT);
    write(
        folder.path(),
        "owner.yaml",
        "{type: object, properties: {name: {type: string}}}",
    );
    assert_eq!(oasmith(&["lint", &document]).code, Some(0));
    for (name, low, enough) in [
        ("bytes", "100", "400"),
        ("depth", "3", "8"),
        ("nodes", "10", "60"),
        ("aliases", "3", "6"),
        ("files", "1", "2"),
        ("schemas", "2", "20"),
        ("operations", "1", "2"),
    ] {
        let option = format!("--max-{name}");
        let said = oasmith(&["lint", &document, &option, low]);
        assert_eq!(said.code, Some(2), "{name}: {}", said.text);
        assert!(
            said.text.contains("error[limit-reached]"),
            "{name}: {}",
            said.text
        );
        assert!(
            said.text.contains(&format!("`{option} N`")),
            "{name}: {}",
            said.text
        );
        assert!(said.text.contains("openapi.yaml"), "{name}: {}", said.text);
        let said = oasmith(&["lint", &document, &option, enough]);
        assert_eq!(said.code, Some(0), "{name}: {}", said.text);

        // The same in a file; what the command line says holds before it.
        let file = write(
            folder.path(),
            "oasmith.toml",
            &format!("[limits]\n{name} = {low}\n"),
        );
        let said = oasmith(&["lint", &document, "--config", &file]);
        assert!(
            said.text.contains("error[limit-reached]"),
            "{name}: {}",
            said.text
        );
        let said = oasmith(&["lint", &document, "--config", &file, &option, enough]);
        assert_eq!(said.code, Some(0), "{name}: {}", said.text);
    }
}

const HOOKS: &str = "
openapi: 3.1.0
info: {title: Streams, version: '1'}
paths:
  /streams:
    post: {callbacks: {data: {$ref: '#/components/callbacks/Data'}}, responses: {'204': {description: done}}}
    put: {callbacks: {data: {$ref: '#/components/callbacks/Data'}}, responses: {'204': {description: done}}}
webhooks:
  closed:
    post:
      tags: [hooks]
      callbacks: {answer: {'{$request.body#/url}': {post: {responses: {'204': {description: done}}}}}}
      responses: {'204': {description: done}}
components:
  callbacks:
    Data: {'{$request.query.url}': {post: {responses: {'204': {description: done}}}}}
";

/// Two operations that share a callback, and a webhook that has one.
#[test]
fn webhooks_and_callbacks_are_operations_to_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let document = write(folder.path(), "openapi.yaml", HOOKS);
    for (most, code) in [("4", 2), ("5", 0)] {
        let said = oasmith(&["lint", &document, "--max-operations", most]);
        assert_eq!(said.code, Some(code), "{most}: {}", said.text);
        assert_eq!(said.text.contains("error[limit-reached]"), code == 2);
    }
    let selected = ["--exclude-tag", "hooks", "--max-operations", "3"];
    let said = oasmith(&[["lint", document.as_str()].as_slice(), &selected].concat());
    assert_eq!(said.code, Some(0), "{}", said.text);
}
