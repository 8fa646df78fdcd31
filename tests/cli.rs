//! The program, run as a user runs it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const SPEC: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/specs/dataset-activity/openapi.yaml"
);

fn oasmith(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    oasmith(arguments).output().expect("it runs")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A folder with the output for [`SPEC`].
fn generated() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let output = run(&["generate", SPEC, "--out", path(folder.path())]);
    assert_eq!(code(&output), Some(0), "{}", stderr(&output));
    folder
}

#[test]
fn help_and_version_are_no_faults() {
    for arguments in [
        &["--help"][..],
        &["generate", "--help"],
        &["check", "-h"],
        &["deps", "--help"],
        &["inspect", "--help"],
    ] {
        let output = run(arguments);
        assert_eq!(code(&output), Some(0), "{arguments:?}");
        assert!(stdout(&output).contains("Examples:"), "{arguments:?}");
        assert_eq!(stderr(&output), "");
    }
    let output = run(&["--version"]);
    let version = format!("oasmith {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((code(&output), stdout(&output)), (Some(0), version));
}

#[test]
fn wrong_arguments_exit_with_64() {
    for arguments in [
        &[][..],
        &["generate"],
        &["generate", SPEC],
        &["frobnicate"],
        &["generate", SPEC, "--out", "x", "--only", "kitchen"],
        &["generate", SPEC, "--out", "x", "--crate", "../evil"],
        &["generate", SPEC, "--out", "x", "--crate", "self"],
        &["generate", SPEC, "--out", "x", "--crate", "std"],
        &["inspect", SPEC, "--name", "["],
        &["inspect", SPEC, "--stage", "tokens"],
        &["check", SPEC, "--out", "x", "--message-format", "xml"],
    ] {
        let output = run(arguments);
        assert_eq!(code(&output), Some(64), "{arguments:?}");
        assert_eq!(stdout(&output), "", "{arguments:?}");
        assert!(!stderr(&output).is_empty(), "{arguments:?}");
    }
    assert!(!Path::new("x").exists());
}

#[test]
fn generating_twice_changes_nothing() {
    let folder = generated();
    let output = run(&["generate", SPEC, "--out", path(folder.path())]);
    assert_eq!(code(&output), Some(0));
    assert!(
        stderr(&output).contains("(0 new or changed)"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stdout(&output), "");
}

#[test]
fn quiet_says_nothing() {
    let folder = TempDir::new().expect("a folder");
    let output = run(&["generate", SPEC, "--out", path(folder.path()), "--quiet"]);
    assert_eq!(
        (code(&output), stderr(&output), stdout(&output)),
        (Some(0), String::new(), String::new())
    );
    let output = run(&[
        "--quiet",
        "generate",
        "absent.yaml",
        "--out",
        path(folder.path()),
    ]);
    assert_eq!(code(&output), Some(2));
    assert!(
        stderr(&output).contains("error[unreadable]"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_document_that_cannot_be_read_exits_with_2() {
    let folder = TempDir::new().expect("a folder");
    let out = folder.path().join("out");
    let report = folder.path().join("report.json");
    for arguments in [
        &[
            "generate",
            "absent.yaml",
            "--out",
            path(&out),
            "--report",
            path(&report),
        ][..],
        &["check", "absent.yaml", "--out", path(&out)],
        &["deps", "absent.yaml"],
        &["inspect", "absent.yaml"],
    ] {
        let output = run(arguments);
        assert_eq!(code(&output), Some(2), "{arguments:?}");
        assert_eq!(stdout(&output), "", "{arguments:?}");
        assert!(
            stderr(&output).contains("error[unreadable]"),
            "{}",
            stderr(&output)
        );
    }
    assert!(!out.exists());
    let report = fs::read_to_string(report).expect("a report");
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["operations"]["emitted"], 0);
    assert_eq!(report["diagnostics"][0]["code"], "unreadable");
}

#[test]
fn json_is_one_diagnostic_a_line() {
    let output = run(&["inspect", "absent.yaml", "--message-format", "json"]);
    let text = stderr(&output);
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 1, "{text}");
    for key in ["code", "severity", "message", "help", "location"] {
        assert!(lines[0].get(key).is_some(), "{key}: {text}");
    }
}

#[test]
fn colour_is_for_terminals() {
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "xterm-256color")] {
        let output = oasmith(&["inspect", "absent.yaml"])
            .env(name, value)
            .output()
            .expect("it runs");
        assert!(!stderr(&output).contains('\u{1b}'), "{name}");
    }
    let forced = |no_colour| {
        let mut command = oasmith(&["inspect", "absent.yaml"]);
        command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
        if no_colour {
            command.env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
        }
        stderr(&command.output().expect("it runs"))
    };
    assert!(forced(false).contains('\u{1b}'));
    assert!(!forced(true).contains('\u{1b}'));
}

#[test]
fn check_finds_every_kind_of_drift() {
    let folder = generated();
    let check = || run(&["check", SPEC, "--out", path(folder.path())]);
    let output = check();
    assert_eq!((code(&output), stdout(&output)), (Some(0), String::new()));

    let root = folder.path().join("mod.rs");
    let right = fs::read(&root).expect("it is there");
    for position in [0, right.len() / 2, right.len() - 1] {
        let mut edited = right.clone();
        edited[position] = b'~';
        fs::write(&root, &edited).expect("it can be written");
        let output = check();
        assert_eq!(code(&output), Some(1), "{position}");
        assert!(
            stdout(&output).contains("--- a/mod.rs\n+++ b/mod.rs\n@@ "),
            "{}",
            stdout(&output)
        );
        assert_eq!(fs::read(&root).expect("it is there"), edited);
    }
    fs::remove_file(&root).expect("it can be removed");
    let output = check();
    assert_eq!(code(&output), Some(1));
    assert!(
        stdout(&output).contains("--- /dev/null\n+++ b/mod.rs\n@@ -0,0 "),
        "{}",
        stdout(&output)
    );
    fs::write(&root, &right).expect("it can be written");
    assert_eq!(code(&check()), Some(0));

    let only_types = run(&[
        "check",
        SPEC,
        "--out",
        path(folder.path()),
        "--only",
        "types",
    ]);
    assert_eq!(code(&only_types), Some(1));
    assert!(
        stdout(&only_types).contains("+++ /dev/null"),
        "{}",
        stdout(&only_types)
    );
}

#[test]
fn files_of_others_stop_a_run() {
    let folder = TempDir::new().expect("a folder");
    let mine = folder.path().join("mod.rs");
    fs::write(&mine, "fn mine() {}").expect("it can be written");
    let report = folder.path().join("report.json");
    let output = run(&[
        "generate",
        SPEC,
        "--out",
        path(folder.path()),
        "--report",
        path(&report),
    ]);
    assert_eq!(code(&output), Some(2));
    assert!(
        stderr(&output).contains("error[foreign-file]"),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        fs::read_to_string(&mine).expect("it is there"),
        "fn mine() {}"
    );
    let report = fs::read_to_string(report).expect("a report");
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["operations"]["emitted"], 0);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}

