//! What the client writes of tuples and of members by pattern, the server reads.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use v3_1_parameters_api::client::{Client, Error};
use v3_1_parameters_api::server::*;
use v3_1_parameters_api::types::{NearAt, NearBox, NearFilter};

/// Answers with what it was asked.
#[derive(Clone)]
struct Echo;

impl Api for Echo {
    async fn near(&self, request: NearRequest, _: Context) -> Result<NearResponse, NearError> {
        let NearRequest { at, r#box, filter } = request;
        Ok(NearResponse::Ok(format!("{at:?} {box:?} {filter:?}")))
    }
}

async fn client() -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Echo)).await });
    Client::builder(format!("http://{address}"))
        .build()
        .unwrap()
}

#[tokio::test]
async fn positions_and_patterns_are_read_as_they_are_written() {
    let client = client().await;
    let at = NearAt(1.5, 2.0);
    let filter = NearFilter {
        name: Some("5".to_owned()),
        pattern_properties: BTreeMap::from([("x1".to_owned(), 7)]),
    };
    for r#box in [NearBox(3, None), NearBox(3, Some("4".to_owned()))] {
        let call = client.near(at.clone()).r#box(r#box.clone());
        let said = call.filter(filter.clone()).send().await.unwrap();
        let (r#box, filter) = (Some(r#box), Some(filter.clone()));
        assert_eq!(said, format!("{at:?} {box:?} {filter:?}"));
    }
}

#[tokio::test]
async fn rules_of_positions_are_kept() {
    let said = client().await.near(NearAt(1.5, 200.0)).send().await;
    let said = said.unwrap_err();
    assert!(matches!(said, Error::Unexpected(_)), "{said:?}");
}
