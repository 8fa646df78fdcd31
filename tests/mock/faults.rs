//! All faults of a body, against an oracle that we did not write: the crate `jsonschema` has to find something wrong at every place
//! that a mock tells, and the mock to tell every place at which `jsonschema` finds something wrong.

use std::collections::BTreeSet;
use std::fs;

use jsonschema::error::ValidationErrorKind;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};

use super::{Mock, spec};

/// The schema of an order, as JSON Schema has it.
fn schema() -> Value {
    let text = fs::read_to_string(spec("all-faults")).expect("the document");
    let document: Value = serde_yaml::from_str(&text).expect("YAML");
    let mut schemas = document["components"]["schemas"].clone();
    let due = &mut schemas["Order"]["properties"]["due"];
    *due = json!({"type": ["string", "null"], "format": "date"});
    schemas["Line"]["properties"]["gift"] = json!({"type": ["boolean", "null"]});
    schemas["Line"]["properties"]["count"]["maximum"] = json!(i32::MAX);
    // What the discriminator says, which JSON Schema has no word for.
    let is = |kind: &str| json!({"properties": {"kind": {"const": kind}}, "required": ["kind"]});
    schemas["Payment"] = json!({
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": ["Card", "Transfer"]}},
        "allOf": [
            {"if": is("Card"), "then": {"$ref": "#/components/schemas/Card"}},
            {"if": is("Transfer"), "then": {"$ref": "#/components/schemas/Transfer"}},
        ],
    });
    json!({"$ref": "#/components/schemas/Order", "components": {"schemas": schemas}})
}

fn order() -> Value {
    json!({
        "id": "6a2f41a3-c54c-fce8-32d2-0324e1c32e22",
        "customer": {
            "name": "Ann",
            "age": 30,
            "address": {"street": "Main Street", "town": "Bath", "zip": "12345"},
        },
        "lines": [
            {"product": "tea", "count": 2, "price": 1.5, "gift": null},
            {"product": "cup", "count": 1},
        ],
        "placed": "2024-02-29T12:00:00Z",
        "due": "2024-03-01",
        "note": "soon",
        "payment": {"kind": "Transfer", "account": "1", "amount": 2},
        "tags": ["aa", "bb"],
        "extras": {"name": "Tom", "born": "1990-01-01"},
        "counts": {"a": 1, "b": 2},
        "parent": {
            "id": "6a2f41a3-c54c-fce8-32d2-0324e1c32e22",
            "customer": {"name": "Bob", "age": 40},
            "lines": [{"product": "pot", "count": 3, "gift": true}],
            "placed": "2024-02-29T12:00:00Z",
            "payment": {"kind": "Card", "number": "1234", "expires": "2030-01-01"},
        },
    })
}

/// A change of a value: the way to the place, each step modulo how many parts there are, and what is done there.
type Change = (Vec<prop::sample::Index>, What);

#[derive(Debug, Clone)]
enum What {
    Remove,
    Add,
    Set(Value),
}

fn change() -> impl Strategy<Value = Change> {
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!(17),
        json!(""),
        json!("x"),
        json!("Card"),
        json!("too long a text"),
        json!([]),
        json!(["a", "a"]),
        json!([1, 2]),
        json!({}),
        json!({"kind": "Card"}),
    ];
    let what = prop_oneof![
        2 => Just(What::Remove),
        1 => Just(What::Add),
        4 => prop::sample::select(values.to_vec()).prop_map(What::Set),
    ];
    (
        prop::collection::vec(any::<prop::sample::Index>(), 1..5),
        what,
    )
}

