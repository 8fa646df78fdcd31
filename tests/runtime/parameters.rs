//! Parameters, from text to value.

use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use crate::server::fault::{Faults, Segment};
use crate::server::header;
use crate::server::pairs::Pairs;
use crate::server::parameter::Items;
use crate::server::path::Path;
use crate::server::scalar::Scalar;
use crate::support::check;

/// Where each fault is, and its type.
fn told(faults: Faults) -> Value {
    let rejection = faults.finish(|| None::<()>).unwrap_err();
    assert_eq!(rejection.status, 422);
    let faults = rejection.faults.into_iter().map(|fault| {
        let location = fault.location.into_iter().map(|segment| match segment {
            Segment::Name(name) => json!(name),
            Segment::Index(index) => json!(index),
        });
        json!([location.collect::<Value>(), fault.kind])
    });
    faults.collect()
}

#[test]
fn scalars_are_what_json_schema_calls_them() {
    for (text, expected) in [
        ("0", Some(0)),
        ("-7", Some(-7)),
        ("9223372036854775807", Some(i64::MAX)),
        ("9223372036854775808", None),
        ("+7", None),
        ("--7", None),
        ("-", None),
        ("", None),
        (" 7", None),
        ("7.0", None),
    ] {
        assert_eq!(i64::read(text).ok(), expected, "{text}");
    }
    assert_eq!(
        u8::read("-1").unwrap_err().message,
        "Must be an integer of 8 bits"
    );
    assert_eq!(f64::read("-1.5e3").ok(), Some(-1500.0));
    for word in ["inf", "NaN", "1e999", "", "x"] {
        assert!(f64::read(word).is_err(), "{word}");
    }
    assert_eq!(bool::read("true").ok(), Some(true));
    assert!(bool::read("True").is_err());
}

#[test]
fn a_cookie_that_cannot_be_read_hides_no_other() {
    let mut headers = HeaderMap::new();
    let line = b"a=\xFF; \xFE=1; none; b=\"2\"; c=%FF; =; d=3";
    headers.append("cookie", HeaderValue::from_bytes(line).unwrap());
    headers.append("cookie", HeaderValue::from_static("e=4"));
    let cookies = Pairs::of_cookies(&headers);
    let mut faults = Faults::new();
    for (name, expected) in [("b", 2), ("d", 3), ("e", 4)] {
        let read = cookies.parameter(name).parse::<i64>().required(&mut faults);
        assert_eq!(read, Some(expected));
    }
    for name in ["a", "c"] {
        let read = cookies.parameter(name).decode::<String>();
        assert_eq!(read.required(&mut faults), None);
    }
    let unreadable = json!([[["cookie", "a"], "encoding"], [["cookie", "c"], "encoding"]]);
    assert_eq!(told(faults), unreadable);
}

#[test]
fn values_are_required_optional_or_defaulted() {
    let query = Pairs::of_query(Some("a=1&s=x+y%2B&%61b=2&&flag"));
    let mut faults = Faults::new();
    assert_eq!(
        query.parameter("a").parse::<i64>().required(&mut faults),
        Some(1)
    );
    assert_eq!(
        query.parameter("ab").parse::<i64>().or(5, &mut faults),
        Some(2)
    );
    assert_eq!(
        query.parameter("b").parse::<i64>().or(5, &mut faults),
        Some(5)
    );
    assert_eq!(
        query.parameter("b").parse::<i64>().optional(&mut faults),
        Some(None)
    );
    let text = query.parameter("s").decode::<String>();
    assert_eq!(text.required(&mut faults).unwrap(), "x y+");
    let flag = query.parameter("flag").decode::<String>();
    assert_eq!(flag.required(&mut faults).unwrap(), "");
    assert_eq!(faults.finish(|| Some(1)).unwrap(), 1);
}

/// An item that cannot be read is not there when the others are looked at, but was.
#[test]
fn rules_are_told_of_the_items_that_came() {
    let query = Pairs::of_query(Some("list=x,50,y,70"));
    let list = query.parameter("list");
    let list = list.parse_items::<i64>(Items::SeparatedBy(b','));
    let list = list
        .check(check::min_items(3))
        .check_items(check::maximum(60));
    let mut faults = Faults::new();
    assert_eq!(list.required(&mut faults), None);
    let expected = json!([
        [["query", "list", 0], "int_parsing"],
        [["query", "list", 2], "int_parsing"],
        [["query", "list", 3], "less_than_equal"],
    ]);
    assert_eq!(told(faults), expected);
}

