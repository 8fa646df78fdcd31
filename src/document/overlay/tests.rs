//! Overlays over small documents.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::*;
use crate::diagnostic::Location;
use crate::document::read_text;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /pets:
    get: {responses: {}}
    post: {responses: {}, tags: [x]}
";

fn document(text: &str) -> Document {
    let mut sink = Diagnostics::new();
    let limits = Limits::default();
    let bytes = text.as_bytes().to_vec();
    read_text(Path::new("openapi.yaml"), bytes, &limits, &mut sink).expect("a document")
}

fn overlaid(text: &str, actions: &str) -> (Document, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("overlay.yaml");
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    fs::write(&file, overlay).expect("a file");
    let mut sink = Diagnostics::new();
    let document = overlay_one(document(text), &file, &mut sink);
    let base = format!("{}/", folder.path().display());
    let said = sink.iter().map(|one| one.to_string().replace(&base, ""));
    (document, said.collect())
}

fn overlay_one(document: Document, file: &Path, sink: &mut Diagnostics) -> Document {
    super::overlay(document, &[file.to_owned()], sink)
}

fn at<'d>(document: &'d Document, pointer: &str) -> Option<&'d Value> {
    document.root().pointer(pointer)
}

/// The file and the line of what is said about a node.
fn place(document: &Document, pointer: &str) -> (String, usize) {
    let mut sink = Diagnostics::new();
    sink.push(Diagnostic::at(Code::Syntax, &Pointer::parse(pointer), ""));
    document.place_overlaid(&mut sink);
    sink.place(document.path(), |wanted| document.locate(wanted));
    let found = sink.iter().next().and_then(|one| one.location.clone());
    let Some(Location {
        file: Some(file),
        span: Some(span),
        ..
    }) = found
    else {
        return (String::new(), 0);
    };
    let name = file.file_name().unwrap_or_default();
    (name.to_string_lossy().into_owned(), span.line)
}

#[test]
fn objects_are_merged_and_arrays_grow() {
    let (document, said) = overlaid(
        DOCUMENT,
        "- target: $.info\n  update: {title: Animals, contact: {name: me}}\n\
         - target: $.tags\n  update: {name: d}\n\
         - target: $.paths.*.post\n  update: {tags: [y]}\n",
    );
    assert_eq!(said, [""; 0]);
    assert_eq!(at(&document, "/info/title"), Some(&Value::from("Animals")));
    assert_eq!(at(&document, "/info/version"), Some(&Value::from("1")));
    assert_eq!(at(&document, "/tags/3/name"), Some(&Value::from("d")));
    let tags = at(&document, "/paths/~1pets/post/tags");
    assert_eq!(tags, Some(&serde_json::json!(["x", "y"])));
}

#[test]
fn what_is_removed_leaves_the_places_of_the_rest() {
    let (document, said) = overlaid(
        "openapi: 3.0.3\ntags:\n- name: a\n- name: b\n- name: c\npaths: {}\n",
        "- target: $.tags\n  update: {name: d}\n\
         - target: $.tags[?@.name == 'a' || @.name == 'b']\n  remove: true\n",
    );
    assert_eq!(said, [""; 0]);
    let tags = at(&document, "/tags");
    assert_eq!(
        tags,
        Some(&serde_json::json!([{"name": "c"}, {"name": "d"}]))
    );
    assert_eq!(place(&document, "/tags/0/name"), ("openapi.yaml".into(), 5));
    assert_eq!(place(&document, "/tags/1/name"), ("overlay.yaml".into(), 5));
    assert_eq!(place(&document, "/paths"), ("openapi.yaml".into(), 6));
}

