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
