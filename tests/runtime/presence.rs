//! The shapes of properties.

use serde::{Deserialize, Serialize};

use crate::support::json;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Shapes {
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::support::presence::present"
    )]
    optional: Option<i64>,
    #[serde(deserialize_with = "crate::support::presence::nullable")]
    nullable: Option<i64>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::support::presence::present_or_null"
    )]
    both: Option<Option<i64>>,
}

fn read(text: &str) -> Result<Shapes, String> {
    json::decode(text.as_bytes()).map_err(|misfit| misfit.source.to_string())
}

#[test]
fn absent_null_and_a_value_stay_apart() {
    for (text, optional, nullable, both) in [
        (r#"{"nullable":null}"#, None, None, None),
        (r#"{"nullable":2,"both":null}"#, None, Some(2), Some(None)),
        (
            r#"{"optional":1,"nullable":2,"both":3}"#,
            Some(1),
            Some(2),
            Some(Some(3)),
        ),
    ] {
        let shapes = read(text).unwrap();
        assert_eq!(
            shapes,
            Shapes {
                optional,
                nullable,
                both
            }
        );
        assert_eq!(serde_json::to_string(&shapes).unwrap(), text);
    }
}

#[test]
fn what_the_document_forbids_is_refused() {
    let error = read(r#"{"optional":null,"nullable":null}"#).unwrap_err();
    assert!(error.starts_with("invalid type: null"), "{error}");
    let error = read("{}").unwrap_err();
    assert!(error.starts_with("missing field `nullable`"), "{error}");
}

#[test]
fn a_misfit_has_a_path_and_a_syntax_error_has_none() {
    let misfit = json::decode::<Vec<Shapes>>(br#"[{"nullable":1},{"nullable":"x"}]"#).unwrap_err();
    assert_eq!(misfit.path.unwrap().to_string(), "[1].nullable");
    for text in ["", "[", "[] []"] {
        let misfit = json::decode::<Vec<Shapes>>(text.as_bytes()).unwrap_err();
        assert!(misfit.path.is_none(), "{text}");
    }
}

#[test]
fn json_is_known_by_its_media_type() {
    for yes in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/problem+json",
        "text/json",
    ] {
        assert!(json::is_json(yes), "{yes}");
    }
    for no in [
        "",
        "text/html",
        "application/jsonl",
        "application/xml; a=+json",
    ] {
        assert!(!json::is_json(no), "{no}");
    }
}
