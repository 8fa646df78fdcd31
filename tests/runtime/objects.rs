//! Objects are read from objects alone.

use serde::Deserialize;

use crate::support::json::decode;

#[derive(Debug, PartialEq, Deserialize)]
struct Point {
    x: i64,
    y: Option<i64>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Line {
    ends: Vec<Point>,
    label: Option<Box<Point>>,
    pair: Option<(i64, Point)>,
}

#[test]
fn no_list_is_an_object() {
    assert_eq!(decode::<Point>(br#"{"x":1}"#).unwrap().x, 1);
    let error = decode::<Point>(b"[1,2]").unwrap_err();
    assert!(
        error.source.to_string().contains("invalid type: sequence"),
        "{error}"
    );
    for json in [
        r#"{"ends":[[1,2]]}"#,
        r#"{"ends":[],"label":[1,2]}"#,
        r#"{"ends":[],"pair":[1,[2,3]]}"#,
        r#"[[],null,null]"#,
    ] {
        assert!(decode::<Line>(json.as_bytes()).is_err(), "{json}");
    }
    let error = decode::<Line>(br#"{"ends":[{"x":1},[1,2]]}"#).unwrap_err();
    assert_eq!(error.path.unwrap().to_string(), "ends[1]");
}

#[test]
fn lists_and_tuples_are_lists() {
    let line: Line = decode(br#"{"ends":[{"x":1,"y":2}],"pair":[1,{"x":3}]}"#).unwrap();
    assert_eq!(line.ends, [Point { x: 1, y: Some(2) }]);
    assert_eq!(line.pair, Some((1, Point { x: 3, y: None })));
}

#[test]
fn nothing_stands_behind_a_value() {
    assert!(decode::<Point>(br#"{"x":1} {}"#).is_err());
}
