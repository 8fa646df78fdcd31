//! What the client writes as a whole query, the server reads.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use v3_2_querystring_api::client::Client;
use v3_2_querystring_api::server::*;
use v3_2_querystring_api::types::{Filter, Place, Search, SearchRange};

/// Answers with what it was asked.
#[derive(Clone)]
struct Echo;

impl Api for Echo {
    async fn find_pets(
        &self,
        request: FindPetsRequest,
        _: Context,
    ) -> Result<FindPetsResponse, FindPetsError> {
        Ok(FindPetsResponse::Ok(format!("{:?}", request.filter)))
    }

    async fn find_labels(
        &self,
        request: FindLabelsRequest,
        _: Context,
    ) -> Result<FindLabelsResponse, FindLabelsError> {
        Ok(FindLabelsResponse::Ok(format!("{:?}", request.labels)))
    }

    async fn find_mixed(
        &self,
        request: FindMixedRequest,
        _: Context,
    ) -> Result<FindMixedResponse, FindMixedError> {
        Ok(FindMixedResponse::Ok(format!(
            "{:?} {:?}",
            request.page, request.rest
        )))
    }

    async fn find_by_json(
        &self,
        request: FindByJsonRequest,
        _: Context,
    ) -> Result<FindByJsonResponse, FindByJsonError> {
        Ok(FindByJsonResponse::Ok(format!("{:?}", request.filter)))
    }

    async fn find_by_path(
        &self,
        request: FindByPathRequest,
        _: Context,
    ) -> Result<FindByPathResponse, FindByPathError> {
        Ok(FindByPathResponse::Ok(request.path))
    }

    async fn find_by_xml(
        &self,
        request: FindByXmlRequest,
        _: Context,
    ) -> Result<FindByXmlResponse, FindByXmlError> {
        Ok(FindByXmlResponse::Ok(format!("{:?}", request.filter)))
    }

    async fn find_by_text(
        &self,
        request: FindByTextRequest,
        _: Context,
    ) -> Result<FindByTextResponse, FindByTextError> {
        Ok(FindByTextResponse::Ok(format!("{:?}", request.filter)))
    }

    async fn find_encoded(
        &self,
        request: FindEncodedRequest,
        _: Context,
    ) -> Result<FindEncodedResponse, FindEncodedError> {
        // With `allowReserved`, `%20` was a space from the beginning.
        let note = Some("a/b?c=d&e+ ".to_owned());
        let read = Search {
            note,
            ..read_as_usual()
        };
        assert_eq!(request.search, read);
        Ok(FindEncodedResponse::NoContent)
    }
}

async fn serve() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Echo)).await });
    address
}

