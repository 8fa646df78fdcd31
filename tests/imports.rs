//! The walls of the house (DESIGN.md, section 1): which part may name which, read from the sources themselves.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// What each stage may name, besides `diagnostic` and `config`.
const STAGES: [(&str, &[&str]); 7] = [
    ("ir", &["ir"]),
    ("document", &["document"]),
    // Of `document`, only the leaf `keywords`; see below.
    ("lower", &["lower", "ir", "document"]),
    ("analyse", &["analyse", "ir"]),
    ("emit", &["emit", "ir", "analyse"]),
    ("output", &["output", "emit"]),
    ("mock", &["mock", "ir", "analyse"]),
];

/// What stands below every stage, and may name of the house only what is listed.
const LEAVES: [(&str, &[&str]); 2] = [("diagnostic", &[]), ("config", &["diagnostic"])];

/// Every part of the house.
const HOUSE: [&str; 17] = [
    "analyse",
    "cargo",
    "config",
    "diagnostic",
    "digest",
    "document",
    "emit",
    "error",
    "generator",
    "ir",
    "lower",
    "mock",
    "output",
    "pipeline",
    "report",
    "stack",
    "cli",
];

/// Crates that only some files may name, by the beginnings of the files' paths.
const CRATES: [(&str, &[&str]); 9] = [
    ("syn", &["output/format.rs"]),
    ("prettyplease", &["output/format.rs"]),
    ("openapiv3", &["document", "lower"]),
    ("quote", &["emit"]),
    ("clap", &["cli"]),
    // What `emit` writes is of these.
    ("axum", &["emit", "mock", "cli/mock.rs"]),
    ("tokio", &["emit", "mock", "cli/mock.rs"]),
    (
        "toml",
        &[
            "config/file.rs",
            "config/file/pagination.rs",
            "config/file/server.rs",
        ],
    ),
    ("serde_json_path", &["document/overlay/path.rs"]),
];

/// What prints, and where that may be. `emit` writes programs that print; that it does not print itself, clippy sees.
const PRINTING: [&str; 8] = [
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
    "stdout()",
    "stderr()",
    "anstream::",
];
const PRINTERS: [&str; 3] = ["cargo.rs", "cli", "emit"];

#[test]
fn the_walls_stand() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for path in sources(&root) {
        let name = path
            .strip_prefix(&root)
            .expect("below")
            .to_string_lossy()
            .replace('\\', "/");
        let text = fs::read_to_string(&path).expect("a text");
        faults.extend(faults_of(&name, &text));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_part_is_known() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        assert!(
            ["lib", "main"].contains(&name.as_str()) || HOUSE.contains(&name.as_str()),
            "{name}"
        );
    }
}

#[test]
fn a_hole_would_be_seen() {
    for (name, text) in [
        ("ir/mod.rs", "use crate::lower::x;"),
        (
            "lower/all_of.rs",
            "use crate::{diagnostic::Code, emit::Context};",
        ),
        ("lower/all_of.rs", "use crate::document::Document;"),
        ("analyse/names/mod.rs", "use super::super::emit::plan;"),
        ("emit/mod.rs", "let x = crate::document::read(path);"),
        ("emit/mod.rs", "use syn::File;"),
        ("analyse/mod.rs", "use openapiv3::OpenAPI;"),
        ("config.rs", "use crate::ir::Api;"),
        ("output/write/mod.rs", "println!(\"x\");"),
        ("pipeline.rs", "io::stdout().lock()"),
    ] {
        assert_eq!(faults_of(name, text).len(), 1, "{name}: {text}");
    }
    for (name, text) in [
        (
            "lower/all_of.rs",
            "use crate::document::keywords;\nuse crate::ir::Api; // crate::emit",
        ),
        (
            "emit/mod.rs",
            "use crate::{\n    config::Config,\n    ir::{Api, Schemas},\n};",
        ),
        ("analyse/names/scope.rs", "use super::super::Group;"),
        (
            "output/mod.rs",
            "use crate::emit::Emitted;\n#[cfg(test)]\nmod tests {\n    use crate::lower;\n}",
        ),
        ("cargo.rs", "io::stdout().lock()"),
    ] {
        assert_eq!(
            faults_of(name, text),
            Vec::<String>::new(),
            "{name}: {text}"
        );
    }
}