#[test]
fn all_faults_are_told_where_they_are() {
    let query = Pairs::of_query(Some(
        "n=0&id=x&twice=1&twice=1&bad=%FF&list=1,x,3,y&each=7&each=8",
    ));
    let path = Path::new("/org/{org}/x", "/org/%C3/x");
    let mut faults = Faults::new();
    let _ = path
        .parameter("org")
        .decode::<String>()
        .required(&mut faults);
    let _ = query.parameter("none").parse::<i64>().required(&mut faults);
    let n = query.parameter("n").parse().check(check::minimum(1));
    assert_eq!(n.check(check::multiple_of(2)).or(4, &mut faults), None);
    let _ = query
        .parameter("id")
        .decode::<uuid::Uuid>()
        .optional(&mut faults);
    let _ = query
        .parameter("twice")
        .parse::<i64>()
        .optional(&mut faults);
    let _ = query
        .parameter("bad")
        .decode::<String>()
        .optional(&mut faults);
    let list = query
        .parameter("list")
        .parse_items::<i64>(Items::SeparatedBy(b','));
    let _ = list.check(check::max_items(1)).required(&mut faults);
    let each = query.parameter("each").parse_items(Items::Repeated);
    let _ = each.check_items(check::maximum(7)).required(&mut faults);
    assert_eq!(
        told(faults),
        json!([
            [["path", "org"], "encoding"],
            [["query", "none"], "missing"],
            [["query", "n"], "greater_than_equal"],
            [["query", "id"], "value_error"],
            [["query", "twice"], "repeated"],
            [["query", "bad"], "encoding"],
            [["query", "list", 1], "int_parsing"],
            [["query", "list", 3], "int_parsing"],
            [["query", "list"], "too_long"],
            [["query", "each", 1], "less_than_equal"],
        ])
    );
}

#[test]
fn arrays_are_split_before_they_are_decoded() {
    let query = Pairs::of_query(Some("a=x%2Cy,z&b=&c=1&c=2"));
    let mut faults = Faults::new();
    let comma = Items::SeparatedBy(b',');
    let a = query.parameter("a").decode_items::<String>(comma);
    assert_eq!(a.required(&mut faults).unwrap(), ["x,y", "z"]);
    let b = query.parameter("b").decode_items::<String>(comma);
    assert_eq!(b.required(&mut faults).unwrap(), [""; 0]);
    let c = query.parameter("c").parse_items::<u8>(Items::Repeated);
    assert_eq!(c.required(&mut faults).unwrap(), [1, 2]);
    let none = query.parameter("d").parse_items::<u8>(Items::Repeated);
    assert_eq!(none.optional(&mut faults).unwrap(), None);
}

#[test]
fn headers_are_parameters_too() {
    let mut headers = HeaderMap::new();
    headers.append("x-list", "1, 2".parse().unwrap());
    headers.append("x-list", "3".parse().unwrap());
    headers.append("x-bad", http::HeaderValue::from_bytes(b"\xFF").unwrap());
    let mut faults = Faults::new();
    let list = header::parameter(&headers, "x-list").parse_items(Items::SeparatedBy(b','));
    assert_eq!(list.required(&mut faults), Some(vec![1, 2, 3]));
    let bad = header::parameter(&headers, "x-bad").decode::<String>();
    assert_eq!(bad.required(&mut faults), None);
    assert_eq!(told(faults), json!([[["header", "x-bad"], "encoding"]]));
}

#[test]
fn a_path_is_taken_apart_by_its_template() {
    for (template, path, expected) in [
        ("/a/{x}/{y}", "/a/1%2F2/3", ["1/2", "3"]),
        ("/{x}.{y}", "/a.b.c", ["a", "b.c"]),
        ("/v{x}:{y}:go", "/v1:2:go", ["1", "2"]),
        ("/{x}-{y}", "/a+b-c", ["a+b", "c"]),
    ] {
        let path = Path::new(template, path);
        let mut faults = Faults::new();
        let mut value = |name| {
            let parameter = path.parameter(name).decode::<String>();
            parameter.required(&mut faults).unwrap()
        };
        assert_eq!([value("x"), value("y")], expected, "{template}");
    }
}

#[test]
fn a_parameter_that_stands_in_the_path_twice_has_one_value() {
    let given = |path| {
        let mut faults = Faults::new();
        let path = Path::new("/{id}/x/{id}", path);
        path.parameter("id")
            .decode::<String>()
            .required(&mut faults)
    };
    assert_eq!(given("/a/x/a").as_deref(), Some("a"));
    assert_eq!(given("/a/x/b"), None);
}

#[test]
fn checks_hold_at_their_limits() {
    assert!(check::minimum(1)(&1).is_ok() && check::minimum(1)(&0).is_err());
    assert!(check::maximum(1.5)(&1.5).is_ok() && check::maximum(1.5)(&1.6).is_err());
    assert!(check::above(1)(&2).is_ok() && check::above(1)(&1).is_err());
    assert!(check::below(1)(&0).is_ok() && check::below(1)(&1).is_err());
    assert!(check::multiple_of(3)(&9).is_ok() && check::multiple_of(3)(&10).is_err());
    assert!(check::multiple_of(0)(&0).is_ok() && check::multiple_of(0)(&1).is_err());
    assert!(check::multiple_of(-1)(&i64::MIN).is_ok());
    assert!(check::multiple_of(2)(&u64::MAX).is_err());
    assert!(check::multiple_of_number(0.1)(&0.3).is_ok());
    assert!(check::multiple_of_number(0.01)(&19.99).is_ok());
    assert!(check::multiple_of_number(0.1)(&0.35).is_err());
    assert!(check::multiple_of_number(0.0)(&1.0).is_err());
    let text = String::from("äöü");
    assert!(check::min_length(3)(&text).is_ok() && check::min_length(4)(&text).is_err());
    assert!(check::max_length(3)(&text).is_ok() && check::max_length(2)(&text).is_err());
    assert!(check::min_items(1)(&vec![1]).is_ok() && check::min_items(2)(&vec![1]).is_err());
    assert!(check::max_items(1)(&vec![1]).is_ok() && check::max_items(0)(&vec![1]).is_err());
}
