//! What is said about each of the faulty documents in `specs/bad`, one for each kind of fault that reading can find.

use std::path::{Path, PathBuf};

use oasmith::config::{Limits, Reach};
use oasmith::diagnostic::Diagnostics;
use oasmith::document;

/// Small limits, so that small documents reach them.
const LIMITS: Limits = Limits {
    bytes: 10_000,
    depth: 200,
    nodes: 2_000,
    aliases: 500,
    files: 4,
    schemas: 2_000,
    operations: 2_000,
};

fn said(path: &Path) -> String {
    let mut sink = Diagnostics::new();
    let document = document::read(path, &LIMITS, &mut sink);
    let document = document
        .map(|document| document::follow(document, &Reach::default(), &mut sink))
        .and_then(|document| document::upgrade(document, &mut sink));
    if let Some(document) = document {
        document::typed(&document, &mut sink);
        sink.place(path, |wanted| document.locate(wanted));
    }
    let mut text = String::new();
    for diagnostic in &sink {
        text.push_str(&format!("{diagnostic}\n"));
        if let Some(help) = &diagnostic.help {
            text.push_str(&format!("  help: {help}\n"));
        }
    }
    text
}

#[test]
fn every_fault_is_said_and_located() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir("specs/bad")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.push(PathBuf::from("specs/bad/unreadable.yaml"));
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // A folder holds a document of several files.
        let path = if path.is_dir() {
            path.join("openapi.yaml")
        } else {
            path
        };
        let said = said(&path);
        assert!(!said.is_empty(), "nothing is said about {name}");
        insta::with_settings!({ snapshot_path => "../snapshots/bad", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, said);
        });
    }
}
