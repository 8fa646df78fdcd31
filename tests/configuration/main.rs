//! A configuration that is wrong: every fault is told, and where it stands; what is right in it holds.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

use std::path::{Path, PathBuf};

use oasmith::config::{Config, Hand, Layout, Parts};
use oasmith::pipeline::{self, Run};
use oasmith::stack;
use oasmith::{ErrorEnvelope, Generator, Part, Serde};

fn run(file: &str, keep_going: bool) -> Run {
    run_of("specs/configured/openapi.yaml", file, keep_going)
}

fn run_of(document: &str, file: &str, keep_going: bool) -> Run {
    let config = Config {
        layout: Layout::Crate("configured".to_owned()),
        keep_going,
        file: Some(PathBuf::from(file)),
        ..Config::default()
    };
    stack::with_room(|| pipeline::run(Path::new(document), &config))
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
    assert!(
        examples.len() >= 14,
        "the guide lost examples, or their fences"
    );
    let folder = tempfile::tempdir().unwrap();
    for (position, example) in examples.iter().enumerate() {
        let file = folder.path().join(format!("{position}.toml"));
        std::fs::write(&file, example).unwrap();
        let document = match example.lines().next() {
            Some("[pagination]") => "specs/pagination-chosen/openapi.yaml",
            Some("[server.envelope]") => "specs/server-envelope-chosen/openapi.yaml",
            _ => "specs/configured/openapi.yaml",
        };
        let run = run_of(document, file.to_str().unwrap(), false);
        assert_eq!(said(&run), "", "{example}");
    }
}

/// The faults of an envelope, of which each is told where it stands.
#[test]
fn an_envelope_that_cannot_be_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("oasmith.toml");
    let document = "specs/server-envelope-chosen/openapi.yaml";
    let mut all = String::new();
    for text in [
        "schema = \"Wo\"\nmessage = \"woe.lament\"",
        "schema = \"#/components/schemas/Woe/properties/woes\"",
        "schema = \"Other\"",
        "schema = \"Woe\"",
        "schema = \"Woe\"\nmessage = \"woe.lament\"\nstatus = \"woe.numbr\"\ntype = \"woe.number\"\nfaults = \"woe\"",
        "schema = \"Woe\"\nmessage = \"woe.lament\"\nstatus = \"woe.number\"\ntype = \"woe.lament\"",
        "schema = \"Woe\"\nmessage = \"woe.lament\"\nfaults.location = \"whence\"",
        "schema = \"Woe\"\nmessage = \"woe.lament\"\nfaults = { list = \"woes\", location = \"what\", message = \"whence\", type = \"who\" }",
        "schema = \"Woe\"\nmessage = \"woe.lament\"\nstatus = \"woe.number\"\nfaults = { list = \"woes\", message = false }",
        "message = \"message\"\nstatus = \"severity\"\ntype = \"none\"",
    ] {
        std::fs::write(&file, format!("[server.envelope]\n{text}\n")).unwrap();
        let run = run_of(document, file.to_str().unwrap(), false);
        assert!(run.files.is_none(), "{text}");
        let said = said(&run).replace(folder.path().to_str().unwrap(), "FOLDER");
        all.push_str(&format!("{text}\n{said}\n"));
    }
    insta::with_settings!({ snapshot_path => "../../snapshots/bad", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("envelope.toml", all);
    });
}

/// What the user says of a member holds before what its name says.
#[test]
fn a_chosen_member_says_nothing_else() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /pets:\n    get:\n      responses:\n        default: \
        {description: E, content: {application/json: {schema: {properties: {message: {type: string}, code: {type: string}}}}}}\n";
    let folder = tempfile::tempdir().unwrap();
    let (file, path) = (
        folder.path().join("oasmith.toml"),
        folder.path().join("openapi.yaml"),
    );
    std::fs::write(&path, document).unwrap();
    for (text, expected) in [
        (
            "type = \"message\"\nmessage = \"code\"",
            "code=message message=type",
        ),
        ("type = false", "message=message"),
        ("", "code=type message=message"),
    ] {
        std::fs::write(&file, format!("[server.envelope]\n{text}\n")).unwrap();
        let run = run_of(path.to_str().unwrap(), file.to_str().unwrap(), false);
        assert_eq!(said(&run), "", "{text}");
        let members = run.report().envelope.unwrap().members;
        let members = members.iter().map(|(name, says)| format!("{name}={says}"));
        assert_eq!(members.collect::<Vec<_>>().join(" "), expected, "{text}");
    }
    std::fs::write(&file, "[server]\nenvelope = false\n").unwrap();
    let run = run_of(path.to_str().unwrap(), file.to_str().unwrap(), false);
    let row = run.report().envelope.unwrap();
    assert_eq!(row.media_type, "application/problem+json");
    assert_eq!(row.reason.unwrap(), "the configuration wants none");
}

