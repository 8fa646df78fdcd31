//! `docs/diagnostics.md` has an entry for each code, and what it shows causes what it says.
//!
//! An entry is a heading of the third level with the code, then a line with its severity. A fenced block of `yaml` is a
//! document that causes it, a block of `yaml overlay` an overlay of that document, and a block of `toml` its `oasmith.toml`.
//! What no document causes says so in a line that begins with [`NO_DOCUMENT`].

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

use std::fs;
use std::path::Path;

use oasmith::config::{Config, Layout};
use oasmith::diagnostic::Code;
use oasmith::{pipeline, stack};

const NO_DOCUMENT: &str = "No document causes this.";

#[derive(Debug, Default)]
struct Entry {
    code: String,
    severity: String,
    document: Option<String>,
    overlay: Option<String>,
    choices: Option<String>,
    no_document: bool,
}

impl Entry {
    fn block(&mut self, language: &str, text: String) {
        let place = match language {
            "yaml" => &mut self.document,
            "yaml overlay" => &mut self.overlay,
            "toml" => &mut self.choices,
            other => panic!("{}: a block of `{other}`", self.code),
        };
        assert!(place.is_none(), "{}: two blocks of `{language}`", self.code);
        *place = Some(text);
    }
}

fn entries() -> Vec<Entry> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md");
    let page = fs::read_to_string(page).expect("the page");
    let mut entries: Vec<Entry> = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(code) = line.strip_prefix("### ") {
            entries.push(Entry {
                code: code.to_owned(),
                ..Entry::default()
            });
        }
        let Some(entry) = entries.last_mut() else {
            continue;
        };
        if let Some(severity) = line.strip_prefix("Severity: ") {
            entry.severity = severity.to_owned();
        } else if line.starts_with(NO_DOCUMENT) {
            entry.no_document = true;
        } else if let Some(language) = line.strip_prefix("```") {
            let text = lines.by_ref().take_while(|line| *line != "```");
            let text = text.map(|line| format!("{line}\n")).collect();
            entry.block(language, text);
        }
    }
    entries
}

#[test]
fn the_page_has_every_code_once_with_its_severity() {
    let mut on_page: Vec<(String, String)> = entries()
        .into_iter()
        .map(|entry| (entry.code, entry.severity))
        .collect();
    let mut codes: Vec<(String, String)> = Code::ALL
        .iter()
        .map(|code| (code.to_string(), code.severity().to_string()))
        .collect();
    on_page.sort();
    codes.sort();
    assert_eq!(on_page, codes);
}

#[test]
fn every_example_causes_what_it_is_about() {
    let mut faults = Vec::new();
    for entry in entries() {
        let shows = entry.document.is_some();
        assert_ne!(shows, entry.no_document, "{}: one of the two", entry.code);
        if !shows {
            continue;
        }
        let said = said(&entry);
        let heading = format!("[{}]", entry.code);
        if !said.iter().any(|line| line.contains(&heading)) {
            faults.push(format!("{}:\n  {}", entry.code, said.join("\n  ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is said about the document of an entry.
fn said(entry: &Entry) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &Option<String>| {
        let path = folder.path().join(name);
        text.as_ref().map(|text| {
            fs::write(&path, text).expect("a file");
            path
        })
    };
    let document = write("openapi.yaml", &entry.document).expect("a document");
    let config = Config {
        layout: Layout::Crate("example".to_owned()),
        tests: true,
        keep_going: true,
        overlays: write("overlay.yaml", &entry.overlay).into_iter().collect(),
        file: write("oasmith.toml", &entry.choices),
        ..Config::default()
    };
    let run = stack::with_room(|| pipeline::run(&document, &config));
    run.diagnostics.iter().map(ToString::to_string).collect()
}
