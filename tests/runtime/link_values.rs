//! What links take and give on.

use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use crate::chain;
use crate::client::link_values::{constant, header, member, read, read_optional, text, value};

#[test]
fn values_are_found_where_they_are() {
    let body = json!({"user": {"ids": [7, 8], "a/b": true}});
    assert_eq!(member(&body, "/user/ids/1"), json!(8));
    assert_eq!(member(&body, "/user/a~1b"), json!(true));
    assert_eq!(member(&body, ""), body);
    assert_eq!(member(&body, "/user/none"), Value::Null);
    assert_eq!(member(&None::<u8>, "/user"), Value::Null);
    let mut headers = HeaderMap::new();
    headers.insert("location", HeaderValue::from_static("/x"));
    assert_eq!(header(&headers, "Location"), json!("/x"));
    assert_eq!(header(&headers, "other"), Value::Null);
    assert_eq!(constant("[1]"), json!([1]));
    assert_eq!(value(&Some(3)), json!(3));
}

#[test]
fn texts_are_whole_or_none() {
    assert_eq!(
        text(&[json!("a-"), json!(7), json!(true)]),
        json!("a-7true")
    );
    assert_eq!(text(&[json!("a-"), Value::Null]), Value::Null);
    assert_eq!(text(&[json!([1])]), Value::Null);
}

#[test]
fn a_number_may_be_a_text_and_the_other_way_round() {
    assert_eq!(read::<String>("x", json!(7)).unwrap(), "7");
    assert_eq!(read::<i64>("x", json!("7")).unwrap(), 7);
    assert_eq!(read::<String>("x", json!("7")).unwrap(), "7");
    assert!(read::<bool>("x", json!("true")).unwrap());
    assert_eq!(read::<Vec<u8>>("x", json!([1])).unwrap(), [1]);
    for odd in [json!("seven"), json!("[7]"), json!({"a": 1})] {
        let error = chain::of(&read::<i64>("the value", odd).unwrap_err());
        assert!(
            error.contains("the value is not what the operation takes: "),
            "{error}"
        );
    }
    assert_eq!(read_optional::<i64>("x", Value::Null).unwrap(), None);
    assert_eq!(read_optional::<i64>("x", json!(1)).unwrap(), Some(1));
    assert!(read_optional::<i64>("x", json!([])).is_err());
    let error = read::<Option<i64>>("the value", Value::Null).unwrap_err();
    let expected = "the request was not sent: the value is not there";
    assert_eq!(error.to_string(), expected);
}