fn apply(value: &mut Value, (way, what): &Change) {
    let Some((first, rest)) = way.split_first() else {
        return;
    };
    let part = match value {
        Value::Object(members) if !members.is_empty() => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = first.get(&names);
            if rest.is_empty() {
                match what {
                    What::Remove => drop(members.remove(name)),
                    What::Add => drop(members.insert("more".to_owned(), json!(1))),
                    What::Set(value) => drop(members.insert(name.clone(), value.clone())),
                }
                return;
            }
            members.get_mut(name)
        }
        Value::Array(items) if !items.is_empty() => {
            let index = first.index(items.len());
            if rest.is_empty() {
                match what {
                    What::Remove => drop(items.remove(index)),
                    What::Add => items.push(json!("aa")),
                    What::Set(value) => items[index] = value.clone(),
                }
                return;
            }
            items.get_mut(index)
        }
        _ => None,
    };
    if let Some(part) = part {
        apply(part, &(rest.to_vec(), what.clone()));
    }
}

/// Places, as JSON pointers below `/body`.
type Places = BTreeSet<String>;

/// What the oracle finds: the places of all, and of those that are about a list and not told where items of it are at fault.
fn expected(validator: &jsonschema::Validator, order: &Value) -> (Places, Places) {
    let (mut all, mut of_wholes) = (Places::new(), Places::new());
    for error in validator.iter_errors(order) {
        let at = format!("/body{}", error.instance_path());
        match error.kind() {
            ValidationErrorKind::Required { property } => {
                all.insert(format!("{at}/{}", property.as_str().expect("a name")));
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                all.extend(unexpected.iter().map(|name| format!("{at}/{name}")));
            }
            ValidationErrorKind::UniqueItems => {
                of_wholes.insert(at);
            }
            _ => {
                all.insert(at);
            }
        }
    }
    (all, of_wholes)
}

/// What the mock tells.
fn told(answer: &str) -> Places {
    let answer = answer.trim_end().trim_end_matches("###").trim_end();
    let body = answer.rsplit("\n\n").next().expect("a body");
    if answer.contains("\n204 ") {
        return Places::new();
    }
    let body: Value = serde_json::from_str(body.trim()).unwrap_or_else(|_| panic!("{answer}"));
    let errors = body["errors"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"));
    let places = errors.iter().map(|error| {
        let steps = error["loc"].as_array().expect("a place").iter();
        let steps = steps.map(|step| match step {
            Value::String(name) => format!("/{name}"),
            index => format!("/{index}"),
        });
        steps.collect()
    });
    places.collect()
}

#[test]
fn every_fault_of_a_body_is_told() {
    let mock = Mock::of(&spec("all-faults"), &[]);
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema())
        .expect("a schema");
    assert!(validator.is_valid(&order()));
    let mut runner = TestRunner::new(Config {
        cases: 1000,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..Config::default()
    });
    let changes = prop::collection::vec(change(), 1..6);
    let held = runner.run(&changes, |changes| {
        let mut order = order();
        for change in &changes {
            apply(&mut order, change);
        }
        let (all, of_wholes) = expected(&validator, &order);
        let request = format!("POST /orders\ncontent-type: application/json\n\n{order}");
        let told = told(&mock.answer(&request));
        // Whether a payment of no kind is told at its kind or at itself is a question of words.
        // What only the decoder finds of members that the document does not name is told at their object.
        let is_said = |place: &str, among: &Places| {
            let of_kind = place.strip_suffix("/kind").unwrap_or(place);
            let of_others = place.find("/extras/").and_then(|end| place.get(..end + 7));
            among.contains(place)
                || among.contains(of_kind)
                || among.contains(&format!("{place}/kind"))
                || of_others.is_some_and(|place| among.contains(place))
                || place.ends_with("/extras") && among.iter().any(|it| it.starts_with(place))
        };
        for place in &all {
            prop_assert!(
                is_said(place, &told),
                "{place} is not told of {order}: {told:?}"
            );
        }
        for place in &told {
            let is_right = is_said(place, &all) || of_wholes.contains(place);
            prop_assert!(is_right, "nothing is wrong at {place} of {order}: {all:?}");
        }
        for place in &of_wholes {
            let is_within = |other: &String| other.starts_with(&format!("{place}/"));
            prop_assert!(
                told.contains(place) || told.iter().any(is_within),
                "{place} of {order}"
            );
        }
        Ok(())
    });
    held.unwrap_or_else(|error| panic!("{error}"));
}
