//! templates/runtime/support/subschema.rs

use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::check;
use crate::support::subschema::{self, Subschema};
use crate::support::validate::{At, Found};

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// An object with a name of at most three characters.
fn named(keyword: &'static str) -> impl Subschema {
    subschema::read(
        keyword,
        serde_json::from_value,
        |value: &Named, at, found| {
            found
                .object(at)
                .check("name", &value.name, check::max_length(3));
        },
    )
}

fn words() -> impl Subschema {
    subschema::read("contains", serde_json::from_value, |_: &String, _, _| {})
}

fn said(schema: impl Fn(&Value, &At<'_>, &mut Found), value: &Value) -> Vec<String> {
    let mut found = Found::default();
    found.apply(&At::Root, value, schema);
    found.into_iter().map(|it| it.to_string()).collect()
}

#[test]
fn a_condition_decides_what_is_asked() {
    let conditional = || subschema::conditional(words(), subschema::anything, named("else"));
    assert!(said(conditional(), &json!("text")).is_empty());
    assert!(said(conditional(), &json!({"name": "abc"})).is_empty());
    assert_eq!(
        said(conditional(), &json!({"name": "abcd"})),
        ["/name: Must have at most 3 characters (maxLength)"]
    );
    let refused = said(conditional(), &json!(7));
    assert_eq!(refused.len(), 1);
    assert!(refused[0].ends_with("(else)"), "{refused:?}");
}

#[test]
fn a_member_brings_others() {
    let dependent = || subschema::dependent("id", named("dependentSchemas"));
    assert!(said(dependent(), &json!({"other": 1})).is_empty());
    assert!(said(dependent(), &json!({"id": 1, "name": "a"})).is_empty());
    assert_eq!(said(dependent(), &json!({"id": 1})).len(), 1);
    let required = || subschema::dependent_required("id", &["name", "realm"]);
    assert!(said(required(), &json!({"name": "a"})).is_empty());
    assert!(said(required(), &json!({"id": 1, "name": "a", "realm": "b"})).is_empty());
    assert_eq!(
        said(required(), &json!({"id": 1, "name": "a"})),
        ["Must have `realm`, because it has `id` (dependentRequired)"]
    );
}

#[test]
fn some_items_are_of_a_schema() {
    let contains = || subschema::contains(words(), 1, Some(2));
    assert!(said(contains(), &json!(["a", 1])).is_empty());
    assert!(said(contains(), &json!("no list")).is_empty());
    assert!(said(contains(), &json!([1]))[0].ends_with("(contains)"));
    assert!(said(contains(), &json!(["a", "b", "c"]))[0].ends_with("(maxContains)"));
}

#[test]
fn names_of_members_are_of_a_schema() {
    let short = || {
        subschema::names(subschema::read(
            "propertyNames",
            serde_json::from_value,
            |name: &String, at, found| found.check(at, name, check::max_length(2)),
        ))
    };
    assert!(said(short(), &json!({"ab": 1})).is_empty());
    assert_eq!(
        said(short(), &json!({"ab": 1, "abc": 2, "abcd": 3})).len(),
        2
    );
}
