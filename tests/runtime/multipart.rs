//! Bodies of parts, as the server takes them.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use http::request::Parts;
use http::{HeaderMap, Request};
use serde::Deserialize;

use crate::server::assembly::Written;
use crate::server::body::BodyLimit;
use crate::server::fault::{Fault, Faults};
use crate::server::multipart::{
    Described, File, Form, Headed, Incoming, Others, PartLimit, Shape, Streamed, Values, read,
};
use crate::server::outline::{Members, Outline};
use crate::server::parameter::Items;
use crate::server::rejection::Rejection;
use crate::server::schema::Schema;
use crate::server::{Failure, header, violation};
use crate::support::check;
use crate::support::style::Style;

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Place {
    x: f64,
}

#[derive(Debug, Clone)]
struct Image {
    title: String,
    sizes: Vec<i64>,
    places: Vec<Place>,
    legend: Option<Headed<String>>,
}

#[derive(Debug)]
enum ImagePart {
    Image(File),
    Thumbnail(File),
}

impl Form for Image {
    fn shape() -> Shape {
        Shape {
            values: &["title", "sizes", "places", "legend"],
            files: &[
                Described {
                    name: "image",
                    media_types: &["image/png", "image/jpeg"],
                    least: 1,
                    most: 1,
                },
                Described {
                    name: "thumbnails",
                    media_types: &[],
                    least: 0,
                    most: 2,
                },
            ],
            others: Others::Dropped,
        }
    }

    fn read(values: &Values, faults: &mut Faults) -> Option<Self> {
        let pairs = values.pairs();
        let title = pairs.parameter("title").decode();
        let sizes = pairs.parameter("sizes").parse_items(Items::Repeated);
        let places = pairs.parameter("places").json_items(Schema::ANYTHING);
        let places = places.check_parts(violation::parts(|places: &Vec<Place>, at, found| {
            found.check(at, places, check::max_items(2));
        }));
        let legend = pairs.parameter("legend").decode();
        let read = (
            title.check(check::min_length(2)).required(faults),
            sizes.check_items(check::maximum(9)).or(Vec::new(), faults),
            places.or(Vec::new(), faults),
            legend.optional(faults),
        );
        Some(Self {
            title: read.0?,
            sizes: read.1?,
            places: read.2?,
            legend: read.3?.map(|legend| values.headed("legend", legend)),
        })
    }

    fn check_headers(name: &str, headers: &HeaderMap, faults: &mut Faults) {
        if name == "legend" {
            let _: Option<i64> = header::parameter(headers, "x-rank")
                .parse()
                .required(faults);
        }
    }
}

impl Streamed for Image {
    type Part = ImagePart;

    fn part(position: usize, file: File) -> ImagePart {
        match position {
            0 => ImagePart::Image(file),
            _ => ImagePart::Thumbnail(file),
        }
    }
}

/// A part with these headers.
fn part(headers: &str, held: &str) -> String {
    format!("--b\r\n{headers}\r\n\r\n{held}\r\n")
}

fn value(name: &str, held: &str) -> String {
    let headers = format!("Content-Disposition: form-data; name=\"{name}\"");
    part(&headers, held)
}

fn file(name: &str, media_type: &str, held: &str) -> String {
    let headers = format!(
        "content-disposition: form-data; name=\"{name}\"; filename=\"{name}.x\"\r\ncontent-type: {media_type}"
    );
    part(&headers, held)
}

fn body(parts: &[String]) -> String {
    format!("{}--b--\r\n", parts.concat())
}

fn request(body: Body) -> (Parts, Body) {
    let request = Request::builder()
        .header("content-type", "multipart/form-data; boundary=\"b\"")
        .extension(BodyLimit(100))
        .extension(PartLimit(9));
    request.body(body).unwrap().into_parts()
}

