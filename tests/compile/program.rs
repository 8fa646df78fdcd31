//! What the program `oasmith` is asked for.

use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::{Generator, Part};

use super::workspace::write;

/// A document of this project.
#[derive(Clone)]
pub struct Spec {
    /// The name of its folder.
    pub name: String,
    pub document: PathBuf,
    /// The configuration beside it.
    config: Option<PathBuf>,
}

impl Spec {
    /// The name of the crate that is made of it. No crate from the registry is called like that.
    pub fn crate_name(&self) -> String {
        format!("{}-api", self.name)
    }

    /// The arguments that say what is read.
    fn input(&self) -> Vec<PathBuf> {
        let config = self.config.iter();
        let config = config.flat_map(|file| [PathBuf::from("--config"), file.clone()]);
        config.chain([self.document.clone()]).collect()
    }

    /// The library, asked for the same.
    pub fn generator(&self) -> Generator {
        let generator = Generator::new(&self.document);
        match &self.config {
            Some(file) => generator.config_file(file),
            None => generator,
        }
    }

    /// The name of a module that holds its output.
    pub fn module_name(&self) -> String {
        self.crate_name().replace('-', "_")
    }
}

/// The documents about what is on the wire: the tests of their crates have client and server tell each other values by chance.
const ON_THE_WIRE: [&str; 12] = [
    "contents",
    "forms",
    "parameter-styles",
    "security",
    "server-answers",
    "server-bodies",
    "server-parts",
    "streams",
    "v3-2-querystring",
    "v3-2-reserved",
    "webhooks",
    "wire",
];

/// Every document, in the order of their names.
pub fn specs() -> Vec<Spec> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut specs: Vec<Spec> = entries
        .map(|entry| entry.unwrap())
        .map(|entry| Spec {
            name: entry.file_name().into_string().unwrap(),
            document: entry.path().join("openapi.yaml"),
            config: Some(entry.path().join("oasmith.toml")).filter(|file| file.is_file()),
        })
        .filter(|spec| spec.name != "bad" && spec.document.exists())
        .collect();
    specs.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(specs.iter().any(|spec| spec.name == "dataset-activity"));
    specs
}

/// Writes a crate.
pub fn generate_crate(spec: &Spec, out: &Path) {
    let name = spec.crate_name();
    let mut command = generate(spec, out);
    command.args(["--crate", &name]);
    if ON_THE_WIRE.contains(&spec.name.as_str()) {
        command.arg("--tests");
    }
    run(&mut command);
}

/// Writes a crate with one of the parts, and what that part needs.
pub fn generate_crate_of(spec: &Spec, part: Part, name: &str, out: &Path) {
    run(narrow(&mut generate(spec, out), Some(part)).args(["--crate", name]));
}

/// Puts what a document has of its own to say about its output among the tests of its crate.
pub fn copy_behaviour(spec: &Spec, out: &Path) {
    let behaviour = spec.document.with_file_name("behaviour.rs");
    if let Ok(text) = std::fs::read_to_string(behaviour) {
        write(&out.join("tests/behaviour.rs"), &text);
    }
}

/// Has the mock of a crate asked what `oasmith mock` was, where there are requests beside the document.
pub fn copy_requests(spec: &Spec, out: &Path) {
    let requests = spec.document.with_file_name("requests.http");
    let Ok(requests) = std::fs::read_to_string(requests) else {
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let answers = root.join("snapshots").join(&spec.name).join("answers.snap");
    let answers = std::fs::read_to_string(answers).unwrap();
    let program = include_str!("../mock/answers.rs").replace("{{crate}}", &spec.module_name());
    let tests = out.join("tests");
    write(&tests.join("answers.rs"), &program);
    write(&tests.join("answers.txt"), &answers);
    write(&tests.join("requests.http"), &requests);
    write(
        &tests.join("exchange/mod.rs"),
        include_str!("../mock/exchange.rs"),
    );
}

/// Writes a folder of modules; all parts where none is named.
pub fn generate_modules(spec: &Spec, out: &Path, only: Option<Part>) {
    run(narrow(&mut generate(spec, out), only));
}

/// The lines of the `[dependencies]` table that the modules need, outside of browsers.
pub fn dependencies(spec: &Spec, only: Option<Part>) -> Vec<String> {
    let mut command = oasmith("deps");
    command.args(spec.input());
    let text = run(narrow(&mut command, only));
    let (title, lines) = text.split_once('\n').unwrap();
    assert_eq!(title, "[dependencies]");
    let lines = lines.lines().take_while(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn oasmith(command: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    program.arg(command);
    program
}

fn generate(spec: &Spec, out: &Path) -> Command {
    let mut command = oasmith("generate");
    command.args(spec.input()).arg("--out").arg(out);
    command
}

fn narrow(command: &mut Command, only: Option<Part>) -> &mut Command {
    if let Some(part) = only {
        command.args(["--only", part.name()]);
    }
    command
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{complaint}");
    String::from_utf8(output.stdout).unwrap()
}