#[tokio::test]
async fn a_whole_query_is_read_as_it_is_written() {
    let client = Client::builder(format!("http://{}", serve().await))
        .build()
        .unwrap();
    let filter = Filter {
        name: "a&b=c ü".to_owned(),
        tags: Some(vec!["x,y".to_owned(), "z".to_owned()]),
        age: Some(3),
        at: Some(Place { x: -1 }),
    };
    let seen = client.find_pets(filter.clone()).send().await.unwrap();
    assert_eq!(seen, format!("{filter:?}"));
    let labels = BTreeMap::from([("color".to_owned(), "red".to_owned())]);
    let seen = client
        .find_labels()
        .labels(labels.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(seen, format!("{:?}", Some(labels)));
}

#[tokio::test]
async fn items_of_a_list_are_pairs_of_their_own() {
    let url = format!(
        "http://{}/pets?name=a&tags=x&tags=y%2Cz&age=4",
        serve().await
    );
    let answer = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert!(answer.contains(r#"Some([\"x\", \"y,z\"])"#), "{answer}");
    let url = format!("http://{}/pets?tags=x", serve().await);
    assert_eq!(reqwest::get(url).await.unwrap().status(), 422);
}

#[tokio::test]
async fn a_whole_query_may_be_json_or_text() {
    let address = serve().await;
    let client = Client::builder(format!("http://{address}"))
        .build()
        .unwrap();
    let filter = Filter {
        name: "a&b=c+ü".to_owned(),
        tags: None,
        age: Some(3),
        at: None,
    };
    let seen = client.find_by_json().filter(filter.clone()).send().await;
    assert_eq!(seen.unwrap(), format!("{:?}", Some(filter)));
    assert_eq!(client.find_by_json().send().await.unwrap(), "None");
    let path = "$.a[?@.b == 'x&y+z']";
    assert_eq!(client.find_by_path(path).send().await.unwrap(), path);
    for (query, status) in [
        ("json?%7B%22name%22:%22a%22%7D", 200),
        ("json?%7B%22name%22:1%7D", 422),
        ("json?%7B%22name%22:%22a%22,%22age%22:-1%7D", 422),
        ("json?a=b", 422),
        ("path?$.a", 200),
        ("path?$", 422),
        ("path?", 422),
    ] {
        let answer = reqwest::get(format!("http://{address}/{query}"))
            .await
            .unwrap();
        assert_eq!(answer.status(), status, "{query}");
    }
}

#[tokio::test]
async fn what_is_not_taken_apart_is_a_text() {
    let address = serve().await;
    let client = Client::builder(format!("http://{address}"))
        .build()
        .unwrap();
    let xml = "<filter><name>a&amp;b + ü</name></filter>";
    let seen = client.find_by_xml().filter(xml).send().await.unwrap();
    assert_eq!(seen, format!("{:?}", Some(xml)));
    assert_eq!(client.find_by_xml().send().await.unwrap(), "None");
    // A form that is a text stays as it is.
    let form = "a=x%26y+z&b=%C3%BC/?";
    let seen = client.find_by_text().filter(form).send().await.unwrap();
    assert_eq!(seen, format!("{:?}", Some(form)));
    let seen = client.find_by_text().filter("a=ü #%").send().await.unwrap();
    assert_eq!(seen, format!("{:?}", Some("a=%C3%BC%20%23%25")));
}

/// A server that answers each request with its query and its body, in headers.
async fn mirror() -> SocketAddr {
    let answer = |request: axum::extract::Request| async {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 10_000).await.unwrap();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let body = String::from_utf8(body.to_vec()).unwrap();
        let headers = [("x-query", query), ("x-body", body)];
        (axum::http::StatusCode::NO_CONTENT, headers)
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = axum::Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// Something in each member.
fn search() -> Search {
    let texts = |texts: [&str; 2]| Some(texts.map(String::from).to_vec());
    Search {
        codes: texts(["a", "b|"]),
        tags: texts(["c", "d,"]),
        range: Some(SearchRange {
            from: Some(1),
            to: Some(2),
        }),
        ..read_as_usual()
    }
}

/// Something in each member that is written as it is without a style of its own, or can be told from it.
fn read_as_usual() -> Search {
    let texts = |texts: [&str; 2]| Some(texts.map(String::from).to_vec());
    Search {
        codes: None,
        tags: None,
        each: texts(["e", "f"]),
        note: Some("a/b?c=d&e+%20".to_owned()),
        extra: Some(BTreeMap::from([("g".to_owned(), "h".to_owned())])),
        words: texts(["i", "j"]),
        range: None,
        at: Some(Place { x: 3 }),
    }
}

#[tokio::test]
async fn a_server_reads_what_is_written_as_usual() {
    let client = Client::builder(format!("http://{}", serve().await))
        .build()
        .unwrap();
    let call = client.find_encoded(read_as_usual(), search());
    call.send().await.unwrap();
}

#[tokio::test]
async fn members_are_written_as_those_of_a_body_are() {
    let client = Client::builder(format!("http://{}", mirror().await))
        .build()
        .unwrap();
    let call = client.find_encoded(search(), search());
    let answer = call.send_with_response().await.unwrap();
    let header = |name| answer.headers()[name].to_str().unwrap();
    let expected = "codes=a%7Cb%7C&tags=c,d%2C&each=e&each=f&note=a/b?c=d%26e%2B%20&extra=%7B%22g%22%3A%22h%22%7D\
                    &words=%5B%22i%22%2C%22j%22%5D&range%5Bfrom%5D=1&range%5Bto%5D=2&at=%7B%22x%22%3A3%7D";
    assert_eq!(header("x-query"), expected);
    assert_eq!(header("x-body"), expected);
}
