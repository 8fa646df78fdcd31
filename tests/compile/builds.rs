//! What cargo says to the output.

use std::collections::{BTreeMap, BTreeSet};
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
    let workspace = held.as_ref().unwrap();
    let names = crate_names(workspace);
    let mut arguments = vec!["test", "--quiet", "--all-features"];
    arguments.extend(packages(&names));
    cargo(workspace, &arguments);
}

#[test]
fn the_documentation_has_no_broken_link() {
    let held = workspace();
    let workspace = held.as_ref().unwrap();
    // Rustdoc writes the index of all that is there anew for each crate: the many small ones do not wait for what the few large
    // ones have in it. What is written is the same in each edition.
    let hosts = workspace.hosts().iter();
    let hosts: Vec<String> = hosts
        .filter(|name| !name.ends_with("-2021"))
        .cloned()
        .collect();
    for names in [&hosts, &crate_names(workspace)] {
        let written = workspace.folder.join("target/doc");
        if written.exists() {
            fs::remove_dir_all(written).unwrap();
        }
        let mut arguments = vec!["doc", "--no-deps", "--all-features"];
        arguments.extend(packages(names));
        cargo(workspace, &arguments);
    }
}

#[test]
fn every_feature_stands_alone() {
    let held = workspace();
    let workspace = held.as_ref().unwrap();
    let names = crate_names(workspace);
    for features in ["", "client", "server", "mock"] {
        lint_crates(workspace, &names, features);
    }
}

/// Webhooks and callbacks are sent by the client and received by the server, and nothing is amiss without either.
#[test]
fn webhooks_stand_alone() {
    let held = workspace();
    let workspace = held.as_ref().unwrap();
    let mut hooked = features(workspace, |feature| feature == "webhooks");
    hooked.retain(|_, features| !features.is_empty());
    let names: Vec<String> = hooked.keys().cloned().collect();
    let features = hooked.into_values().flatten().collect::<Vec<_>>().join(",");
    for part in ["", "client,", "server,"] {
        lint_crates(workspace, &names, &format!("{part}{features}"));
    }
}

#[test]
fn every_tag_stands_alone() {
    let held = workspace();
    let workspace = held.as_ref().unwrap();
    let mut tagged = tags(workspace);
    tagged.retain(|_, tags| !tags.is_empty());
    let names: Vec<String> = tagged.keys().cloned().collect();
    let rounds = tagged.values().map(Vec::len).max().unwrap();
    // The last round has no tag at all.
    for round in 0..=rounds {
        let one_each = tagged.values().filter_map(|tags| tags.get(round));
        let features: String = one_each.map(|tag| format!(",{tag}")).collect();
        lint_crates(workspace, &names, &format!("client,mock{features}"));
    }
}

/// Run it by `cargo test --test compile browsers -- --ignored`, after `rustup target add wasm32-unknown-unknown`.
#[test]
#[ignore = "needs the target wasm32-unknown-unknown"]
fn clients_compile_for_browsers() {
    let held = workspace();
    let workspace = held.as_ref().unwrap();
    let names = crate_names(workspace);
    let tags = tags(workspace).into_values().flatten();
    let tags: String = tags.map(|tag| format!(",{tag}")).collect();
    let features = format!("client{tags}");
    let mut arguments = vec!["clippy", "--target", "wasm32-unknown-unknown"];
    arguments.extend(["--no-default-features", "--features", &features]);
    arguments.extend(packages(&names));
    arguments.extend(["--", "-D", "warnings"]);
    cargo(workspace, &arguments);
}

/// Lints generated crates with these features alone.
fn lint_crates(workspace: &Workspace, names: &[String], features: &str) {
    let mut arguments = vec!["clippy", "--no-default-features", "--features", features];
    arguments.extend(packages(names));
    arguments.extend(["--", "-D", "warnings"]);
    cargo(workspace, &arguments);
}

/// The crates that are generated as a whole: the others have no features and no tests.
fn crate_names(workspace: &Workspace) -> Vec<String> {
    workspace.specs.iter().map(Spec::crate_name).collect()
}

fn packages(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().flat_map(|name| ["--package", name.as_str()])
}

/// The features that stand for a tag, as `bodies-api/tag-notes`, by the crate that has them.
fn tags(workspace: &Workspace) -> BTreeMap<String, Vec<String>> {
    features(workspace, |feature| feature.starts_with("tag-"))
}

/// The features that are wanted, by the crate that has them.
fn features(workspace: &Workspace, is_wanted: fn(&str) -> bool) -> BTreeMap<String, Vec<String>> {
    let features = |name: String| {
        let path = workspace.folder.join(&name).join("Cargo.toml");
        let manifest = fs::read_to_string(path).unwrap();
        let declared = manifest.lines().filter_map(|line| line.split_once(" = "));
        let wanted = declared.filter(|(feature, _)| is_wanted(feature));
        let wanted = wanted.map(|(feature, _)| format!("{name}/{feature}"));
        let wanted = wanted.collect();
        (name, wanted)
    };
    crate_names(workspace).into_iter().map(features).collect()
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