#[test]
fn an_envelope_is_the_same_from_a_program() {
    let folder = tempfile::tempdir().unwrap();
    let document = "specs/server-envelope-chosen/openapi.yaml";
    let of_file = Generator::new(document).config_file("specs/server-envelope-chosen/oasmith.toml");
    let envelope = ErrorEnvelope::of("Woe")
        .status("woe.number")
        .message("woe.lament")
        .kind("woe.sort")
        .faults("woes")
        .fault_location("whence")
        .fault_message("what")
        .fault_kind("how");
    let of_program = Generator::new(document).error_envelope(envelope);
    let out = folder.path().join("out");
    of_file.write_to(&out).unwrap();
    assert!(of_program.check(&out).unwrap().is_empty());
    let none = Generator::new(document).error_envelope(ErrorEnvelope::none());
    assert!(!none.check(&out).unwrap().is_empty());
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
        "[types]\nserde = \"used\"\nrename.Pet = \"Animal\"\nreplace.Home = \"crate::Home\"\n[fields]\nrename.\"Pet.name\" = \"label\"\n\
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
        .serde(Serde::Used)
        .derive("Animal", "PartialOrd")
        .attribute("Animal", "#[non_exhaustive]")
        .field_attribute("Animal.label", "#[serde(alias = \"title\")]");
    let out = folder.path().join("out");
    by_file.write_to(&out).unwrap();
    assert!(by_program.check(&out).unwrap().is_empty());
    assert!(!Generator::new(&document).check(&out).unwrap().is_empty());
}

/// The models of `specs/serde-used`, where these parts are emitted.
fn models(parts: &[Part], serde: Serde) -> String {
    let config = Config {
        parts: Parts::new(parts.iter().copied()),
        hand: Hand {
            serde: Some(serde),
            ..Hand::default()
        },
        ..Config::default()
    };
    let document = Path::new("specs/serde-used/openapi.yaml");
    let run = stack::with_room(|| pipeline::run(document, &config));
    assert_eq!(said(&run), "");
    let mut files = run.files.unwrap().into_iter();
    files.find(|file| file.path == "types.rs").unwrap().text
}

/// Which of serde's traits a type has.
fn traits(models: &str, name: &str) -> [bool; 2] {
    let items = models.split("#[derive(").skip(1);
    let mut of_name = items.filter(|item| {
        let head = item.split_once(")]").unwrap().1;
        let kinds = ["pub struct", "pub enum"];
        let heads = kinds
            .iter()
            .filter_map(|kind| Some((head.find(kind)?, kind)));
        let (at, kind) = heads.min().unwrap();
        let rest = head[at + kind.len() + 1..].chars();
        rest.take_while(|it| it.is_alphanumeric()).eq(name.chars())
    });
    let item = of_name.next().unwrap();
    let derives = item.split_once(")]").unwrap().0;
    ["Serialize", "Deserialize"].map(|name| {
        let has_impl = item.contains(&format!("impl {name} for "))
            || item.contains(&format!("impl<'de> {name}<'de> for "));
        derives.split(", ").any(|derive| derive == name) || has_impl
    })
}

#[test]
fn what_is_used_of_serde_follows_from_the_parts() {
    const WRITTEN: [bool; 2] = [true, false];
    const READ: [bool; 2] = [false, true];
    const BOTH: [bool; 2] = [true, true];
    let asked = [
        "Asked",
        "AskedShape",
        "AskedCircle",
        "AskedTree",
        "AskedMood",
        "AskedLevel",
        "AskedMixed",
        "Kind",
        "Range",
    ];
    let answered = [
        "Answered",
        "AnsweredState",
        "AnsweredCount",
        "AnsweredMixed",
        "AnsweredTold",
        "AnsweredTree",
    ];
    // What travels both ways, what no operation has, and what that holds.
    let both = ["Common", "Idle", "IdleKind", "Wrong"];
    let cases: [(&[Part], _, _); 5] = [
        (&[Part::Client], WRITTEN, READ),
        (&[Part::Server], READ, WRITTEN),
        // The mock reads what it answers from the document's examples.
        (&[Part::Mock], READ, BOTH),
        (&[Part::Client, Part::Server], BOTH, BOTH),
        // Nobody knows what they are for.
        (&[Part::Types], BOTH, BOTH),
    ];
    for (parts, of_asked, of_answered) in cases {
        let models = models(parts, Serde::Used);
        let has = |name: &str| traits(&models, name);
        assert!(asked.iter().all(|name| has(name) == of_asked), "{parts:?}");
        assert!(
            answered.iter().all(|name| has(name) == of_answered),
            "{parts:?}"
        );
        assert!(both.iter().all(|name| has(name) == BOTH), "{parts:?}");
    }
    // What is compared as JSON is written; so is what a union tries.
    let client = models(&[Part::Client], Serde::Used);
    assert_eq!(
        ["Best", "First", "Part"].map(|name| traits(&client, name)),
        [READ, BOTH, BOTH]
    );
    let server = models(&[Part::Server], Serde::Used);
    assert_eq!(
        ["Best", "First", "Part"].map(|name| traits(&server, name)),
        [WRITTEN; 3]
    );
    let client = models(&[Part::Client], Serde::Both);
    assert_eq!(traits(&client, "Asked"), BOTH);
}