/// The Rust files below a folder, tests left out.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
        if path.is_dir() && !is_test {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn faults_of(name: &str, text: &str) -> Vec<String> {
    let text = product(text);
    let part = name.split('/').next().unwrap_or_default();
    let part = part.strip_suffix(".rs").unwrap_or(part);
    let mut faults = Vec::new();
    let allowed = STAGES
        .iter()
        .chain(&LEAVES)
        .find(|(stage, _)| *stage == part);
    if let Some((_, allowed)) = allowed {
        let is_stage = STAGES.iter().any(|(stage, _)| *stage == part);
        for other in named_by(name, &text) {
            let first = other.split("::").next().unwrap_or_default();
            // A path in the code that `emit` writes climbs in the output, not in this house.
            if !HOUSE.contains(&first) {
                continue;
            }
            let is_common = is_stage && ["diagnostic", "config"].contains(&first);
            let is_leaf =
                part != "lower" || first != "document" || other.starts_with("document::keywords");
            if !(is_common || allowed.contains(&first) || first == part) || !is_leaf {
                faults.push(format!("{name}: {part} names `{other}`"));
            }
        }
    }
    for (krate, places) in CRATES {
        let may = places.iter().any(|place| name.starts_with(place));
        if !may && mentions(&text, krate) {
            faults.push(format!("{name} names the crate `{krate}`"));
        }
    }
    let may_print = PRINTERS.iter().any(|place| name.starts_with(place));
    if !may_print && PRINTING.iter().any(|word| has_word(&text, word)) {
        faults.push(format!("{name} prints"));
    }
    faults
}

/// The text without comments, and without the inline module of tests that ends a file.
fn product(text: &str) -> String {
    let mut lines = Vec::new();
    let all: Vec<&str> = text.lines().collect();
    for (number, line) in all.iter().enumerate() {
        let opens_tests = all
            .get(number + 1)
            .is_some_and(|next| next.trim_start().starts_with("mod ") && next.ends_with('{'));
        if line.trim() == "#[cfg(test)]" && opens_tests {
            break;
        }
        lines.push(line.split("//").next().unwrap_or_default());
    }
    lines.join("\n")
}

/// What a file names of the house: paths from the crate's root, two names deep.
fn named_by(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let climbs = "super::".repeat(levels(name));
    for start in ["crate::", climbs.as_str()] {
        for (position, _) in text.match_indices(start) {
            let before = text.get(..position).unwrap_or_default();
            // `pub(in crate::…)` and longer chains of `super::` are met elsewhere.
            if before.ends_with("$")
                || before.ends_with("super::")
                || before.ends_with(is_word)
                || before.ends_with("in ")
            {
                continue;
            }
            found.extend(heads(
                text.get(position + start.len()..).unwrap_or_default(),
            ));
        }
    }
    found
}

/// How many times `super::` leads from the module of that file to the crate's root.
fn levels(name: &str) -> usize {
    let depth = name.split('/').count();
    if name.ends_with("/mod.rs") {
        depth - 1
    } else {
        depth
    }
}

/// The first two names of a path, or of each path in braces.
fn heads(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else {
        return vec![head(rest)];
    };
    let mut depth = 1;
    let mut starts = true;
    let mut found = Vec::new();
    for (position, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => starts = true,
            _ if starts && is_word(character) => {
                found.push(head(group.get(position..).unwrap_or_default()));
                starts = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

fn head(path: &str) -> String {
    let end = path.find(|c| !is_word(c) && c != ':').unwrap_or(path.len());
    let names: Vec<&str> = path
        .get(..end)
        .unwrap_or_default()
        .split("::")
        .take(2)
        .collect();
    names.join("::")
}

/// Whether a text has a path that begins with a crate's name.
fn mentions(text: &str, krate: &str) -> bool {
    has_word(text, &format!("{krate}::")) || has_word(text, &format!("use {krate};"))
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(position, _)| {
        let before = text.get(..position).unwrap_or_default();
        !before.ends_with(is_word) && !before.ends_with("::")
            || word.ends_with("()") && !before.ends_with(is_word)
    })
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
