//! A struct that can be made of nothing is what the document says of an object without a choice in it.

use derives_api::types::{Chain, Given, Options};
use serde_json::{json, to_value};

#[test]
fn nothing_is_made_up() {
    assert_eq!(
        to_value(Given::default()).unwrap(),
        json!({"note": null, "kind": "given", "nested": {}, "named": {}, "twice": {"options": {}}})
    );
    assert_eq!(to_value(Chain::default()).unwrap(), json!({"next": null}));
    assert_eq!(Options::default().given, None);
}
