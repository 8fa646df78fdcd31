//! The generated crates, and the program that asks their types about instances.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use oasmith::config::Config;
use oasmith::ir::SchemaKind;
use oasmith::{Generator, pipeline, stack};
use serde::Deserialize;
use serde_json::{Value, json};

/// A document and the types of its components.
pub struct Spec {
    pub name: String,
    pub document: Value,
    pub types: BTreeMap<String, Holder>,
}

/// The type by which the values of a component are read.
pub enum Holder {
    /// Its own.
    Itself(String),
    /// The type of an object with the one property `value`, because its own is a name for a type of the standard library,
    /// which has no `validate` that knows the document.
    Property(String),
}

impl Spec {
    fn crate_name(&self) -> String {
        format!("{}-api", self.name)
    }
}

/// What our code says of an instance.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Answer {
    /// Why it could not be decoded.
    #[serde(default)]
    pub refused: Option<String>,
    /// What `validate` found.
    #[serde(default)]
    pub violations: Option<String>,
    /// What it is encoded as.
    #[serde(default)]
    pub encoded: Option<Value>,
}

impl Answer {
    /// Whether it is what the document describes.
    pub fn is_valid(&self) -> bool {
        self.refused.is_none() && self.violations.is_none()
    }
}

/// Reads every document in `specs/`, and writes the workspace.
pub fn generate() -> (PathBuf, Vec<Spec>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle");
    let specs: Vec<Spec> = names()
        .into_iter()
        .map(|name| read(name, &folder))
        .collect();
    let members: Vec<String> = specs
        .iter()
        .map(Spec::crate_name)
        .chain(["driver".to_owned()])
        .collect();
    write(
        &folder.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\n"
        ),
    );
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    write_driver(&folder.join("driver"), &specs);
    (folder, specs)
}

/// The text of a document in `specs/`.
pub fn document(name: &str) -> String {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    fs::read_to_string(specs.join(name).join("openapi.yaml")).unwrap()
}

fn names() -> Vec<String> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let entries = fs::read_dir(specs)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = entries
        .filter(|path| path.join("openapi.yaml").is_file())
        .filter(|path| is_of_3_in_one_file(path))
        .filter(|path| !NOT_ABOUT_VALUES.iter().any(|name| path.ends_with(name)))
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// Documents whose schemas no value can break: each is only said to be itself.
const NOT_ABOUT_VALUES: [&str; 1] = ["alias-circle"];

/// Whether the translator understands a document: it knows OpenAPI 3.0 and 3.1, and follows references within a file.
fn is_of_3_in_one_file(folder: &Path) -> bool {
    let text = fs::read_to_string(folder.join("openapi.yaml")).unwrap();
    let is_known =
        |line: &str| line.starts_with("openapi: 3.0") || line.starts_with("openapi: 3.1");
    let is_known = text.lines().any(is_known);
    let references = text.split("$ref:").skip(1);
    is_known
        && references
            .map(|rest| rest.trim_start().trim_start_matches(['\'', '"']))
            .all(|reference| reference.starts_with('#'))
}