#[test]
fn faults_are_told_where_they_stand() {
    let (_, said) = overlaid(
        DOCUMENT,
        "- target: $.nothing\n  update: {}\n\
         - target: '$['\n  update: {}\n\
         - target: $.info.title\n  update: {}\n\
         - target: $.info\n  update: {title: []}\n\
         - target: $\n  remove: true\n\
         - target: $.info\n\
         - update: 1\n\
         - target: $.info\n  remove: yes please\n\
         - target: $.tags\n  update: {}\n  remove: true\n  unknown: 1\n\
         - 3\n",
    );
    let shown: Vec<&str> = said
        .iter()
        .map(|line| line.split("]: ").next().unwrap_or_default())
        .collect();
    let expected = [
        "overlay.yaml:4:11: warning[unmatched-choice",
        "overlay.yaml:6:11: error[invalid-overlay",
        "overlay.yaml:9:3: error[invalid-overlay",
        "overlay.yaml:11:12: error[invalid-overlay",
        "overlay.yaml:12:11: error[invalid-overlay",
        "overlay.yaml:14:3: error[invalid-overlay",
        "overlay.yaml:15:3: error[invalid-overlay",
        "overlay.yaml:17:11: error[invalid-overlay",
        "overlay.yaml:19:3: warning[ignored-keyword",
        "overlay.yaml:21:3: warning[unknown-keyword",
        "overlay.yaml:22:3: error[invalid-overlay",
    ];
    assert_eq!(shown, expected, "{said:#?}");
}

#[test]
fn a_fault_with_many_nodes_is_told_once() {
    let (_, said) = overlaid(DOCUMENT, "- target: $.tags[*].name\n  update: {}\n");
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(
        said[0].contains("the same holds for 2 other nodes"),
        "{said:#?}"
    );
}

#[test]
fn nothing_takes_long() {
    let deep = format!("{{\"a\": {}1{}}}", "[".repeat(5000), "]".repeat(5000));
    let wide = format!("{{\"a\": [{}]}}", "[1],".repeat(20_000) + "1");
    let long = "[*,*]".repeat(400);
    let nested = format!("$[?{}@.a{}]", "(".repeat(7), ")".repeat(7));
    let not = format!("$[?{}@.a{}]", "!(".repeat(7), ")".repeat(7));
    let filters = format!("$[?{}@.a{}]", "@[?".repeat(7), "]".repeat(7));
    let unclosed = format!("$[?{}@.a", "(".repeat(7));
    let calls = format!("$[?{}@.a", "length(".repeat(7));
    let paths = [
        "$..*".to_owned(),
        "$..*..*..*..*..*..*..*".to_owned(),
        format!("${long}"),
        "(".repeat(4000),
        "$".to_owned() + &"[".repeat(4000),
        "$..a".repeat(2000),
        "$[?$..a == $..b]".to_owned(),
        nested,
        not,
        filters,
        unclosed,
        calls,
        "$[18446744073709551616]".to_owned(),
        "$[::0]".to_owned(),
        "$[-9007199254740991:9007199254740991:-1]".to_owned(),
        "$.a[?match(@[0], '((a{1000}){1000}){1000}')]".to_owned(),
    ];
    for text in [&deep, &wide] {
        let extent = measure(document(text).root());
        for path in &paths {
            let begin = Instant::now();
            let _ = path::select(
                document(text).root(),
                path,
                extent,
                &mut path::ALL_VISITS.clone(),
            );
            let shown: String = path.chars().take(40).collect();
            assert!(begin.elapsed() < Duration::from_secs(20), "{shown}");
        }
    }
}

#[test]
fn actions_share_what_they_may_visit() {
    let document = document(&format!("{{\"a\": [{}1]}}", "1,".repeat(1_000)));
    let extent = measure(document.root());
    let mut room = 3 * extent.nodes;
    let mut select = |path: &str| path::select(document.root(), path, extent, &mut room).is_ok();
    assert!(select("$..b"));
    assert!(select("$.a[*]"));
    // A path without a choice visits few.
    assert!(select("$['a'][0]"));
    assert!(!select("$..b"));
    // Smaller ones that come later are not followed either: what is done does not depend on what fits.
    assert!(!select("$['a'][0]"));
}
