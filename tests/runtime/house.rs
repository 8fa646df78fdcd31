//! What holds for the text of all runtime files, because it is copied into other people's crates.

use std::path::{Path, PathBuf};

fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/runtime");
    let mut found = Vec::new();
    for part in ["client", "mock", "server", "support"] {
        for entry in std::fs::read_dir(root.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path.strip_prefix(&root).unwrap().to_owned(), text));
        }
    }
    found
}

#[test]
fn every_file_is_compiled_here() {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/runtime/tree");
    for (path, _) in files() {
        let part = path.parent().unwrap().with_extension("rs");
        let declared = std::fs::read_to_string(tree.join(part)).unwrap();
        let path = path.to_str().unwrap();
        assert!(declared.contains(&format!("runtime/{path}\"")), "{path}");
    }
}

#[test]
fn every_file_can_be_nested_anywhere() {
    for (path, text) in files() {
        let path = path.display();
        assert!(text.starts_with("//! "), "{path} does not say what it is");
        for forbidden in [
            "crate::",
            "#![",
            "allow(",
            "unsafe",
            "cfg(test)",
            ".unwrap()",
            ".expect(",
        ] {
            assert!(!text.contains(forbidden), "{path} has {forbidden}");
        }
    }
}
