use super::*;

fn module(path: &str, docs: &[&str], text: &str) -> Formatted {
    let path: Vec<String> = path
        .split("::")
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    Formatted {
        target: Target::Module(Module {
            public: path.last().is_some_and(|name| name != "private"),
            hidden: false,
            features: (path.len() == 1)
                .then(|| "on".to_owned())
                .into_iter()
                .collect(),
            path,
        }),
        docs: docs.iter().map(|line| (*line).to_owned()).collect(),
        text: text.to_owned(),
        support: Vec::new(),
    }
}

fn sample() -> Vec<Formatted> {
    vec![
        module("", &["The API.", "", "More."], "pub use types::Pet;\n"),
        module("types", &["Models."], "pub use r#type::Pet;\n"),
        module("types::r#type", &[], "pub struct Pet;\n"),
        module(
            "private",
            &[],
            "//! Support.\n\nconst A: &str = \"one\n    two\";\n",
        ),
    ]
}

fn lay(formatted: Vec<Formatted>, layout: &Layout) -> (Vec<(String, String)>, Diagnostics) {
    let mut sink = Diagnostics::new();
    let files = lay_out(formatted, layout, "openapi.yaml", &mut sink);
    let files = files
        .into_iter()
        .map(|file| {
            let (first, rest) = file.text.split_once('\n').expect("a first line");
            assert!(first.contains("from openapi.yaml"), "{first}");
            (file.path, rest.to_owned())
        })
        .collect();
    (files, sink)
}

#[test]
fn modules_are_files_of_a_folder() {
    let (files, sink) = lay(sample(), &Layout::Modules);
    assert!(sink.is_empty(), "{sink:?}");
    let expected = [
        (
            "mod.rs",
            "//! The API.\n//!\n//! More.\n\nmod private;\npub mod types;\n\npub use types::Pet;\n",
        ),
        (
            "private.rs",
            "//! Support.\n\nconst A: &str = \"one\n    two\";\n",
        ),
        (
            "types/mod.rs",
            "//! Models.\n\npub mod r#type;\n\npub use r#type::Pet;\n",
        ),
        ("types/type.rs", "\npub struct Pet;\n"),
    ];
    let expected = expected.map(|(path, text)| (path.to_owned(), text.to_owned()));
    assert_eq!(files, expected);
}

#[test]
fn a_crate_has_features_and_other_files() {
    let mut formatted = sample();
    formatted.push(Formatted {
        target: Target::File("Cargo.toml".to_owned()),
        docs: Vec::new(),
        text: "[package]\n".to_owned(),
        support: Vec::new(),
    });
    let (files, sink) = lay(formatted, &Layout::Crate("pets".to_owned()));
    assert!(sink.is_empty(), "{sink:?}");
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let expected = [
        "Cargo.toml",
        "src/lib.rs",
        "src/private.rs",
        "src/types/mod.rs",
        "src/types/type.rs",
    ];
    assert_eq!(paths, expected);
    let root = &files[1].1;
    assert!(
        root.contains("#[cfg(feature = \"on\")]\npub mod types;\n"),
        "{root}"
    );
}

#[test]
fn a_single_file_can_be_included() {
    let (files, sink) = lay(sample(), &Layout::SingleFile("pets.rs".to_owned()));
    assert!(sink.is_empty(), "{sink:?}");
    let expected = "\n// The API.\n//\n// More.\n\n\
        mod private {\n//! Support.\n\nconst A: &str = \"one\n    two\";\n}\n\n\
        pub mod types {\n//! Models.\n\npub mod r#type {\npub struct Pet;\n}\n\npub use r#type::Pet;\n}\n\npub use types::Pet;\n";
    assert_eq!(files, [("pets.rs".to_owned(), expected.to_owned())]);
}

#[test]
fn faults_of_a_plan_are_reported() {
    let formatted = vec![
        module("", &[], ""),
        module("con", &[], ""),
        module("pet", &[], ""),
        module("Pet", &[], ""),
        module("lost::child", &[], ""),
    ];
    let (_, sink) = lay(formatted, &Layout::Modules);
    let messages: Vec<&str> = sink.iter().map(|fault| fault.message.as_str()).collect();
    let expected = [
        "the module `lost::child` is planned without its parent",
        "`con.rs` cannot be a file on every system: `con.rs` is the name of a device on Windows",
        "`pet.rs` and `Pet.rs` are one file on some systems",
    ];
    for expected in expected {
        assert!(messages.contains(&expected), "{messages:?}");
    }
}

#[test]
fn a_module_can_be_hidden_and_behind_several_features() {
    let module = Module {
        path: vec!["support".to_owned()],
        public: true,
        hidden: true,
        features: vec!["client".to_owned(), "server".to_owned()],
    };
    let expected = "#[cfg(any(feature = \"client\", feature = \"server\"))]\n#[doc(hidden)]\npub mod support;\n";
    let in_crate = declaration(&module, &Layout::Crate("pets".to_owned()), ";");
    assert_eq!(in_crate, expected);
    let elsewhere = declaration(&module, &Layout::Modules, ";");
    assert_eq!(elsewhere, "#[doc(hidden)]\npub mod support;\n");
}

#[test]
fn the_pieces_of_a_module_follow_each_other_below_their_imports() {
    let mut formatted = vec![module("", &[], "")];
    let mut piece = |text: &str, support: &[&'static str]| {
        formatted.push(Formatted {
            support: support.to_vec(),
            ..module("types", &[], text)
        });
    };
    piece("use serde::Serialize;\n", &[]);
    piece("struct A;\n", &["wire", "check"]);
    piece("", &[]);
    piece("struct B;\n", &["check"]);
    let (files, sink) = lay(formatted, &Layout::Modules);
    assert!(sink.is_empty(), "{sink:?}");
    let text = files
        .iter()
        .find_map(|(path, text)| (path == "types.rs").then_some(text.as_str()))
        .unwrap_or_default();
    assert!(
        text.ends_with(
            "use serde::Serialize;\n\nuse super::support::{check, wire};\n\nstruct A;\n\nstruct B;\n"
        ),
        "{text}"
    );
}
