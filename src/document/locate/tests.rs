//! Where nodes are found.

use std::path::Path;

use super::*;
use crate::document::source::{Format, Source};

const JSON: &str =
    "{\n  \"a\": {\"b/c\": [10, {\"d\": null}]},\n  \"é\": \"x\\n\", \"e\": true\n}\n";
const YAML: &str = "a:\n  b/c:\n    - 10\n    - d: ~\nöö: [é, {x: y}]\ntext: |\n  one\n  two\n200: &q 'ok'\nr: *q\n";

/// The text at each place, with its line and column.
fn places(format: Format, text: &str, wanted: &[(&str, Part)]) -> Vec<String> {
    let source = Source::new(Path::new("a"), text.to_owned()).with_format(format);
    let wanted: Vec<_> = wanted
        .iter()
        .map(|(pointer, part)| (Pointer::parse(pointer), *part))
        .collect();
    locate(&source, &wanted)
        .into_iter()
        .map(|span| {
            let span = span.unwrap();
            format!(
                "{}:{} {}",
                span.line,
                span.column,
                &text[span.start..span.end]
            )
        })
        .collect()
}

#[test]
fn json_nodes_are_found() {
    let found = places(
        Format::Json,
        JSON,
        &[
            ("", Part::Value),
            ("/a", Part::Value),
            ("/a/b~1c/0", Part::Value),
            ("/a/b~1c/1", Part::Value),
            ("/a/b~1c/1/d", Part::Value),
            ("/a/b~1c/1/d", Part::Key),
            ("/é", Part::Value),
            ("/e", Part::Key),
            ("/e/none/at/all", Part::Value),
            ("/a/b~1c/9", Part::Value),
        ],
    );
    let expected = [
        "1:1 {",
        "2:3 \"a\"",
        "2:17 10",
        "2:21 {\"d\": null}]},",
        "2:27 null",
        "2:22 \"d\"",
        "3:8 \"x\\n\"",
        "3:15 \"e\"",
        "3:20 true",
        "2:9 \"b/c\"",
    ];
    assert_eq!(found, expected);
}

#[test]
fn yaml_nodes_are_found() {
    let found = places(
        Format::Yaml,
        YAML,
        &[
            ("/a", Part::Value),
            ("/a/b~1c/0", Part::Value),
            ("/a/b~1c/1", Part::Value),
            ("/a/b~1c/1/d", Part::Value),
            ("/öö/0", Part::Value),
            ("/öö/1/x", Part::Value),
            ("/öö", Part::Key),
            ("/text", Part::Key),
            ("/200", Part::Value),
            ("/200", Part::Key),
            ("/r/in/alias", Part::Value),
        ],
    );
    let expected = [
        "1:1 a",
        "3:7 10",
        "4:7 d: ~",
        "4:10 ~",
        "5:6 é",
        "5:13 y",
        "5:1 öö",
        "6:1 text",
        "9:6 &q 'ok'",
        "9:1 200",
        "10:4 *q",
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_last_of_two_equal_keys_is_found() {
    let found = places(
        Format::Json,
        "{\"a\": 1,\n \"a\": 2}",
        &[("/a", Part::Value)],
    );
    assert_eq!(found, ["2:7 2"]);
}

#[test]
fn a_mark_at_the_beginning_counts_as_bytes_only() {
    let source =
        Source::new(Path::new("a"), "\u{feff}{\"a\": 1}".to_owned()).with_format(Format::Json);
    let span = locate(&source, &[(Pointer::parse("/a"), Part::Value)])[0].unwrap();
    assert_eq!((span.line, span.column, span.start), (1, 7, 9));
}

#[test]
fn moved_nodes_are_followed_to_the_source() {
    let mut origins = Origins::default();
    let pointer = Pointer::parse;
    origins.record(&pointer("/c/A_b"), &pointer("/c/A/b"));
    origins.record(&pointer("/c/A"), &pointer("/x"));
    origins.record(&pointer("/c/A_b/own"), &pointer("/c/A_b/own"));
    let source = |text: &str| origins.source(&pointer(text)).as_str().to_owned();
    assert_eq!(source("/c/A_b/items/0"), "/x/b/items/0");
    assert_eq!(source("/c/A_b/own/1"), "/c/A_b/own/1");
    assert_eq!(source("/c/A_bc"), "/c/A_bc");
}
