//! What the server answers, the client reads; and what a caller takes decides what that is.

use std::net::SocketAddr;
use std::time::Duration;

use http::StatusCode;
use server_answers_api::client::{self, Client};
use server_answers_api::server::*;
use server_answers_api::types::Report;

/// Answers what the callers' header `x-say` says.
struct Answers;

/// What is to be said.
#[derive(Clone)]
struct Say(String);

fn report(title: &str) -> Report {
    Report::new(title)
}

impl Api for Answers {
    async fn get_report(
        &self,
        _: GetReportRequest,
        context: Context,
    ) -> Result<GetReportResponse, GetReportError> {
        let say = context.extensions.get::<Say>().map(|it| it.0.as_str());
        match say {
            Some("client-error") => Err(GetReportError::ClientError {
                status: StatusCode::CONFLICT,
                body: "no".to_owned(),
            }),
            Some("outside") => Err(GetReportError::ClientError {
                status: StatusCode::OK,
                body: "no".to_owned(),
            }),
            Some("default") => Err(GetReportError::Default {
                status: StatusCode::BAD_GATEWAY,
                body: report("down").into(),
            }),
            _ => {
                let liked = context.accept.best(&[
                    "application/json",
                    "application/hal+json",
                    "text/csv",
                    "image/png",
                ]);
                let body = match liked {
                    Some("text/csv") => contents::GetReportContent::Csv("a,b".to_owned()),
                    Some("image/png") => axum::body::Body::from("PNG").into(),
                    _ => report("all").into(),
                };
                Ok(GetReportResponse::Ok { body, x_pages: 3 })
            }
        }
    }

    async fn get_kind(
        &self,
        _: GetKindRequest,
        _: Context,
    ) -> Result<GetKindResponse, GetKindError> {
        Ok(report("kind").into())
    }

    async fn get_text(
        &self,
        _: GetTextRequest,
        context: Context,
    ) -> Result<GetTextResponse, GetTextError> {
        match context.extensions.get::<Say>() {
            Some(_) => Ok(GetTextResponse::NoContent),
            None => Ok(GetTextResponse::Ok("*grün*".to_owned())),
        }
    }

    async fn get_file(
        &self,
        _: GetFileRequest,
        _: Context,
    ) -> Result<GetFileResponse, GetFileError> {
        let pieces = (0..1000).map(|_| Ok::<_, std::io::Error>(vec![7; 1000]));
        let pieces: Items = Items(Box::new(pieces));
        Ok(axum::body::Body::from_stream(pieces).into())
    }

    async fn get_lines(
        &self,
        _: GetLinesRequest,
        context: Context,
    ) -> Result<GetLinesResponse, GetLinesError> {
        let broken = context.extensions.get::<Say>().is_some();
        if broken {
            let values = [Ok(report("a")), "x".parse::<u8>().map(|_| report("b"))];
            let stream = Each(values.into_iter());
            return Ok(items::Items::new(stream).into());
        }
        Ok(GetLinesResponse::Ok(
            ["a", "b\nc"].map(report).into_iter().collect(),
        ))
    }

    async fn get_records(
        &self,
        _: GetRecordsRequest,
        _: Context,
    ) -> Result<GetRecordsResponse, GetRecordsError> {
        Ok(GetRecordsResponse::Ok(
            vec![report("a"), report("b")].into(),
        ))
    }

    async fn get_events(
        &self,
        _: GetEventsRequest,
        _: Context,
    ) -> Result<GetEventsResponse, GetEventsError> {
        let first = events::Event {
            id: Some("1".to_owned()),
            event: Some("add".to_owned()),
            retry: Some(Duration::from_millis(5)),
            data: report("a\nb"),
        };
        Ok(GetEventsResponse::Ok(
            vec![first, report("c").into()].into(),
        ))
    }
}

/// Pieces, one after the other.
struct Items(Box<dyn Iterator<Item = Result<Vec<u8>, std::io::Error>> + Send>);

