//! Bodies that are lists, maps or numbers are read as fields are: `1.0` is an integer.

use axum::Router;
use axum::http::{StatusCode, header::CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use integers_api::client::operations::TotalsError as Refused;
use integers_api::client::{Client, Error};
use integers_api::server::*;

/// Adds up what it is sent.
#[derive(Clone)]
struct Sum;

impl Api for Sum {
    async fn totals(
        &self,
        _request: TotalsRequest,
        _: Context,
    ) -> Result<TotalsResponse, TotalsError> {
        Ok(TotalsResponse::Ok([("a".to_owned(), 1)].into()))
    }

    async fn add_totals(
        &self,
        request: AddTotalsRequest,
        _: Context,
    ) -> Result<AddTotalsResponse, AddTotalsError> {
        let sum: i32 = request.body.into_iter().flatten().sum();
        Ok(AddTotalsResponse::Ok(sum.into()))
    }
}

async fn serve(app: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

/// A server that answers every call of `/totals` with this.
async fn answering(status: StatusCode, body: &'static str) -> Client {
    let answer =
        move || async move { (status, [(CONTENT_TYPE, "application/json")], body).into_response() };
    let app = Router::new().route("/totals", get(answer).post(answer));
    Client::builder(serve(app).await).build().unwrap()
}

async fn post(body: &'static str) -> (StatusCode, String) {
    let url = format!("{}/totals", serve(router(Sum)).await);
    let call = reqwest::Client::new().post(url).body(body);
    let answer = call.header(CONTENT_TYPE, "application/json").send().await;
    let answer = answer.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test]
async fn the_server_reads_them() {
    assert_eq!(
        post("[1.0, 2e0, 3]").await,
        (StatusCode::OK, "6".to_owned())
    );
    assert_eq!(post("[1.5]").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post("[10.0]").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post("").await, (StatusCode::OK, "0".to_owned()));
}

#[tokio::test]
async fn the_client_reads_them() {
    let client = answering(StatusCode::OK, r#"{"a": 1.0, "b": 2e0}"#).await;
    let totals = client.totals().send().await.unwrap();
    assert_eq!(totals, [("a".to_owned(), 1), ("b".to_owned(), 2)].into());

    let client = answering(StatusCode::OK, "3.0").await;
    assert_eq!(client.add_totals().send().await.unwrap(), 3);
}

#[tokio::test]
async fn the_client_reads_them_in_errors() {
    let client = answering(StatusCode::CONFLICT, "[4.0]").await;
    match client.totals().send().await {
        Err(Error::Api(error)) => assert_eq!(*error.body(), Refused::Conflict(vec![4])),
        other => panic!("{other:?}"),
    }
    match client.add_totals().send().await {
        Err(Error::Api(error)) => assert_eq!(*error.body(), [4]),
        other => panic!("{other:?}"),
    }
    let client = answering(StatusCode::SERVICE_UNAVAILABLE, r#"["2024-2-9"]"#).await;
    assert!(matches!(
        client.totals().send().await,
        Err(Error::Decode(_))
    ));
}
