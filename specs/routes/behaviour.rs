//! Each request finds the operation that its path and its method are of.

use std::net::SocketAddr;

use routes_api::client::Client;
use routes_api::server::*;

/// Answers which operation was asked, and with what.
struct Echo;

impl Api for Echo {
    async fn get_file(
        &self,
        request: GetFileRequest,
        _: Context,
    ) -> Result<GetFileResponse, GetFileError> {
        Ok(format!("file {}", request.id).into())
    }

    async fn delete_file(
        &self,
        _: DeleteFileRequest,
        _: Context,
    ) -> Result<DeleteFileResponse, DeleteFileError> {
        Ok(DeleteFileResponse::NoContent)
    }

    async fn query_file(
        &self,
        request: QueryFileRequest,
        _: Context,
    ) -> Result<QueryFileResponse, QueryFileError> {
        Ok(format!("query {}", request.id).into())
    }

    async fn get_file_as(
        &self,
        request: GetFileAsRequest,
        _: Context,
    ) -> Result<GetFileAsResponse, GetFileAsError> {
        Ok(format!("as {} {}", request.name, request.extension).into())
    }

    async fn put_file_as(
        &self,
        _: PutFileAsRequest,
        _: Context,
    ) -> Result<PutFileAsResponse, PutFileAsError> {
        Ok(PutFileAsResponse::NoContent)
    }

    async fn undelete_file(
        &self,
        request: UndeleteFileRequest,
        _: Context,
    ) -> Result<UndeleteFileResponse, UndeleteFileError> {
        Ok(format!("undelete {}", request.id).into())
    }

    async fn get_links(
        &self,
        request: GetLinksRequest,
        _: Context,
    ) -> Result<GetLinksResponse, GetLinksError> {
        Ok(format!("links {}", request.id).into())
    }

    async fn get_latest(
        &self,
        _: GetLatestRequest,
        _: Context,
    ) -> Result<GetLatestResponse, GetLatestError> {
        Ok("latest".to_owned().into())
    }

    async fn get_version(
        &self,
        request: GetVersionRequest,
        _: Context,
    ) -> Result<GetVersionResponse, GetVersionError> {
        Ok(format!("version {} {}", request.file, request.version).into())
    }

    async fn get_other(
        &self,
        request: GetOtherRequest,
        _: Context,
    ) -> Result<GetOtherResponse, GetOtherError> {
        Ok(format!("other {}", request.id).into())
    }

    async fn get_all(&self, _: GetAllRequest, _: Context) -> Result<GetAllResponse, GetAllError> {
        Ok("all".to_owned().into())
    }

    async fn get_root(
        &self,
        _: GetRootRequest,
        _: Context,
    ) -> Result<GetRootResponse, GetRootError> {
        Ok("root".to_owned().into())
    }

    async fn get_range(
        &self,
        request: GetRangeRequest,
        _: Context,
    ) -> Result<GetRangeResponse, GetRangeError> {
        Ok(format!("range {} {}", request.from, request.to).into())
    }
}

