//! What is sent, byte by byte.

use std::collections::BTreeMap;

use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::client::auth::Credential;
use crate::client::builder::ClientBuilder;
use crate::client::error::{Error, SendError};
use crate::client::handle::Client;
use crate::client::request::Request;
use crate::client::tree::Tree;
use crate::peer::{Peer, answer};
use crate::support::style::Style;

/// The request as it arrived, in small letters up to the body.
async fn sent(
    set_up: impl FnOnce(ClientBuilder) -> ClientBuilder,
    fill: impl FnOnce(Client) -> Request,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let builder = Client::builder(format!("http://{address}/base/"));
    let client = set_up(builder).build().unwrap();
    let server = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut bytes = vec![0; 4096];
        let count = socket.read(&mut bytes).await.unwrap();
        bytes.truncate(count);
        let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
        socket.write_all(answer).await.unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let (text, answer) = tokio::join!(server, fill(client).send());
    assert_eq!(answer.unwrap().status(), 204);
    text
}

fn get(client: Client) -> Request {
    client.request(http::Method::GET, &[])
}

/// Why a request is not sent.
async fn refused(fill: impl FnOnce(Request) -> Request) -> String {
    let client = Client::builder("http://localhost:1").build().unwrap();
    match fill(get(client)).send().await {
        Err(SendError::InvalidRequest(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_webhook_goes_to_no_server_of_the_api() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/a%20b?x=1&y=#z", listener.local_addr().unwrap());
    let client = Client::builder("http://127.0.0.1:1/base").build().unwrap();
    let request = get(client).to(&url).query("more", &2);
    let server = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut bytes = vec![0; 4096];
        let count = socket.read(&mut bytes).await.unwrap();
        bytes.truncate(count);
        let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
        socket.write_all(answer).await.unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let (text, answer) = tokio::join!(server, request.send());
    assert_eq!(answer.unwrap().status(), 204);
    let expected = "GET /a%20b?x=1&y=&more=2 HTTP/1.1\r\n";
    assert!(text.starts_with(expected), "{text}");
    for url in [
        "",
        "/p",
        "//a.example/p",
        "file:///p",
        "http://u:p@a.example/",
        "http://u@a.example/",
    ] {
        let error = refused(|request| request.to(url)).await;
        assert!(
            error.contains("the address that it is to go to"),
            "{url}: {error}"
        );
    }
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    FreshAndNew,
}

#[tokio::test]
async fn path_and_query_are_encoded_by_rfc_3986() {
    let text = sent(
        |builder| builder,
        |client| {
            get(client)
                .path("/a/")
                .path_value("p", "ü/%?#[]@!$&'()*+,;= ~-._")
                .path("/")
                .path_value("n", &-1.5)
                .path(":go")
                .query("s", "a b+c&d=é")
                .query("kind", &Kind::FreshAndNew)
                .query("id", &uuid::Uuid::nil())
                .query("none", &None::<i64>)
                .query("yes", &Some(true))
                .query("many", &["x,y", "z"])
                .query("many", &Vec::<String>::new())
                .query_styled("one", &["x,y", "z"], Style::Form)
                .query_styled("nothing", &Vec::<String>::new(), Style::Form)
        },
    )
    .await;
    let line = text.lines().next().unwrap();
    assert_eq!(
        line,
        "GET /base/a/%C3%BC%2F%25%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%20~-._/-1.5:go\
         ?s=a%20b%2Bc%26d%3D%C3%A9&kind=fresh_and_new&id=00000000-0000-0000-0000-000000000000\
         &yes=true&many=x%2Cy&many=z&one=x%2Cy,z HTTP/1.1"
    );
}

#[tokio::test]
async fn texts_with_escapes_in_json_are_written_as_they_are() {
    let text = sent(
        |builder| builder,
        |client| {
            get(client)
                .path_value("p", "\"\\\n")
                .query("quote", "\"")
                .query("empty", "")
                .query("word", "null")
                .query("text", "12")
                .query("number", &u128::MAX)
                .query("half", &0.5)
                .query("no", &false)
                .query("infinite", &f64::INFINITY)
        },
    )
    .await;
    let line = text.lines().next().unwrap();
    assert_eq!(
        line,
        "GET /base%22%5C%0A?quote=%22&empty=&word=null&text=12\
         &number=340282366920938463463374607431768211455&half=0.5&no=false HTTP/1.1"
    );
}

#[tokio::test]
async fn no_path_leads_to_another_host() {
    for path in ["//b", "/\\b", "/\t/b", "", "?", "/."] {
        let peer = Peer::new([answer("200 OK", "", "")]).await;
        let client = Client::builder(peer.url("")).build().unwrap();
        get(client).path(path).query("c", &1).send().await.ok();
        let is_refused = path == "/.";
        assert_eq!(peer.asked().len(), usize::from(!is_refused), "{path:?}");
    }
}

#[tokio::test]
async fn what_is_no_uri_is_refused() {
    let client = Client::builder("http://{a}/b").build().unwrap();
    match get(client).send().await {
        Err(SendError::InvalidRequest(error)) => {
            let text = error.to_string();
            assert!(text.contains("its URL is not one"), "{text}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn headers_and_bodies_are_written() {
    let text = sent(
        |builder| builder,
        |client| {
            client
                .request(http::Method::PUT, &[])
                .header("X-Many", &[1, 2])
                .header("x-none", &None::<i64>)
                .accept("application/json")
                .json("application/json", &serde_json::json!({"a": 1}))
        },
    )
    .await;
    assert!(text.starts_with("PUT /base HTTP/1.1\r\n"), "{text}");
    for line in [
        "x-many: 1,2\r\n",
        "accept: application/json\r\n",
        "content-type: application/json\r\n",
        "content-length: 7\r\n",
        "\r\n\r\n{\"a\":1}",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert!(!text.contains("x-none"), "{text}");
}

#[tokio::test]
async fn any_method_can_be_asked_by_its_name() {
    for method in ["QUERY", "x-Odd", "GET"] {
        let text = sent(
            |builder| builder,
            |client| client.request_by(method, &[]).path("/a"),
        );
        let text = text.await;
        let line = format!("{method} /base/a HTTP/1.1\r\n");
        assert!(text.starts_with(&line), "{text}");
    }
    let client = Client::builder("http://localhost:1").build().unwrap();
    for method in ["", "A B", "É"] {
        match client.request_by(method, &[]).send().await {
            Err(SendError::InvalidRequest(error)) => {
                assert!(error.to_string().contains("is no method"), "{error}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_form_is_the_whole_query() {
    let form = serde_json::json!({"a": "x&y z", "b": [1, "2,3"], "c": null, "d": {"e": 1}, "f": [], "ü": true});
    let text = sent(
        |builder| builder,
        |client| {
            let request = get(client).path("/a").query_form("form", &form, &[]);
            request.query_form("none", &None::<BTreeMap<String, String>>, &[])
        },
    );
    let text = text.await;
    let line = "GET /base/a?a=x%26y%20z&b=1&b=2%2C3&d=%7B%22e%22%3A1%7D&%C3%BC=true HTTP/1.1";
    assert_eq!(text.lines().next(), Some(line));
}

#[tokio::test]
async fn a_value_is_the_whole_query() {
    for (style, value, query) in [
        (
            Style::Json,
            serde_json::json!({"a": "b&c"}),
            "?%7B%22a%22%3A%22b%26c%22%7D",
        ),
        (Style::Json, serde_json::json!("x"), "?%22x%22"),
        (Style::Simple, serde_json::json!("x &y"), "?x%20%26y"),
        (Style::Simple, serde_json::json!(null), ""),
    ] {
        let text = sent(
            |builder| builder,
            |client| get(client).path("/a").query_whole("q", &value, style),
        );
        let text = text.await;
        let line = format!("GET /base/a{query} HTTP/1.1");
        assert_eq!(text.lines().next(), Some(line.as_str()));
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused() {
    for (error, part) in [
        (
            refused(|request| request.path_value("p", "")).await,
            "`p` is empty",
        ),
        (
            refused(|request| request.path("/").path_value("p", "..")).await,
            "`..`",
        ),
        (
            refused(|request| request.path("/.").path_value("p", ".").path("/x")).await,
            "`..`",
        ),
        (
            refused(|request| request.path_value("p", &None::<i64>)).await,
            "`p` is empty",
        ),
        (
            refused(|request| request.path("/").path_reserved("p", ".%2E", Style::Simple)).await,
            "`..`",
        ),
        (
            refused(|request| request.path("/").path_reserved("p", "%2e", Style::Simple)).await,
            "`..`",
        ),
        (
            refused(|request| request.query("q", &BTreeMap::from([([1], 2)]))).await,
            "`q` cannot be written",
        ),
        (
            refused(|request| request.header("h", "a\r\nb: c")).await,
            "`h` holds",
        ),
        // The first fault is the one that is told.
        (
            refused(|request| request.path_value("p", "").header("h", "\n")).await,
            "`p` is empty",
        ),
    ] {
        assert!(error.contains(part), "{error}");
    }
}

#[tokio::test]
async fn credentials_are_sent_where_they_belong() {
    let set_up = |builder: ClientBuilder| {
        builder
            .credential("token", Credential::bearer("hush"))
            .credential("user", Credential::basic("me", "hush"))
            .credential("head", Credential::header_key("X-Key", "hush"))
            .credential("query", Credential::query_key("key", "hu&sh"))
            .credential("cookie", Credential::cookie_key("sid", "hush"))
    };
    let shown = format!("{:?}", set_up(Client::builder("http://localhost")));
    assert!(
        !shown.contains("hush") && !shown.contains("hu&sh"),
        "{shown}"
    );

    let text = sent(set_up, |client| {
        let security = &[
            &["absent"] as &[_],
            &["head", "query", "cookie"],
            &["token"],
        ];
        client
            .request(http::Method::GET, security)
            .header("cookie", "own=1")
            .query("a", &1)
    })
    .await;
    assert!(text.starts_with("GET /base?a=1&key=hu%26sh "), "{text}");
    assert!(text.contains("x-key: hush\r\n"), "{text}");
    assert!(text.contains("cookie: own=1; sid=hush\r\n"), "{text}");
    assert!(!text.contains("authorization"), "{text}");

    let text = sent(set_up, |client| {
        client.request(http::Method::GET, &[&[], &["token"]])
    })
    .await;
    assert!(text.contains("authorization: Bearer hush\r\n"), "{text}");

    let text = sent(set_up, |client| {
        client.request(http::Method::GET, &[&["user"]])
    })
    .await;
    assert!(
        text.contains("authorization: Basic bWU6aHVzaA==\r\n"),
        "{text}"
    );
}

#[tokio::test]
async fn a_missing_credential_is_named_before_anything_is_sent() {
    let client = Client::builder("http://localhost:1").build().unwrap();
    let request = client.request(http::Method::GET, &[&["a", "b"], &["c"]]);
    let error: Error<()> = request.send().await.unwrap_err().into();
    assert!(error.to_string().ends_with("`a`, from `ClientBuilder::credential` and `b`, from `ClientBuilder::credential`, or `c`, from `ClientBuilder::credential`"), "{error}");
    assert!(error.status().is_none());
}

#[test]
fn credentials_that_cannot_be_sent_are_refused() {
    for credential in [
        Credential::bearer("a\nb"),
        Credential::basic("a:b", "c"),
        Credential::header_key("no name", "x"),
        Credential::header_key("name", "\0"),
        Credential::cookie_key("name", "a;b"),
    ] {
        let builder = Client::builder("http://localhost").credential("scheme", credential);
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains("`scheme`"), "{error}");
    }
}

#[derive(Serialize)]
struct Unsorted {
    zulu: i64,
    alpha: Vec<f64>,
    mike: Option<bool>,
}

#[test]
fn members_have_the_order_of_their_type() {
    let value = Unsorted {
        zulu: -1,
        alpha: vec![0.1, 1e300],
        mike: None,
    };
    let tree = Tree::of(&value).unwrap();
    assert_eq!(tree.to_string(), serde_json::to_string(&value).unwrap());
    let nested = serde_json::json!({"a": ["\u{1}\"", {"b": u64::MAX}], "c": {}, "d": true});
    assert_eq!(Tree::of(&nested).unwrap().to_string(), nested.to_string());
}

#[test]
fn numbers_inside_values_keep_all_their_digits() {
    let lists = (u128::MAX, vec![i128::MIN], 1.5_f32, 0.1, 3, true);
    let tree = Tree::of(&lists).unwrap();
    let plain = |text: &str| Tree::Plain(text.to_owned());
    assert_eq!(
        tree,
        Tree::List(vec![
            plain("340282366920938463463374607431768211455"),
            Tree::List(vec![plain("-170141183460469231731687303715884105728")]),
            plain("1.5"),
            plain("0.1"),
            plain("3"),
            plain("true"),
        ])
    );
}

/// What serde_json calls a number where its feature `arbitrary_precision` is on.
#[test]
fn no_name_of_a_member_is_taken_for_a_number() {
    let odd = serde_json::json!({"$serde_json::private::Number": "3", "a\\": "\\\"", "": [[], {}]});
    let tree = Tree::of(&odd).unwrap();
    assert_eq!(tree.to_string(), odd.to_string());
    assert!(matches!(tree, Tree::Members(members) if members.len() == 3));
}

#[test]
fn a_value_that_is_nested_too_deeply_is_refused() {
    let nest =
        |depth| (0..depth).fold(serde_json::json!([]), |inner, _| serde_json::json!([inner]));
    assert!(Tree::of(&nest(127)).is_ok());
    let error = Tree::of(&nest(128)).unwrap_err();
    assert_eq!(error.to_string(), "it is nested too deeply");
}
