//! What the client writes as a whole query, the server reads.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use v3_2_querystring_api::client::Client;
use v3_2_querystring_api::server::*;
use v3_2_querystring_api::types::{Filter, Place};

/// Answers with what it was asked.
#[derive(Clone)]
struct Echo;

impl Api for Echo {
    async fn find_pets(&self, request: FindPetsRequest) -> Result<FindPetsResponse, FindPetsError> {
        Ok(FindPetsResponse::Ok(format!("{:?}", request.filter)))
    }

    async fn find_labels(
        &self,
        request: FindLabelsRequest,
    ) -> Result<FindLabelsResponse, FindLabelsError> {
        Ok(FindLabelsResponse::Ok(format!("{:?}", request.labels)))
    }

    async fn find_mixed(
        &self,
        request: FindMixedRequest,
    ) -> Result<FindMixedResponse, FindMixedError> {
        Ok(FindMixedResponse::Ok(format!(
            "{:?} {:?}",
            request.page, request.rest
        )))
    }

    async fn find_by_json(
        &self,
        request: FindByJsonRequest,
    ) -> Result<FindByJsonResponse, FindByJsonError> {
        Ok(FindByJsonResponse::Ok(format!("{:?}", request.filter)))
    }

    async fn find_by_path(
        &self,
        request: FindByPathRequest,
    ) -> Result<FindByPathResponse, FindByPathError> {
        Ok(FindByPathResponse::Ok(request.path))
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
