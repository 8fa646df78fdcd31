//! A trait for each tag makes one server, which passes no query parameter over.

use server_choices_api::client::Client;
use server_choices_api::client::in_process::InProcess;
use server_choices_api::server::*;
use server_choices_api::types::{ListPetsFilter, ListPetsPage};

struct Server;

impl Authenticator for Server {
    type Principal = ();

    async fn authenticate(&self, _: Credentials, _: Access<'_>) -> Result<(), Refusal> {
        Ok(())
    }
}

impl PetsApi for Server {
    async fn list_pets(
        &self,
        request: ListPetsRequest,
        _: Context<()>,
    ) -> Result<ListPetsResponse, ListPetsError> {
        let (filter, page) = (request.filter.is_some(), request.page.is_some());
        Ok(format!("{:?} {filter} {page}", request.limit).into())
    }
}

impl UsersApi for Server {
    async fn get_user(
        &self,
        request: GetUserRequest,
        _: Context,
    ) -> Result<GetUserResponse, GetUserError> {
        Ok(request.id.to_string().into())
    }
}

impl OperationsApi for Server {
    async fn get_anything(
        &self,
        request: GetAnythingRequest,
        _: Context<()>,
    ) -> Result<GetAnythingResponse, GetAnythingError> {
        Ok(format!("{:?}", request.any).into())
    }
}

/// What has all of them is the whole API.
fn whole() -> impl Api {
    Server
}

async fn ask(target: &str) -> (u16, Vec<String>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app: axum::Router = router(whole());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let answer = reqwest::get(format!("http://{address}{target}"))
        .await
        .unwrap();
    let status = answer.status().as_u16();
    let said = answer.bytes().await.unwrap();
    let said: serde_json::Value = serde_json::from_slice(&said).unwrap();
    let faults = said["errors"].as_array().cloned().unwrap_or_default();
    (
        status,
        faults
            .iter()
            .map(|fault| fault["loc"].to_string())
            .collect(),
    )
}

#[tokio::test]
async fn what_the_operation_does_not_have_is_refused() {
    let other = "[\"query\",\"other\"]".to_owned();
    for (target, status, faults) in [
        (
            "/pets?api_key=k&limit=1&filter[name]=x&after=y",
            200,
            vec![],
        ),
        ("/pets?api_key=k&other=1&other=2", 422, vec![other.clone()]),
        (
            "/pets?api_key=k&limit=0&other=1&filters[name]=1",
            422,
            vec![
                "[\"query\",\"limit\"]".to_owned(),
                other.clone(),
                "[\"query\",\"filters[name]\"]".to_owned(),
            ],
        ),
        ("/users/1", 200, vec![]),
        ("/users/1?other", 422, vec![other]),
        ("/anything?api_key=k&other=1", 200, vec![]),
    ] {
        assert_eq!(ask(target).await, (status, faults), "{target}");
    }
}

#[tokio::test]
async fn the_client_is_understood() {
    let client = Client::builder("http://localhost")
        .transport(InProcess::new(router(Server)))
        .key("k")
        .build()
        .unwrap();
    let filter = ListPetsFilter {
        name: Some("x".to_owned()),
        ..ListPetsFilter::default()
    };
    let page = ListPetsPage {
        after: Some("y".to_owned()),
    };
    let said = client.list_pets().limit(2).filter(filter).page(page);
    assert_eq!(said.send().await.unwrap(), "Some(2) true true");
    assert_eq!(client.get_user(3).send().await.unwrap(), "3");
    let error = client.add_pet().send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
}
