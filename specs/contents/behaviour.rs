//! Answers by status, media type and headers, from a socket.

use contents_api::client::contents::{GetExportContent, GetReportContent, MissingContent};
use contents_api::client::operations::{
    CreateUploadSeeOtherHeaders, GetReportSuccess, HeadLegacyHeaders, RemoveExportError,
    StartExportError, StartExportHeaders, StartExportSuccess,
};
use contents_api::client::{ByteStream, Client, Error, Streamed};
use contents_api::types::StartExportXKind;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A client of a server that answers with this, whatever it is asked.
async fn answering(status: &str, headers: &str, body: &[u8]) -> Client {
    let length = body.len();
    let headers = format!("content-length: {length}\r\n{headers}");
    answering_each(&[(status, &headers, body)]).await
}

/// The same with an answer for each request.
async fn answering_each(answers: &[(&str, &str, &[u8])]) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answers: Vec<Vec<u8>> = answers
        .iter()
        .map(|(status, headers, body)| {
            let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n");
            [head.as_bytes(), body].concat()
        })
        .collect();
    tokio::spawn(async move {
        for answer in answers {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut seen = Vec::new();
            while !seen.ends_with(b"\r\n\r\n") {
                seen.push(socket.read_u8().await.unwrap());
            }
            socket.write_all(&answer).await.unwrap();
        }
    });
    Client::builder(format!("http://{address}"))
        .build()
        .unwrap()
}

/// How much comes, piece by piece.
async fn length(mut pieces: ByteStream) -> usize {
    let mut count = 0;
    while let Some(piece) = pieces.try_next().await.unwrap() {
        count += piece.len();
    }
    count
}

const JSON: &str = "content-type: application/json\r\n";
const TEXT: &str = "content-type: text/plain\r\n";

