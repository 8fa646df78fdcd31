//! What `not` excludes is a violation with its place, and a fault in the server's answer.

use axum::http::StatusCode;
use not_api::Validate;
use not_api::server::*;
use not_api::types::*;

fn thing(json: &str) -> Thing {
    serde_json::from_str(json).unwrap()
}

fn violations(json: &str) -> Vec<(String, &'static str)> {
    let found = thing(json).validate().err().into_iter().flatten();
    found.map(|it| (it.pointer(), it.keyword)).collect()
}

#[test]
fn what_is_excluded_is_told_with_its_place() {
    for (json, pointer) in [
        (r#"{"slug": "new"}"#, "/slug"),
        (r#"{"slug": "a", "owner": {"robot": "r"}}"#, "/owner"),
        (
            r#"{"slug": "a", "owner": {"user": "u", "team": "t"}}"#,
            "/owner",
        ),
        (r#"{"slug": "a", "price": 15}"#, "/price"),
        (r#"{"slug": "a", "when": "1999-01-01"}"#, "/when"),
        (r#"{"slug": "a", "figure": {"side": 100}}"#, "/figure"),
        (r#"{"slug": "a", "list": [1]}"#, "/list"),
        (r#"{"slug": "a", "map": {"a": "b"}}"#, "/map"),
        (r#"{"slug": "a", "free": {}}"#, "/free"),
    ] {
        assert_eq!(violations(json), [(pointer.to_owned(), "not")], "{json}");
    }
    let fine = r#"{"slug": "a", "owner": {"user": "u"}, "price": 9, "when": "2000-01-01", "figure": {"side": 99},
        "list": [1, 2], "map": {"a": "bc"}, "free": []}"#;
    assert_eq!(violations(fine), []);
}

/// Keeps everything.
#[derive(Clone)]
struct Keep;

impl Api for Keep {
    async fn put_thing(
        &self,
        request: PutThingRequest,
        _: Context,
    ) -> Result<PutThingResponse, PutThingError> {
        Ok(PutThingResponse::Ok(request.body))
    }

    async fn put_seal(
        &self,
        request: PutSealRequest,
        _: Context,
    ) -> Result<PutSealResponse, PutSealError> {
        Ok(PutSealResponse::Ok(request.body.into()))
    }
}

async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Keep)).await });
    format!("http://{address}")
}

#[tokio::test]
async fn the_server_refuses_it() {
    let host = serve().await;
    let post = async |path: &str, body: &'static str| {
        let call = reqwest::Client::new().post(format!("{host}/things/{path}"));
        let call = call.header("content-type", "application/json").body(body);
        call.send().await.unwrap().status()
    };
    let fine = r#"{"slug": "a"}"#;
    let path = "a?level=3&unit=km&shape=round&tags=a&tags=b";
    assert_eq!(post(path, fine).await, StatusCode::OK);
    for path in [
        "edit",
        "a?level=10",
        "a?unit=mi",
        "a?shape=67e55044-10b1-426f-9247-bb680e5fe0c8",
        "a?tags=a&tags=x-b",
    ] {
        assert_eq!(
            post(path, fine).await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path}"
        );
    }
    let body = r#"{"slug": "new"}"#;
    assert_eq!(post("a", body).await, StatusCode::UNPROCESSABLE_ENTITY);
}
