//! Requests with methods that axum's router has no filter for, over a socket.

use std::net::SocketAddr;

use v3_2_query_api::client::Client;
use v3_2_query_api::server::webhooks::{
    self, AskForPetError, AskForPetRequest, AskForPetResponse, AskForSearchError,
    AskForSearchRequest, AskForSearchResponse, Webhooks,
};
use v3_2_query_api::server::*;
use v3_2_query_api::types::{Pet, Search};

/// Says what it was asked.
#[derive(Clone)]
struct Pets;

fn pet(name: String) -> Pet {
    Pet { name, age: None }
}

impl Authenticator for Pets {
    type Principal = String;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: Access<'_>,
    ) -> Result<String, Refusal> {
        let Credentials::Key(key) = credentials;
        match key.is("secret") {
            true => Ok("friend".to_owned()),
            false => Err(Refusal::Unauthenticated),
        }
    }
}

impl Api for Pets {
    async fn list_pets(
        &self,
        request: ListPetsRequest,
        _: Context,
    ) -> Result<ListPetsResponse, ListPetsError> {
        Ok(ListPetsResponse::Ok(vec![pet(format!(
            "{:?}",
            request.x_trace
        ))]))
    }

    async fn query_pets(
        &self,
        request: QueryPetsRequest,
        _: Context,
    ) -> Result<QueryPetsResponse, QueryPetsError> {
        let name = format!(
            "{} {:?} {:?}",
            request.body.text, request.limit, request.x_trace
        );
        Ok(QueryPetsResponse::Ok(vec![pet(name)]))
    }

    async fn link_pet(
        &self,
        _: LinkPetRequest,
        context: Context<String>,
    ) -> Result<LinkPetResponse, LinkPetError> {
        assert_eq!(context.principal, "friend");
        Ok(LinkPetResponse::NoContent)
    }

    async fn unlink_all_pets_by_id(
        &self,
        _: UnlinkAllPetsByIdRequest,
        _: Context,
    ) -> Result<UnlinkAllPetsByIdResponse, UnlinkAllPetsByIdError> {
        Ok(UnlinkAllPetsByIdResponse::NoContent)
    }

    async fn feed_pet(
        &self,
        _: FeedPetRequest,
        _: Context,
    ) -> Result<FeedPetResponse, FeedPetError> {
        Ok(FeedPetResponse::NoContent)
    }

    async fn copy_shared(
        &self,
        request: CopySharedRequest,
        _: Context,
    ) -> Result<CopySharedResponse, CopySharedError> {
        Ok(CopySharedResponse::Ok(request.body.text))
    }
}

async fn serve() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Pets)).await });
    address
}

#[tokio::test]
async fn client_and_server_speak_of_the_same_methods() {
    let address = serve().await;
    let client = Client::builder(format!("http://{address}"))
        .key("secret")
        .build()
        .unwrap();
    let search = Search {
        text: "cat".to_owned(),
    };
    let found = client
        .query_pets(search.clone())
        .limit(3)
        .x_trace("t")
        .send()
        .await
        .unwrap();
    assert_eq!(found[0].name, "cat Some(3) Some(\"t\")");
    assert_eq!(client.list_pets().send().await.unwrap()[0].name, "None");
    client.link_pet(1, 2).send().await.unwrap();
    client.unlink_all_pets_by_id(1).send().await.unwrap();
    client.feed_pet(1).send().await.unwrap();
    assert_eq!(client.copy_shared(search).send().await.unwrap(), "cat");
}

async fn answer(
    address: SocketAddr,
    method: &str,
    path: &str,
    body: &'static str,
) -> reqwest::Response {
    let method = http::Method::from_bytes(method.as_bytes()).unwrap();
    let request = reqwest::Client::new().request(method, format!("http://{address}{path}"));
    let request = request
        .header("content-type", "application/json")
        .body(body);
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_path_says_which_methods_it_has() {
    let address = serve().await;
    for (method, path, allow) in [
        ("DELETE", "/pets", "GET,HEAD,QUERY"),
        ("query", "/pets", "GET,HEAD,QUERY"),
        ("GET", "/pets/1", "POST,LINK,Unlink-All"),
        ("UNLINK-ALL", "/pets/1", "POST,LINK,Unlink-All"),
        ("GET", "/shared", "COPY"),
    ] {
        let answer = answer(address, method, path, "").await;
        assert_eq!(answer.status(), 405, "{method} {path}");
        assert_eq!(answer.headers()["allow"], allow, "{method} {path}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
    let answer = answer(address, "HEAD", "/pets", "").await;
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().get("allow").is_none());
}

#[tokio::test]
async fn what_breaks_the_contract_is_answered_before_the_implementation() {
    let address = serve().await;
    for (method, path, body, status) in [
        ("QUERY", "/pets", r#"{"text": "a"}"#, 200),
        ("QUERY", "/pets", r#"{"text": ""}"#, 422),
        ("QUERY", "/pets?limit=0", r#"{"text": "a"}"#, 422),
        ("QUERY", "/pets", "{", 400),
        ("QUERY", "/nothing", r#"{"text": "a"}"#, 404),
        ("LINK", "/pets/1?to=2", "", 401),
    ] {
        let answer = answer(address, method, path, body).await;
        assert_eq!(answer.status(), status, "{method} {path} {body}");
        assert!(answer.headers().get("allow").is_none());
    }
}

impl Webhooks for Pets {
    async fn ask_for_search(
        &self,
        _: AskForSearchRequest,
        _: Context,
    ) -> Result<AskForSearchResponse, AskForSearchError> {
        Ok(AskForSearchResponse::Ok(Vec::new()))
    }

    async fn ask_for_pet(
        &self,
        request: AskForPetRequest,
        _: Context,
    ) -> Result<AskForPetResponse, AskForPetError> {
        Ok(AskForPetResponse::Ok(vec![pet(request.body.text)]))
    }
}

#[tokio::test]
async fn a_webhook_has_such_methods_too() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = webhooks::router(Pets);
    tokio::spawn(async move { axum::serve(listener, app).await });
    let url = format!("http://{address}/pet-sought");
    let client = Client::builder(&url).build().unwrap();
    let hooks = client.webhooks();
    let search = Search {
        text: "cat".to_owned(),
    };
    let found = hooks.ask_for_pet(&url, search).send().await.unwrap();
    assert_eq!(found[0].name, "cat");
    assert!(hooks.ask_for_search(url).send().await.unwrap().is_empty());
    let head = answer(address, "HEAD", "/pet-sought", "").await;
    assert_eq!(head.status(), 200);
    let faulty = answer(address, "QUERY", "/pet-sought", "{}").await;
    assert_eq!(faulty.status(), 422);
    for (method, status) in [("POST", 405), ("OPTIONS", 204)] {
        let other = answer(address, method, "/pet-sought", "").await;
        assert_eq!(other.status(), status);
        assert_eq!(other.headers()["allow"], "GET,HEAD,QUERY");
    }
}
