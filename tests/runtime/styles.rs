//! The styles of parameters: what is written, and that it is read as it was.

use http::HeaderMap;
use http::header::COOKIE;
use serde_json::{Value, json};

use crate::client::encode::Encoding;
use crate::client::tree::Tree;
use crate::client::written;
use crate::server::assembly::Written;
use crate::server::fault::{Faults, Segment};
use crate::server::header;
use crate::server::outline::{ANYTHING, Members, Outline};
use crate::server::pairs::Pairs;
use crate::server::parameter::Read;
use crate::server::path::Path;
use crate::server::schema::Schema;
use crate::support::style::Style;

static NUMBERS: Outline = Outline {
    items: Some(&Outline::NUMBER),
    ..Outline::NOTHING
};

static COLOR: Outline = Outline {
    members: Some(Members {
        named: &[
            ("R", &Outline::NUMBER),
            ("name", &Outline::TEXT),
            ("tags", &TEXTS),
            ("inner", &COLOR),
            ("list", &COLORS),
        ],
        others: None,
    }),
    ..Outline::NOTHING
};

static COLORS: Outline = Outline {
    items: Some(&COLOR),
    ..Outline::NOTHING
};

static TEXTS: Outline = Outline {
    items: Some(&Outline::TEXT),
    ..Outline::NOTHING
};

/// What is written so, of which nothing else is known.
fn written(outline: &'static Outline) -> Written {
    Written {
        outline,
        schema: Schema::ANYTHING,
    }
}

