//! What texts are read as.

use std::path::Path;

use serde_json::{Value, json};

use super::*;

fn read_as(name: &str, text: impl Into<Vec<u8>>, limits: &Limits) -> (Option<Value>, Diagnostics) {
    let mut sink = Diagnostics::new();
    let document = read_text(Path::new(name), text.into(), limits, &mut sink);
    (document.map(|document| tree::copy(document.root())), sink)
}

fn value(text: &str) -> Value {
    let (value, sink) = read_as("a", text, &Limits::default());
    assert!(sink.is_empty(), "{sink:?}");
    value.unwrap()
}

fn codes(name: &str, text: impl Into<Vec<u8>>) -> Vec<Code> {
    let (_, sink) = read_as(name, text, &Limits::default());
    sink.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn json_is_read_as_serde_json_reads_it() {
    let text = r#"{"z": [1, -2, 1.5e3, true, false, null, {}, [], ""], "a\u00e9\n": {"😀": "\"\\\/\ud83d\ude00"}}"#;
    assert_eq!(value(text), serde_json::from_str::<Value>(text).unwrap());
    let keys: Vec<_> = value(text).as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["z", "aé\n"]);
}

#[test]
fn json_that_is_no_json_is_refused() {
    for text in [
        "{",
        "{]",
        "{}}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":-}",
        "{\"a\":1e}",
        "{\"a\":nul}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":NaN}",
        "{\"a\":[1 2]}",
        "",
        "[]",
        "null",
        "1",
    ] {
        assert_eq!(codes("a.json", text), [Code::Syntax], "{text}");
    }
}

#[test]
fn integers_beyond_64_bits_become_floats() {
    let text = "a: -9223372036854775809\nb: 18446744073709551615\nc: 18446744073709551616\nd: -9223372036854775808";
    let expected = json!({
        "a": -9_223_372_036_854_775_809_f64,
        "b": u64::MAX,
        "c": 18_446_744_073_709_551_616_f64,
        "d": i64::MIN,
    });
    assert_eq!(value(text), expected);
}

#[test]
fn yaml_scalars_follow_the_core_schema() {
    let text = "
? key
: [no, on, y, True, ~, null, 0x1F, 0o17, 0123, +1, -.5, 1., 1e3, 2020-01-01, 12:30, '1', \"null\", 1_000, 1.2.3, .]
200: {true: !!str 5, 1.0: !!int '7', ~: ! 8}
";
    let expected = json!({
        "key": [
            "no", "on", "y", true, null, null, 31, 15, "0123", 1, -0.5, 1.0, 1000.0, "2020-01-01", "12:30", "1",
            "null", "1_000", "1.2.3", "."
        ],
        "200": {"true": "5", "1.0": 7, "~": "8"},
    });
    assert_eq!(value(text), expected);
}

#[test]
fn yaml_aliases_and_merge_keys_are_written_out() {
    let text = "
base: &base {a: 1, b: {c: 2}}
more: &more {a: 3, d: 4}
one: {<<: *base, a: 0}
two: {<<: [*base, *more]}
three: *base
four: {'<<': 5}
&name five: *name
";
    let expected = json!({
        "base": {"a": 1, "b": {"c": 2}},
        "more": {"a": 3, "d": 4},
        "one": {"a": 0, "b": {"c": 2}},
        "two": {"a": 1, "b": {"c": 2}, "d": 4},
        "three": {"a": 1, "b": {"c": 2}},
        "four": {"<<": 5},
        "five": "five",
    });
    assert_eq!(value(text), expected);
}

#[test]
fn marks_line_ends_and_braces_do_not_matter() {
    assert_eq!(
        value("\u{feff}a: 1\r\nb:\r\n  - 2\r\n"),
        json!({"a": 1, "b": [2]})
    );
    assert_eq!(value("\u{feff}{\"a\":\r\n1}"), json!({"a": 1}));
    // A mapping in braces that is no JSON, but YAML.
    assert_eq!(value("{a: 1, # one\n b: 2,}"), json!({"a": 1, "b": 2}));
    assert_eq!(codes("a.json", "{a: 1}"), [Code::Syntax]);
}

#[test]
fn what_is_odd_is_said() {
    assert_eq!(codes("a", "a: 1\na: 2"), [Code::DuplicateKey]);
    assert_eq!(codes("a", "{\"a\": 1e999}"), [Code::InvalidValue]);
    assert_eq!(codes("a", "a: [.nan, -.inf]"), [Code::InvalidValue; 2]);
    assert_eq!(codes("a", "a: 1\n---\nb: 2"), [Code::Syntax]);
    assert_eq!(codes("a", "a: &b [*b]"), [Code::Syntax]);
    assert_eq!(codes("a", "[a]: 1"), [Code::Syntax]);
    assert_eq!(codes("a", "a: *b"), [Code::Syntax]);
    assert_eq!(codes("a", b"a: \xff".to_vec()), [Code::Syntax]);
    assert_eq!(codes("a", "# nothing"), [Code::Syntax]);
}

#[test]
fn a_syntax_error_has_its_place() {
    let (_, sink) = read_as("a.json", "\u{feff}{\n  \"é\": nope\n}", &Limits::default());
    let location = sink.iter().next().unwrap().location.clone().unwrap();
    let span = location.span.unwrap();
    assert_eq!((span.line, span.column), (2, 8));
    // Three bytes of mark, and two of the letter.
    assert_eq!(span.start, 3 + 2 + 8);
    let (_, sink) = read_as("a.yaml", "é: 1\né: {\n", &Limits::default());
    let location = sink.iter().next().unwrap().location.clone().unwrap();
    assert!(location.span.unwrap().line >= 2);
}

#[test]
fn nesting_ends_in_a_diagnostic() {
    let deep = 100_000;
    for text in [
        format!("{{\"a\": {}", "[".repeat(deep)),
        format!("a: {}", "[".repeat(deep)),
        "{\"a\":".repeat(deep),
        format!("a: {}", "{a: ".repeat(deep)),
        format!("a:\n {}1", "- ".repeat(deep)),
    ] {
        assert_eq!(codes("a", text), [Code::LimitReached]);
    }
}

#[test]
fn a_deep_document_within_the_limit_is_read_and_dropped() {
    let deep = 9_000;
    let json = format!("{{\"a\": {}{}}}", "[".repeat(deep), "]".repeat(deep));
    assert!(codes("a.json", json).is_empty());
    let yaml = format!("a:\n {}1", "- ".repeat(deep));
    assert!(codes("a.yaml", yaml).is_empty());
    let aliased = format!("a: &a\n {}1\nb: *a", "- ".repeat(deep));
    assert!(codes("a.yaml", aliased).is_empty());
}

#[test]
fn sizes_are_limited() {
    let limits = Limits {
        bytes: 8,
        nodes: 5,
        ..Limits::default()
    };
    let (_, sink) = read_as("a", "{\"a\": [1, 2, 3, 4]}", &limits);
    assert_eq!(sink.iter().next().unwrap().code, Code::LimitReached);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "openapi: 3").unwrap();
    let mut sink = Diagnostics::new();
    assert!(read(file.path(), &limits, &mut sink).is_none());
    assert_eq!(sink.iter().next().unwrap().code, Code::LimitReached);
    let mut sink = Diagnostics::new();
    assert!(read(Path::new("no such file"), &limits, &mut sink).is_none());
    assert_eq!(sink.iter().next().unwrap().code, Code::Unreadable);
}

