//! What is printed about each of the faulty documents in `specs/bad`: there is one for each code that a document can cause.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::diagnostic::Code;

/// Small limits, so that small documents reach them.
const LIMITS: [&str; 14] = [
    "--max-bytes",
    "10000",
    "--max-depth",
    "200",
    "--max-nodes",
    "2000",
    "--max-aliases",
    "2000",
    "--max-files",
    "4",
    "--max-schemas",
    "2000",
    "--max-operations",
    "2000",
];

/// What no document causes: something on the disk, in the configuration, or in oasmith itself does.
const OF_NO_DOCUMENT: [Code; 4] = [
    Code::ForeignFile,
    Code::Internal,
    Code::InvalidConfiguration,
    Code::Unwritable,
];

/// What the program prints, and how it ends.
fn said(path: &Path) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    program.args(["lint"]).args(LIMITS).arg(path);
    let folder = path.parent().unwrap();
    for (option, name) in [("--overlay", "overlay.yaml"), ("--config", "oasmith.toml")] {
        if folder.join(name).is_file() {
            program.arg(option).arg(folder.join(name));
        }
    }
    program.current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = program.output().unwrap();
    let printed = String::from_utf8(output.stderr).unwrap();
    format!("{printed}exit status: {}", output.status.code().unwrap())
}

/// The documents: files, and folders that hold one of several files.
fn documents() -> Vec<(String, PathBuf)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir("specs/bad")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.push(PathBuf::from("specs/bad/unreadable.yaml"));
    paths.sort();
    let named = paths.into_iter().map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_folder = path.is_dir();
        let path = if is_folder {
            path.join("openapi.yaml")
        } else {
            path
        };
        (name, path)
    });
    named.collect()
}

#[test]
fn every_fault_is_printed_with_its_place() {
    for (name, path) in documents() {
        let said = said(&path);
        assert!(said.contains('['), "nothing is said about {name}");
        insta::with_settings!({ snapshot_path => "../snapshots/bad", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, said);
        });
    }
}

#[test]
fn there_is_a_document_for_each_code() {
    let printed: String = documents().iter().map(|(_, path)| said(path)).collect();
    let missing: BTreeSet<&str> = Code::ALL
        .iter()
        .filter(|code| !OF_NO_DOCUMENT.contains(code))
        .map(|code| code.as_str())
        .filter(|code| !printed.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