/// A text, a list, and an object; with every separator inside.
fn values() -> [(Value, &'static Outline); 5] {
    [
        (json!("a,b/ü. ;=&|"), &Outline::TEXT),
        (json!([1, -2.5]), &NUMBERS),
        (json!(["x,y", "z .;=&|%2C"]), &TEXTS),
        (json!({"R": 100, "name": "a,b ;=&[]"}), &COLOR),
        (json!({"name": "", "tags": ["a", "b"]}), &COLOR),
    ]
}

fn taken(read: Read<Value>) -> Value {
    let mut faults = Faults::new();
    let value = read.required(&mut faults);
    faults.finish(|| value).unwrap()
}

fn tree(value: &Value) -> Tree {
    Tree::of(value).unwrap()
}

fn in_path(value: Value, style: Style) -> String {
    written::in_path("id", tree(&value), style, Encoding::Full).unwrap()
}

fn in_query(value: Value, style: Style) -> String {
    let pairs = written::in_pairs("id", tree(&value), style, Encoding::Full);
    let pairs: Vec<String> = pairs.into_iter().map(|(n, v)| format!("{n}={v}")).collect();
    pairs.join("&")
}

#[test]
fn the_examples_of_the_specification_are_written() {
    let list = json!(["blue", "black"]);
    let object = json!({"R": 100, "G": 200});
    for (style, of_text, of_list, of_object) in [
        (Style::Simple, "blue", "blue,black", "R,100,G,200"),
        (Style::SimpleExploded, "blue", "blue,black", "R=100,G=200"),
        (Style::Label, ".blue", ".blue,black", ".R,100,G,200"),
        (Style::LabelExploded, ".blue", ".blue.black", ".R=100.G=200"),
        (
            Style::Matrix,
            ";id=blue",
            ";id=blue,black",
            ";id=R,100,G,200",
        ),
        (
            Style::MatrixExploded,
            ";id=blue",
            ";id=blue;id=black",
            ";R=100;G=200",
        ),
    ] {
        assert_eq!(in_path(json!("blue"), style), of_text, "{style:?}");
        assert_eq!(in_path(list.clone(), style), of_list, "{style:?}");
        assert_eq!(in_path(object.clone(), style), of_object, "{style:?}");
    }
    assert_eq!(in_path(json!(""), Style::Matrix), ";id");
    for (style, of_list, of_object) in [
        (Style::Form, "id=blue,black", "id=R,100,G,200"),
        (Style::FormExploded, "id=blue&id=black", "R=100&G=200"),
        (
            Style::SpaceDelimited,
            "id=blue%20black",
            "id=R%20100%20G%20200",
        ),
        (
            Style::PipeDelimited,
            "id=blue%7Cblack",
            "id=R%7C100%7CG%7C200",
        ),
        (
            Style::DeepObject,
            "id%5B%5D=blue&id%5B%5D=black",
            "id%5BR%5D=100&id%5BG%5D=200",
        ),
        (
            Style::Json,
            "id=%5B%22blue%22%2C%22black%22%5D",
            "id=%7B%22R%22%3A100%2C%22G%22%3A200%7D",
        ),
    ] {
        assert_eq!(in_query(list.clone(), style), of_list, "{style:?}");
        assert_eq!(in_query(object.clone(), style), of_object, "{style:?}");
    }
    let header = |value: &Value, style| written::in_header(tree(value), style).unwrap();
    assert_eq!(header(&list, Style::Simple), "blue,black");
    assert_eq!(header(&object, Style::Simple), "R,100,G,200");
    assert_eq!(header(&object, Style::SimpleExploded), "R=100,G=200");
    assert_eq!(
        header(&json!(["ü😀"]), Style::Json),
        r#"["\u00fc\ud83d\ude00"]"#
    );
}

#[test]
fn nothing_is_written_of_what_has_no_values() {
    for style in [
        Style::Form,
        Style::FormExploded,
        Style::SpaceDelimited,
        Style::DeepObject,
    ] {
        for value in [json!(null), json!([]), json!({}), json!({"a": null})] {
            assert_eq!(in_query(value, style), "", "{style:?}");
        }
    }
    assert_eq!(in_query(json!(null), Style::Json), "");
    assert_eq!(in_query(json!([]), Style::Json), "id=%5B%5D");
    for style in [Style::Simple, Style::Label, Style::MatrixExploded] {
        let written = written::in_path("id", tree(&json!([])), style, Encoding::Full);
        assert!(written.is_err(), "{style:?}");
    }
    assert_eq!(written::in_header(tree(&json!([])), Style::Simple), None);
}

#[test]
fn reserved_characters_are_kept_that_cannot_be_taken_for_others() {
    let text = "a:/?#[]@!$&'()*+,;=~ \"\\%2f%2G%ü{";
    for (encoding, expected) in [
        (
            Encoding::InQuery,
            "a:/?%23%5B%5D@!$%26'()*%2B,;=~%20%22%5C%2f%252G%25%C3%BC%7B",
        ),
        (
            Encoding::InPath,
            "a:%2F%3F%23%5B%5D@!$&'()*+,;=~%20%22%5C%2f%252G%25%C3%BC%7B",
        ),
        (
            Encoding::InCookie,
            "a:/?#[]@!$&'()*+%2C%3B=~%20%22%5C%2f%252G%25%C3%BC%7B",
        ),
        (
            Encoding::Full,
            "a%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D~%20%22%5C%252f%252G%25%C3%BC%7B",
        ),
        (Encoding::Nothing, text),
    ] {
        assert_eq!(encoding.text(text), expected, "{encoding:?}");
    }
}

#[test]
fn names_are_encoded_though_values_keep_reserved_characters() {
    for encoding in [Encoding::InQuery, Encoding::InCookie] {
        let pairs = |style| {
            let value = tree(&json!({"a=b": "c=d"}));
            written::in_pairs("i/d", value, style, encoding)
        };
        let pair = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        assert_eq!(pairs(Style::FormExploded), pair("a%3Db", "c=d"));
        assert_eq!(pairs(Style::DeepObject), pair("i%2Fd%5Ba%3Db%5D", "c=d"));
    }
    let encoding = Encoding::InPath;
    let value = tree(&json!({"a=b": "c=d"}));
    let written = written::in_path("id", value, Style::MatrixExploded, encoding);
    assert_eq!(written.unwrap(), ";a%3Db=c=d");
}

#[test]
fn what_is_written_into_a_path_is_read_as_it_was() {
    for style in [
        Style::Simple,
        Style::SimpleExploded,
        Style::Label,
        Style::LabelExploded,
        Style::Matrix,
        Style::MatrixExploded,
        Style::Json,
    ] {
        for (value, outline) in values() {
            // `-2.5` and a text with dots have the separator of this style in them, which RFC 6570 does not encode.
            if style == Style::LabelExploded && value.to_string().contains('.') {
                continue;
            }
            let path = format!("/x/{}", in_path(value.clone(), style));
            let parameters = Path::new("/x/{id}", &path);
            let parameter = parameters.parameter("id");
            let read = match style {
                Style::Json => parameter.json(Schema::ANYTHING),
                style => parameter.styled(style, written(outline)),
            };
            assert_eq!(taken(read), value, "{path}");
        }
    }
}

#[test]
fn what_is_written_into_a_query_is_read_as_it_was() {
    for style in [
        Style::Form,
        Style::FormExploded,
        Style::SpaceDelimited,
        Style::PipeDelimited,
        Style::DeepObject,
        Style::Json,
    ] {
        for (value, outline) in values() {
            let delimiter = match style {
                Style::SpaceDelimited => " ",
                Style::PipeDelimited => "|",
                _ => "none",
            };
            // What stands between the items is encoded as it is in an item.
            if outline.has_parts() && value.to_string().contains(delimiter) {
                continue;
            }
            let query = in_query(value.clone(), style);
            let query = format!("other=1&{query}");
            let pairs = Pairs::of_query(Some(&query));
            let read = match style {
                Style::FormExploded => pairs.exploded("id", written(outline), &[]),
                Style::DeepObject => pairs.deep("id", written(outline)),
                Style::Json => pairs.parameter("id").json(Schema::ANYTHING),
                style => pairs.parameter("id").styled(style, written(outline)),
            };
            assert_eq!(taken(read), value, "{query}");
        }
    }
}

#[test]
fn what_is_written_into_cookies_and_headers_is_read_as_it_was() {
    for (value, outline) in values() {
        let cookies = in_query(value.clone(), Style::FormExploded).replace('&', "; ");
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, format!("other=1; {cookies}").parse().unwrap());
        let pairs = Pairs::of_cookies(&headers);
        assert_eq!(
            taken(pairs.exploded("id", written(outline), &[])),
            value,
            "{cookies}"
        );
    }
    for (value, outline) in [
        (json!({"R": 1, "name": "a b"}), &COLOR),
        (json!(["a", "b"]), &TEXTS),
    ] {
        for style in [Style::Simple, Style::SimpleExploded, Style::Json] {
            let text = written::in_header(tree(&value), style).unwrap();
            let mut headers = HeaderMap::new();
            headers.insert("x-id", text.parse().unwrap());
            let parameter = header::parameter(&headers, "x-id");
            let read = match style {
                Style::Json => parameter.json(Schema::ANYTHING),
                style => parameter.styled(style, written(outline)),
            };
            assert_eq!(taken(read), value, "{text}");
        }
    }
}