#[test]
fn aliases_cannot_explode() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    let limits = Limits {
        nodes: 100_000,
        ..Limits::default()
    };
    let (_, sink) = read_as("a", text, &limits);
    assert_eq!(sink.iter().next().unwrap().code, Code::LimitReached);
}

#[test]
fn long_texts_behind_aliases_count_by_their_size() {
    let text = |uses: usize| {
        let uses = "*a, ".repeat(uses);
        format!("a: &a {}\nb: [{uses}]\n", "x".repeat(64_000))
    };
    let limits = Limits {
        aliases: 100_000,
        ..Limits::default()
    };
    assert!(read_as("a", text(90), &limits).1.is_empty());
    let (_, sink) = read_as("a", text(110), &limits);
    assert_eq!(sink.iter().next().unwrap().code, Code::LimitReached);
    // As keys, too.
    let keys = "*a : 1, ".repeat(110);
    let text = format!("a: &a {}\nb: {{{keys}}}\n", "x".repeat(64_000));
    let (_, sink) = read_as("a", text, &limits);
    assert_eq!(sink.iter().next().unwrap().code, Code::LimitReached);
}

#[test]
fn a_closing_bracket_may_stand_below_its_key() {
    let text = "a:\n  c: {\n      \"x\": [],\n      \"y\": []\n  }\n  d: [\n      {}\n  ]\n  e: {\r\n  }\nf: 1\n";
    let text = format!("z:\n  {}", text.trim_end().replace('\n', "\n  "));
    let (value, sink) = read_as("a", text, &Limits::default());
    assert_eq!(
        value,
        Some(json!({"z": {"a": {"c": {"x": [], "y": []}, "d": [{}], "e": {}}, "f": 1}}))
    );
    let said: Vec<_> = sink.iter().collect();
    assert_eq!(said.len(), 3, "{said:?}");
    let lines = said.iter().map(|said| {
        assert_eq!(said.code, Code::CoercedValue);
        said.location.as_ref().unwrap().span.unwrap().line
    });
    assert_eq!(lines.collect::<Vec<_>>(), [6, 9, 11]);
    let text = "a:\n  b:\n    c: {\n      \"x\": {} # e\n    }\n";
    assert_eq!(codes("a", text), [Code::Syntax]);
}