async fn serve() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = axum::Router::new().nest_service(BASE_PATH, router(Echo));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// What is answered: the status, the header `Allow` and the body.
async fn ask(address: SocketAddr, method: &str, path: &str) -> (u16, String, String) {
    let method = http::Method::from_bytes(method.as_bytes()).unwrap();
    let url = format!("http://{address}/v1{path}");
    let request = reqwest::Client::new().request(method, url);
    let response = request.send().await.unwrap();
    let allow = response.headers().get(http::header::ALLOW);
    let allow = allow.map(|allow| allow.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let body = response.text().await.unwrap();
    let said = body.trim_matches('"').to_owned();
    (status, allow.unwrap_or_default(), said)
}

#[tokio::test]
async fn a_request_finds_its_operation() {
    let address = serve().await;
    for (method, path, expected) in [
        ("GET", "/", "root"),
        ("GET", "/files/a", "file a"),
        ("GET", "/files/a%2Fb", "file a/b"),
        ("GET", "/files/latest", "latest"),
        ("GET", "/files/latest.txt", "as latest txt"),
        ("GET", "/files/a%2Fb.c", "as a/b c"),
        ("GET", "/files/a.", "file a."),
        ("GET", "/files/a%23links", "links a"),
        ("GET", "/files/a:undelete", "file a:undelete"),
        ("POST", "/files/a:undelete", "undelete a"),
        ("QUERY", "/files/a", "query a"),
        ("QUERY", "/files/a.b", "query a.b"),
        ("GET", "/files/a/v2/", "version a 2"),
        ("GET", "/Files/a.b", "other a.b"),
        ("GET", "/:all", "all"),
        ("GET", "/range/1-2", "range 1 2"),
    ] {
        let (status, _, body) = ask(address, method, path).await;
        assert_eq!((status, body.as_str()), (200, expected), "{method} {path}");
    }
}

#[tokio::test]
async fn what_no_operation_has_is_not_found() {
    let address = serve().await;
    for path in [
        "/files",
        "/files/a/",
        "/FILES/a",
        "/files/a/v2",
        "/files/a/v/",
        "/files/a/2/",
        "/any",
        "/range/12",
        // The first value would be empty.
        "/range/-1",
    ] {
        assert_eq!(ask(address, "GET", path).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn a_method_that_a_path_lacks_is_refused_with_those_it_has() {
    let address = serve().await;
    for (method, path, expected) in [
        ("PATCH", "/files/a", (405, "GET,HEAD,DELETE,QUERY")),
        ("PUT", "/files/a", (405, "GET,HEAD,DELETE,QUERY")),
        ("PATCH", "/files/a.b", (405, "GET,HEAD,PUT,DELETE,QUERY")),
        ("PATCH", "/files/latest", (405, "GET,HEAD")),
        ("OPTIONS", "/files/latest", (204, "GET,HEAD")),
        ("OPTIONS", "/files/a.b", (204, "GET,HEAD,PUT,DELETE,QUERY")),
        ("OPTIONS", "/any", (404, "")),
    ] {
        let (status, allow, body) = ask(address, method, path).await;
        assert_eq!((status, allow.as_str()), expected, "{method} {path}");
        assert_eq!(body.is_empty(), status == 204, "{method} {path}: {body}");
    }
}

#[tokio::test]
async fn what_answers_get_answers_head_without_a_body() {
    let address = serve().await;
    for path in ["/files/latest", "/files/a", "/files/a.b"] {
        let (status, _, body) = ask(address, "HEAD", path).await;
        assert_eq!((status, body.as_str()), (200, ""), "{path}");
    }
}

#[tokio::test]
async fn the_client_is_understood() {
    let client = Client::builder(format!("http://{}/v1", serve().await))
        .build()
        .unwrap();
    let said = client.get_file_as("a/b", "c").send().await.unwrap();
    assert_eq!(said, "as a/b c");
    let said = client.undelete_file("a:b").send().await.unwrap();
    assert_eq!(said, "undelete a:b");
    let said = client.get_links("a#").send().await.unwrap();
    assert_eq!(said, "links a#");
    let said = client.get_version("x/v1", 2).send().await.unwrap();
    assert_eq!(said, "version x/v1 2");
}

#[tokio::test]
async fn two_apis_can_be_merged() {
    let own = axum::Router::new().route("/mine", axum::routing::get(|| async { "mine" }));
    let app = own.merge(routes(Echo)).fallback(|| async { "elsewhere" });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    for (path, expected) in [
        ("mine", "mine"),
        ("files/a.b", "\"as a b\""),
        ("no/such/path", "elsewhere"),
    ] {
        let answer = reqwest::get(format!("http://{address}/{path}")).await;
        assert_eq!(answer.unwrap().text().await.unwrap(), expected);
    }
}