/// Generates the crate of a document that has a holder for each component that needs one besides.
fn read(name: String, folder: &Path) -> Spec {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("specs")
        .join(&name)
        .join("openapi.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let mut document: Value = serde_yaml::from_str(&text).unwrap();
    let original = document.clone();
    let held = held(&path);
    for (position, component) in held.iter().enumerate() {
        let escaped = component.replace('~', "~0").replace('/', "~1");
        let reference = format!("#/components/schemas/{escaped}");
        document["components"]["schemas"][holder_name(position)] = json!({
            "type": "object", "required": ["value"], "properties": {"value": {"$ref": reference}},
        });
    }
    let crate_name = format!("{name}-api");
    let extended = folder.join("documents").join(&name).join("openapi.json");
    write(&extended, &serde_json::to_string_pretty(&document).unwrap());
    Generator::new(&extended)
        .crate_name(&crate_name)
        .write_to(folder.join(&crate_name))
        .unwrap();
    Spec {
        types: types(&extended, &held),
        document: original,
        name,
    }
}

fn holder_name(position: usize) -> String {
    format!("HeldForTheOracle{position}")
}

fn meaning(document: &Path) -> pipeline::Meaning {
    let path = document.to_owned();
    stack::with_room(move || pipeline::inspect(&path, &Config::default()))
        .0
        .unwrap()
}

/// The components that may have no type of their own.
fn held(document: &Path) -> Vec<String> {
    let api = meaning(document).api;
    let held = api.schemas.iter().filter(|(_, schema)| {
        schema.nullable
            || !matches!(
                schema.kind,
                SchemaKind::Object(_) | SchemaKind::Union(_) | SchemaKind::Enumeration(_)
            )
    });
    // A reference to elsewhere than the components makes a component too, which the document does not have.
    held.filter(|(_, schema)| {
        schema
            .origin
            .pointer
            .to_string()
            .starts_with("/components/schemas/")
    })
    .filter_map(|(_, schema)| schema.origin.component.clone())
    .collect()
}

fn types(document: &Path, held: &[String]) -> BTreeMap<String, Holder> {
    let meaning = meaning(document);
    let named = meaning.api.schemas.iter().filter_map(|(id, schema)| {
        let name = meaning.facts.names.type_name(id)?.to_string();
        Some((schema.origin.component.clone()?, name))
    });
    let named: BTreeMap<String, String> = named.collect();
    let holders: BTreeMap<&String, String> = held
        .iter()
        .enumerate()
        .map(|(position, component)| (component, holder_name(position)))
        .collect();
    let of = |component: &String| match holders.get(component) {
        Some(holder) => Holder::Property(named[holder].clone()),
        None => Holder::Itself(named[component].clone()),
    };
    let own = named
        .keys()
        .filter(|name| !holders.values().any(|holder| holder == *name));
    own.map(|component| (component.clone(), of(component)))
        .collect()
}

const HEAD: &str = r#"//! Says of each instance on the standard input what the type says that it is an instance of.

use std::fmt;
use std::io::BufRead;

use serde_json::{Value, json};

/// A type without constraints has no `validate` of its own. One that has it has it nearer to a reference than this is.
trait NothingToCheck {
    fn validate(&self) -> Result<(), Never> {
        Ok(())
    }
}

impl<T> NothingToCheck for &T {}

enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

macro_rules! say {
    ($type:ty, $instance:expr) => {
        match serde_json::from_str::<$type>($instance) {
            Err(fault) => json!({"refused": fault.to_string()}),
            Ok(value) => json!({
                "violations": (&value).validate().err().map(|found| found.to_string()),
                "encoded": serde_json::to_value(&value).map_err(|fault| fault.to_string()).ok(),
            }),
        }
    };
}

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (name, instance) = line.split_once('\t').unwrap();
        println!("{}", say(name, instance));
    }
}

fn say(name: &str, instance: &str) -> Value {
    match name {
"#;

fn write_driver(folder: &Path, specs: &[Spec]) {
    let mut manifest = "[package]\nname = \"driver\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
        [dependencies]\nserde_json = \"1\"\n"
        .to_owned();
    let mut program = HEAD.to_owned();
    let mut imports = String::new();
    for spec in specs {
        let name = spec.crate_name();
        let support = folder.with_file_name(&name).join("src/support");
        if support.join("validate.rs").exists() {
            imports.push_str(&format!("use {}::Validate as _;\n", name.replace('-', "_")));
        }
        manifest.push_str(&format!(
            "{name} = {{ path = \"../{name}\", default-features = false }}\n"
        ));
        for holder in spec.types.values() {
            let (Holder::Itself(name) | Holder::Property(name)) = holder;
            let path = format!("{}::types::{name}", spec.crate_name().replace('-', "_"));
            program.push_str(&format!("        {path:?} => say!({path}, instance),\n"));
        }
    }
    program.push_str("        _ => json!(null),\n    }\n}\n\n");
    program.push_str(&imports);
    write(&folder.join("Cargo.toml"), &manifest);
    write(&folder.join("src/main.rs"), &program);
}

/// Builds the program, and asks it about all instances at once: pairs of a type's path and JSON.
pub fn ask(folder: &Path, questions: &[(String, Value)]) -> Vec<Answer> {
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "driver"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .unwrap();
    assert!(
        build.status.success(),
        "{}",
        String::from_utf8_lossy(&build.stderr)
    );
    let mut program = Command::new(folder.join("target/debug/driver"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input: String = questions
        .iter()
        .map(|(path, instance)| format!("{path}\t{instance}\n"))
        .collect();
    let mut pipe = program.stdin.take().unwrap();
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let output = program.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Answer> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), questions.len());
    answers
}

/// The path of a type in the program.
pub fn path(spec: &Spec, holder: &Holder) -> String {
    let (Holder::Itself(name) | Holder::Property(name)) = holder;
    format!("{}::types::{name}", spec.crate_name().replace('-', "_"))
}

/// Writes a file, unless it is right already: cargo compiles anew what has been touched.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
