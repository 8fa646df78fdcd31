//! The client goes from page to page over a socket, in each way.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use pagination_kinds_api::client::{Client, ItemStream};
use pagination_kinds_api::types::Thing;

/// What a server was asked.
type Asked = Arc<Mutex<Vec<String>>>;

/// A header and a body.
type Answer = (Option<(&'static str, String)>, String);

/// A client of a server that answers to what it is asked, and to its own address.
async fn serve(answer: fn(&str, &str) -> Answer) -> (Client, Asked) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Asked::default();
    let (seen, host) = (asked.clone(), address.clone());
    let router = Router::new().fallback(async move |uri: Uri| {
        let uri = uri.to_string();
        seen.lock().unwrap().push(uri.clone());
        let (header, body) = answer(&uri, &host);
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        if let Some((name, value)) = header {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_str(&value).unwrap(),
            );
        }
        (headers, body)
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    let client = Client::builder(format!("http://{address}"))
        .key("k")
        .build()
        .unwrap();
    (client, asked)
}

async fn ids<E: std::fmt::Debug>(mut things: ItemStream<Thing, E>) -> String {
    let mut ids = String::new();
    while let Some(thing) = things.try_next().await.unwrap() {
        ids.push_str(&thing.id);
    }
    ids
}

fn things(ids: &str) -> String {
    let things: Vec<String> = ids
        .chars()
        .map(|id| format!(r#"{{"id":"{id}"}}"#))
        .collect();
    format!("[{}]", things.join(","))
}

fn seen(asked: &Asked) -> Vec<String> {
    std::mem::take(&mut *asked.lock().unwrap())
}

#[tokio::test]
async fn pages_have_numbers() {
    let (client, asked) = serve(|uri, _| {
        let data = if uri.contains("?page=2") || uri.contains("&page=2") {
            "c"
        } else {
            "ab"
        };
        let body = format!(
            r#"{{"data":{},"meta":{{"pagination":{{"total_pages":2}}}}}}"#,
            things(data)
        );
        (None, body)
    })
    .await;
    let call = client.list_numbered().q("a b").per_page(2);
    assert_eq!(ids(call.clone().stream()).await, "abc");
    let expected = [
        "/numbered?per_page=2&q=a%20b&api_key=k",
        "/numbered?per_page=2&q=a%20b&page=2&api_key=k",
    ];
    assert_eq!(seen(&asked), expected);
    let mut pages = call.page(2).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().data.len(), 1);
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_page_says_what_leads_on() {
    let (client, asked) = serve(|uri, _| {
        let body = match uri {
            "/cursor?limit=1&api_key=k" => r#"{"items":null,"meta":{"next_cursor":"x/y"}}"#,
            "/cursor?limit=1&cursor=x%2Fy&api_key=k" => {
                r#"{"items":[{"id":"a"}],"meta":{"next_cursor":"z"}}"#
            }
            _ => r#"{"items":[{"id":"b"}],"meta":{"next_cursor":null}}"#,
        };
        (None, body.to_owned())
    })
    .await;
    assert_eq!(ids(client.list_by_cursor().limit(1).stream()).await, "ab");
    assert_eq!(seen(&asked).len(), 3);
}

#[tokio::test]
async fn a_header_says_what_leads_on() {
    let (client, asked) = serve(|uri, _| match uri.contains("page_token=") {
        false => (Some(("x-next-page-token", "n".to_owned())), things("ab")),
        true => (None, things("c")),
    })
    .await;
    assert_eq!(ids(client.list_by_header().stream()).await, "abc");
    assert_eq!(seen(&asked)[1], "/header?page_token=n&api_key=k");
}

#[tokio::test]
async fn the_last_item_leads_on() {
    let (client, asked) = serve(|uri, _| {
        let is_last = uri.contains("starting_after=b");
        let data = things(if is_last { "c" } else { "ab" });
        (
            None,
            format!(r#"{{"data":{data},"has_more":{}}}"#, !is_last),
        )
    })
    .await;
    assert_eq!(ids(client.list_after().stream()).await, "abc");
    assert_eq!(seen(&asked).len(), 2);
}

#[tokio::test]
async fn an_address_in_the_page_is_followed() {
    let (client, asked) = serve(|uri, host| {
        let body = match uri.contains("token=2") {
            // The server repeats the key that it was asked with.
            false => format!(
                r#"{{"count":3,"next":"http://{host}/linked?token=2&api_key=k","results":{}}}"#,
                things("ab")
            ),
            true => format!(r#"{{"next":null,"results":{}}}"#, things("c")),
        };
        (None, body)
    })
    .await;
    assert_eq!(ids(client.list_linked().limit(2).stream()).await, "abc");
    let expected = ["/linked?limit=2&api_key=k", "/linked?token=2&api_key=k"];
    assert_eq!(seen(&asked), expected);
}

#[tokio::test]
async fn a_relative_address_is_followed() {
    let (client, asked) = serve(|uri, _| {
        let body = match uri.contains("skip") {
            false => format!(
                r#"{{"@odata.nextLink":"values?$skiptoken=2","value":{}}}"#,
                things("a")
            ),
            true => format!(r#"{{"value":{}}}"#, things("b")),
        };
        (None, body)
    })
    .await;
    assert_eq!(ids(client.list_values().stream()).await, "ab");
    assert_eq!(seen(&asked)[1], "/values?$skiptoken=2&api_key=k");
}

#[tokio::test]
async fn a_link_is_followed() {
    let (client, asked) = serve(|uri, host| {
        let next = format!(
            r#"<http://{host}/related?page=1>; rel="first", </related?page=2&n=1>; rel=next"#
        );
        match uri.contains("page=2") {
            false => (Some(("link", next)), things("ab")),
            true => (
                Some(("link", "</related>; rel=\"first\"".to_owned())),
                things("c"),
            ),
        }
    })
    .await;
    assert_eq!(ids(client.list_related().stream()).await, "abc");
    assert_eq!(seen(&asked)[1], "/related?page=2&n=1&api_key=k");
}

#[tokio::test]
async fn credentials_go_to_no_other_origin() {
    let (client, asked) = serve(|_, _| {
        let next = r#"<http://localhost:1/related?page=2>; rel="next""#;
        (Some(("link", next.to_owned())), things("a"))
    })
    .await;
    let mut pages = client.list_related().pages();
    assert!(pages.try_next().await.unwrap().is_some());
    let error = pages.try_next().await.unwrap_err();
    assert!(error.to_string().contains("another origin"), "{error}");
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(seen(&asked).len(), 1);
}

#[tokio::test]
async fn what_is_counted_goes_on_until_a_page_is_empty() {
    let (client, asked) = serve(|uri, _| {
        (
            None,
            things(if uri.contains("offset=3") {
                ""
            } else if uri.contains("offset=2") {
                "c"
            } else {
                "ab"
            }),
        )
    })
    .await;
    assert_eq!(ids(client.list_listed().limit(2).stream()).await, "abc");
    assert_eq!(seen(&asked).len(), 3);
}

#[tokio::test]
async fn items_lie_deeper() {
    let (client, asked) = serve(|uri, _| {
        let (is_second, ids) = match uri.contains("startIndex=3") {
            true => (true, "c"),
            false => (false, "ab"),
        };
        let data = things(ids);
        (
            None,
            format!(r#"{{"data":{{"totalResults":9,"last":{is_second},"things":{data}}}}}"#),
        )
    })
    .await;
    assert_eq!(ids(client.list_nested().stream()).await, "abc");
    assert_eq!(seen(&asked).len(), 2);
}

#[tokio::test]
async fn a_page_of_null_is_the_last() {
    let (client, asked) = serve(|uri, _| {
        let is_last = uri.contains("offset=2") || uri.contains("starting_after=b");
        let body = match is_last {
            true => "null".to_owned(),
            false => format!(r#"{{"data":{},"has_more":true}}"#, things("ab")),
        };
        (None, body)
    })
    .await;
    assert_eq!(ids(client.list_nothing().stream()).await, "ab");
    assert_eq!(seen(&asked).len(), 2);
    assert_eq!(ids(client.list_nothing_after().stream()).await, "ab");
    assert_eq!(seen(&asked).len(), 2);
}