#[test]
fn deep_objects_are_read_as_clients_write_them() {
    let value =
        json!({"list": [{"R": 1}, {"R": 2, "inner": {"tags": ["x", "y"]}}], "tags": ["a", "b"]});
    let ours = in_query(value.clone(), Style::DeepObject);
    let clients = [
        ours.as_str(),
        "id[tags][0]=a&id[tags][1]=b&id[list][0][R]=1&id[list][1][R]=2&id[list][1][inner][tags][]=x&id[list][1][inner][tags][]=y",
        "id[tags]=a&id[tags]=b&id[list][10][R]=2&id[list][9][R]=1&id[list][10][inner][tags]=x&id[list][10][inner][tags]=y",
    ];
    for query in clients {
        let pairs = Pairs::of_query(Some(query));
        assert_eq!(taken(pairs.deep("id", written(&COLOR))), value, "{query}");
    }
    // One of an object and a number may come without brackets.
    static EITHER: Outline = Outline {
        number: true,
        members: Some(Members {
            named: &[("gt", &Outline::NUMBER)],
            others: None,
        }),
        ..Outline::NOTHING
    };
    for (query, value) in [("id=5", json!(5)), ("id[gt]=5", json!({"gt": 5}))] {
        let pairs = Pairs::of_query(Some(query));
        assert_eq!(taken(pairs.deep("id", written(&EITHER))), value, "{query}");
    }
}

#[test]
fn texts_stay_texts() {
    static MIXED: Outline = Outline {
        text: true,
        number: true,
        boolean: true,
        ..Outline::NOTHING
    };
    for (text, value) in [
        ("7", json!(7)),
        ("007", json!("007")),
        ("1.0", json!(1.0)),
        ("1e3", json!("1e3")),
        ("true", json!(true)),
        ("", json!("")),
    ] {
        let query = format!("id={text}");
        let pairs = Pairs::of_query(Some(&query));
        assert_eq!(
            taken(pairs.parameter("id").styled(Style::Form, written(&MIXED))),
            value
        );
        let pairs = Pairs::of_query(Some(&query));
        let anything = pairs
            .parameter("id")
            .styled(Style::Form, written(&ANYTHING));
        assert_eq!(taken(anything), json!(text));
    }
}

#[test]
fn faults_of_parts_are_told_where_they_are() {
    #[derive(Debug, serde::Deserialize)]
    struct Color {
        #[serde(rename = "R")]
        _red: u8,
    }
    let told = |read: Read<Color>| {
        let mut faults = Faults::new();
        let _ = read.optional(&mut faults);
        let rejection = faults.finish(|| None::<()>).unwrap_err();
        let faults = rejection.faults.into_iter().map(|fault| {
            let location: Vec<String> = fault.location.iter().map(Segment::to_string).collect();
            (location.join("/"), fault.kind)
        });
        faults.collect::<Vec<_>>()
    };
    let query = "id[R]=x&id[list][0][R]=y&id[tags]=%FF";
    let pairs = Pairs::of_query(Some(query));
    assert_eq!(
        told(pairs.deep("id", written(&COLOR))),
        [("query/id".to_owned(), "encoding")]
    );
    let query = "id[R]=x&id[list][3][R]=y";
    let pairs = Pairs::of_query(Some(query));
    assert_eq!(
        told(pairs.deep("id", written(&COLOR))),
        [
            ("query/id/R".to_owned(), "number_parsing"),
            ("query/id/list/0/R".to_owned(), "number_parsing"),
        ]
    );
    let pairs = Pairs::of_query(Some("id[R]=300"));
    assert_eq!(
        told(pairs.deep("id", written(&COLOR))),
        [("query/id/R".to_owned(), "value_error")]
    );
    let pairs = Pairs::of_query(Some("id=R,1,G"));
    let read = pairs.parameter("id").styled(Style::Form, written(&COLOR));
    assert_eq!(told(read), [("query/id".to_owned(), "object_parsing")]);
    let pairs = Pairs::of_query(Some("id={"));
    assert_eq!(
        told(pairs.parameter("id").json(Schema::ANYTHING)),
        [("query/id".to_owned(), "json_invalid")]
    );
    let deep = format!("id{}=1", "[inner]".repeat(40));
    let pairs = Pairs::of_query(Some(&deep));
    assert_eq!(
        told(pairs.deep("id", written(&COLOR))),
        [("query/id".to_owned(), "too_deep")]
    );
}
