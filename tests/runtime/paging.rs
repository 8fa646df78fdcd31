//! Streams over pages.

use std::sync::{Arc, Mutex};

use http::HeaderMap;
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::client::answer::Answer;
use crate::client::cursor_pages::by_cursor;
use crate::client::error::Error;
use crate::client::handle::Client;
use crate::client::linked_pages::{by_link, next_link};
use crate::client::numbered_pages::{Numbered, by_number};
use crate::client::offset_pages::by_offset;
use crate::client::pages::{self, ItemStream, PageStream, Rounds, Steps};
use crate::client::response::Response;

/// A page of any kind.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page {
    items: Vec<i64>,
    own: Option<i64>,
    pages: Option<i64>,
    total: Option<i64>,
    next: Option<String>,
    more: Option<bool>,
}

type Failure = Error<()>;

fn read(answer: Answer) -> Result<Response<Page>, Failure> {
    match answer.status().as_u16() {
        200 => answer.json(),
        _ => Err(answer.unexpected()),
    }
}

/// A server that answers each query with a body; what is no JSON is a failure.
async fn serve(
    answer: impl Fn(&str) -> String + Send + 'static,
) -> (Client, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::builder(format!("http://{}", listener.local_addr().unwrap()));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = asked.clone();
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut bytes = vec![0; 4096];
            let count = socket.read(&mut bytes).await.unwrap();
            let text = String::from_utf8_lossy(&bytes[..count]).into_owned();
            let path = text.split(' ').nth(1).unwrap_or_default().to_owned();
            let body = answer(&path);
            seen.lock().unwrap().push(path);
            let status = if body.starts_with('{') { 200 } else { 500 };
            let head = format!(
                "HTTP/1.1 {status} Any\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            socket.write_all(head.as_bytes()).await.unwrap();
            socket.write_all(body.as_bytes()).await.unwrap();
        }
    });
    (client.build().unwrap(), asked)
}

/// All items, or the error that ended them.
async fn all(mut stream: ItemStream<i64, Failure>) -> (Vec<i64>, Option<String>) {
    let mut items = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(item)) => items.push(item),
            Ok(None) => return (items, None),
            Err(error) => {
                assert!(matches!(stream.try_next().await, Ok(None)));
                return (items, Some(error.to_string()));
            }
        }
    }
}

/// The items that come, and what was asked.
async fn paged(
    first: &str,
    steps: Steps<Page>,
    answer: impl Fn(&str) -> String + Send + 'static,
) -> (Vec<i64>, Vec<String>) {
    let (client, asked) = serve(answer).await;
    let mut request = client.request(http::Method::GET, &[]).path("/p");
    if !first.is_empty() {
        request = request.query("at", first);
    }
    let stream = PageStream::new(request, read, steps).items(|page: Page| Some(page.items));
    let (items, error) = all(stream).await;
    assert_eq!(error, None);
    let asked = std::mem::take(&mut *asked.lock().unwrap());
    (items, asked)
}

/// The number behind `at=`.
fn at(path: &str) -> Option<i64> {
    path.split("at=").nth(1)?.parse().ok()
}

fn by_offset_in_steps() -> Steps<Page> {
    by_offset(
        "at",
        0,
        |page, _| Some(page.items.len()),
        |page, _| page.total,
    )
}

