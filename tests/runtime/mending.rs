//! What is told of a value that does not fit its type.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::server::fault::{Fault, Faults, Segment};
use crate::server::json_text::{self, Decode};
use crate::server::reviewed::Reviewed;
use crate::server::schema::{Member, Objects, Others, Schema, Sign};
use crate::support::json as decode;
use crate::support::json_type::Type;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    id: uuid::Uuid,
    other: uuid::Uuid,
    day: chrono::NaiveDate,
    #[serde(default)]
    counts: Vec<i8>,
    #[serde(default)]
    pet: Option<Value>,
    #[serde(default)]
    parent: Option<Box<Order>>,
}

const UUID: &str = "00000000-0000-0000-0000-000000000000";

static ORDER: Objects = Objects::Members {
    named: &[
        member("id", true, Schema::like(UUID)),
        member("other", true, Schema::like(UUID)),
        member("day", true, Schema::like("1970-01-01")),
        member("counts", false, Schema::list(&Schema::NUMBER)),
        member("pet", false, Schema::of(&PET).or_null()),
        member("parent", false, Schema::of(&ORDER).or_null()),
    ],
    others: Others::Refused,
};

static PET: Objects = Objects::Alternatives(&[
    (Sign::Text("kind", "cat"), &CAT),
    (Sign::Has("barks"), &DOG),
    (Sign::Has("tail"), &CAT),
    (Sign::Type("size", Type::Number), &DOG),
    (Sign::Type("size", Type::Text), &CAT),
]);

static CAT: Objects = Objects::Members {
    named: &[member("meows", true, Schema::BOOLEAN)],
    others: Others::Refused,
};

static DOG: Objects = Objects::Members {
    named: &[member("barks", true, Schema::BOOLEAN)],
    others: Others::Of(Schema::TEXT),
};

const fn member(name: &'static str, required: bool, schema: Schema) -> Member {
    Member {
        name,
        required,
        schema,
    }
}

fn read(text: &str) -> (Reviewed<Order>, Vec<Fault>) {
    let mut faults = Faults::new();
    let decode: Decode<Order> = decode::decode;
    let at = [Segment::from("body")];
    let read = json_text::read(
        text.as_bytes(),
        (&at, Schema::of(&ORDER)),
        decode,
        &mut faults,
    );
    (read.unwrap(), faults.into_vec())
}

/// What is told of an order with these members beside those that it must have.
fn told(more: Value) -> Vec<(String, &'static str)> {
    let mut order = json!({
        "id": "6a2f41a3-c54c-fce8-32d2-0324e1c32e22",
        "other": "6a2f41a3-c54c-fce8-32d2-0324e1c32e22",
        "day": "2024-02-29",
    });
    let members = order.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    let (_, faults) = read(&order.to_string());
    let told = faults.iter().map(|fault| (fault.place(), fault.kind));
    told.collect()
}

fn places(more: Value) -> Vec<String> {
    told(more).into_iter().map(|(place, _)| place).collect()
}

