//! Values of one of several types.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Number, Value, json};

use crate::support::best_fit::{self, BestFit, Kept};
use crate::support::one_of::{self, OneOf, Type};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Cat {
    kind: Option<String>,
    lives: i64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dog {
    tricks: Vec<String>,
}

#[derive(Debug, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
    Id(i64),
    Tags(Vec<String>),
    Numbers(Vec<f64>),
    Unknown(Value),
}

impl<'de> Deserialize<'de> for Pet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        one_of::deserialize(deserializer)
    }
}

impl OneOf for Pet {
    const NAME: &'static str = "Pet";

    fn unknown(value: Value) -> Self {
        Self::Unknown(value)
    }

    fn number(value: &Number) -> Option<Self> {
        one_of::whole(value).map(Self::Id)
    }

    fn list<'de, A: serde::de::SeqAccess<'de>>(items: A) -> Result<Self, A::Error> {
        best_fit::list(items)
    }

    fn kept_list(items: Kept) -> Result<Self, serde_json::Error> {
        BestFit::of(items)
            .or(Self::Tags, |_| true)
            .or(Self::Numbers, |_| true)
            .take()
    }

    fn object<'de, A: serde::de::MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        let (tag, members) = one_of::tagged(members, "kind")?;
        match tag.as_deref() {
            Some("cat") => members.read().map(Self::Cat),
            Some("dog") => members.without("kind").read().map(Self::Dog),
            _ => members.read().map(Self::Unknown),
        }
    }
}

fn pet(text: &str) -> Result<Pet, serde_json::Error> {
    serde_json::from_str(text)
}

#[test]
fn the_tag_may_stand_anywhere() {
    let cat = Pet::Cat(Cat {
        kind: Some("cat".to_owned()),
        lives: 9,
    });
    assert_eq!(pet(r#"{"kind":"cat","lives":9}"#).unwrap(), cat);
    assert_eq!(pet(r#"{"lives":9,"kind":"cat"}"#).unwrap(), cat);
}

#[test]
fn a_type_that_does_not_have_the_tag_is_not_shown_it() {
    let dog = pet(r#"{"tricks":["sit"],"kind":"dog"}"#).unwrap();
    let tricks = vec!["sit".to_owned()];
    assert_eq!(dog, Pet::Dog(Dog { tricks }));
}

#[test]
fn what_is_none_of_them_is_kept_whole() {
    for value in [
        json!({"kind": "fish", "fins": [2, {"a": null}]}),
        json!({"lives": 9}),
        json!({"kind": 5}),
        json!("text"),
        json!(true),
        json!(null),
        json!(1.5),
        json!([{"a": 1}]),
    ] {
        assert_eq!(pet(&value.to_string()).unwrap(), Pet::Unknown(value));
    }
}

#[test]
fn a_known_variant_that_does_not_fit_is_refused_with_the_reason() {
    let error = pet(r#"{"kind":"cat","lives":"nine"}"#).unwrap_err();
    assert!(error.to_string().contains("expected i64"), "{error}");
    let error = pet(r#"{"lives":"nine","kind":"cat"}"#).unwrap_err();
    assert!(error.to_string().contains("expected i64"), "{error}");
}

#[test]
fn integers_may_be_written_as_numbers() {
    assert_eq!(pet("7").unwrap(), Pet::Id(7));
    assert_eq!(pet("7.0").unwrap(), Pet::Id(7));
    assert_eq!(pet("7e2").unwrap(), Pet::Id(700));
    assert_eq!(one_of::whole::<u8>(&Number::from(300)), None);
    assert_eq!(
        one_of::whole::<u64>(&Number::from(u64::MAX)),
        Some(u64::MAX)
    );
}

#[test]
fn of_several_lists_the_one_that_fits() {
    assert_eq!(pet("[1]").unwrap(), Pet::Numbers(vec![1.0]));
    assert_eq!(pet(r#"["a"]"#).unwrap(), Pet::Tags(vec!["a".to_owned()]));
    assert_eq!(pet("[]").unwrap(), Pet::Tags(Vec::new()));
}

#[test]
fn rules_count_more_than_members() {
    struct Object(Value);

    impl<'de> Deserialize<'de> for Object {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            one_of::deserialize(deserializer)
        }
    }

    impl OneOf for Object {
        const NAME: &'static str = "Object";

        fn unknown(value: Value) -> Self {
            Self(value)
        }

        fn object<'de, A: serde::de::MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
            best_fit::object(members)
        }

        fn kept_object(members: Kept) -> Result<Self, serde_json::Error> {
            #[derive(Serialize, Deserialize)]
            struct Small {
                a: i64,
            }
            #[derive(Serialize, Deserialize)]
            struct Large {
                a: i64,
                b: i64,
            }
            BestFit::of(members)
                .or(|small: Small| Self(json!(["small", small.a])), |_| true)
                .or(
                    |large: Large| Self(json!(["large", large.b])),
                    |it| it.b > 0,
                )
                .take()
        }
    }

    let read = |text: &str| serde_json::from_str::<Object>(text).unwrap().0;
    assert_eq!(read(r#"{"a":1}"#), json!(["small", 1]));
    assert_eq!(read(r#"{"a":1,"b":2}"#), json!(["large", 2]));
    assert_eq!(read(r#"{"a":1,"b":0}"#), json!(["small", 1]));
}

#[test]
fn members_tell_by_their_names_and_by_their_types() {
    struct Told(Option<usize>, Option<Type>);

    impl<'de> Deserialize<'de> for Told {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            one_of::deserialize(deserializer)
        }
    }

    impl OneOf for Told {
        const NAME: &'static str = "Told";

        fn unknown(_: Value) -> Self {
            Self(None, None)
        }

        fn object<'de, A: serde::de::MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
            let (mark, members) = one_of::marked(members, &["x", "y"])?;
            let (value_type, members) = one_of::typed(members, "y")?;
            members.read::<Value>().map(|_| Self(mark, value_type))
        }
    }

    let read = |text: &str| {
        let Told(mark, value_type) = serde_json::from_str(text).unwrap();
        (mark, value_type)
    };
    assert_eq!(read(r#"{"a":1,"y":[]}"#), (Some(1), Some(Type::List)));
    assert_eq!(read(r#"{"x":1,"y":"t"}"#), (Some(0), Some(Type::Text)));
    assert_eq!(read(r#"{"x":1,"y":null}"#), (Some(0), None));
    assert_eq!(read(r#"{"a":1}"#), (None, None));
}

#[test]
fn a_tag_is_written_beside_a_value_without_it() {
    struct Tagged(Dog);

    impl Serialize for Tagged {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            one_of::serialize_tagged(&self.0, "kind", "dog", serializer)
        }
    }

    let written = serde_json::to_value(Tagged(Dog { tricks: Vec::new() })).unwrap();
    assert_eq!(written, json!({"tricks": [], "kind": "dog"}));
}
