//! `oasmith mock`: what it answers to the requests beside the documents. The generated mocks have to answer the same, which
//! `tests/compile` asks them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

#[path = "mock/exchange.rs"]
mod exchange;
#[path = "mock/faults.rs"]
mod faults;
#[path = "mock/nested.rs"]
mod nested;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

fn spec(name: &str) -> PathBuf {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    specs.join(name).join("openapi.yaml")
}

/// A mock that is there until it is dropped.
struct Mock {
    process: Child,
    address: SocketAddr,
    /// Where the document has the API.
    base_path: String,
}

impl Mock {
    fn of(document: &Path, more: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
        command.args(["mock", "--quiet"]).arg(document).args(more);
        let config = document.with_file_name("oasmith.toml");
        if config.is_file() {
            command.arg("--config").arg(config);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("it runs");
        let out = process.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).expect("a line");
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("no address: {line:?}"));
        let end = address.find('/').unwrap_or(address.len());
        let (address, base_path) = address.split_at(end);
        Self {
            process,
            address: address.parse().expect("an address"),
            base_path: base_path.to_owned(),
        }
    }

    fn answer(&self, request: &str) -> String {
        exchange::all(request, self.address, "")
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The status of an answer.
fn status(told: &str) -> &str {
    let (_, answer) = told.split_once("\n\n").expect("an answer");
    answer.get(..3).expect("a status")
}

#[test]
fn it_answers_what_is_asked_beside_the_documents() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let mut count = 0;
    for entry in fs::read_dir(specs).expect("a folder") {
        let folder = entry.expect("an entry").path();
        let Ok(requests) = fs::read_to_string(folder.join("requests.http")) else {
            continue;
        };
        count += 1;
        let mock = Mock::of(&folder.join("openapi.yaml"), &[]);
        let told = exchange::all(&requests, mock.address, &mock.base_path);
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
        insta::with_settings!({
            snapshot_path => snapshots.join(name),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("answers", told);
        });
    }
    assert!(count >= 10, "{count}");
}

#[test]
fn one_credential_is_accepted_alone() {
    let arguments = ["--accept-credential", "let-me-in"];
    let mock = Mock::of(&spec("security"), &arguments);
    let told = mock.answer("GET /bearer\nauthorization: Bearer let-me-in");
    assert_eq!(status(&told), "204", "{told}");
    let told = mock.answer("GET /bearer\nauthorization: Bearer other");
    assert_eq!(status(&told), "401", "{told}");
    assert!(
        told.contains("www-authenticate: Bearer error=\"invalid_token\""),
        "{told}"
    );
    let told = mock.answer("GET /either\nx-api-key: let-me-in");
    assert_eq!(status(&told), "204", "{told}");
    let mock = Mock::of(&spec("security"), &["--accept-credential", "user:word"]);
    let told = mock.answer("GET /either\nauthorization: Basic dXNlcjp3b3Jk");
    assert_eq!(status(&told), "204", "{told}");
}

#[test]
fn a_status_is_answered_where_the_caller_wishes_none() {
    let mock = Mock::of(&spec("dataset-activity"), &["--status", "404"]);
    let request = "GET /api/v1/org/a/datasets/activity\nauthorization: Bearer t";
    assert_eq!(status(&mock.answer(request)), "404");
    let request = format!("{request}\nprefer: code=409");
    assert_eq!(status(&mock.answer(&request)), "409");
}

/// The values that are made up follow a number, from the command line or from the configuration.
#[test]
fn a_seed_makes_other_values() {
    let document = spec("server-fault-envelope");
    let folder = tempfile::TempDir::new().expect("a folder");
    let config = folder.path().join("seeded.toml");
    fs::write(&config, "[mock]\nseed = 7\n").expect("it is written");
    let config = config.to_str().expect("UTF-8").to_owned();
    let made = |more: &[&str]| {
        let mock = Mock::of(&document, more);
        mock.answer("GET /tasks/1\nauthorization: Bearer t")
    };
    let (plain, seeded) = (made(&[]), made(&["--mock-seed", "7"]));
    assert_eq!(status(&seeded), "200");
    assert_ne!(plain, seeded);
    assert_eq!(seeded, made(&["--mock-seed", "7"]));
    assert_eq!(seeded, made(&["--config", &config]));
    assert_ne!(seeded, made(&["--mock-seed", "8"]));
}

#[test]
fn only_what_is_selected_is_served() {
    let mock = Mock::of(&spec("routes"), &["--include-tag", "files"]);
    assert_eq!(status(&mock.answer("GET /v1/files/latest")), "200");
    assert_eq!(status(&mock.answer("GET /v1/Files/1")), "404");
    assert_eq!(status(&mock.answer("GET /files/latest")), "404");
}

#[test]
fn a_path_that_is_a_slash_is_below_the_base_path() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let document = folder.path().join("openapi.json");
    let text = r#"{"openapi": "3.0.3", "info": {"title": "Root", "version": "1"},
        "servers": [{"url": "https://example.com/{version}/", "variables": {"version": {"default": "v1"}}}],
        "paths": {"/": {"get": {"operationId": "root", "responses": {"204": {"description": "Here."}}}}}}"#;
    fs::write(&document, text).expect("it is written");
    let mock = Mock::of(&document, &[]);
    assert_eq!(mock.base_path, "/v1");
    assert_eq!(status(&mock.answer("GET /v1/")), "204");
    assert_eq!(status(&mock.answer("GET /v1")), "404");
    assert_eq!(status(&mock.answer("GET /")), "404");
}

#[test]
fn a_document_with_errors_is_refused() {
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs/bad/unresolved-reference.yaml");
    assert_eq!(ended(&[bad.to_str().expect("UTF-8")]).code(), Some(2));
}

#[test]
fn an_address_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("an address");
    let address = taken.local_addr().expect("an address").to_string();
    let document = spec("security");
    let document = document.to_str().expect("UTF-8");
    assert_eq!(ended(&[document, "--listen", &address]).code(), Some(2));
    assert_eq!(ended(&[document, "--listen", "nowhere"]).code(), Some(64));
}

fn ended(arguments: &[&str]) -> ExitStatus {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    command.args(["mock", "--quiet"]).args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().expect("it runs")
}

/// Whoever is told to end finishes what has begun, and says that all is well.
#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told() {
    for signal in ["-INT", "-TERM"] {
        let mut mock = Mock::of(&spec("security"), &[]);
        let mut begun = TcpStream::connect(mock.address).expect("it listens");
        begun
            .write_all(b"GET /bearer HTTP/1.1\r\n")
            .expect("it is taken");
        // Answers come in the order of the connections: this one says that the other has been taken.
        mock.answer("GET /bearer");
        let id = mock.process.id().to_string();
        let killed = Command::new("kill").args([signal, &id]).status();
        assert!(killed.expect("it runs").success());
        while TcpStream::connect(mock.address).is_ok() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let rest = b"host: x\r\nauthorization: Bearer t\r\n\r\n";
        begun.write_all(rest).expect("it is taken");
        let mut answer = String::new();
        begun.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 204 "), "{signal} {answer}");
        let ended = mock.process.wait().expect("it ends");
        assert_eq!(ended.code(), Some(0), "{signal}");
    }
}
