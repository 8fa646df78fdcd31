//! Crates that hold the output of all documents, as a user's own crate would.

use std::collections::BTreeSet;
use std::path::Path;

use oasmith::Part;

use super::program::{self, Spec};
use super::workspace::write;

pub const EDITIONS: [&str; 2] = ["2021", "2024"];

/// Folders of modules two levels below the root, one of them named by `#[path]`.
pub fn modules(folder: &Path, name: &str, edition: &str, specs: &[Spec]) {
    for spec in specs {
        let out = folder.join("src/plain").join(spec.module_name());
        program::generate_modules(spec, &out, None);
        if spec.name == "dataset-activity" {
            program::generate_modules(spec, &folder.join("generated"), None);
        }
    }
    let path = "//! A folder with another name.\n\n\
                /// Generated.\n#[path = \"../generated/mod.rs\"]\npub mod dataset_activity;\n";
    write(&folder.join("src/by_path.rs"), path);
    write(&folder.join("src/plain/mod.rs"), &declarations(specs));
    let root = "//! Modules that are nested.\n\npub mod by_path;\npub mod plain;\n";
    write(&folder.join("src/lib.rs"), root);
    manifest(folder, name, edition, specs, None);
}

/// A folder of modules with one part, and what that part needs.
pub fn only(folder: &Path, name: &str, part: Part, specs: &[Spec]) {
    for spec in specs {
        let out = folder.join("src").join(spec.module_name());
        program::generate_modules(spec, &out, Some(part));
    }
    write(&folder.join("src/lib.rs"), &declarations(specs));
    manifest(folder, name, "2024", specs, Some(part));
}

/// Files for `include!`, as a build script has them made.
pub fn includes(folder: &Path, name: &str, edition: &str, specs: &[Spec]) {
    let out = folder.join("generated");
    std::fs::create_dir_all(&out).unwrap();
    let mut root = "//! Files that are included.\n\n/// All of them.\npub mod outer {\n".to_owned();
    for spec in specs {
        let file = format!("{}.rs", spec.name);
        spec.generator()
            .out_dir(&out)
            .file_name(&file)
            .generate()
            .unwrap();
        root.push_str(&format!(
            "    /// Generated.\n    pub mod {} {{\n        include!(\"../generated/{file}\");\n    }}\n",
            spec.module_name()
        ));
    }
    root.push_str("}\n");
    write(&folder.join("src/lib.rs"), &root);
    manifest(folder, name, edition, specs, None);
}

fn declarations(specs: &[Spec]) -> String {
    let modules = specs
        .iter()
        .map(|spec| format!("/// Generated.\npub mod {};\n", spec.module_name()));
    "//! A folder for each document.\n\n".to_owned() + &modules.collect::<String>()
}

fn manifest(folder: &Path, name: &str, edition: &str, specs: &[Spec], only: Option<Part>) {
    let lines: BTreeSet<String> = specs
        .iter()
        .flat_map(|spec| program::dependencies(spec, only))
        .collect();
    let lines = Vec::from_iter(lines).join("\n");
    // What has no tests of its own would be compiled twice.
    let text = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"{edition}\"\npublish = false\n\n\
         [lib]\ntest = false\nbench = false\n\n\
         [dependencies]\n{lines}\n"
    );
    write(&folder.join("Cargo.toml"), &text);
}
