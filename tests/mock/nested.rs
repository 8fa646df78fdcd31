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

#[test]
fn an_expression_is_tried_once_however_many_are_around_it() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mock/nested.yaml");
    let mock = Mock::of(&document, &[]);
    let answer = |body: &Value| {
        let request = format!("POST /questions\ncontent-type: application/json\n\n{body}");
        mock.answer(&request)
    };

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