#[test]
fn the_report_accounts_for_every_operation() {
    let folder = TempDir::new().expect("a folder");
    let report = folder.path().join("report.json");
    let out = folder.path().join("out");
    let output = run(&[
        "generate",
        SPEC,
        "--out",
        path(&out),
        "--crate",
        "activity",
        "--report",
        path(&report),
    ]);
    assert_eq!(code(&output), Some(0), "{}", stderr(&output));
    let report = fs::read_to_string(report).expect("a report");
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let operations = &report["operations"];
    assert_eq!(
        (&operations["emitted"], &operations["skipped"]),
        (&1.into(), &0.into())
    );
    let row = &operations["list"][0];
    assert_eq!(row["method"], "GET");
    assert_eq!(row["path"], "/org/{org}/datasets/activity");
    assert_eq!(row["id"], "listDatasetActivity");
    assert_eq!(row["function"], "list_dataset_activity");
    assert!(row["skipped"].is_null() && row["notes"].is_array(), "{row}");
}

const UNRESOLVED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/specs/bad/unresolved-reference.yaml"
);

#[test]
fn errors_write_nothing_unless_the_user_keeps_going() {
    let folder = TempDir::new().expect("a folder");
    let out = folder.path().join("out");
    let generate = |flags: &[&str]| {
        let mut arguments = vec!["generate", UNRESOLVED, "--out", path(&out)];
        arguments.extend(flags);
        run(&arguments)
    };
    let output = generate(&[]);
    assert_eq!(code(&output), Some(2));
    assert!(!out.exists());
    assert!(
        stderr(&output).contains("unresolved-reference.yaml:6:"),
        "{}",
        stderr(&output)
    );
    assert_eq!(code(&generate(&["--keep-going", "--quiet"])), Some(0));
    assert!(out.join("mod.rs").exists());
}

#[test]
fn json_says_where() {
    let output = run(&["inspect", UNRESOLVED, "--message-format", "json"]);
    let text = stderr(&output);
    let line = text
        .lines()
        .find(|line| line.contains("unresolved-reference\""))
        .expect("the fault");
    let fault: serde_json::Value = serde_json::from_str(line).expect("JSON");
    let location = &fault["location"];
    assert_eq!(fault["severity"], "error");
    assert_eq!(location["line"], 6);
    for key in ["file", "pointer", "part", "column", "start", "end"] {
        assert!(!location[key].is_null(), "{key}: {line}");
    }
}

