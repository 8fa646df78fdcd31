//! Types that are a text on the wire.

use super::support::text;

#[derive(Debug, PartialEq)]
struct Upper(String);

impl From<&str> for Upper {
    fn from(value: &str) -> Self {
        Self(value.to_uppercase())
    }
}

fn read(json: &str) -> Result<Upper, serde_json::Error> {
    text::deserialize(&mut serde_json::Deserializer::from_str(json))
}

#[test]
fn a_text_is_turned_into_the_type() {
    assert_eq!(read("\"a\\nb\"").unwrap(), Upper("A\nB".to_owned()));
}

#[test]
fn nothing_else_is_a_text() {
    for json in ["1", "null", "[]", "{}", "true"] {
        assert!(read(json).is_err(), "{json}");
    }
}