#[test]
fn what_is_missing_of_another_type_or_not_allowed_is_told_where_it_is() {
    let (read, faults) = read(r#"{"id": 1, "counts": [1, "2"], "more": 3, "parent": {}}"#);
    let told: Vec<_> = faults.iter().map(|it| (it.place(), it.kind)).collect();
    let expected = [
        ("body.counts.1", "type_error"),
        ("body.id", "type_error"),
        ("body.more", "unknown_member"),
        ("body.parent.id", "missing"),
        ("body.parent.other", "missing"),
        ("body.parent.day", "missing"),
        ("body.other", "missing"),
        ("body.day", "missing"),
    ];
    for (place, kind) in expected {
        assert!(
            told.contains(&(place.to_owned(), kind)),
            "{place}: {told:?}"
        );
    }
    assert_eq!(told.len(), expected.len(), "{told:?}");
    // Of all kinds of texts that have to be there, one was found that fits, so that the rules of the rest can be looked at.
    assert_eq!(read.value().map(|order| order.counts[0]), Some(1));
    assert_eq!(read.fitting(), None);
}

#[test]
fn what_only_the_decoder_finds_is_told_as_well() {
    let more = json!({"id": "x", "other": "y", "day": "z", "counts": [1000, 1, -1000]});
    let found = places(more);
    let expected = [
        "body.id",
        "body.other",
        "body.day",
        "body.counts.0",
        "body.counts.2",
    ];
    for place in expected {
        assert!(found.contains(&place.to_owned()), "{place}: {found:?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:?}");
}

#[test]
fn what_cannot_be_mended_is_told_alone() {
    for text in ["[]", "3", r#""x""#, "null"] {
        let (read, faults) = read(text);
        let told: Vec<_> = faults.iter().map(|it| (it.place(), it.kind)).collect();
        assert_eq!(told, [("body".to_owned(), "type_error")], "{text}");
        assert!(read.value().is_none());
    }
}

#[test]
fn what_no_value_has_any_more_is_told() {
    let text = r#"{"counts": [], "counts": [], "id": "6a2f41a3-c54c-fce8-32d2-0324e1c32e22",
        "other": "6a2f41a3-c54c-fce8-32d2-0324e1c32e22", "day": "2024-02-29"}"#;
    let (read, faults) = read(text);
    assert_eq!(faults.len(), 1);
    assert!(faults[0].message.contains("duplicate"), "{faults:?}");
    assert!(!faults[0].message.contains("line"), "{faults:?}");
    assert_eq!(read.fitting(), None);
}

#[test]
fn the_sign_of_an_object_says_what_it_is() {
    // Something else is at fault, since the decoder takes every pet.
    let pet = |pet: Value| {
        let mut found = places(json!({"pet": pet, "more": 1}));
        found.retain(|place| place != "body.more");
        found
    };
    assert_eq!(pet(json!({"kind": "cat"})), ["body.pet.meows"]);
    assert_eq!(
        pet(json!({"kind": "cat", "meows": true})),
        [""; 0],
        "the sign is no other member"
    );
    assert_eq!(
        pet(json!({"kind": "cat", "meows": 1, "x": 1})),
        ["body.pet.meows", "body.pet.x"]
    );
    assert_eq!(
        pet(json!({"barks": 1, "x": 1, "y": "z"})),
        ["body.pet.barks", "body.pet.x"]
    );
    assert_eq!(
        pet(json!({"size": "large"})),
        ["body.pet.size", "body.pet.meows"]
    );
    assert_eq!(
        pet(json!({"barks": 1, "tail": 1})),
        [""; 0],
        "it may be either"
    );
    assert_eq!(pet(json!({"x": 1})), [""; 0], "nothing is known of it");
    assert_eq!(pet(json!(null)), [""; 0]);
    assert_eq!(pet(json!([1])), ["body.pet"]);
}

#[test]
fn a_great_many_faults_end_the_search() {
    let counts = vec!["x"; 9000];
    assert_eq!(told(json!({ "counts": counts })).len(), 100);
    let counts = vec![1000; 9000];
    assert_eq!(told(json!({ "counts": counts })).len(), 100);
}

/// Each value takes far more memory than its text.
#[test]
fn of_a_great_many_values_the_first_fault_is_told() {
    let mut counts = vec![json!(1); 11_000];
    counts[5] = json!("x");
    counts[7] = json!("x");
    assert_eq!(places(json!({ "counts": counts })), ["body.counts.5"]);
}

#[test]
fn what_is_no_json_behind_the_first_fault_is_no_json() {
    let mut faults = Faults::new();
    let decode: Decode<Order> = decode::decode;
    let at = [Segment::from("body")];
    let text = br#"{"id": 1, "day":"#;
    assert!(json_text::read(text, (&at, Schema::of(&ORDER)), decode, &mut faults).is_err());
}

/// A schema that has no value that ends, and one with a great many.
#[test]
fn what_is_made_up_ends() {
    static NODE: Objects = Objects::Members {
        named: &[
            member("name", false, Schema::TEXT),
            member("first", true, Schema::of(&NODE)),
            member("second", true, Schema::of(&NODE)),
            member("third", true, Schema::of(&NODE)),
        ],
        others: Others::Unsaid,
    };
    let mut faults = Faults::new();
    let decode: Decode<std::collections::BTreeMap<String, Value>> = |text| {
        let read = decode::decode::<std::collections::BTreeMap<String, Value>>(text)?;
        match read.contains_key("third") {
            true => Ok(read),
            false => decode::decode(br#"{"third": 1"#),
        }
    };
    let at = [Segment::from("body")];
    let refused = json_text::read(b"{}", (&at, Schema::of(&NODE)), decode, &mut faults);
    assert!(refused.is_err());
    let misfitting = crate::server::mend::Misfitting {
        value: json!({}),
        at: &at,
        schema: Schema::of(&NODE),
        told: Vec::new(),
    };
    let read = crate::server::mend::mend(misfitting, decode, &mut faults);
    assert_eq!(read.value().map(|members| members.len()), Some(3));
}

#[test]
fn a_deep_value_ends_the_search() {
    let mut order = json!({});
    for _ in 0..60 {
        order = json!({ "parent": order });
    }
    assert_eq!(places(order).len(), 100);
}

#[test]
fn what_a_whole_breaks_because_of_a_part_is_not_sure() {
    let at = |place: &[&'static str]| {
        place
            .iter()
            .map(|step| Segment::from(*step))
            .collect::<Vec<_>>()
    };
    let item = [
        Segment::from("body"),
        Segment::from("list"),
        Segment::from(3),
    ];
    let read = Reviewed::mended((), vec![item.to_vec(), at(&["body", "place", "x"])]);
    let fault = |kind, place: &[&'static str]| Fault {
        location: at(place),
        message: "".into(),
        kind,
    };
    assert!(!read.is_sure(&fault("not_unique", &["body", "list"])));
    assert!(read.is_sure(&fault("too_short", &["body", "list"])));
    assert!(
        !read.is_sure(&fault("too_short", &["body", "place"])),
        "it is no list"
    );
    assert!(!read.is_sure(&fault("too_short", &["body", "place", "x"])));
    assert!(!read.is_sure(&fault("minimum", &["body", "place", "x", "y"])));
    assert!(read.is_sure(&fault("minimum", &["body", "list", "other"])));
}
