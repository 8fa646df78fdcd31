//! Links: what a call and its answer give on to another call, as a socket sees it.

use links_api::client::users::CreateUserSuccess;
use links_api::client::{Client, Response};
use links_api::types::{Job, NewUser, User};
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

async fn recorder() -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (tell, told) = tokio::sync::mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut bytes = vec![0; 4096];
            let count = socket.read(&mut bytes).await.unwrap();
            bytes.truncate(count);
            tell.send(String::from_utf8(bytes).unwrap()).unwrap();
            let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
            socket.write_all(answer).await.unwrap();
        }
    });
    (format!("http://{address}"), told)
}

fn of<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn answered(version: Option<&str>, body: CreateUserSuccess) -> Response<CreateUserSuccess> {
    let mut headers = http::HeaderMap::new();
    if let Some(version) = version {
        headers.insert("x-version", version.parse().unwrap());
    }
    Response::new(http::StatusCode::CREATED, headers, body)
}

fn created(user: &str) -> CreateUserSuccess {
    CreateUserSuccess::Created(of::<User>(user))
}

fn bob() -> NewUser {
    of(r#"{"name": "Bob"}"#)
}

#[tokio::test]
async fn a_link_gives_on_what_was_asked_and_answered() {
    let (address, mut told) = recorder().await;
    let client = Client::builder(address).build().unwrap();
    let call = client.create_user("acme", bob()).x_trace("t1");
    let answer = answered(Some("3"), created(r#"{"profile": {"id": 7}}"#));
    call.address(&answer).unwrap().send().await.unwrap();
    let request = told.recv().await.unwrap();
    let target = "GET /users/7/address?tenant=acme&version=3&note=by%20Bob%20with%20201&deep=true ";
    assert!(request.starts_with(target), "{request}");
    assert!(request.contains("\r\nx-trace: t1\r\n"), "{request}");

    call.rename(&answer).unwrap().send().await.unwrap();
    let request = told.recv().await.unwrap();
    assert!(request.starts_with("PUT /users/7 "), "{request}");
    assert!(request.ends_with("{\"name\":\"Bob\"}"), "{request}");

    // What the link does not give is asked for.
    call.tag(&answer, "u9").unwrap().send().await.unwrap();
    let request = told.recv().await.unwrap();
    assert!(
        request.starts_with("POST /users/u9/tags?tag=new "),
        "{request}"
    );

    drop(call.tenant_link(&answer).unwrap());
}

#[tokio::test]
async fn what_is_not_there_is_left_out_where_that_may_be() {
    let (address, mut told) = recorder().await;
    let client = Client::builder(address).build().unwrap();
    let answer = answered(None, created(r#"{"profile": {"id": 7}}"#));
    let call = client.create_user("acme", bob());
    call.address(&answer).unwrap().send().await.unwrap();
    let request = told.recv().await.unwrap();
    let target = "GET /users/7/address?tenant=acme&note=by%20Bob%20with%20201&deep=true ";
    assert!(request.starts_with(target), "{request}");
    assert!(!request.contains("x-trace"), "{request}");
}

#[test]
fn a_link_without_its_values_says_which() {
    let client = Client::builder("http://127.0.0.1:1").build().unwrap();
    let call = client.create_user("acme", bob());
    let missing = call.address(&answered(None, created("{}"))).unwrap_err();
    assert_eq!(
        missing.to_string(),
        "the request was not sent: `userId` of the link `address`, from `$response.body#/profile/id`, is not there"
    );
    let user = created(r#"{"profile": {"id": 7}}"#);
    let odd = call.address(&answered(Some("three"), user)).unwrap_err();
    let expected =
        "`version` of the link `address`, from `$response.header.X-Version`, is not what";
    assert!(odd.to_string().contains(expected), "{odd}");
    let job = CreateUserSuccess::Accepted(of::<Job>(r#"{"job": "no id"}"#));
    let later = answered(None, job);
    assert!(
        call.job(&later)
            .unwrap_err()
            .to_string()
            .contains("`id` of the link `job`")
    );
    let other = call.rename(&later).unwrap_err();
    assert!(
        other
            .to_string()
            .contains("the link `rename` is one of another answer")
    );
}
