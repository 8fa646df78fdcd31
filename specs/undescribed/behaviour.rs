//! What is required but not described may be missing in what is read, and is asked for by the validation alone.

use serde_json::{from_value, json, to_value};
use undescribed_api::Validate;
use undescribed_api::types::{Labels, Link, LinkOrFolder};

#[test]
fn a_slip_of_the_document_keeps_nothing_from_being_read() {
    let answered = json!({"url": "https://example.com/a", "access": "open"});
    let link: Link = from_value(answered.clone()).unwrap();
    assert_eq!(to_value(&link).unwrap(), answered);
    let violations = link.validate().unwrap_err();
    assert!(
        violations.to_string().contains("`accessed`"),
        "{violations}"
    );

    let whole = json!({"url": "https://example.com/a", "accessed": 3, "counted": null});
    let link: Link = from_value(whole.clone()).unwrap();
    assert_eq!(to_value(&link).unwrap(), whole);
    assert!(link.validate().is_ok());
}

#[test]
fn what_is_described_with_all_others_is_required() {
    assert!(from_value::<Labels>(json!({"size": {"text": "large"}})).is_err());
    assert!(from_value::<Labels>(json!({"colour": {"text": "red"}})).is_ok());
}

#[test]
fn it_still_tells_alternatives_apart() {
    let folder = json!({"folder": 1, "entries": ["a"]});
    assert!(matches!(
        from_value(folder).unwrap(),
        LinkOrFolder::ObjectObject(_)
    ));
}
