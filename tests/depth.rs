//! Documents whose schemas stand in each other by the thousand: each is read to its end, or refused with a reason.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, also in its helper functions"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const HEAD: &str = r#"{"openapi": "3.0.3", "info": {"title": "Deep", "version": "1"}, "paths": {"/a": {"get": {"operationId": "getA",
"responses": {"200": {"description": "d", "content": {"application/json": {"schema": "#;

/// A document in JSON: `depth` schemas around a text, each an object, or each a list.
fn json(depth: usize, open: &str, close: &str) -> String {
    let (open, close) = (open.repeat(depth), close.repeat(depth));
    format!("{HEAD}{open}{{\"type\": \"string\"}}{close}}}}}}}}}}}}}}}}}")
}

fn lists(depth: usize) -> String {
    json(depth, r#"{"type": "array", "items": "#, "}")
}

fn objects(depth: usize) -> String {
    json(depth, r#"{"type": "object", "properties": {"p": "#, "}}")
}

fn alternatives(depth: usize) -> String {
    json(depth, r#"{"oneOf": [{"type": "integer"}, "#, "]}")
}

/// The same in YAML, by indentation.
fn yaml(depth: usize) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: Deep, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    A:\n".to_owned();
    for level in 0..depth {
        let indent = " ".repeat(6 + level);
        let _ = write!(text, "{indent}type: array\n{indent}items:\n");
    }
    let _ = writeln!(text, "{}type: string", " ".repeat(6 + depth));
    text
}

fn generate(folder: &Path, name: &str, text: &str) -> Output {
    let document = folder.join(name);
    fs::write(&document, text).unwrap();
    Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .arg("generate")
        .arg(&document)
        .arg("--out")
        .arg(folder.join("out"))
        .output()
        .unwrap()
}

#[test]
fn thousands_of_schemas_in_each_other_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, is_typed) in [
        ("lists.json", lists(4000), false),
        ("objects.json", objects(3000), true),
        ("alternatives.json", alternatives(2000), true),
        ("lists.yaml", yaml(2000), false),
    ] {
        let output = generate(folder.path(), name, &text);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{name}: {said}");
        let is_open = said.contains("lists or maps stand around this one");
        assert_eq!(is_open, !is_typed, "{name}: {said}");
        assert_eq!(
            said.contains(&format!("{name}:")),
            is_open,
            "{name}: {said}"
        );
    }
}

#[test]
fn a_document_that_is_too_deep_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("lists.json", lists(100_000)),
        ("objects.json", objects(100_000)),
        ("alternatives.json", alternatives(100_000)),
        ("lists.yaml", yaml(11_000)),
    ] {
        let output = generate(folder.path(), name, &text);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains("error[limit-reached]"), "{name}: {said}");
        assert!(!folder.path().join("out").exists(), "{name}");
    }
}