#[test]
fn many_faults_on_one_long_line_drown_nobody() {
    let folder = TempDir::new().expect("a folder");
    let document = folder.path().join("long.json");
    let unknown: Vec<String> = (0..5_000)
        .map(|number| format!("\"unknown{number}\": 1"))
        .collect();
    let text = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "A", "version": "1"}}, "paths": {{}}, {}}}"#,
        unknown.join(", ")
    );
    fs::write(&document, text).expect("it can be written");
    let output = run(&["inspect", path(&document), "--name", "nothing"]);
    let said = stderr(&output);
    assert!(
        said.contains("… and 4990 more warnings [unknown-keyword]"),
        "{said}"
    );
    assert!(said.len() < 10_000, "{}", said.len());
    let output = run(&["inspect", path(&document), "--message-format", "json"]);
    assert_eq!(stderr(&output).lines().count(), 5_000);
}

#[test]
fn standard_input_is_a_document_too() {
    let spec = fs::File::open(SPEC).expect("it is there");
    let output = oasmith(&["inspect", "-"])
        .stdin(spec)
        .output()
        .expect("it runs");
    assert_eq!(code(&output), Some(0), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("list_dataset_activity")
            || stdout(&output).contains("listDatasetActivity")
    );
}

#[test]
fn inspect_prints_each_stage() {
    for (stage, expected) in [
        ("document", "openapi: 3.0"),
        ("ir", "operations:"),
        ("facts", "names:"),
    ] {
        let output = run(&["inspect", SPEC, "--stage", stage]);
        assert_eq!(code(&output), Some(0), "{stage}");
        assert!(stdout(&output).contains(expected), "{stage}");
        let output = run(&[
            "inspect",
            SPEC,
            "--stage",
            stage,
            "--name",
            "*DatasetActivityPage*",
        ]);
        assert!(stdout(&output).contains("DatasetActivityPage"), "{stage}");
        assert!(!stdout(&output).contains("bearerAuth:"), "{stage}");
    }
}

#[test]
fn deps_prints_a_table() {
    let output = run(&["deps", SPEC]);
    assert_eq!(code(&output), Some(0));
    assert!(
        stdout(&output).starts_with("[dependencies]\n"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let mut child = oasmith(&["inspect", SPEC])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((code(&output), stderr(&output)), (Some(0), String::new()));
}

#[test]
fn a_configuration_is_named_or_stands_in_the_working_directory() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("oasmith.toml");
    let rename = "[types.rename]\nDatasetActivityPage = \"Page\"\n";
    fs::write(&file, rename).expect("written");
    let named = run(&["inspect", SPEC, "--stage", "facts", "--config", path(&file)]);
    assert_eq!(code(&named), Some(0), "{}", stderr(&named));
    let found = oasmith(&["inspect", SPEC, "--stage", "facts"])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    assert_eq!(stdout(&found), stdout(&named));
    assert!(stdout(&found).contains(": Page\n"), "{}", stdout(&found));
    assert!(!stdout(&run(&["inspect", SPEC, "--stage", "facts"])).contains(": Page\n"));
}

#[test]
fn a_fault_in_the_configuration_is_shown_where_it_stands() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("oasmith.toml");
    let rename = "[types]\nrenme = { DatasetActivityPage = \"Page\" }\n";
    fs::write(&file, rename).expect("written");
    let out = folder.path().join("out");
    let output = oasmith(&["generate", SPEC, "--out", path(&out)])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    assert_eq!(code(&output), Some(2));
    let said = stderr(&output);
    assert!(said.contains("oasmith.toml:2:1"), "{said}");
    assert!(said.contains("^^^^^"), "{said}");
    assert!(said.contains("did you mean `rename`?"), "{said}");
    assert!(!out.exists());
}

#[test]
fn files_elsewhere_are_read_when_the_user_says_so() {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, text).expect("a file");
        path(&file).to_owned()
    };
    let document = write(
        "api/openapi.yaml",
        "openapi: 3.0.3\ninfo: {title: a, version: a}\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: ../shared/a.yaml}\n    B: {$ref: 'https://b.example/b.yaml'}\n",
    );
    let shared = write("shared/a.yaml", "type: string\nminLength: some\n");
    let shared = shared.trim_end_matches("/a.yaml");
    let out = path(folder.path()).to_owned() + "/out";
    let output = run(&["generate", &document, "--out", &out]);
    assert_eq!(code(&output), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains("--allow-dir") && said.contains(shared),
        "{said}"
    );
    assert!(
        said.contains("--map https://b.example/b.yaml=FILE"),
        "{said}"
    );

    let map = format!("https://b.example/b.yaml={shared}/b.yaml");
    write("shared/b.yaml", "type: boolean\n");
    let arguments = [
        "generate",
        &document,
        "--out",
        &out,
        "--allow-dir",
        shared,
        "--map",
        &map,
    ];
    let output = run(&arguments);
    let said = stderr(&output);
    assert_eq!(code(&output), Some(0), "{said}");
    // A fault in the other file is shown there.
    assert!(said.contains("shared/a.yaml:2:12"), "{said}");
    assert!(said.contains("2 | minLength: some"), "{said}");

    let output = run(&["generate", &document, "--out", &out, "--map", "nothing"]);
    assert_eq!(code(&output), Some(64));
}