#[tokio::test]
async fn a_success_is_what_its_status_says() {
    let client = answering("200 OK", JSON, br#"{"id":"a","rows":2}"#).await;
    match client.start_export("a").send().await.unwrap() {
        StartExportSuccess::Ok(export) => assert_eq!(export.rows, Some(2)),
        other => panic!("{other:?}"),
    }
    let client = answering("202 Accepted", "", b"").await;
    assert_eq!(
        client.start_export("a").send().await.unwrap(),
        StartExportSuccess::Accepted
    );
    let client = answering("207 Multi-Status", TEXT, b"several").await;
    let several = StartExportSuccess::Success("several".to_owned());
    assert_eq!(client.start_export("a").send().await.unwrap(), several);
}

#[tokio::test]
async fn an_error_is_what_its_status_says() {
    let problem = "content-type: application/problem+json\r\n";
    let client = answering("418 I'm a teapot", problem, br#"{"title":"short"}"#).await;
    match client.start_export("a").send().await {
        Err(Error::Api(error)) => {
            assert_eq!(error.status(), 418);
            assert!(
                matches!(error.body(), StartExportError::ClientError(it) if it.title == "short")
            );
        }
        other => panic!("{other:?}"),
    }
    let client = answering("503 Service Unavailable", TEXT, b"later").await;
    match client.start_export("a").send().await {
        Err(Error::Api(error)) => {
            assert_eq!(
                error.into_body(),
                StartExportError::Default("later".to_owned())
            );
        }
        other => panic!("{other:?}"),
    }
    let client = answering("409 Conflict", JSON, br#"{"title":"in use"}"#).await;
    match client.remove_export("a").send().await {
        Err(Error::Api(error)) => assert!(matches!(error.body(), RemoveExportError::Conflict(_))),
        other => panic!("{other:?}"),
    }
    let client = answering("404 Not Found", TEXT, b"no such").await;
    match client.remove_export("a").send().await {
        Err(Error::Api(error)) => {
            let missing = MissingContent::Text("no such".to_owned());
            assert_eq!(error.body(), &RemoveExportError::NotFound(missing));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_body_is_what_its_media_type_says() {
    for (headers, body, expected) in [
        (
            "content-type: text/csv;charset=iso-8859-1\r\n",
            &b"\xFC"[..],
            GetExportContent::Csv("ü".to_owned()),
        ),
        (
            "content-type: application/zip\r\n",
            b"PK",
            GetExportContent::Bytes("PK".into()),
        ),
    ] {
        let client = answering("200 OK", headers, body).await;
        assert_eq!(client.get_export("a").send().await.unwrap(), expected);
    }
    for headers in [
        JSON,
        "content-type: application/vnd.export+json; v=1\r\n",
        "",
    ] {
        let client = answering("200 OK", headers, br#"{"id":"a"}"#).await;
        let content = client.get_export("a").send().await.unwrap();
        assert!(matches!(content, GetExportContent::Json(export) if export.id == "a"));
    }
    let client = answering("200 OK", "content-type: image/png\r\n", b"PNG").await;
    match client.get_export("a").send().await {
        Err(Error::Unexpected(error)) => assert_eq!(error.body(), "PNG"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn headers_are_values() {
    let headers = "etag: \"1\"\r\nx-rate-limit: 7\r\nx-parts: 1, 2\r\nx-kind: partial\r\n\
                   x-until: 2024-02-29T12:00:00Z\r\nx-object: a,b\r\n";
    let client = answering("200 OK", &format!("{headers}{JSON}"), br#"{"id":"a"}"#).await;
    let response = client.start_export("a").send_with_response().await.unwrap();
    let read = StartExportHeaders::read(response.headers()).unwrap();
    assert_eq!(read.e_tag, "\"1\"");
    assert_eq!(
        (read.x_rate_limit, read.x_parts),
        (Some(7), Some(vec![1, 2]))
    );
    assert_eq!(read.x_kind, Some(StartExportXKind::Partial));
    assert_eq!(read.x_until.map(|it| it.timestamp()), Some(1_709_208_000));
    assert_eq!(read.x_object.as_deref(), Some("a,b"));
    let client = answering("200 OK", "x-count: many\r\n", b"").await;
    let response = client.head_legacy().send_with_response().await.unwrap();
    let error = HeadLegacyHeaders::read(response.headers()).unwrap_err();
    assert_eq!(error.name(), "x-count");
}

#[tokio::test]
async fn what_has_no_body_and_what_leads_elsewhere() {
    let client = answering("204 No Content", "", b"").await;
    client.remove_export("a").send().await.unwrap();
    let client = answering("304 Not Modified", "etag: x\r\n", b"").await;
    match client.get_export("a").send().await {
        Err(Error::Redirection(error)) => assert!(error.is_not_modified()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_described_and_no_error_is_none_by_default() {
    let client = answering("304 Not Modified", "etag: x\r\n", b"").await;
    match client.start_export("a").send().await {
        Err(Error::Redirection(error)) => assert!(error.is_not_modified()),
        other => panic!("{other:?}"),
    }
    // The error holds JSON, which nothing cannot be; a 304 may name the media type of what it leaves out.
    let client = answering("304 Not Modified", JSON, b"").await;
    match client.get_report("a").send().await {
        Err(Error::Redirection(error)) => assert!(error.is_not_modified()),
        other => panic!("{other:?}"),
    }
    let client = answering("304 Not Modified", JSON, b"").await;
    match client.get_report("a").send_streaming().await {
        Err(Error::Redirection(error)) => assert!(error.is_not_modified()),
        other => panic!("{other:?}"),
    }
    let client = answering("404 Not Found", JSON, br#"{"title":"none"}"#).await;
    match client.get_report("a").send().await {
        Err(Error::Api(error)) => assert_eq!(error.body().title, "none"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_error_of_head_has_no_body() {
    // What the body would be like is said all the same.
    let headers = format!("{JSON}content-length: 16\r\nretry-after: 7\r\n");
    for (status, is_described) in [("404 Not Found", true), ("500 Oops", false)] {
        let client = answering_each(&[(status, &headers, b"")]).await;
        let error = client.head_legacy().send().await.unwrap_err();
        assert_eq!(error.retry_after().map(|it| it.as_secs()), Some(7));
        assert_eq!(matches!(&error, Error::Api(_)), is_described, "{error:?}");
        assert_eq!(matches!(&error, Error::Unexpected(_)), !is_described);
    }
}

#[tokio::test]
async fn a_misfit_and_a_redirection_tell_when_to_come_again() {
    let headers = format!("{JSON}retry-after: 7\r\n");
    let client = answering("429 Too Many Requests", &headers, b"{}").await;
    let error = client.get_report("a").send().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert_eq!(error.retry_after().map(|it| it.as_secs()), Some(7));
    let client = answering("304 Not Modified", "retry-after: 8\r\n", b"").await;
    let error = client.get_report("a").send().await.unwrap_err();
    assert!(matches!(error, Error::Redirection(_)), "{error:?}");
    assert_eq!(error.retry_after().map(|it| it.as_secs()), Some(8));
}

#[tokio::test]
async fn what_a_redirect_leads_to_is_kept() {
    let redirect = (
        "303 See Other",
        "content-length: 0\r\nlocation: /there\r\n",
        &b""[..],
    );
    let there = ("200 OK", "content-length: 5\r\n", &b"bytes"[..]);
    let client = answering_each(&[redirect, there]).await;
    assert_eq!(client.create_upload().send().await.unwrap(), "bytes");
    let client = answering_each(&[redirect, there]).await;
    let streamed = client.create_upload().send_streaming().await.unwrap();
    assert_eq!(length(streamed.into_body()).await, 5);
    let client = answering_each(&[redirect]).await;
    let client = client.with(|options| options.follow_redirects(0));
    match client.create_upload().send().await {
        Err(Error::Redirection(error)) => {
            let headers = CreateUploadSeeOtherHeaders::read(error.headers()).unwrap();
            assert_eq!(headers.location, "/there");
        }
        other => panic!("{other:?}"),
    }
    let client = answering("404 Not Found", TEXT, b"none").await;
    match client.create_upload().send().await {
        Err(Error::Api(error)) => {
            assert_eq!(error.body(), &MissingContent::Text("none".to_owned()));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn bytes_and_texts_come_as_they_come_beside_other_things() {
    let long = vec![b'7'; 300_000];
    for media_type in ["application/pdf", "text/csv; charset=utf-8"] {
        let headers = format!("content-type: {media_type}\r\n");
        let client = answering("200 OK", &headers, &long).await;
        let client = client.with(|options| options.max_body_bytes(1000));
        let streamed = client.get_report("a").send_streaming().await.unwrap();
        assert_eq!(streamed.headers()["content-type"], media_type);
        match streamed.into_body() {
            Streamed::Bytes(pieces) => assert_eq!(length(pieces).await, 300_000),
            other => panic!("{other:?}"),
        }
    }
    let whole = |client: Client| async move {
        let streamed = client.get_report("a").send_streaming().await.unwrap();
        match streamed.into_body() {
            Streamed::Whole(success) => success,
            other => panic!("{other:?}"),
        }
    };
    // What does not say what it is is the first thing that it may be.
    for headers in [JSON, ""] {
        let client = answering("200 OK", headers, br#"{"id":"a"}"#).await;
        match whole(client).await {
            GetReportSuccess::Ok(GetReportContent::Json(export)) => assert_eq!(export.id, "a"),
            other => panic!("{other:?}"),
        }
    }
    let client = answering("202 Accepted", "", b"").await;
    assert_eq!(whole(client).await, GetReportSuccess::Accepted);
    let client = answering("200 OK", "content-type: image/png\r\n", b"PNG").await;
    match client.get_report("a").send_streaming().await {
        Err(Error::Unexpected(error)) => assert_eq!(error.body(), "PNG"),
        other => panic!("{other:?}"),
    }
    let client = answering("500 Oops", JSON, br#"{"title":"no"}"#).await;
    match client.get_report("a").send_streaming().await {
        Err(Error::Api(error)) => assert_eq!(error.body().title, "no"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn where_all_can_come_as_it_comes_nothing_else_does() {
    for (media_type, is_there) in [
        ("text/csv", true),
        ("application/zip", true),
        ("image/png", false),
    ] {
        let headers = format!("content-type: {media_type}\r\n");
        let client = answering("200 OK", &headers, b"a,b").await;
        match client.get_table().send_streaming().await {
            Ok(streamed) => assert_eq!(length(streamed.into_body()).await, 3),
            Err(Error::Unexpected(error)) => {
                assert_eq!((error.body(), is_there), (&"a,b".into(), false))
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    let client = answering("200 OK", TEXT, b"long").await;
    let page = client.get_page().send_streaming().await.unwrap();
    assert_eq!(length(page.into_body()).await, 4);
}

#[tokio::test]
async fn bytes_come_at_once_or_as_they_come() {
    let long = vec![7; 300_000];
    let client = answering("200 OK", "", &long).await;
    assert_eq!(client.get_file().send().await.unwrap().len(), 300_000);
    let client = answering("200 OK", "", &long).await;
    let client = client.with(|options| options.max_body_bytes(1000));
    let pieces = client.get_file().send_streaming().await.unwrap();
    assert_eq!(length(pieces.into_body()).await, 300_000);
    let client = answering("404 Not Found", JSON, br#"{"title":"none"}"#).await;
    match client.get_file().send_streaming().await {
        Err(Error::Api(error)) => assert_eq!(error.body().title, "none"),
        other => panic!("{other:?}"),
    }
    let client = answering("200 OK", "content-type: text/xml\r\n", b"<a/>").await;
    assert_eq!(client.get_legacy().send().await.unwrap(), "<a/>");
}
