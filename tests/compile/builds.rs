//! What cargo says to the output.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::cargo::cargo;
use super::program::Spec;
use super::workspace::{Workspace, workspace};

#[test]
fn neither_the_compiler_nor_a_lint_warns() {
    let held = workspace();
    let workspace = held.as_ref().unwrap();
    let all = ["clippy", "--workspace", "--all-targets", "--all-features"];
    cargo(workspace, &[&all[..], &["--", "-D", "warnings"]].concat());
    no_other_versions(&workspace.folder);
}

#[test]
fn the_tests_of_the_crates_pass() {
    let held = workspace();
    let all = ["test", "--quiet", "--workspace", "--all-features"];
    cargo(held.as_ref().unwrap(), &all);
}

#[test]
fn the_documentation_has_no_broken_link() {
    let held = workspace();
    let all = ["doc", "--workspace", "--no-deps", "--all-features"];
    cargo(held.as_ref().unwrap(), &all);
}

#[test]
fn every_feature_stands_alone() {
    let held = workspace();
    let workspace = held.as_ref().unwrap();
    for features in ["", "client", "server", "mock", "client,mock"] {
        lint_crates(workspace, features);
    }
}

#[test]
fn every_tag_stands_alone() {
    let held = workspace();
    let workspace = held.as_ref().unwrap();
    let tags: Vec<Vec<String>> = workspace
        .specs
        .iter()
        .map(|spec| tag_features(workspace, spec))
        .collect();
    let rounds = tags.iter().map(Vec::len).max().unwrap();
    assert!(rounds > 1, "no document has operations with several tags");
    for round in 0..rounds {
        let one_each = tags.iter().filter_map(|tags| tags.get(round));
        let features: String = one_each.map(|tag| format!(",{tag}")).collect();
        lint_crates(workspace, &format!("client,mock{features}"));
    }
}

/// Lints the generated crates with these features alone.
fn lint_crates(workspace: &Workspace, features: &str) {
    let names: Vec<String> = workspace.specs.iter().map(Spec::crate_name).collect();
    let mut arguments = vec!["clippy", "--no-default-features", "--features", features];
    for name in &names {
        arguments.extend(["--package", name]);
    }
    arguments.extend(["--", "-D", "warnings"]);
    cargo(workspace, &arguments);
}

/// The features of a crate that stand for a tag: `bodies-api/tag-notes`.
fn tag_features(workspace: &Workspace, spec: &Spec) -> Vec<String> {
    let name = spec.crate_name();
    let manifest = fs::read_to_string(workspace.folder.join(&name).join("Cargo.toml")).unwrap();
    let declared = manifest.lines().filter_map(|line| line.split_once(" = "));
    declared
        .filter(|(feature, _)| feature.starts_with("tag-"))
        .map(|(feature, _)| format!("{name}/{feature}"))
        .collect()
}

/// Nothing was compiled that this project's own `Cargo.lock` does not name.
fn no_other_versions(folder: &Path) {
    let ours = locked(Path::new(env!("CARGO_MANIFEST_DIR")));
    let theirs = locked(folder);
    assert!(theirs.len() > 50, "{theirs:?}");
    let others: Vec<_> = theirs.difference(&ours).collect();
    assert!(others.is_empty(), "not in Cargo.lock: {others:?}");
}

/// The names and versions of the packages from a registry.
fn locked(folder: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(folder.join("Cargo.lock")).unwrap();
    let packages = text.split("[[package]]");
    packages
        .filter(|package| package.contains("\nsource = "))
        .map(|package| package.lines().take(3).collect::<Vec<_>>().join(" "))
        .collect()
}
