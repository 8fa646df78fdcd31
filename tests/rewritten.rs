//! A document means the same however it is written: each document of OpenAPI 3.0 in `specs/`, written as one of 3.1, and
//! written into one file for each schema, has the same output.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

use std::fs;
use std::path::{Path, PathBuf};

use oasmith::config::{Config, Layout, Limits};
use oasmith::diagnostic::Diagnostics;
use oasmith::output::OutputFile;
use oasmith::{document, pipeline, stack};
use serde_json::{Map, Value, json};

/// The documents of OpenAPI 3.0 in `specs/`, by their folders.
fn documents() -> Vec<(PathBuf, Value)> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let mut folders: Vec<PathBuf> = fs::read_dir(specs)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|folder| folder.join("openapi.yaml").is_file())
        .collect();
    folders.sort();
    let read = folders.into_iter().map(|folder| {
        let mut sink = Diagnostics::new();
        let path = folder.join("openapi.yaml");
        let document = document::read(&path, &Limits::default(), &mut sink).unwrap();
        (folder, document.root().clone())
    });
    read.filter(|(_, document)| {
        let version = document.get("openapi").and_then(Value::as_str);
        version.is_some_and(|version| version.starts_with("3.0"))
    })
    .collect()
}

/// A folder for what is written of a spec.
fn folder(spec: &Path, way: &str) -> PathBuf {
    let name = spec.file_name().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("rewritten")
        .join(name)
        .join(way);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(path: PathBuf, value: &Value) {
    fs::write(path, serde_json::to_vec(value).unwrap()).unwrap();
}

/// The output for the document in a folder, with the choices of its spec.
fn output(spec: &Path, folder: &Path) -> Vec<OutputFile> {
    let config = Config {
        layout: Layout::Crate("api".to_owned()),
        keep_going: true,
        file: Some(spec.join("oasmith.toml")).filter(|file| file.is_file()),
        ..Config::default()
    };
    let path = folder.join("openapi.json");
    let run = stack::with_room(move || pipeline::run(&path, &config));
    run.files.unwrap_or_default()
}

fn assert_same(spec: &Path, way: &str, one: &[OutputFile], other: &[OutputFile]) {
    assert!(!one.is_empty(), "{}: no output", spec.display());
    let paths = |files: &[OutputFile]| files.iter().map(|it| it.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(one), paths(other), "{} {way}", spec.display());
    for (one, other) in one.iter().zip(other) {
        let mut lines = one.text.lines().zip(other.text.lines());
        let different = lines.find(|(one, other)| one != other);
        assert!(
            one.text == other.text,
            "{} {way}: {} differs: {different:?}",
            spec.display(),
            one.path
        );
    }
}

/// As it stands, but in JSON, as the others are.
fn plain(spec: &Path, document: &Value, beside: &str) -> Vec<OutputFile> {
    let folder = folder(spec, &format!("plain-beside-{beside}"));
    write(folder.join("openapi.json"), document);
    output(spec, &folder)
}

#[test]
fn as_openapi_3_1() {
    for (spec, document) in documents() {
        let mut newer = as_newer(&document, false);
        newer["openapi"] = json!("3.1.0");
        let folder = folder(&spec, "newer");
        write(folder.join("openapi.json"), &newer);
        let newer = output(&spec, &folder);
        assert_same(&spec, "as 3.1", &plain(&spec, &document, "newer"), &newer);
    }
}

/// What holds values and no objects of the specification.
const VALUES: [&str; 5] = ["example", "examples", "default", "enum", "value"];

/// Whether the keys of such a member are names.
fn holds_names(key: &str) -> bool {
    matches!(
        key,
        "properties" | "schemas" | "paths" | "responses" | "parameters" | "headers"
    )
}

fn as_newer(value: &Value, is_names: bool) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| as_newer(item, false)).collect(),
        Value::Object(members) => {
            let is_value = |key: &String| !is_names && VALUES.contains(&key.as_str());
            let members = members.iter().map(|(key, member)| match is_value(key) {
                true => (key.clone(), member.clone()),
                false => (key.clone(), as_newer(member, !is_names && holds_names(key))),
            });
            let mut members: Map<String, Value> = members.collect();
            if !is_names {
                schema_as_newer(&mut members);
            }
            Value::Object(members)
        }
        other => other.clone(),
    }
}

