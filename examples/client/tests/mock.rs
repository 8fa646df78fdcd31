//! The client against the mock, over a real socket.
//!
//! A program of its own: the failures of a process are counted together, and another test looks at the count.

use http::StatusCode;
use oasmith_example_client::dataset_activity::types::DatasetActivityPage;
use oasmith_example_client::dataset_activity::{Client, Error};
use oasmith_example_server::dataset_activity::mock::Mock;
use oasmith_example_server::dataset_activity::server::{BASE_PATH, router};
use tokio::net::TcpListener;

/// A client of a server that answers with `mock`.
async fn client(mock: Mock) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = axum::Router::new().nest_service(BASE_PATH, router(mock));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    Client::builder(format!("http://{address}{BASE_PATH}"))
        .bearer_auth("token")
        .build()
        .unwrap()
}

#[tokio::test]
async fn list_dataset_activity_succeeds() {
    let client = client(Mock::new()).await;
    let page = client
        .list_dataset_activity("example")
        .send()
        .await
        .unwrap();
    assert_eq!(page, DatasetActivityPage::new(50, 0, 0));
}

#[tokio::test]
async fn list_dataset_activity_fails_as_documented() {
    for status in [400, 401, 403, 404, 409, 422, 426, 429, 500, 502, 504] {
        let status = StatusCode::from_u16(status).unwrap();
        let client = client(Mock::new().with_status(status)).await;
        match client.list_dataset_activity("example").send().await {
            Err(Error::Api(error)) => {
                assert_eq!(error.status(), status);
                assert_eq!(error.body().code, i32::from(status.as_u16()));
            }
            other => panic!("{status}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn list_dataset_activity_fails_in_another_way() {
    let client = client(Mock::new().with_status(StatusCode::IM_A_TEAPOT)).await;
    match client.list_dataset_activity("example").send().await {
        Err(Error::Unexpected(error)) => assert_eq!(error.status(), 418),
        other => panic!("{other:?}"),
    }
}