/// Pieces that are always there, and how many of their bytes have been taken.
struct Pieces(std::vec::IntoIter<Bytes>, Arc<AtomicUsize>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.next();
        let length = next.as_ref().map_or(0, Bytes::len);
        self.1.fetch_add(length, Ordering::Relaxed);
        Poll::Ready(next.map(Ok))
    }
}

fn pieces(pieces: Vec<Bytes>) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let pieces = Pieces(pieces.into_iter(), Arc::clone(&taken));
    (Body::from_stream(pieces), taken)
}

/// The files as they came, with the values behind them.
async fn all(body: Body) -> Result<(Vec<String>, Image), Rejection> {
    let (parts, body) = request(body);
    let mut incoming = Incoming::<Image>::new(&parts, body)?;
    let mut files = Vec::new();
    let refused = |error: crate::server::unreadable::Unreadable| error.into_rejection();
    while let Some(part) = incoming.next_part().await.map_err(refused)? {
        let (kind, file) = match part {
            ImagePart::Image(file) => ("image", file),
            ImagePart::Thumbnail(file) => ("thumbnail", file),
        };
        let said = format!("{kind} {:?} {:?}", file.file_name(), file.media_type());
        let bytes = file.into_bytes(1000).await.map_err(refused)?;
        files.push(format!("{said} {}", String::from_utf8_lossy(&bytes)));
    }
    let form = incoming.finish().await.map_err(refused)?;
    Ok((files, form))
}

fn image() -> Vec<String> {
    vec![
        value("title", "grün"),
        value("sizes", "3"),
        file("image", "image/png", "a\r\n--c\r\nb"),
        value("sizes", "4"),
        value("unknown", "…"),
        file("thumbnails", "image/gif", ""),
        value("places", "{\"x\":1}"),
        part(
            "content-disposition: form-data; name=legend\r\nx-rank: 7",
            "above",
        ),
    ]
}

#[tokio::test]
async fn files_come_one_by_one_and_then_all_values() {
    let body = body(&image());
    let bytes = body.as_bytes();
    for length in [1, 2, 3, 7, 50, bytes.len()] {
        let (body, _) = pieces(bytes.chunks(length).map(Bytes::copy_from_slice).collect());
        let (files, form) = all(body).await.unwrap();
        assert_eq!(
            files,
            [
                "image Some(\"image.x\") Some(\"image/png\") a\r\n--c\r\nb",
                "thumbnail Some(\"thumbnails.x\") Some(\"image/gif\") ",
            ],
            "{length}"
        );
        assert_eq!(form.title, "grün");
        assert_eq!(form.sizes, [3, 4]);
        assert_eq!(form.places, [Place { x: 1.0 }]);
        let legend = form.legend.unwrap();
        assert_eq!(legend.value, "above");
        assert_eq!(legend.headers["x-rank"], "7");
    }
}

/// The place of each fault, with its type.
fn places(faults: &[Fault]) -> Vec<String> {
    let places = faults.iter().map(|fault| {
        let location: Vec<String> = fault.location.iter().map(ToString::to_string).collect();
        format!("{} {}", location.join("."), fault.kind)
    });
    places.collect()
}

