//! A configuration that is wrong: every fault is told, and where it stands; what is right in it holds.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

use std::path::{Path, PathBuf};

use oasmith::Generator;
use oasmith::config::{Config, Layout};
use oasmith::pipeline::{self, Run};
use oasmith::stack;

fn run(file: &str, keep_going: bool) -> Run {
    let config = Config {
        layout: Layout::Crate("configured".to_owned()),
        keep_going,
        file: Some(PathBuf::from(file)),
        ..Config::default()
    };
    let document = Path::new("specs/configured/openapi.yaml");
    stack::with_room(|| pipeline::run(document, &config))
}

fn said(run: &Run) -> String {
    let lines = run.diagnostics.iter().map(|found| match &found.help {
        Some(help) => format!("{found}\n  help: {help}\n"),
        None => format!("{found}\n"),
    });
    lines.collect()
}

#[test]
fn every_fault_is_said_and_located() {
    let run = run("tests/configuration/faulty.toml", true);
    insta::with_settings!({ snapshot_path => "../../snapshots/bad", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("oasmith.toml", said(&run));
    });
    assert!(run.files.is_some());
    let file = PathBuf::from("tests/configuration/faulty.toml");
    assert!(
        run.read.contains(&file),
        "cargo has to know when it changes"
    );
}

#[test]
fn a_fault_withholds_the_output() {
    assert!(
        run("tests/configuration/faulty.toml", false)
            .files
            .is_none()
    );
    let missing = run("tests/configuration/missing.toml", false);
    assert!(missing.files.is_none());
    assert!(said(&missing).contains("missing.toml"));
}

#[test]
fn the_examples_of_the_guide_are_right() {
    let guide = std::fs::read_to_string("docs/configuration.md").unwrap();
    let blocks = guide.split("```toml\n").skip(1);
    let examples: Vec<&str> = blocks
        .map(|block| block.split("```").next().unwrap())
        .collect();
    assert_eq!(examples.len(), 6);
    let folder = tempfile::tempdir().unwrap();
    for (position, example) in examples.iter().enumerate() {
        let file = folder.path().join(format!("{position}.toml"));
        std::fs::write(&file, example).unwrap();
        let run = run(file.to_str().unwrap(), false);
        assert_eq!(said(&run), "", "{example}");
    }
}

#[test]
fn a_program_says_the_same_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("openapi.yaml");
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /pets:\n    get:\n      operationId: listPets\n      \
                parameters: [{name: limit, in: query, schema: {type: integer}}]\n      responses: {'204': {description: None}}\n\
                components:\n  schemas:\n    Pet: {type: object, properties: {name: {type: string}, color: {$ref: '#/components/schemas/Color'}, \
                id: {type: string, format: uuid}, home: {$ref: '#/components/schemas/Home'}}}\n    \
                Color: {type: string, enum: [red, blue]}\n    Home: {type: object}\n";
    std::fs::write(&document, text).unwrap();
    let file = folder.path().join("oasmith.toml");
    std::fs::write(
        &file,
        "[types]\nrename.Pet = \"Animal\"\nreplace.Home = \"crate::Home\"\n[fields]\nrename.\"Pet.name\" = \"label\"\n\
         [variants]\nrename.\"Color.red\" = \"Crimson\"\n[operations]\nrename.listPets = \"pets\"\n\
         [parameters]\nrename.\"listPets.limit\" = \"most\"\n[formats]\nuuid = \"String\"\n\
         [enumerations]\nclosed = \"Color\"\n\
         [[attributes]]\ntypes = \"Animal\"\nderives = [\"PartialOrd\"]\n\
         [[attributes]]\ntypes = \"Animal\"\nattributes = [\"#[non_exhaustive]\"]\n\
         [[attributes]]\nfields = \"Animal.label\"\nattributes = [\"#[serde(alias = \\\"title\\\")]\"]\n",
    )
    .unwrap();
    let by_file = Generator::new(&document).config_file(&file);
    let by_program = Generator::new(&document)
        .rename_type("Pet", "Animal")
        .replace_type("Home", "crate::Home")
        .rename_field("Pet.name", "label")
        .rename_variant("Color.red", "Crimson")
        .rename_operation("listPets", "pets")
        .rename_parameter("listPets.limit", "most")
        .format("uuid", "String")
        .closed_enums("Color")
        .derive("Animal", "PartialOrd")
        .attribute("Animal", "#[non_exhaustive]")
        .field_attribute("Animal.label", "#[serde(alias = \"title\")]");
    let out = folder.path().join("out");
    by_file.write_to(&out).unwrap();
    assert!(by_program.check(&out).unwrap().is_empty());
    assert!(!Generator::new(&document).check(&out).unwrap().is_empty());
}
