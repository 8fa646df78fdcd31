//! What breaks the rules of the document is told with its place.

use std::collections::BTreeMap;

use crate::server::fault::{Faults, Segment};
use crate::server::violation;
use crate::support::check;
use crate::support::validate::{self, At, Found, Validate};

struct Line {
    price: f64,
}

impl Validate for Line {
    fn check(&self, at: &At<'_>, found: &mut Found) {
        found.check(&at.member("price"), &self.price, check::minimum(0.0));
    }
}

struct Order {
    name: String,
    note: Option<String>,
    lines: Vec<Line>,
    by_name: BTreeMap<String, Option<Box<Line>>>,
}

impl Validate for Order {
    fn check(&self, at: &At<'_>, found: &mut Found) {
        found.check(at, &self.lines.len(), check::min_properties(1));
        found
            .object(at)
            .check("na/me~", &self.name, check::min_length(1))
            .check_some("note", &self.note, check::max_length(3))
            .validate("lines", &self.lines)
            .validate("by_name", &self.by_name);
    }
}

fn faulty() -> Order {
    Order {
        name: String::new(),
        note: Some("long".to_owned()),
        lines: vec![Line { price: 1.0 }, Line { price: -1.0 }],
        by_name: [
            ("3".to_owned(), Some(Box::new(Line { price: -2.0 }))),
            ("4".to_owned(), None),
        ]
        .into(),
    }
}

#[test]
fn every_violation_is_told_with_its_place() {
    let violations = faulty().validate().unwrap_err();
    let told: Vec<(String, &str)> = violations
        .iter()
        .map(|violation| (violation.pointer(), violation.keyword))
        .collect();
    let expected = [
        ("/na~1me~0", "minLength"),
        ("/note", "maxLength"),
        ("/lines/1/price", "minimum"),
        ("/by_name/3/price", "minimum"),
    ];
    assert_eq!(
        told,
        expected.map(|(pointer, keyword)| (pointer.to_owned(), keyword))
    );
    assert_eq!(
        violations.to_string(),
        "/na~1me~0: Must have at least 1 characters (minLength)\n\
         /note: Must have at most 3 characters (maxLength)\n\
         /lines/1/price: Must be at least 0 (minimum)\n\
         /by_name/3/price: Must be at least 0 (minimum)"
    );
    assert_eq!(violations.into_iter().count(), 4);
}

#[test]
fn the_value_itself_has_an_empty_pointer() {
    let empty = Order {
        note: None,
        name: "a".to_owned(),
        lines: Vec::new(),
        by_name: BTreeMap::new(),
    };
    let violations = empty.validate().unwrap_err();
    assert_eq!(
        violations.to_string(),
        "Must have at least 1 properties (minProperties)"
    );
    let sound = Order {
        lines: vec![Line { price: 0.0 }],
        ..empty
    };
    assert!(sound.validate().is_ok());
}

#[test]
fn rules_that_no_type_has_are_kept_or_not() {
    let keeps = |items: Vec<i64>| {
        let keeps = validate::keeps(|items: &Vec<i64>, at, found| {
            found.check(at, items, check::max_items(2));
            for (at, item) in validate::items(at, items) {
                found.check(&at, item, check::minimum(0));
            }
        });
        keeps(&items)
    };
    assert!(keeps(vec![0, 1]));
    assert!(!keeps(vec![0, 1, 2]));
    assert!(!keeps(vec![0, -1]));
}

#[test]
fn a_server_tells_each_violation_as_a_fault() {
    let mut faults = Faults::new();
    let read = violation::check(Some(faulty()), &mut faults, |order, at, found| {
        found.validate(at, order);
    });
    assert!(read.is_some(), "it fits its type");
    violation::check(None::<Order>, &mut faults, |order, at, found| {
        found.validate(at, order);
    });
    let rejection = faults.finish(|| Some(())).unwrap_err();
    let told: Vec<_> = rejection
        .faults
        .into_iter()
        .map(|fault| (fault.location, fault.kind))
        .collect();
    let name = |name: &'static str| Segment::from(name);
    assert_eq!(
        told,
        [
            (vec![name("body"), name("na/me~")], "string_too_short"),
            (vec![name("body"), name("note")], "string_too_long"),
            (
                vec![
                    name("body"),
                    name("lines"),
                    Segment::Index(1),
                    name("price")
                ],
                "greater_than_equal"
            ),
            (
                vec![name("body"), name("by_name"), name("3"), name("price")],
                "greater_than_equal"
            ),
        ]
    );
}