async fn refused(parts: &[String]) -> (u16, Vec<String>) {
    let rejection = all(Body::from(body(parts))).await.unwrap_err();
    (rejection.status.as_u16(), places(&rejection.faults))
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let image = || file("image", "image/png", "");
    let parts = [
        image(),
        value("title", "x"),
        value("sizes", "1"),
        value("sizes", "10"),
        value("places", "{}"),
        value("places", "{"),
        value("places", "[1]"),
    ];
    let expected = [
        "body.title string_too_short",
        "body.sizes.1 less_than_equal",
        "body.places.0 value_error",
        "body.places.1 json_invalid",
        "body.places.2 value_error",
    ];
    assert_eq!(
        refused(&parts).await,
        (422, expected.map(str::to_owned).to_vec())
    );
    for (parts, expected) in [
        (vec![value("title", "ab")], "body.image missing"),
        (vec![image()], "body.title missing"),
        (
            vec![image(), value("title", "ab"), value("title", "ab")],
            "body.title repeated",
        ),
        (vec![image(), image()], "body.image repeated"),
        (
            vec![file("image", "image/gif", "")],
            "body.image media_type",
        ),
        (
            vec![
                value("thumbnails", ""),
                value("thumbnails", ""),
                value("thumbnails", ""),
            ],
            "body.thumbnails too_long",
        ),
        (
            vec![image(), value("title", "ab"), value("legend", "")],
            "body.legend.x-rank missing",
        ),
        (
            vec![image(), value("title", "ab"), value("sizes", "a")],
            "body.sizes.0 int_parsing",
        ),
        (
            vec![
                image(),
                value("title", "ab"),
                part(
                    "content-disposition: form-data; name=\"title\"; x=\r\ncontent-type: text/plain; charset=nothing",
                    "ab",
                ),
            ],
            "body.title encoding",
        ),
    ] {
        assert_eq!(refused(&parts).await, (422, vec![expected.to_owned()]));
    }
    // What many senders say of what they do not know.
    let unknown = file("image", "application/octet-stream", "");
    let parts = [unknown, value("title", "ab")];
    assert!(all(Body::from(body(&parts))).await.is_ok());
}

#[tokio::test]
async fn what_breaks_off_is_refused_wherever_it_does() {
    let whole = body(&image());
    let end = whole.len() - "\r\n".len();
    for length in 0..end {
        let rejection = all(Body::from(whole.as_bytes()[..length].to_owned()));
        assert_eq!(rejection.await.unwrap_err().status, 400, "{length}");
    }
    assert!(all(Body::from(whole[..end].to_owned())).await.is_ok());
}

#[tokio::test]
async fn what_is_kept_has_a_limit() {
    let image = || file("image", "image/png", "");
    let title = |length| value("title", &"a".repeat(length));
    let status = |parts: Vec<String>| async move { refused(&parts).await.0 };
    assert_eq!(status(vec![image(), title(101)]).await, 413);
    let both = vec![image(), title(60), value("legend", &"a".repeat(60))];
    assert_eq!(status(both).await, 413);
    let unknown = vec![image(), title(2), value("unknown", &"a".repeat(101))];
    assert_eq!(status(unknown).await, 413);
    let many = std::iter::repeat_n(value("sizes", "1"), 10);
    assert_eq!(status(many.collect()).await, 413);
    // What is no more than that, is taken.
    let parts = [image(), title(100)];
    assert!(all(Body::from(body(&parts))).await.is_ok());
}

#[tokio::test]
async fn what_stands_before_a_part_has_a_limit() {
    for begin in ["", "--b\r\nx-long: "] {
        let long = Bytes::from(vec![b'a'; 1000]);
        let mut all_pieces = vec![Bytes::from(begin)];
        all_pieces.extend(std::iter::repeat_n(long, 10_000));
        let (body, taken) = pieces(all_pieces);
        assert_eq!(all(body).await.unwrap_err().status, 413);
        assert!(taken.load(Ordering::Relaxed) < 200_000);
    }
}

/// Else the connection could not be used again.
#[tokio::test]
async fn what_stands_behind_the_parts_is_read_to_its_end() {
    let behind = |epilogue: Vec<Bytes>| {
        let mut all_pieces = vec![Bytes::from(body(&image()))];
        all_pieces.extend(epilogue);
        let length: usize = all_pieces.iter().map(Bytes::len).sum();
        let (body, taken) = pieces(all_pieces);
        (body, taken, length)
    };
    let (body, taken, length) = behind(vec![Bytes::from("some"), Bytes::from(" more")]);
    assert!(all(body).await.is_ok());
    assert_eq!(taken.load(Ordering::Relaxed), length);
    let long = Bytes::from(vec![b'a'; 1000]);
    let (body, taken, _) = behind(vec![long; 10_000]);
    assert_eq!(all(body).await.unwrap_err().status, 413);
    assert!(taken.load(Ordering::Relaxed) < 200_000);
}

