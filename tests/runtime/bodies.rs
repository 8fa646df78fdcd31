//! Bodies of requests.

use axum::body::Body;
use http::Request;
use serde::Deserialize;
use serde_json::json;

use crate::server::assembly::Written;
use crate::server::body::{self, BodyLimit};
use crate::server::byte_stream::ByteStream;
use crate::server::fault::{Fault, Faults, Problem, Segment};
use crate::server::json_text::Decode;
use crate::server::outline::{ANYTHING, Members, Outline};
use crate::server::rejection::Rejection;
use crate::server::schema::{Member, Objects, Others, Schema};
use crate::server::sequence::{Check, Framing, Items};
use crate::server::{Failure, form_body, json_body, media, problem, text_body};
use crate::support::json as decode;
use crate::support::style::Style;
use crate::support::wire;

#[derive(Debug, PartialEq, Deserialize)]
struct Order {
    items: Vec<Item>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Item {
    name: String,
}

static ORDER: Objects = Objects::Members {
    named: &[Member {
        name: "items",
        required: true,
        schema: Schema::list(&Schema::of(&ITEM)),
    }],
    others: Others::Unsaid,
};

static ITEM: Objects = Objects::Members {
    named: &[Member {
        name: "name",
        required: true,
        schema: Schema::TEXT,
    }],
    others: Others::Unsaid,
};

async fn read(content_type: &str, text: &'static str, limit: usize) -> Result<Order, Rejection> {
    let request = Request::builder()
        .header("content-type", content_type)
        .extension(BodyLimit(limit));
    let (parts, body) = request.body(Body::from(text)).unwrap().into_parts();
    let mut faults = Faults::new();
    let order = match body::given(body).await? {
        Some(body) => {
            media::choose(&parts, &["application/json"])?;
            let order = (Schema::of(&ORDER), decode::decode as Decode<Order>);
            json_body::read(&parts, body, order, &mut faults)
                .await?
                .fitting()
        }
        None => {
            body::missing(&mut faults);
            None
        }
    };
    faults.finish(|| order)
}

#[tokio::test]
async fn a_body_is_decoded() {
    let text = r#"{"items":[{"name":"x"}]}"#;
    for content_type in ["application/json; charset=utf-8", "application/vnd.x+json"] {
        let order = read(content_type, text, text.len()).await.unwrap();
        assert_eq!(order.items[0].name, "x");
    }
}

#[tokio::test]
async fn a_body_that_is_not_right_is_refused() {
    for (content_type, text, limit, status) in [
        ("text/plain", "{}", 100, 415),
        ("application/json", "{", 100, 400),
        ("application/json", r#"{"items":[]} {}"#, 100, 400),
        ("application/json", r#"{"items":[]}"#, 11, 413),
        ("application/json", "", 100, 422),
        ("application/json", "{}", 100, 422),
    ] {
        let rejection = read(content_type, text, limit).await.unwrap_err();
        assert_eq!(rejection.status, status, "{text}");
    }
}

#[tokio::test]
async fn a_misfit_is_located() {
    let text = r#"{"items":[{"name":"x"},{"name":3}]}"#;
    let rejection = read("application/json", text, 100).await.unwrap_err();
    let [fault] = rejection.faults.as_slice() else {
        panic!("{rejection:?}")
    };
    let expected: [Segment; 4] = ["body".into(), "items".into(), 1.into(), "name".into()];
    assert_eq!(fault.location, expected);

    let response = problem::details(&rejection);
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let body = axum::body::to_bytes(response.into_body(), 1000)
        .await
        .unwrap();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["status"], 422);
    assert_eq!(body["code"], "validation_error");
    assert_eq!(
        body["errors"][0]["loc"],
        json!(["body", "items", 1, "name"])
    );
}

/// A body in these pieces; one that is no text breaks it off.
fn pieces(pieces: &[&'static str]) -> Body {
    let pieces: Vec<Result<&'static str, std::io::Error>> = pieces
        .iter()
        .map(|piece| match *piece {
            "broken" => Err(std::io::Error::other("the line is cut")),
            piece => Ok(piece),
        })
        .collect();
    Body::from_stream(Each(pieces.into_iter()))
}

struct Each(std::vec::IntoIter<Result<&'static str, std::io::Error>>);

impl futures_core::Stream for Each {
    type Item = Result<&'static str, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

fn parts(content_type: Option<&str>, limit: usize) -> http::request::Parts {
    let mut request = Request::builder().extension(BodyLimit(limit));
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    request.body(()).unwrap().into_parts().0
}

#[tokio::test]
async fn a_body_without_a_byte_is_none() {
    for none in [
        Body::empty(),
        Body::from(""),
        pieces(&[]),
        pieces(&["", ""]),
    ] {
        assert!(body::given(none).await.unwrap().is_none());
    }
    let there = body::given(pieces(&["", "a", "b"])).await.unwrap().unwrap();
    let all = body::read(&parts(None, 2), there).await.unwrap();
    assert_eq!(all, b"ab");
    let rejection = body::given(pieces(&["broken"])).await.unwrap_err();
    assert_eq!(rejection.status, 400);
    let there = body::given(pieces(&["a", "broken"]))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        body::read(&parts(None, 2), there).await.unwrap_err().status,
        400
    );
}

/// A body of this length, of which nothing comes.
struct Announced(u64);

impl http_body::Body for Announced {
    type Data = axum::body::Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        panic!("it is read")
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.0)
    }
}

#[tokio::test]
async fn what_says_that_it_is_too_long_is_not_read() {
    for length in [11, u64::MAX] {
        let body = || Body::new(Announced(length));
        let given = body::given(body()).await.unwrap().unwrap();
        let refused = body::read(&parts(None, 10), given).await.unwrap_err();
        assert_eq!(refused.status, 413);
        let refused = ByteStream::new(body()).into_bytes(10).await.unwrap_err();
        assert_eq!(refused.into_rejection().status, 413);
    }
}

#[test]
fn the_media_type_says_which_content_it_is() {
    let described = ["application/json", "text/csv", "image/*"];
    for (content_type, expected) in [
        ("application/json", Some(0)),
        ("application/problem+json", Some(0)),
        ("Text/CSV; charset=utf-8", Some(1)),
        ("image/png", Some(2)),
        ("application/octet-stream", Some(2)),
        ("text/plain", None),
        ("", None),
    ] {
        let found = media::choose(&parts(Some(content_type), 1), &described);
        assert_eq!(found.ok(), expected, "{content_type}");
    }
    let rejection = media::choose(&parts(None, 1), &described).unwrap_err();
    assert_eq!(rejection.status, 415);
    let mut twice = parts(Some("application/json"), 1);
    let other = http::HeaderValue::from_static("text/csv");
    twice.headers.append("content-type", other);
    assert_eq!(media::choose(&twice, &described).unwrap_err().status, 415);
    let (name, value) = &rejection.headers[0];
    assert_eq!(name, "accept");
    assert_eq!(value, "application/json, text/csv, image/*");
}

static TAGS: Outline = Outline {
    items: Some(&Outline::TEXT),
    ..Outline::NOTHING
};
static PLACE: Outline = Outline {
    members: Some(Members {
        named: &[("x", &Outline::NUMBER)],
        others: None,
    }),
    ..Outline::NOTHING
};
static PLACES: Outline = Outline {
    items: Some(&PLACE),
    ..Outline::NOTHING
};
static FORM: Outline = Outline {
    members: Some(Members {
        named: &[
            ("name", &Outline::TEXT),
            ("age", &Outline::NUMBER),
            ("tags", &TAGS),
            ("other", &TAGS),
            ("place", &PLACE),
            ("places", &PLACES),
            ("any", &ANYTHING),
        ],
        others: None,
    }),
    ..Outline::NOTHING
};

async fn form(text: &'static str) -> Result<serde_json::Value, Rejection> {
    let mut faults = Faults::new();
    let outline = (
        Written {
            outline: &FORM,
            schema: Schema::ANYTHING,
        },
        &[("tags", Style::Form), ("other", Style::PipeDelimited)][..],
    );
    let body = Body::from(text);
    let read = form_body::read(&parts(None, 100_000), body, outline, &mut faults).await?;
    faults.finish(|| read.fitting())
}

#[tokio::test]
async fn a_great_many_faults_of_a_form_are_too_many() {
    let text: &'static str = "age=x&".repeat(100).leak();
    assert_eq!(
        form(text).await.unwrap_err().faults.len(),
        1,
        "it is given more than once"
    );
    let text: String = (0..500)
        .map(|index| format!("places[{index}][x]=a&"))
        .collect();
    let faults = form(text.leak()).await.unwrap_err().faults;
    assert_eq!(faults.len(), 100);
}

#[tokio::test]
async fn a_form_becomes_an_object() {
    for (text, expected) in [
        ("name=a+b%26&age=3", json!({"name": "a b&", "age": 3})),
        (
            "tags=a,b%2Cc&other=a%7Cb|c",
            json!({"tags": ["a", "b,c"], "other": ["a", "b", "c"]}),
        ),
        ("place[x]=1.5", json!({"place": {"x": 1.5}})),
        ("place=%7B%22x%22%3A1%7D", json!({"place": {"x": 1}})),
        (
            "places[0][x]=1&places[1][x]=2",
            json!({"places": [{"x": 1}, {"x": 2}]}),
        ),
        ("any[b][]=1", json!({"any": {"b": ["1"]}})),
        ("", json!({})),
    ] {
        assert_eq!(form(text).await.unwrap(), expected, "{text}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_told_with_its_place() {
    for (text, at) in [
        ("age=x", json!(["body", "age"])),
        ("name=a&name=b", json!(["body", "name"])),
        ("place[x]=a", json!(["body", "place", "x"])),
        (
            "places[0][x]=1&places[1][x]=b",
            json!(["body", "places", 1, "x"]),
        ),
        ("name=%FF", json!(["body"])),
        ("name[x=1", json!(["body"])),
    ] {
        let rejection = form(text).await.unwrap_err();
        assert_eq!(rejection.status, 422, "{text}");
        let told: Vec<serde_json::Value> = rejection.faults[0]
            .location
            .iter()
            .map(|segment| match segment {
                Segment::Name(name) => json!(name),
                Segment::Index(index) => json!(index),
            })
            .collect();
        assert_eq!(json!(told), at, "{text}");
    }
}

#[tokio::test]
async fn a_text_is_read_in_the_charset_it_names() {
    let read = async |content_type, bytes: &'static [u8]| {
        text_body::read(&parts(Some(content_type), 10), Body::from(bytes)).await
    };
    let text = read("text/plain; charset=latin1", b"\xFC").await;
    assert_eq!(text.unwrap().as_deref(), Some("ü"));
    let text = read("text/plain", b"").await;
    assert_eq!(text.unwrap().as_deref(), Some(""));
    assert_eq!(read("text/plain", b"\xFC").await.unwrap_err().status, 400);
    assert_eq!(
        read("text/plain; charset=odd", b"a")
            .await
            .unwrap_err()
            .status,
        400
    );
    assert_eq!(
        read("text/plain", b"01234567890").await.unwrap_err().status,
        413
    );
}

#[tokio::test]
async fn bytes_come_as_they_are_sent() {
    let mut stream = ByteStream::new(pieces(&["a", "bc"]));
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "a");
    assert_eq!(stream.into_bytes(2).await.unwrap(), "bc");
    let long = ByteStream::new(pieces(&["ab", "c"])).into_bytes(2).await;
    let rejection = Failure::from(long.unwrap_err()).report("upload");
    assert_eq!(rejection.status, 413);
    let mut broken = ByteStream::new(pieces(&["a", "broken"]));
    broken.try_next().await.unwrap();
    let rejection = Failure::from(broken.try_next().await.unwrap_err()).report("upload");
    assert_eq!(rejection.status, 400, "it is no fault of the server");
    assert_eq!(ByteStream::default().into_bytes(0).await.unwrap(), "");
}

fn even(value: &i64, at: Vec<Segment>) -> Vec<Fault> {
    let odd = (value % 2 == 1).then(|| Problem::new("odd", "Must be even").at(at));
    odd.into_iter().collect()
}

fn items(framing: Framing, text: &[&'static str]) -> Items<i64> {
    let item = (
        Schema::NUMBER,
        decode::decode as Decode<i64>,
        even as Check<i64>,
    );
    Items::new(&parts(None, 4), pieces(text), framing, item)
}

#[tokio::test]
async fn values_come_one_after_the_other() {
    for (framing, text) in [
        (Framing::Lines, &["2\n4", "\r\n\n", "6"][..]),
        (Framing::Records, &["\u{1e}2\n\u{1e}", "4\n\u{1e}6\n"]),
    ] {
        let mut items = items(framing, text);
        for expected in [2, 4, 6] {
            assert_eq!(items.try_next().await.unwrap(), Some(expected), "{text:?}");
        }
        assert_eq!(items.try_next().await.unwrap(), None);
    }
}

/// The time for a value must not grow with what has come behind it.
#[tokio::test]
async fn a_million_values_may_come_at_once() {
    let text: &'static str = "2\n".repeat(1_000_000).leak();
    let begin = std::time::Instant::now();
    let mut items = items(Framing::Lines, &[text]);
    let mut count = 0;
    while items.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 1_000_000);
    assert!(begin.elapsed() < std::time::Duration::from_secs(20));
}

#[tokio::test]
async fn values_are_read_as_one_says() {
    let whole = |text: &[u8]| decode::decode(text).map(wire::whole);
    let item = (Schema::NUMBER, whole as Decode<i64>, even as Check<i64>);
    let text = pieces(&["2.0\n1e1\n2.5"]);
    let mut items = Items::new(&parts(None, 4), text, Framing::Lines, item);
    assert_eq!(items.try_next().await.unwrap(), Some(2));
    assert_eq!(items.try_next().await.unwrap(), Some(10));
    assert!(items.try_next().await.is_err());
}

#[tokio::test]
async fn a_value_that_is_not_right_ends_them() {
    for (text, status, at) in [
        ("2\n3\n4", 422, 1),
        ("2\nx\n4", 422, 1),
        ("2\ntrue\n", 422, 1),
        ("2\n100000\n4", 413, 0),
        ("2\n1000000", 413, 0),
    ] {
        let mut items = items(Framing::Lines, &[text]);
        assert_eq!(items.try_next().await.unwrap(), Some(2), "{text}");
        let error = items.try_next().await.unwrap_err();
        let rejection = Failure::from(error).report("upload");
        assert_eq!(rejection.status, status, "{text}");
        for fault in &rejection.faults {
            assert_eq!(fault.location, [Segment::from("body"), at.into()], "{text}");
        }
        assert_eq!(items.try_next().await.unwrap(), None, "{text}");
    }
    let mut broken = items(Framing::Lines, &["2\n4", "broken"]);
    assert_eq!(broken.try_next().await.unwrap(), Some(2));
    assert!(broken.try_next().await.is_err());
    assert_eq!(broken.try_next().await.unwrap(), None);
}
