//! What a discriminator with a default mapping reads.

use serde_json::{from_value, json, to_value};
use v3_2_references_api::types::Pet;

#[test]
fn what_the_mapping_does_not_say_is_of_the_default_schema() {
    let cat: Pet = from_value(json!({"kind": "cat", "lives": 9})).unwrap();
    assert!(matches!(cat, Pet::Cat(_)));
    for sent in [
        json!({"name": "Tom"}),
        json!({"kind": "newt", "name": "Tom"}),
    ] {
        let other: Pet = from_value(sent.clone()).unwrap();
        assert!(matches!(other, Pet::Other(_)), "{sent}");
        assert_eq!(to_value(other).unwrap(), sent);
    }
}
