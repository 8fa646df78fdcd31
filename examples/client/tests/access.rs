//! Servers that are chosen by type, and credentials that are come by, in generated clients.

use std::sync::{Arc, Mutex};

use oasmith_example_client::{security_tokens as tokens, servers};
use servers::client::server_choice::{
    Region, RegionExampleComPortBase, RegionFilesExampleCom, RegionServer, Sandbox, SandboxRegion,
    Scheme, Stage, StageExampleOrg, UploadServer,
};
use servers::client::{IntoBaseUrl, Server};
use tokens::client::{ClientCredentials, Credential, RefreshToken};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn url(server: impl IntoBaseUrl) -> String {
    server.into_base_url().into_url().unwrap()
}

#[test]
fn a_server_is_chosen_by_type() {
    assert_eq!(url(Server::Production), "https://api.example.com/v1");
    let region = RegionExampleComPortBase {
        region: Region::UsEast,
        base: "v 2".to_owned(),
        ..Default::default()
    };
    let expected = "https://us-east.example.com:8443/v%202";
    assert_eq!(url(region.clone()), expected);
    assert_eq!(url(Server::RegionExampleComPortBase(region)), expected);
    let sandbox = Sandbox::default();
    assert_eq!(url(sandbox), "https://sandbox.example.com/us-east");
    let sandbox = Sandbox {
        scheme: Scheme::Http,
        region: SandboxRegion::Eu,
    };
    assert_eq!(url(sandbox), "http://sandbox.example.com/eu");
    let stage = StageExampleOrg::default();
    assert_eq!(stage.stage, Stage::Live);
    assert_eq!(url(stage), "https://live.example.org");
    assert_eq!(
        url(Server::Here.at("http://localhost:1/openapi.json")),
        "http://localhost:1/v1"
    );
    assert_eq!(url(Server::CdnExampleComV1), "https://cdn.example.com/v1");
    assert_eq!(
        url(UploadServer::Sandbox),
        "https://upload.sandbox.example.com/v1"
    );
    let files = RegionServer::RegionFilesExampleCom(RegionFilesExampleCom::default());
    assert_eq!(url(files), "https://eu.files.example.com");
}

/// A server that answers 204, or with a token; what it was asked.
async fn serve() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let all = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut bytes = [0; 4096];
            let count = socket.read(&mut bytes).await.unwrap();
            let text = String::from_utf8_lossy(&bytes[..count]).into_owned();
            let answer = if text.starts_with("POST ") {
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 23\r\n\r\n{\"access_token\":\"good\"}"
            } else {
                "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"
            };
            all.lock().unwrap().push(text);
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, asked)
}

fn lines(asked: &Mutex<Vec<String>>) -> Vec<String> {
    let asked = asked.lock().unwrap();
    asked
        .iter()
        .map(|text| text.lines().next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn operations_go_to_their_own_servers_unless_a_url_says_otherwise() {
    let (url, asked) = serve().await;
    let (upload, uploaded) = serve().await;
    // With a URL that is none of the document's, everything goes there but what is set.
    let client = servers::Client::builder(format!("{url}/test"));
    let client = client.upload_server(&upload).build().unwrap();
    client.list_pets().send().await.unwrap();
    client.get_file().send().await.unwrap();
    client.render_file("a/b").send().await.unwrap();
    client.put_file().send().await.unwrap();
    client.delete_file("c").send().await.unwrap();
    assert_eq!(
        lines(&asked),
        [
            "GET /test/pets HTTP/1.1",
            "GET /test/files HTTP/1.1",
            "GET /test/files/a%2Fb HTTP/1.1"
        ]
    );
    assert_eq!(
        lines(&uploaded),
        ["PUT /files HTTP/1.1", "DELETE /files/c HTTP/1.1"]
    );
    // With a server of the document, a relative one of an operation is relative to that.
    let (url, asked) = serve().await;
    let client = servers::Client::builder(Server::Here.at(&url))
        .build()
        .unwrap();
    client.list_pets().send().await.unwrap();
    client.render_file("a").send().await.unwrap();
    assert_eq!(
        lines(&asked),
        ["GET /v1/pets HTTP/1.1", "GET /v2/files/a HTTP/1.1"]
    );
}

#[tokio::test]
async fn tokens_are_asked_for_where_the_document_says() {
    let (url, asked) = serve().await;
    let client = tokens::Client::builder(&url)
        .machine_client_credentials(ClientCredentials::new("id", "secret"))
        .certificate()
        .build()
        .unwrap();
    client.certified().send().await.unwrap();
    // The token for other scopes is another one.
    client.list_pets().send().await.unwrap();
    client.list_pets().send().await.unwrap();
    assert_eq!(
        lines(&asked),
        [
            "POST /token HTTP/1.1",
            "GET /certified HTTP/1.1",
            "POST /token HTTP/1.1",
            "GET /pets HTTP/1.1",
            "GET /pets HTTP/1.1",
        ]
    );
    let sent = asked.lock().unwrap().clone();
    assert!(
        sent[0].ends_with("grant_type=client_credentials&scope=pets%3Aall"),
        "{}",
        sent[0]
    );
    assert!(
        sent[1].contains("authorization: Bearer good\r\n"),
        "{}",
        sent[1]
    );
    let refresh = RefreshToken::new("id", "hush").token_url("/again");
    let client = tokens::Client::builder(&url).oauth_refresh_token(refresh);
    client.build().unwrap().one().send().await.unwrap();
    assert_eq!(lines(&asked)[5], "POST /again HTTP/1.1");
}

#[tokio::test]
async fn what_cannot_be_met_is_said_with_what_would_do() {
    let client = tokens::Client::builder("http://127.0.0.1:1")
        .build()
        .unwrap();
    let error = client.list_pets().send().await.unwrap_err().to_string();
    assert!(
        error.ends_with(
            "what would do: `oauth` with the scopes pets:read, pets:write, from `ClientBuilder::oauth`, or `machine`, from \
             `ClientBuilder::machine`"
        ),
        "{error}"
    );
    // What the client cannot prove is no way in, unless somebody else proves it.
    let error = client.odd().send().await.unwrap_err().to_string();
    assert!(
        error.contains("`odd`, from `ClientBuilder::credential`"),
        "{error}"
    );
    let (url, asked) = serve().await;
    let client = tokens::Client::builder(&url).credential("odd", Credential::elsewhere());
    let client = client.custom("abc").build().unwrap();
    client.odd().send().await.unwrap();
    client.digest().send().await.unwrap();
    let sent = asked.lock().unwrap().clone();
    assert!(!sent[0].contains("authorization"), "{}", sent[0]);
    assert!(
        sent[1].contains("authorization: Token abc\r\n"),
        "{}",
        sent[1]
    );
}