fn schema_as_newer(members: &mut Map<String, Value>) {
    if let Some(kind @ Value::String(_)) = members.get("type").cloned()
        && members.get("nullable") == Some(&Value::Bool(true))
    {
        members.shift_remove("nullable");
        members.insert("type".to_owned(), json!([kind, "null"]));
        if let Some(Value::Array(values)) = members.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
    }
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        match members.get(exclusive) {
            Some(Value::Bool(true)) => {
                if let Some(bound) = members.shift_remove(bound) {
                    members.insert(exclusive.to_owned(), bound);
                }
            }
            Some(Value::Bool(false)) => {
                members.shift_remove(exclusive);
            }
            _ => {}
        }
    }
    // The values of one that is text alone are a constant.
    if let Some(Value::Array(values)) = members.get("enum")
        && let [constant @ Value::String(_)] = values.as_slice()
        && members.get("type") == Some(&json!("string"))
    {
        let constant = constant.clone();
        members.shift_remove("enum");
        members.insert("const".to_owned(), constant);
    }
}

#[test]
fn as_several_files() {
    for (spec, document) in documents() {
        let Some(Value::Object(schemas)) = document.pointer("/components/schemas") else {
            continue;
        };
        // An overlay is about the text of the root document, which is another one then.
        let choices = fs::read_to_string(spec.join("oasmith.toml")).unwrap_or_default();
        if choices.contains("overlays") {
            continue;
        }
        let folder = folder(&spec, "files");
        fs::create_dir(folder.join("schemas")).unwrap();
        let names: Vec<&str> = schemas.keys().map(String::as_str).collect();
        let mut root = led_to_files(&document, &names, true);
        for (position, (name, schema)) in schemas.iter().enumerate() {
            let file = format!("schemas/S{position}.json");
            let schema = led_to_files(schema, &names, false);
            write(folder.join(&file), &schema);
            root["components"]["schemas"][name] = json!({ "$ref": file });
        }
        write(folder.join("openapi.json"), &root);
        let split = output(&spec, &folder);
        assert_same(&spec, "as files", &plain(&spec, &document, "files"), &split);
    }
}

/// References to schemas lead to their files, and in those the others lead back to the root.
fn led_to_files(value: &Value, names: &[&str], is_root: bool) -> Value {
    match value {
        Value::Array(items) => {
            let items = items.iter();
            items
                .map(|item| led_to_files(item, names, is_root))
                .collect()
        }
        Value::Object(members) => {
            let members = members.iter().map(|(key, member)| {
                let member = match (key.as_str(), member) {
                    ("$ref", Value::String(text)) => json!(led(text, names, is_root)),
                    ("mapping", Value::Object(mapping)) => mapping
                        .iter()
                        .map(|(key, target)| match target.as_str() {
                            Some(text) if text.starts_with('#') => {
                                (key.clone(), json!(led(text, names, is_root)))
                            }
                            _ => (key.clone(), target.clone()),
                        })
                        .collect(),
                    (_, member) => led_to_files(member, names, is_root),
                };
                (key.clone(), member)
            });
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}

fn led(text: &str, names: &[&str], is_root: bool) -> String {
    let within = text.strip_prefix("#/components/schemas/");
    let found = within.and_then(|within| {
        let (name, rest) = within.split_once('/').unwrap_or((within, ""));
        let decoded = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        let name = decoded.replace("~1", "/").replace("~0", "~");
        let position = names.iter().position(|it| *it == name)?;
        Some((position, rest))
    });
    match (found, is_root) {
        (Some((position, rest)), _) => {
            let folder = if is_root { "schemas/" } else { "" };
            let rest = if rest.is_empty() {
                String::new()
            } else {
                format!("#/{rest}")
            };
            format!("{folder}S{position}.json{rest}")
        }
        (None, false) if text.starts_with('#') => format!("../openapi.json{text}"),
        _ => text.to_owned(),
    }
}
