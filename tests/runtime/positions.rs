//! templates/runtime/support/positions.rs

use serde::de::SeqAccess;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;

use crate::support::positions::{self, Items, Positions, Writer};

#[derive(Debug, PartialEq)]
struct Entry(String, Option<i64>, Vec<bool>);

impl Positions for Entry {
    const NAME: &'static str = "Entry";

    fn read<'de, A: SeqAccess<'de>>(items: &mut Items<A>) -> Result<Self, A::Error> {
        Ok(Self(items.required()?, items.optional()?, items.rest()?))
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        positions::deserialize(deserializer)
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = Writer::new(serializer)?;
        items.required(&self.0)?;
        items.optional(&self.1)?;
        items.rest(&self.2)?;
        items.end()
    }
}

struct Single(i64);

impl Positions for Single {
    const NAME: &'static str = "Single";

    fn read<'de, A: SeqAccess<'de>>(items: &mut Items<A>) -> Result<Self, A::Error> {
        items.required().map(Self)
    }
}

#[test]
fn items_are_read_and_written_by_position() {
    for text in [r#"["a"]"#, r#"["a",1]"#, r#"["a",1,true,false]"#] {
        let entry: Entry = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&entry).unwrap(), text);
    }
    let entry: Entry = serde_json::from_value(json!(["a", 1])).unwrap();
    assert_eq!(entry, Entry("a".to_owned(), Some(1), Vec::new()));
}

#[test]
fn lists_of_another_length_or_kind_are_refused() {
    let read = |value| {
        serde_json::from_value::<Entry>(value)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        read(json!([])),
        "invalid length 0, expected a list with more items"
    );
    assert_eq!(read(json!({})), "invalid type: map, expected Entry, a list");
    assert!(read(json!(["a", null])).contains("null"));
    let single =
        |text| positions::deserialize::<_, Single>(&mut serde_json::Deserializer::from_str(text));
    assert_eq!(single("[7]").map(|it| it.0).unwrap(), 7);
    let error = single("[7, 8]").map(|it| it.0).unwrap_err().to_string();
    assert!(
        error.starts_with("invalid length 2, expected Single"),
        "{error}"
    );
}

#[test]
fn no_item_is_left_out_before_another() {
    let entry = Entry("a".to_owned(), None, vec![true]);
    assert!(serde_json::to_string(&entry).is_err());
    let check = positions::without_gaps();
    assert!(check(&[true, true, false]).is_ok());
    assert!(check(&[false, false, false]).is_ok());
    assert_eq!(
        check(&[true, false, true]).unwrap_err().keyword,
        "prefixItems"
    );
}

#[test]
fn lengths_and_repetitions() {
    assert!(positions::min_items(2)(&2).is_ok());
    assert!(positions::min_items(2)(&1).is_err());
    assert!(positions::max_items(2)(&2).is_ok());
    assert!(positions::max_items(2)(&3).is_err());
    assert!(positions::unique_items()(&json!([1, "1", true])).is_ok());
    assert!(positions::unique_items()(&json!([1, "1", 1.0])).is_err());
}
