//! Values inside one another, of which only trying tells the types.

use std::cell::Cell;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::support::best_fit::{self, BestFit, Kept};
use crate::support::one_of::{self, OneOf};

thread_local! {
    /// How many objects have been read as one of the types.
    static READ: Cell<usize> = const { Cell::new(0) };
}

#[derive(Debug, Serialize, Deserialize)]
struct All {
    operands: Vec<Expression>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<bool>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Any {
    operands: Vec<Expression>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<bool>,
}

#[derive(Debug)]
enum Expression {
    All(All),
    Any(Any),
    Unknown(Value),
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        one_of::deserialize(deserializer)
    }
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All(value) => value.serialize(serializer),
            Self::Any(value) => value.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

fn counted<T>(_: &T) -> bool {
    READ.set(READ.get() + 1);
    true
}

impl OneOf for Expression {
    const NAME: &'static str = "Expression";

    fn unknown(value: Value) -> Self {
        Self::Unknown(value)
    }

    fn object<'de, A: serde::de::MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        best_fit::object(members)
    }

    fn kept_object(members: Kept) -> Result<Self, serde_json::Error> {
        BestFit::of(members)
            .or(Self::All, counted)
            .or(Self::Any, counted)
            .take()
    }
}

/// What is in the middle of so many expressions, which are of both types in turn.
fn around(depth: usize, inside: &Value) -> Value {
    (0..depth).fold(inside.clone(), |operand, level| match level % 2 {
        0 => json!({"operands": [operand], "all": true}),
        _ => json!({"operands": [operand], "any": true}),
    })
}

fn read(value: &Value) -> Result<Expression, serde_json::Error> {
    serde_json::from_str(&value.to_string())
}

/// The types of an expression and of the first operands, from without.
fn types(expression: &Expression) -> String {
    let (name, operands) = match expression {
        Expression::All(all) => ('A', &all.operands),
        Expression::Any(any) => ('O', &any.operands),
        Expression::Unknown(_) => return "?".to_owned(),
    };
    let inside = operands.first().map(types).unwrap_or_default();
    format!("{name}{inside}")
}

#[test]
fn each_value_is_tried_once_however_deep_it_is() {
    let value = around(60, &json!({"operands": [], "any": false}));
    READ.set(0);
    let read = read(&value).unwrap();
    assert_eq!(READ.get(), 2 * 61);
    assert_eq!(types(&read), format!("{}O", "OA".repeat(30)));
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
}

#[test]
fn what_is_equal_in_two_places_is_found_out_for_each_by_itself() {
    let value = json!({"operands": [
        {"operands": [{"operands": [], "any": true}], "all": true},
        {"operands": [{"operands": [], "all": true}], "all": true},
        {"operands": [{"operands": [], "any": true}], "all": true},
    ]});
    let read = read(&value).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), value);
}

#[test]
fn what_is_none_of_them_is_kept_also_inside() {
    let value = around(
        20,
        &json!({"operands": [{"operands": [1, "x"]}, {"else": [[], null]}], "all": true}),
    );
    let read = read(&value).unwrap();
    assert_eq!(types(&read), format!("{}AA?", "OA".repeat(10)));
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
}

#[test]
fn a_large_value_inside_many_others_is_given_up_and_not_the_next_one() {
    let many = vec![json!({"operands": []}); 20_000];
    let large = json!({"operands": many});
    assert_eq!(types(&read(&around(10, &large)).unwrap()), "OAOAOAOAOAAA");
    let error = read(&around(50, &large)).unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("too many values inside one another"),
        "{told}"
    );
    assert_eq!(
        types(&read(&around(2, &json!({"operands": [], "any": true}))).unwrap()),
        "OAO"
    );
}

#[test]
fn a_struct_is_not_read_from_a_list_that_is_kept() {
    let value = json!({"operands": [[[], true]], "all": true});
    assert_eq!(types(&read(&value).unwrap()), "A?");
}

#[test]
fn a_list_that_is_too_long_for_its_type_does_not_fit() {
    let kept = |value: Value| serde_json::from_value::<Kept>(value).unwrap();
    assert!(<(i64, bool)>::deserialize(kept(json!([1, true]))).is_ok());
    assert!(<(i64, bool)>::deserialize(kept(json!([1, true, 2]))).is_err());
}

#[test]
fn what_is_kept_is_read_as_it_would_have_been_at_once() {
    let value = json!({
        "null": null, "yes": true, "small": -3, "large": 18_446_744_073_709_551_615_u64, "half": 0.5,
        "text": "a\u{0}é", "list": [[], {}, [null]], "object": {"": {"a": 1}},
    });
    let text = value.to_string();
    let kept: Kept = serde_json::from_str(&text).unwrap();
    assert_eq!(Value::from(kept.clone()), value);
    assert_eq!(Value::deserialize(kept.clone()).unwrap(), value);
    assert_eq!(Value::from(Kept::deserialize(kept).unwrap()), value);
}
