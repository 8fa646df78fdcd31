//! Unions inside one another, of which only trying tells the variant.
//!
//! Their document does not stand in `specs`: of a value that is wrong deep inside, jsonschema collects what each alternative
//! of each level says, so that it needs twice the memory for every level, and `tests/oracle` asks it of all that stands there.

use std::path::Path;

use serde_json::{Value, json};

use super::Mock;

/// An expression in the middle of so many others.
fn around(depth: usize, inside: Value) -> Value {
    (0..depth).fold(inside, |operand, level| match level % 2 {
        0 => json!({"operands": [operand], "not": true}),
        _ => json!({"operands": [operand, "x"], "all": true}),
    })
}

fn questions() -> Mock {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mock/nested.yaml");
    Mock::of(&document, &[])
}

fn answer(mock: &Mock, body: &Value) -> String {
    let request = format!("POST /questions\ncontent-type: application/json\n\n{body}");
    mock.answer(&request)
}

#[test]
fn an_expression_is_tried_once_however_many_are_around_it() {
    let mock = questions();
    let answer = |body: &Value| answer(&mock, body);
    let right = answer(&around(60, json!({"operands": [], "not": true})));
    assert!(right.contains("200 OK"), "{right}");
    let wrong = answer(&around(60, json!({"operands": [1]})));
    let place = r#""operands",0,"#.repeat(60);
    let loc =
        format!(r#""loc":["body",{place}"operands",0],"msg":"Must be one of the alternatives""#);
    assert!(wrong.contains("422") && wrong.contains(&loc), "{wrong}");
    let large = answer(&around(50, json!({"operands": vec!["a"; 9000]})));
    let told = "Has too many values inside one another";
    assert!(large.contains("422") && large.contains(told), "{large}");
}

#[test]
fn what_a_member_has_excluded_is_not_taken_when_it_is_gone() {
    let mock = questions();
    // `not` is no boolean, so that it is no `Single`, and `Several` does not have it.
    let excluded = json!({"operands": ["b"], "not": "c"});
    for depth in [0, 30] {
        let told = answer(&mock, &around(depth, excluded.clone()));
        assert!(told.contains("422") && told.contains("too_short"), "{told}");
        assert!(!told.contains("one_of"), "{told}");
    }
}
