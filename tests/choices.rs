//! What users choose of a document and of its diagnostics, on the command line and in build scripts.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use oasmith::Generator;
use oasmith::config::{Config, Level};
use oasmith::diagnostic::Code;
use oasmith::{pipeline, stack};
use serde_json::Value;
use tempfile::TempDir;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      wrong: 1
      responses: {'204': {description: none}}
  /shops:
    get:
      operationId: listShops
      unknown: 1
      responses: {'204': {description: none}}
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: No shops, version: '1'}
actions:
- target: $.paths['/shops']
  remove: true
";

/// A folder with a document and an overlay.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("openapi.yaml"), DOCUMENT).expect("a file");
    fs::write(folder.path().join("overlay.yaml"), OVERLAY).expect("a file");
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("it runs")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Generates with these options; the report.
fn report(folder: &Path, options: &[&str]) -> Value {
    let fixed = [
        "generate",
        "openapi.yaml",
        "--out",
        "out",
        "--report",
        "r.json",
    ];
    let arguments: Vec<&str> = fixed.iter().chain(options).copied().collect();
    let output = run(folder, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = fs::read_to_string(folder.join("r.json")).expect("a report");
    serde_json::from_str(&text).expect("JSON")
}

fn operations(report: &Value) -> Vec<&str> {
    let list = report["operations"]["list"].as_array().expect("a list");
    list.iter().filter_map(|one| one["id"].as_str()).collect()
}

fn codes(report: &Value) -> Vec<&str> {
    let list = report["diagnostics"].as_array().expect("a list");
    list.iter().filter_map(|one| one["code"].as_str()).collect()
}

#[test]
fn overlays_are_applied_and_watched() {
    let folder = folder();
    let report = report(folder.path(), &["--overlay", "overlay.yaml"]);
    assert_eq!(operations(&report), ["listPets"]);
    let overlay = folder.path().join("overlay.yaml");
    let config = Config {
        overlays: vec![overlay.clone()],
        ..Config::default()
    };
    let document = folder.path().join("openapi.yaml");
    let run = stack::with_room(|| pipeline::run(&document, &config));
    assert_eq!(run.read, [document, overlay]);
}

#[test]
fn faults_of_overlays_are_told_in_their_file() {
    let folder = folder();
    let wrong = OVERLAY.replace("$.paths['/shops']", "$.paths[");
    fs::write(folder.path().join("overlay.yaml"), wrong).expect("a file");
    let arguments = ["lint", "openapi.yaml", "--overlay", "overlay.yaml"];
    let output = run(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("overlay.yaml:4:11"), "{said}");
    assert!(said.contains("error[invalid-overlay]"), "{said}");
}

#[test]
fn a_missing_overlay_and_one_that_is_no_text_are_refused() {
    let folder = folder();
    fs::write(folder.path().join("overlay.yaml"), b"\xff").expect("a file");
    for (file, code) in [("none.yaml", "unreadable"), ("overlay.yaml", "syntax")] {
        let output = run(folder.path(), &["lint", "openapi.yaml", "--overlay", file]);
        assert_eq!(output.status.code(), Some(2));
        let said = stderr(&output);
        assert!(said.contains(&format!("error[{code}]")), "{said}");
    }
}

#[test]
fn what_is_not_selected_is_only_counted() {
    let folder = folder();
    let report = report(folder.path(), &["--exclude-path", "/shop*"]);
    assert_eq!(operations(&report), ["listPets"]);
    assert_eq!(report["operations"]["unselected"], 1);
    assert_eq!(report["diagnostics"].as_array().map(Vec::len), Some(1));
    let whole = self::report(folder.path(), &[]);
    assert_eq!(operations(&whole), ["listPets", "listShops"]);
    assert_eq!(whole["operations"]["unselected"], Value::Null);
}

#[test]
fn what_is_allowed_is_counted_and_not_shown() {
    let folder = folder();
    let report = report(folder.path(), &["--allow", "unknown-keyword"]);
    assert!(codes(&report).is_empty(), "{report}");
    assert_eq!(report["allowed"]["unknown-keyword"], 2);
}

#[test]
fn what_is_denied_is_an_error() {
    let folder = folder();
    let options = [
        "generate",
        "openapi.yaml",
        "--out",
        "out",
        "--deny",
        "unknown-keyword",
    ];
    let output = run(folder.path(), &options);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("error[unknown-keyword]"));
    assert!(!folder.path().join("out").exists());
    let keeps: Vec<&str> = options.iter().chain(&["--keep-going"]).copied().collect();
    let output = run(folder.path(), &keeps);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn the_file_of_choices_says_the_same() {
    let folder = folder();
    let file = folder.path().join("oasmith.toml");
    let choices = "overlays = ['overlay.yaml']\n[selection]\ninclude-operations = 'list*'\n\
                   [diagnostics]\ndeny = ['unknown-keyword']\n";
    fs::write(&file, choices).expect("a file");
    let output = run(folder.path(), &["lint", "openapi.yaml"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    // What the command line says holds before it.
    let options = ["lint", "openapi.yaml", "--allow", "unknown-keyword"];
    let output = run(folder.path(), &options);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stderr(&output);
    assert_eq!(said, "checked openapi.yaml: 1 operation; 1 allowed\n");
    let wrong = "[diagnostics]\ndeny = ['unknown-keywrd']\nwarn = ['syntax']\nforbid = []\n[selection]\nx = 1\n";
    fs::write(&file, wrong).expect("a file");
    let said = stderr(&run(folder.path(), &["lint", "openapi.yaml"]));
    for part in [
        "did you mean `unknown-keyword`?",
        "oasmith.toml:3:9",
        "`forbid`",
        "`x`",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn codes_that_cannot_be_are_wrong_usage() {
    let folder = folder();
    for (option, code, said) in [
        (
            "--deny",
            "unknown-keywrd",
            "did you mean `unknown-keyword`?",
        ),
        ("--warn", "unresolved-reference", "not whole"),
        ("--allow", "syntax", "only warnings"),
    ] {
        let output = run(folder.path(), &["lint", "openapi.yaml", option, code]);
        assert_eq!(output.status.code(), Some(64));
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
}

#[test]
fn lint_says_everything_and_writes_nothing() {
    let folder = folder();
    let more: String = (0..20).map(|number| format!("x{number}: 1\n")).collect();
    fs::write(
        folder.path().join("openapi.yaml"),
        format!("{DOCUMENT}{more}"),
    )
    .expect("a file");
    let before = files(folder.path());
    let output = run(folder.path(), &["lint", "openapi.yaml"]);
    assert_eq!(output.status.code(), Some(0));
    let said = stderr(&output);
    assert_eq!(
        said.matches("warning[unknown-keyword]").count(),
        22,
        "{said}"
    );
    assert!(
        said.ends_with("checked openapi.yaml: 2 operations; 22 warnings\n"),
        "{said}"
    );
    let json = run(
        folder.path(),
        &["lint", "openapi.yaml", "--message-format", "json"],
    );
    assert_eq!(stderr(&json).lines().count(), 22);
    assert_eq!(files(folder.path()), before);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("one").path()).collect();
    files.sort();
    files
}

#[test]
fn build_scripts_choose_the_same() {
    let folder = folder();
    let generator = Generator::new(folder.path().join("openapi.yaml"))
        .overlay(folder.path().join("overlay.yaml"))
        .include_path("/*")
        .exclude_operation("GET /none")
        .level(Code::UnknownKeyword, Level::Allow)
        .level(Code::UnmatchedChoice, Level::Deny);
    let error = generator.dependencies().expect_err("nothing is called so");
    let said: Vec<Code> = error.diagnostics().iter().map(|one| one.code).collect();
    assert_eq!(said, [Code::UnmatchedChoice]);
}

const PAGED: &str = "\
openapi: 3.0.3
info: {title: Pages, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
      - {name: offset, in: query, schema: {type: integer}}
      - {name: limit, in: query, schema: {type: integer}}
      - {name: filter, in: query, schema: {type: object}}
      - {name: x, in: header, schema: {type: string}}
      responses:
        '200':
          description: pets
          content:
            application/json:
              schema:
                type: object
                required: [pets, total]
                properties:
                  pets: {type: array, items: {type: object}}
                  total: {type: integer}
                  about: {type: object, properties: {resume: {type: string}}}
  /shops:
    get:
      operationId: closeShops
      responses: {'204': {description: none}}
";

/// What is said of such choices about `PAGED`, and how `listPets` pages then.
fn paged(choices: &str) -> (String, Value) {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("openapi.yaml"), PAGED).expect("a file");
    fs::write(folder.path().join("oasmith.toml"), choices).expect("a file");
    let options = [
        "--config",
        "oasmith.toml",
        "--report",
        "r.json",
        "--out",
        "o",
    ];
    let arguments: Vec<&str> = ["generate", "openapi.yaml"]
        .into_iter()
        .chain(options)
        .collect();
    let output = run(folder.path(), &arguments);
    let text = fs::read_to_string(folder.path().join("r.json")).expect("a report");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    (
        stderr(&output),
        report["operations"]["list"][0]["pagination"].clone(),
    )
}

#[test]
fn pages_are_as_their_user_says() {
    let (_, found) = paged("");
    let expected = serde_json::json!({
        "kind": "offset", "parameter": "offset", "first": 0, "total": "total", "items": "pets",
    });
    assert_eq!(found, expected);
    assert_eq!(paged("[pagination]\nlistPets = false\n").1, Value::Null);
    let cursor = "[pagination]\nlistPets = { kind = \"cursor\", cursor = \"offset\", next = \"about.resume\" }\n";
    let expected = serde_json::json!({
        "kind": "cursor", "parameter": "offset", "next": "about.resume", "items": "pets",
    });
    assert_eq!(paged(cursor).1, expected);
}

#[test]
fn pages_that_cannot_be_are_told_where_they_are_said() {
    for (operation, choice, fault) in [
        (
            "listPet",
            "false",
            "oasmith.toml:2:1: warning [unmatched-choice] the document has no emitted operation `listPet`",
        ),
        (
            "closeShops",
            "{ kind = 'link' }",
            "oasmith.toml:2:23: error [invalid-configuration] `closeShops` answers no JSON that could be a page",
        ),
        (
            "listPets",
            "{ kind = 'cursor', next = 'total' }",
            "oasmith.toml:2:21: error [invalid-configuration] `cursor` is needed",
        ),
        (
            "listPets",
            "{ kind = 'cursor', cursor = 'offset' }",
            "oasmith.toml:2:21: error [invalid-configuration] `next` is needed",
        ),
        (
            "listPets",
            "{ kind = 'url', next = 'total' }",
            "oasmith.toml:2:35: error [invalid-configuration] `total` is no text",
        ),
        (
            "listPets",
            "{ kind = 'url', next = 'about.next' }",
            "oasmith.toml:2:35: error [invalid-configuration] `about.next` leads to no member of the answer",
        ),
        (
            "listPets",
            "{ kind = 'page', page = 'x' }",
            "oasmith.toml:2:36: error [invalid-configuration] `x` is no query parameter of the operation",
        ),
        (
            "listPets",
            "{ kind = 'page', page = 'filter' }",
            "oasmith.toml:2:36: error [invalid-configuration] `filter` is no text or number",
        ),
        (
            "listPets",
            "{ kind = 'page', page = 'offset', first = 'one' }",
            "oasmith.toml:2:54: error [invalid-configuration] `one` is no whole number",
        ),
        (
            "listPets",
            "{ kind = 'page', page = 'offset', total = 'header:a b' }",
            "oasmith.toml:2:54: error [invalid-configuration] `header:a b` names no header",
        ),
        (
            "listPets",
            "{ kind = 'link', items = 'total' }",
            "oasmith.toml:2:37: error [invalid-configuration] `total` is no list",
        ),
        (
            "listPets",
            "{ kind = 'link', more = '!total' }",
            "oasmith.toml:2:36: error [invalid-configuration] `!total` is neither true nor false",
        ),
    ] {
        let (said, _) = paged(&format!("[pagination]\n{operation} = {choice}\n"));
        let (place, message) = fault.split_once(": ").expect("a place");
        let message = message.split_once("] ").expect("a code").1;
        assert!(said.contains(message), "{choice}: {said}");
        assert!(said.contains(place), "{choice}: {said}");
    }
}

#[test]
fn the_client_is_as_its_user_wants() {
    let folder = TempDir::new().expect("a folder");
    let tagged = PAGED.replace(
        "      operationId: listPets\n",
        "      operationId: listPets\n      tags: [pet]\n",
    );
    fs::write(folder.path().join("openapi.yaml"), tagged).expect("a file");
    let client = |options: &[&str]| {
        let report = report(folder.path(), options);
        let operations = report["operations"]["list"].clone();
        let pets = fs::read_to_string(folder.path().join("out/client/pet.rs")).expect("a group");
        let is_blocking = pets.contains("pub fn send_blocking");
        assert_eq!(
            folder.path().join("out/client/blocking.rs").is_file(),
            is_blocking
        );
        (
            operations[0]["client"].clone(),
            operations[1]["client"].clone(),
            is_blocking,
        )
    };
    let (none, by_tag) = (Value::Null, Value::from("pet().list"));
    assert_eq!(client(&[]), (none.clone(), none.clone(), false));
    assert_eq!(
        client(&["--by-tag"]),
        (by_tag.clone(), "close_shops".into(), false)
    );
    assert_eq!(client(&["--blocking"]), (none.clone(), none.clone(), true));
    let chosen = "[client]\noperations = \"by-tag\"\nblocking = true\n";
    fs::write(folder.path().join("oasmith.toml"), chosen).expect("a file");
    assert_eq!(client(&[]), (by_tag, "close_shops".into(), true));
    let generator = Generator::new(folder.path().join("openapi.yaml"));
    let generator = generator.config_file(folder.path().join("oasmith.toml"));
    let is_blocking = |generator: Generator| {
        let files = generator.out_dir(folder.path()).in_memory().expect("files");
        files.iter().any(|file| file.text.contains("send_blocking"))
    };
    assert!(is_blocking(generator.clone()));
    // What the program says holds before what the file says.
    assert!(!is_blocking(generator.blocking(false).by_tag(false)));
    let wrong = "[client]\noperations = \"tags\"\nblocking = 1\nname = 2\n";
    fs::write(folder.path().join("oasmith.toml"), wrong).expect("a file");
    let said = stderr(&run(folder.path(), &["lint", "openapi.yaml"]));
    for fault in [
        "`tags` is neither `flat` nor `by-tag`",
        "`true` or `false`",
        "`name` is no key of this table",
    ] {
        assert!(said.contains(fault), "{said}");
    }
}

#[test]
fn a_crate_may_be_called_as_a_keyword_is() {
    let folder = folder();
    let arguments = [
        "generate",
        "openapi.yaml",
        "--out",
        "made",
        "--crate",
        "box",
        "--tests",
    ];
    let output = run(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let calls = fs::read_to_string(folder.path().join("made/tests/calls.rs")).expect("the tests");
    assert!(calls.contains("use r#box::client;"), "{calls}");
}