#[tokio::test]
async fn what_breaks_off_behind_the_parts_is_refused() {
    let whole = body(&image());
    let (before, behind) = whole.split_at(whole.len() - "\r\n".len());
    let breaks_off = [
        Ok(Bytes::from(before.to_owned())),
        Ok(Bytes::from(behind.to_owned())),
        Err(std::io::Error::other("the line is cut")),
    ];
    let body = Body::from_stream(Broken(breaks_off.into_iter()));
    assert_eq!(all(body).await.unwrap_err().status, 400);
}

/// Pieces that are always there, and where they break off.
struct Broken(std::array::IntoIter<Result<Bytes, std::io::Error>, 3>);

impl futures_core::Stream for Broken {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

#[tokio::test]
async fn a_file_of_100_mb_is_never_in_memory() {
    let begin = format!(
        "{}{}",
        value("title", "ab"),
        file("image", "image/png", "").trim_end()
    );
    for length in [10_000, 10_000_000] {
        let count = 100_000_000 / length;
        let piece = Bytes::from(vec![b'\r'; length]);
        let mut all_pieces = vec![Bytes::from(begin.clone() + "\r\n\r\n")];
        all_pieces.extend(std::iter::repeat_n(piece, count));
        all_pieces.push(Bytes::from("\r\n--b--"));
        let (body, taken) = pieces(all_pieces);
        let (parts, body) = request(body);
        let mut incoming = Incoming::<Image>::new(&parts, body).unwrap();
        let Some(ImagePart::Image(mut image)) = incoming.next_part().await.unwrap() else {
            panic!("there is an image")
        };
        let mut read = 0;
        while let Some(piece) = image.try_next().await.unwrap() {
            read += piece.len();
            let ahead = taken.load(Ordering::Relaxed) - read;
            assert!(ahead <= length + 200_000, "{ahead}");
        }
        assert_eq!(read, 100_000_000);
        assert!(incoming.next_part().await.unwrap().is_none());
        assert_eq!(incoming.finish().await.unwrap().title, "ab");
    }
}

#[tokio::test]
async fn values_can_be_had_as_soon_as_they_are_there() {
    let parts = [file("image", "image/png", "x"), value("title", "ab")];
    for (reversed, is_there) in [(false, false), (true, true)] {
        let mut parts = parts.to_vec();
        if reversed {
            parts.reverse();
        }
        let (parts, body) = request(Body::from(body(&parts)));
        let mut incoming = Incoming::<Image>::new(&parts, body).unwrap();
        incoming.next_part().await.unwrap().unwrap();
        assert_eq!(incoming.values().is_ok(), is_there);
        assert_eq!(incoming.finish().await.unwrap().title, "ab");
    }
}

#[tokio::test]
async fn a_file_is_over_when_the_next_part_is_asked_for() {
    let (parts, body) = request(Body::from(body(&[
        file("image", "image/png", &"x".repeat(100_000)),
        file("thumbnails", "image/png", "y"),
        value("title", "ab"),
    ])));
    let mut incoming = Incoming::<Image>::new(&parts, body).unwrap();
    let Some(ImagePart::Image(mut first)) = incoming.next_part().await.unwrap() else {
        panic!("there is an image")
    };
    first.try_next().await.unwrap().unwrap();
    let Some(ImagePart::Thumbnail(second)) = incoming.next_part().await.unwrap() else {
        panic!("there is a thumbnail")
    };
    let error = first.try_next().await.unwrap_err();
    assert_eq!(Failure::from(error).status(), 500);
    assert!(first.try_next().await.unwrap().is_none());
    assert_eq!(second.into_bytes(1).await.unwrap(), "y");
    assert!(incoming.next_part().await.unwrap().is_none());
}

#[tokio::test]
async fn parts_need_no_names() {
    let mixed =
        "before\r\n--b\r\ncontent-type: text/plain\r\n\r\na\r\n--b  \r\n\r\nb\r\n--b--\r\nbehind";
    let (parts, body) = request(Body::from(mixed));
    let mut incoming: Incoming = Incoming::new(&parts, body).unwrap();
    let first = incoming.next_part().await.unwrap().unwrap();
    assert_eq!((first.name(), first.file_name()), (None, None));
    assert_eq!(first.media_type(), Some("text/plain"));
    assert_eq!(first.into_bytes(1).await.unwrap(), "a");
    let second = incoming.next_part().await.unwrap().unwrap();
    assert_eq!(second.media_type(), None);
    assert_eq!(
        second
            .into_bytes(0)
            .await
            .unwrap_err()
            .into_rejection()
            .status,
        413
    );
    incoming.finish().await.unwrap();
    let (mut parts, body) = request(Body::from(mixed));
    parts
        .headers
        .insert("content-type", "multipart/mixed".parse().unwrap());
    let refused = Incoming::<()>::new(&parts, body).unwrap_err();
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn names_are_as_browsers_write_them() {
    for (disposition, name, file_name) in [
        (
            "form-data; name=\"a%22b\"; filename=\"x;y=\\\"z.png\"",
            "a\"b",
            "x;y=\"z.png",
        ),
        ("form-data; filename=\"; name=x\"; name=y", "y", "; name=x"),
        (
            "Form-Data; NAME=ä; FileName=\"C:\\dir\\it.png\"",
            "ä",
            "C:\\dir\\it.png",
        ),
        (
            "attachment; name=x; filename=\"e.png\"; filename*=UTF-8'en'%e2%82%ac.png",
            "x",
            "€.png",
        ),
    ] {
        let part = part(&format!("content-disposition: {disposition}"), "");
        let (parts, body) = request(Body::from(body(&[part])));
        let mut incoming: Incoming = Incoming::new(&parts, body).unwrap();
        let part = incoming.next_part().await.unwrap().unwrap();
        assert_eq!(part.name().as_deref(), Some(name), "{disposition}");
        assert_eq!(
            part.file_name().as_deref(),
            Some(file_name),
            "{disposition}"
        );
    }
}

/// What each part holds, with its name.
type Held = Vec<(Option<String>, Vec<u8>)>;

async fn held(body: Body) -> Held {
    let (parts, body) = request(body);
    let mut incoming: Incoming = Incoming::new(&parts, body).unwrap();
    let mut held = Vec::new();
    while let Some(part) = incoming.next_part().await.unwrap() {
        let name = part.name();
        held.push((name, part.into_bytes(1000).await.unwrap().to_vec()));
    }
    held
}

async fn held_by_multer(body: Body) -> Held {
    let mut parts = multer::Multipart::new(body.into_data_stream(), "b");
    let mut held = Vec::new();
    while let Some(part) = parts.next_field().await.unwrap() {
        let name = part.name().map(str::to_owned);
        held.push((name, part.bytes().await.unwrap().to_vec()));
    }
    held
}

proptest::proptest! {
    /// Whatever stands in parts, and wherever the pieces are cut, another reader finds the same in them.
    #[test]
    fn another_reader_finds_the_same(
        held_texts in proptest::collection::vec("[-\\r\\nba]{0,12}", 1..6),
        length in 1_usize..40,
    ) {
        let is_possible = |text: &String| !format!("\r\n{text}").contains("\r\n--b");
        let texts: Vec<String> = held_texts.into_iter().filter(is_possible).collect();
        let parts: Vec<String> = texts.iter().map(|text| value("x", text)).collect();
        let body = body(&parts);
        let cut = || {
            let chunks = body.as_bytes().chunks(length);
            pieces(chunks.map(Bytes::copy_from_slice).collect()).0
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (ours, theirs) = runtime.block_on(async { (held(cut()).await, held_by_multer(cut()).await) });
        proptest::prop_assert_eq!(&ours, &theirs);
        let expected = texts.into_iter().map(|text| (Some("x".to_owned()), text.into_bytes()));
        proptest::prop_assert_eq!(ours, expected.collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn what_can_be_left_out_may_be_left_out() {
    let none = (None, Vec::new());
    let x = |text: &str| (Some("x".to_owned()), text.as_bytes().to_vec());
    let named = "content-disposition: form-data;\r\n\t name=x\r\n";
    for (body, expected) in [
        // No part at all, no headers, nothing behind them, and no end of the last line.
        ("--b--".to_owned(), Vec::new()),
        ("--b\r\n\r\n\r\n--b--".to_owned(), vec![none.clone()]),
        ("--b\r\n\r\n--b--".to_owned(), vec![none.clone()]),
        (format!("--b\r\n{named}\r\n--b--"), vec![x("")]),
        (
            format!("--b\r\n\r\n\r\n--b \t\r\n{named}\r\n1\r\n--b--\r\n--b\r\n"),
            vec![none, x("1")],
        ),
    ] {
        for length in [1, 2, 5, 100] {
            let chunks = body.as_bytes().chunks(length);
            let (pieces, _) = pieces(chunks.map(Bytes::copy_from_slice).collect());
            assert_eq!(held(pieces).await, expected, "{body:?} {length}");
        }
    }
}

#[tokio::test]
async fn what_are_no_parts_is_refused() {
    for text in [
        "--bc\r\n\r\n\r\n--b--",
        "--b\r\nno header\r\n\r\n\r\n--b--",
        "--b\r\na b: c\r\n\r\n\r\n--b--",
        "--b\n\nx\n--b--",
        "nothing",
    ] {
        let refused = all(Body::from(text)).await.unwrap_err();
        assert_eq!(refused.status, 400, "{text:?}");
    }
}

/// A form without files, with members in styles.
#[derive(Debug)]
struct Search {
    words: Vec<String>,
    filter: Option<Filter>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Filter {
    since: i64,
}

/// What is written so, of which nothing else is known.
fn written(outline: &'static Outline) -> Written {
    Written {
        outline,
        schema: Schema::ANYTHING,
    }
}

static WORDS: Outline = Outline {
    items: Some(&Outline::TEXT),
    ..Outline::NOTHING
};

static FILTER: Outline = Outline {
    members: Some(Members {
        named: &[("since", &Outline::NUMBER)],
        others: None,
    }),
    ..Outline::NOTHING
};

impl Form for Search {
    fn shape() -> Shape {
        Shape {
            values: &["words", "filter"],
            files: &[],
            others: Others::Refused,
        }
    }

    fn read(values: &Values, faults: &mut Faults) -> Option<Self> {
        let pairs = values.pairs();
        let words = pairs
            .parameter("words")
            .styled(Style::SpaceDelimited, written(&WORDS));
        let read = (
            words.required(faults),
            pairs.deep("filter", written(&FILTER)).optional(faults),
        );
        Some(Self {
            words: read.0?,
            filter: read.1?,
        })
    }
}

async fn search(parts: &[String]) -> Result<Search, Rejection> {
    let (parts, body) = request(Body::from(body(parts)));
    let mut faults = Faults::new();
    let form = read::<Search>(&parts, body, &mut faults).await?;
    faults.finish(|| form)
}

#[tokio::test]
async fn a_form_without_files_is_read_at_once() {
    let parts = [value("words", "a+b c%20d"), value("filter[since]", "3")];
    let form = search(&parts).await.unwrap();
    assert_eq!(form.words, ["a+b", "c%20d"]);
    assert_eq!(form.filter, Some(Filter { since: 3 }));
    let parts = [value("other", "x"), value("filter[since]", "x")];
    let refused = search(&parts).await.unwrap_err();
    let expected = [
        "body.other unknown_part",
        "body.words missing",
        "body.filter.since number_parsing",
    ];
    assert_eq!(places(&refused.faults), expected);
    let refused = search(&[value("words", &"a".repeat(101))]).await;
    assert_eq!(refused.unwrap_err().status, 413);
}
