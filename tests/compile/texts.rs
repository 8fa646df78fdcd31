//! What the text of the output may not have.

use std::fs;
use std::path::{Path, PathBuf};

use super::workspace::workspace;

/// The lints that a document can force the output to break.
const FORCED: [&str; 4] = [
    "deprecated",
    "clippy::large_enum_variant",
    "clippy::too_many_arguments",
    // Methods are called as operations are: `from_queue(&self, …)`.
    "clippy::wrong_self_convention",
];

#[test]
fn no_output_silences_more_than_it_must() {
    let held = workspace();
    let workspace = held.as_ref().unwrap();
    let members = workspace.members().into_iter();
    let files: Vec<PathBuf> = members
        .flat_map(|member| files(&workspace.folder.join(member)))
        .collect();
    assert!(files.len() > 1000, "only {} files", files.len());
    let found = files.iter().flat_map(|path| {
        let faults = faults(path, &fs::read_to_string(path).unwrap()).into_iter();
        faults.map(|fault| format!("{} {fault}", path.display()))
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_is_looked_for_is_found() {
    let rust = Path::new("a.rs");
    for text in [
        "#![allow(dead_code)]",
        "#![forbid(x)]",
        "    #[allow(clippy::all)]",
        "#[expect(unused)]",
        "#[allow(deprecated, unused)]",
        "#[cfg_attr(test, allow(unused))]",
        "fn x() { unsafe { y() } }",
    ] {
        assert_eq!(faults(rust, text).len(), 1, "{text}");
    }
    for text in [
        "/// #![allow(unused)] unsafe",
        "#[allow(deprecated)]",
        "#[expect(clippy::too_many_arguments)]",
        "result.expect(\"x\")",
    ] {
        assert!(faults(rust, text).is_empty(), "{text}");
    }
    for text in ["[lints.rust]", "[workspace]", "[lints]"] {
        assert_eq!(faults(Path::new("Cargo.toml"), text).len(), 1, "{text}");
    }
}

/// What is wrong with a file.
fn faults(path: &Path, text: &str) -> Vec<String> {
    let check = match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => rust_fault,
        Some("toml") => manifest_fault,
        _ => return Vec::new(),
    };
    let lines = text.lines().map(str::trim_start);
    lines
        .filter_map(|line| Some(format!("{}: {line}", check(line)?)))
        .collect()
}

fn rust_fault(line: &str) -> Option<&'static str> {
    if line.starts_with("//") {
        return None;
    }
    if line.contains("#![") {
        return Some("has an inner attribute");
    }
    let mut words = line.split(|character: char| !character.is_alphanumeric() && character != '_');
    if words.any(|word| word == "unsafe") {
        return Some("has unsafe code");
    }
    let mut silenced = silenced(line);
    silenced
        .any(|lint| !FORCED.contains(&lint))
        .then_some("silences a lint")
}

/// The lints that an attribute turns off.
fn silenced(line: &str) -> impl Iterator<Item = &str> {
    let attribute = if line.starts_with("#[") { line } else { "" };
    let lists = ["allow(", "expect("].map(|word| attribute.split_once(word));
    lists.into_iter().flatten().flat_map(|(_, list)| {
        let list = list.split_once(')').map_or(list, |(list, _)| list);
        list.split(',').map(str::trim)
    })
}

fn manifest_fault(line: &str) -> Option<&'static str> {
    let table = line.strip_prefix('[')?;
    ["lints", "workspace"]
        .iter()
        .any(|name| table.starts_with(name))
        .then_some("has a table that belongs to its user")
}

/// The files in a folder and in those below.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
