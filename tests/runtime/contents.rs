//! Answers that are one thing or another by their media type, texts, and headers as values.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::client::answer::Answer;
use crate::client::chosen::Chosen;
use crate::client::error::Error;
use crate::client::headers::{self, HeaderError};
use crate::support::json::Misfit;
use crate::support::media_type;

fn headers_of(content_type: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if !content_type.is_empty() {
        headers.insert("content-type", content_type.parse().unwrap());
    }
    headers
}

fn answer(content_type: &str, body: &'static [u8]) -> Answer {
    Answer::new(
        StatusCode::OK,
        headers_of(content_type),
        Bytes::from_static(body),
    )
}

#[test]
fn the_nearest_media_type_is_found() {
    let lists: &[&[&str]] = &[
        &["application/json"],
        &["application/vnd.a+json; version=2"],
        &["text/csv", "text/plain"],
        &["image/*"],
        &["application/vnd.a+json"],
    ];
    for (sent, expected) in [
        ("", Some(0)),
        ("application/json", Some(0)),
        ("Application/JSON; charset=utf-8", Some(0)),
        ("application/problem+json", Some(0)),
        ("application/vnd.a+json;version=2", Some(1)),
        ("application/vnd.a+json", Some(4)),
        ("application/vnd.a+json;version=3", Some(4)),
        ("text/plain;charset=latin1", Some(2)),
        ("image/png", Some(3)),
        ("application/octet-stream", Some(3)),
        ("text/html", None),
        ("nonsense", None),
    ] {
        assert_eq!(
            media_type::find(&headers_of(sent), lists),
            expected,
            "{sent}"
        );
    }
    let profiles: &[&[&str]] = &[&["a/b"], &["a/b; profile=\"x;y\"; v=1"], &["a/b;v=\"2\""]];
    for (sent, expected) in [
        ("a/b; v=\"1\";profile = \"x;y\"", Some(1)),
        ("a/b; V=2; charset=utf-8", Some(2)),
        ("a/b; profile=\"x; v=2;\"", Some(0)),
        ("a/b; v=\"\\2\"", Some(2)),
    ] {
        let found = media_type::find(&headers_of(sent), profiles);
        assert_eq!(found, expected, "{sent}");
    }
    let any: &[&[&str]] = &[&["*/*"], &["text/plain"]];
    assert_eq!(media_type::find(&headers_of("a/b"), any), Some(0));
    assert_eq!(media_type::find(&headers_of("text/plain"), any), Some(1));
}

#[derive(Debug, PartialEq)]
enum Content {
    Json(i64),
    Text(String),
}

impl Chosen for Content {
    const MEDIA_TYPES: &[&[&str]] = &[&["application/json"], &["text/plain"]];

    fn read(answer: &Answer, position: usize) -> Result<Option<Self>, Misfit> {
        Ok(Some(match position {
            0 => Self::Json(answer.decoded()?),
            1 => Self::Text(answer.decoded_text()?),
            _ => return Ok(None),
        }))
    }
}

#[test]
fn an_answer_is_what_its_media_type_says() {
    let read = |content_type, body| answer(content_type, body).chosen::<Content, ()>();
    let body = |content_type, body| read(content_type, body).unwrap().into_body();
    assert_eq!(body("application/json", b"1"), Content::Json(1));
    assert_eq!(body("text/plain", b"1"), Content::Text("1".into()));
    assert!(matches!(
        read("application/json", b"x"),
        Err(Error::Decode(_))
    ));
    assert!(matches!(read("text/html", b"x"), Err(Error::Unexpected(_))));
    let error = answer("text/plain", b"no").error_chosen::<Content, _>(Some);
    match error {
        Error::Api(error) => assert_eq!(error.body(), &Some(Content::Text("no".into()))),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_is_read_in_its_charset() {
    let text = |content_type, body| answer(content_type, body).text_body::<()>();
    let body = |content_type, body| text(content_type, body).unwrap().into_body();
    assert_eq!(body("text/plain", "ü".as_bytes()), "ü");
    assert_eq!(body("text/plain; charset=\"ISO-8859-1\"", b"\xFC"), "ü");
    let odd = "text/plain; title=\"; charset=odd\"; charset=latin1";
    assert_eq!(body(odd, b"\xFC"), "ü");
    assert_eq!(body("text/plain", "\u{feff}ü".as_bytes()), "ü");
    for (content_type, bytes) in [
        ("text/plain", &b"\xFC"[..]),
        ("text/plain; charset=odd", b"a"),
    ] {
        match text(content_type, bytes) {
            Err(Error::Decode(error)) => assert_eq!(error.body(), bytes),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn headers_are_values() -> Result<(), HeaderError> {
    let mut all = HeaderMap::new();
    for (name, value) in [
        ("x-count", " 12 "),
        ("x-list", "1, 2,"),
        ("x-list", "3"),
        ("x-when", "2020-02-29T12:00:00Z"),
        ("x-bad", "many"),
    ] {
        all.append(name, value.parse().unwrap());
    }
    all.insert("x-odd", http::HeaderValue::from_bytes(b"\xFC").unwrap());
    assert_eq!(
        headers::required(&all, "x-count", headers::parsed::<i64>)?,
        12
    );
    assert_eq!(
        headers::optional(&all, "x-none", headers::parsed::<i64>)?,
        None
    );
    let list = headers::required_list(&all, "x-list", headers::parsed::<u8>)?;
    assert_eq!(list, [1, 2, 3]);
    assert_eq!(
        headers::optional_list(&all, "x-none", headers::parsed::<u8>)?,
        None
    );
    let when = headers::required(
        &all,
        "x-when",
        headers::decoded::<chrono::DateTime<chrono::Utc>>,
    )?;
    assert_eq!(when.timestamp(), 1_582_977_600);
    let missing = headers::required(&all, "x-none", headers::decoded::<String>).unwrap_err();
    assert_eq!(missing.to_string(), "the header `x-none` is missing");
    let bad = headers::optional(&all, "x-bad", headers::parsed::<i64>).unwrap_err();
    assert_eq!(bad.name(), "x-bad");
    for odd in [
        headers::optional(&all, "x-odd", headers::decoded::<String>).map(|_| ()),
        headers::optional_list(&all, "x-odd", headers::decoded::<String>).map(|_| ()),
    ] {
        let line = odd.unwrap_err().to_string();
        assert_eq!(line, "the header `x-odd` is no text in UTF-8");
    }
    assert!(headers::optional_list(&all, "x-bad", headers::parsed::<i64>).is_err());
    Ok(())
}

#[test]
fn texts_in_headers_may_be_quoted_and_beyond_ascii() -> Result<(), HeaderError> {
    let mut all = HeaderMap::new();
    for value in ["\"a, \\\", b\", W/\"c,d\"", "Zoë, \"open, "] {
        all.append("x-list", http::HeaderValue::from_str(value).unwrap());
    }
    let list = headers::required_list(&all, "x-list", headers::decoded::<String>)?;
    assert_eq!(list, ["\"a, \\\", b\"", "W/\"c,d\"", "Zoë", "\"open,"]);
    let name = http::HeaderValue::from_str("Zoë").unwrap();
    let all = HeaderMap::from_iter([(http::header::FROM, name)]);
    let name = headers::required(&all, "from", headers::decoded::<String>)?;
    assert_eq!(name, "Zoë");
    Ok(())
}