impl futures_core::Stream for Items {
    type Item = Result<Vec<u8>, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

struct Each<I>(I);

impl<T, I: Iterator<Item = T> + Unpin> futures_core::Stream for Each<I> {
    type Item = T;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<T>> {
        std::task::Poll::Ready(self.0.next())
    }
}

/// Takes `x-say` out of a request.
async fn note(mut request: axum::extract::Request) -> axum::extract::Request {
    let say = request.headers().get("x-say").cloned();
    if let Some(say) = say {
        let say = Say(say.to_str().unwrap().to_owned());
        request.extensions_mut().insert(say);
    }
    request
}

async fn serve() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = router(Answers).layer(axum::middleware::map_request(note));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

fn client(address: SocketAddr) -> Client {
    let builder = Client::builder(format!("http://{address}"));
    builder.build().unwrap()
}

#[tokio::test]
async fn the_client_reads_what_is_answered() {
    let client = client(serve().await);
    let answer = client.get_report().send_with_response().await.unwrap();
    assert_eq!(answer.headers()["x-pages"], "3");
    match answer.into_body() {
        client::contents::GetReportContent::Json(json) => assert_eq!(json, report("all")),
        other => panic!("{other:?}"),
    }
    assert_eq!(client.get_kind().send().await.unwrap(), report("kind"));
    let text = client.get_text().send().await.unwrap();
    assert_eq!(format!("{text:?}"), "Ok(\"*grün*\")");
    let file = client.get_file().send().await.unwrap();
    assert_eq!(file.len(), 1_000_000);
    let mut lines = client.get_lines().send().await.unwrap();
    for expected in ["a", "b\nc"] {
        assert_eq!(lines.try_next().await.unwrap(), Some(report(expected)));
    }
    assert_eq!(lines.try_next().await.unwrap(), None);
    let mut records = client.get_records().send().await.unwrap();
    for expected in ["a", "b"] {
        assert_eq!(records.try_next().await.unwrap(), Some(report(expected)));
    }
    assert_eq!(records.try_next().await.unwrap(), None);
    let mut events = client.get_events().send().await.unwrap();
    let first = events.try_next().await.unwrap().unwrap();
    assert_eq!(
        (first.data, first.event.as_deref(), first.id.as_deref()),
        (report("a\nb"), Some("add"), Some("1"))
    );
    let second = events.try_next().await.unwrap().unwrap();
    assert_eq!(second.data, report("c"));
    assert!(events.try_next().await.unwrap().is_none());
}

/// The status, the media type and the body.
async fn ask(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> (u16, String, String) {
    let mut request = reqwest::Client::new().get(format!("http://{address}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let media_type = response.headers().get("content-type");
    let media_type = media_type.map(|it| it.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let body = response
        .text()
        .await
        .unwrap_or_else(|_| "broken".to_owned());
    (status, media_type.unwrap_or_default(), body)
}

#[tokio::test]
async fn what_a_caller_takes_decides() {
    let address = serve().await;
    for (path, accept, status, media_type) in [
        ("/report", "text/csv", 200, "text/csv; charset=utf-8"),
        (
            "/report",
            "application/hal+json;q=0.9, text/*;q=0.5",
            200,
            "application/hal+json",
        ),
        ("/report", "image/png", 200, "application/octet-stream"),
        ("/report", "*/*", 200, "application/json"),
        ("/report", "application/xml", 406, "application/json"),
        (
            "/report",
            "text/csv;q=0, application/*;q=0",
            406,
            "application/json",
        ),
        (
            "/kinds",
            "application/vnd.report+json",
            200,
            "application/vnd.report+json",
        ),
        ("/kinds", "application/*", 200, "application/json"),
        ("/lines", "text/plain", 406, "application/json"),
        // It may be nothing, which everybody takes.
        ("/text", "image/png", 200, "text/markdown; charset=utf-8"),
    ] {
        let (given, of, body) = ask(address, path, &[("accept", accept)]).await;
        assert_eq!(
            (given, of.as_str()),
            (status, media_type),
            "{path} {accept}: {body}"
        );
    }
}

#[tokio::test]
async fn statuses_are_those_of_the_document() {
    let address = serve().await;
    for (path, say, status, body) in [
        ("/report", "client-error", 409, "no"),
        ("/report", "outside", 500, "no"),
        ("/report", "default", 502, "{\"title\":\"down\"}"),
        ("/text", "nothing", 204, ""),
    ] {
        let (given, _, said) = ask(address, path, &[("x-say", say)]).await;
        assert_eq!((given, said.as_str()), (status, body), "{path} {say}");
    }
    let xml = [
        ("x-say", "default"),
        ("accept", "application/xml, image/*;q=0.1"),
    ];
    let (status, of, _) = ask(address, "/report", &xml).await;
    assert_eq!(
        (status, of.as_str()),
        (502, "application/json"),
        "that is what there is"
    );
}

#[tokio::test]
async fn an_answer_that_cannot_go_on_breaks_off() {
    let address = serve().await;
    let request = reqwest::Client::new().get(format!("http://{address}/lines"));
    let read = match request.header("x-say", "broken").send().await {
        Ok(response) => response.bytes().await,
        Err(error) => Err(error),
    };
    assert!(read.is_err(), "{read:?}");
}