/// Pages of two out of five.
fn two_of_five(from: i64, more: &str) -> String {
    let items: Vec<i64> = (from..5.min(from + 2)).collect();
    format!(r#"{{"items":{items:?}{more}}}"#)
}

#[tokio::test]
async fn offset_paging_ends_at_the_total() {
    let of_five = |path: &str| two_of_five(at(path).unwrap_or(0), r#","total":5"#);
    let (items, asked) = paged("", by_offset_in_steps(), of_five).await;
    assert_eq!(items, [0, 1, 2, 3, 4]);
    assert_eq!(asked, ["/p", "/p?at=2", "/p?at=4"]);
    let (items, asked) = paged("3", by_offset_in_steps(), of_five).await;
    assert_eq!((items, asked.len()), (vec![3, 4], 1));
    let (items, asked) = paged("9", by_offset_in_steps(), of_five).await;
    assert_eq!((items, asked.len()), (vec![], 1));
}

#[tokio::test]
async fn offset_paging_ends_at_an_empty_page() {
    let of_five = |path: &str| two_of_five(at(path).unwrap_or(0), "");
    let (items, asked) = paged("", by_offset_in_steps(), of_five).await;
    assert_eq!((items, asked.len()), (vec![0, 1, 2, 3, 4], 4));
    // A total that is too high changes nothing, one that makes no sense ends it.
    let high = |path: &str| two_of_five(at(path).unwrap_or(0), r#","total":99"#);
    assert_eq!(paged("", by_offset_in_steps(), high).await.1.len(), 4);
    let low = |path: &str| two_of_five(at(path).unwrap_or(0), r#","total":-1"#);
    assert_eq!(paged("", by_offset_in_steps(), low).await.1.len(), 1);
}

#[tokio::test]
async fn offset_paging_can_begin_with_one() {
    let steps = by_offset(
        "at",
        1,
        |page: &Page, _| Some(page.items.len()),
        |page, _| page.total,
    );
    let of_five = |path: &str| two_of_five(at(path).unwrap_or(1) - 1, r#","total":5"#);
    let (items, asked) = paged("", steps, of_five).await;
    assert_eq!((items, asked.len()), (vec![0, 1, 2, 3, 4], 3));
    assert_eq!(asked[1], "/p?at=3");
}

#[tokio::test]
async fn the_same_page_again_ends_it() {
    let always = |_: &str| r#"{"items":[1,2]}"#.to_owned();
    let (items, asked) = paged("", by_offset_in_steps(), always).await;
    assert_eq!((items, asked.len()), (vec![1, 2], 2));
    let (items, asked) = paged("", by_number_in_steps(), always).await;
    assert_eq!((items, asked.len()), (vec![1, 2], 2));
}

#[tokio::test]
async fn equal_pages_are_pages_where_they_are_counted() {
    for more in [r#","total":4"#, r#","pages":2"#] {
        let always = move |_: &str| format!(r#"{{"items":[7,7]{more}}}"#);
        let (items, asked) = paged("", by_number_in_steps(), always).await;
        assert_eq!((items, asked.len()), (vec![7; 4], 2), "{more}");
    }
    let always = |_: &str| r#"{"items":[7,7],"total":6}"#.to_owned();
    let (items, asked) = paged("", by_offset_in_steps(), always).await;
    assert_eq!((items, asked.len()), (vec![7; 6], 3));
}

fn by_number_in_steps() -> Steps<Page> {
    let said = Numbered {
        own: |page: &Page, _: &HeaderMap| page.own,
        pages: |page: &Page, _: &HeaderMap| page.pages,
        total: |page: &Page, _: &HeaderMap| page.total,
    };
    by_number("at", 1, |page, _| Some(page.items.len()), said)
}

#[tokio::test]
async fn numbered_paging_ends_at_the_last_page() {
    for more in [r#","pages":3"#, r#","total":5"#] {
        let page = move |path: &str| two_of_five((at(path).unwrap_or(1) - 1) * 2, more);
        let (items, asked) = paged("", by_number_in_steps(), page).await;
        assert_eq!(items, [0, 1, 2, 3, 4], "{more}");
        assert_eq!(asked, ["/p", "/p?at=2", "/p?at=3"], "{more}");
    }
    let page = |path: &str| two_of_five((at(path).unwrap_or(1) - 1) * 2, "");
    assert_eq!(paged("", by_number_in_steps(), page).await.1.len(), 4);
    // Begun in the middle, a total is of no use.
    let page = |path: &str| two_of_five((at(path).unwrap_or(1) - 1) * 2, r#","total":5"#);
    let (items, asked) = paged("2", by_number_in_steps(), page).await;
    assert_eq!((items, asked.len()), (vec![2, 3, 4], 3));
}

#[tokio::test]
async fn a_page_that_says_its_number_says_what_the_first_one_was() {
    let page = |path: &str| {
        let number = at(path).unwrap_or(0);
        two_of_five(number * 2, &format!(r#","own":{number},"pages":3"#))
    };
    let (items, asked) = paged("", by_number_in_steps(), page).await;
    assert_eq!(items, [0, 1, 2, 3, 4]);
    assert_eq!(asked.first().map(String::as_str), Some("/p"));
    assert_eq!(asked.get(1).map(String::as_str), Some("/p?at=1"));
}

#[tokio::test]
async fn a_page_can_say_that_there_is_no_more() {
    let steps = pages::while_there_are(|page, _| page.more, by_offset_in_steps());
    let page = |path: &str| match at(path) {
        None => r#"{"items":[1],"more":true}"#.to_owned(),
        Some(_) => r#"{"items":[2],"more":false}"#.to_owned(),
    };
    let (items, asked) = paged("", steps, page).await;
    assert_eq!((items, asked.len()), (vec![1, 2], 2));
}

fn by_cursor_in_steps() -> Steps<Page> {
    by_cursor("at", |page, _| pages::text(page.next.as_ref()?))
}

#[tokio::test]
async fn a_cursor_leads_on_past_an_empty_page() {
    let page = |path: &str| {
        match path {
            "/p" => r#"{"items":[1],"next":"a b"}"#,
            "/p?at=a%20b" => r#"{"next":"c"}"#,
            _ => r#"{"items":[2],"next":""}"#,
        }
        .to_owned()
    };
    let (items, asked) = paged("", by_cursor_in_steps(), page).await;
    assert_eq!((items, asked.len()), (vec![1, 2], 3));
}

#[tokio::test]
async fn a_cursor_that_was_met_ends_it() {
    let same = |_: &str| r#"{"items":[1],"next":"a"}"#.to_owned();
    let (items, asked) = paged("", by_cursor_in_steps(), same).await;
    assert_eq!((items, asked.len()), (vec![1, 1], 2));
    let (items, asked) = paged("a", by_cursor_in_steps(), same).await;
    assert_eq!((items, asked.len()), (vec![1], 1));
    let round = |path: &str| {
        let next = (at(path).unwrap_or(0) + 1) % 5;
        format!(r#"{{"items":[{next}],"next":"{next}"}}"#)
    };
    assert!(paged("", by_cursor_in_steps(), round).await.1.len() < 20);
}

#[test]
fn rounds_of_any_length_are_seen() {
    for length in 1..40 {
        let mut rounds = Rounds::default();
        let mut texts =
            (0..).map(|number| format!("{}", if number < 7 { -number } else { number % length }));
        let seen = texts.position(|text| rounds.closed_by(&text));
        assert!(seen.is_some_and(|seen| seen < 200), "{length}: {seen:?}");
    }
    let mut rounds = Rounds::default();
    assert!((0..1000).all(|number| !rounds.closed_by(&number.to_string())));
}

fn by_link_in_steps() -> Steps<Page> {
    by_link(|page, _| pages::text(page.next.as_ref()?))
}

#[tokio::test]
async fn an_address_is_followed() {
    let page = |path: &str| {
        match path {
            "/p" => r#"{"items":[1],"next":"/q/r?x=%2F#here"}"#,
            "/q/r?x=%2F" => r#"{"items":[2],"next":"?y"}"#,
            _ => r#"{"items":[3],"next":"?y"}"#,
        }
        .to_owned()
    };
    let (items, asked) = paged("", by_link_in_steps(), page).await;
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(asked, ["/p", "/q/r?x=%2F", "/q/r?y"]);
}

#[tokio::test]
async fn no_other_origin_is_asked() {
    for next in [
        "http://127.0.0.1:1/p",
        "https://example.com/p",
        "//example.com/p",
        "file:///etc/passwd",
        "javascript:1",
        "http://[",
    ] {
        let (client, asked) = serve(move |_| format!(r#"{{"items":[1],"next":"{next}"}}"#)).await;
        let request = client.request(http::Method::GET, &[]).path("/p");
        let stream = PageStream::new(request, read, by_link_in_steps());
        let (items, error) = all(stream.items(|page: Page| Some(page.items))).await;
        assert_eq!(items, [1], "{next}");
        let error = error.unwrap();
        assert!(error.contains("the request was not sent"), "{error}");
        assert_eq!(asked.lock().unwrap().len(), 1);
    }
}

#[test]
fn an_address_names_the_same_origin() {
    let at = |base: &str, next: &str| {
        let client = Client::builder(base).build().unwrap();
        let request = client.request(http::Method::GET, &[]).path("/p");
        request
            .at(next)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    // A proxy that ends TLS leaves `http` in the addresses that the server makes.
    assert_eq!(
        at("https://a.example/v1", "http://a.example/v1/p?page=2"),
        Ok(())
    );
    assert_eq!(at("https://a.example", "https://a.example:443/p"), Ok(()));
    for next in [
        "http://a.example:8080/p",
        "https://a.example.evil.example/p",
        "https://user:word@a.example/p",
        "https://user@a.example/p",
        "https://a.example:444/p",
    ] {
        let error = at("https://a.example", next).unwrap_err();
        assert!(error.contains("another origin"), "{next}: {error}");
    }
    assert!(at("http://a.example", "https://a.example/p").is_err());
}

#[test]
fn the_next_of_all_links() {
    let next = |fields: &[&str]| {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append("link", http::HeaderValue::from_str(field).unwrap());
        }
        next_link(&(), &headers)
    };
    for fields in [
        &[r#"<b>; rel="next""#][..],
        &["<b>;rel=next"],
        &[r#"<a>; rel="prev", <b>; rel="last next""#],
        &[r#"<a>; title="x, <c>; rel=next \" ;"; rel=prev , < b >; x; REL = "NEXT"; y=1"#],
        &["<a>; rel=first", "<b>; rel=next, <c>; rel=next"],
        &["<ä>; rel=first; title=\"ö\", <b>; rel=next"],
    ] {
        assert_eq!(next(fields).as_deref(), Some("b"), "{fields:?}");
    }
    for fields in [
        &[][..],
        &["<a>"],
        &["<a; rel=next"],
        &["<a>; rel=\"nexttime\""],
        &["<a>; xrel=next"],
        &["nonsense"],
        &["<é>; title=\"ü"],
    ] {
        assert_eq!(next(fields), None, "{fields:?}");
    }
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let (client, _) = serve(|path: &str| match at(path) {
        None => r#"{"items":[1,2]}"#.to_owned(),
        Some(_) => "broken".to_owned(),
    })
    .await;
    let request = client.request(http::Method::GET, &[]).path("/p");
    let stream = PageStream::new(request, read, by_offset_in_steps());
    let (items, error) = all(stream.items(|page: Page| Some(page.items))).await;
    assert_eq!(items, [1, 2]);
    assert!(error.unwrap().contains("500"));
}

#[test]
fn a_parameter_takes_the_place_of_what_it_was() {
    let client = Client::builder("http://localhost").build().unwrap();
    let request = client
        .request(http::Method::GET, &[])
        .query("a", &1)
        .query("page[no]", &2)
        .query("b", &3);
    assert_eq!(request.query_text("page[no]"), Some("2"));
    assert_eq!(request.query_text("page"), None);
    let request = request.with_query("page[no]", "x y");
    assert_eq!(request.query_text("page[no]"), Some("x%20y"));
    assert_eq!(
        (request.query_text("a"), request.query_text("b")),
        (Some("1"), Some("3"))
    );
}
