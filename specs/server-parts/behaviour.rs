//! What the client sends in parts and events, the server takes; what breaks the document, it refuses.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use server_parts_api::client::operations as calls;
use server_parts_api::client::{Body, Client, Headed, Multipart, Upload};
use server_parts_api::mock::Mock;
use server_parts_api::server::*;
use server_parts_api::types::{AddNoteBodyExpand, AddNoteBodyKind, AddNoteBodyValues, Place};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Says what it took, and keeps the last note.
#[derive(Clone, Default)]
struct Echo {
    note: Arc<Mutex<Option<AddNoteForm>>>,
}

/// What a file is, and how long.
async fn said(mut file: multipart::File) -> Result<String, unreadable::Unreadable> {
    let (file_name, media_type) = (file.file_name(), file.media_type().map(str::to_owned));
    let mut length = 0;
    while let Some(piece) = file.try_next().await? {
        length += piece.len();
    }
    let words = [file.name(), file_name, media_type].map(Option::unwrap_or_default);
    Ok(format!("{} {length}", words.join(" ")))
}

impl Api for Echo {
    async fn add_note(
        &self,
        request: AddNoteRequest,
        _: Context,
    ) -> Result<AddNoteResponse, AddNoteError> {
        let title = request.body.title.clone();
        *self.note.lock().unwrap() = Some(request.body);
        Ok(title.into())
    }

    async fn add_image(
        &self,
        mut request: AddImageRequest,
        _: Context,
    ) -> Result<AddImageResponse, AddImageError> {
        let mut all = Vec::new();
        while let Some(part) = request.body.next_part().await? {
            all.push(match part {
                AddImageFormPart::Image(file) | AddImageFormPart::Thumbnails(file) => {
                    said(file).await?
                }
            });
        }
        let AddImageForm { title, sizes } = request.body.finish().await?;
        Ok(format!("{title} {sizes:?}: {}", all.join(", ")).into())
    }

    async fn set_image(
        &self,
        request: SetImageRequest,
        _: Context,
    ) -> Result<SetImageResponse, SetImageError> {
        let Some(mut body) = request.body else {
            return Ok("none".to_owned().into());
        };
        let Some(SetImageFormPart::Image(file)) = body.next_part().await? else {
            return Ok("no part".to_owned().into());
        };
        Ok(said(file).await?.into())
    }

    async fn add_document(
        &self,
        request: AddDocumentRequest,
        _: Context,
    ) -> Result<AddDocumentResponse, AddDocumentError> {
        let said = match request.body {
            None => "none".to_owned(),
            Some(AddDocumentBody::Json(place)) => format!("{place:?}"),
            Some(AddDocumentBody::Multipart(mut form)) => {
                let mut all = Vec::new();
                while let Some(AddDocumentFormPart::Other(file)) = form.next_part().await? {
                    all.push(said(file).await?);
                }
                format!("{:?} {}", form.finish().await?.title, all.join(", "))
            }
            Some(AddDocumentBody::Mixed(mut parts)) => {
                let mut all = Vec::new();
                while let Some(file) = parts.next_part().await? {
                    all.push(said(file).await?);
                }
                all.join(",")
            }
        };
        Ok(said.into())
    }

    async fn write_changes(
        &self,
        mut request: WriteChangesRequest,
        _: Context,
    ) -> Result<WriteChangesResponse, WriteChangesError> {
        let mut all = Vec::new();
        while let Some(event) = request.body.try_next().await? {
            all.push(event.data.x.to_string());
        }
        Ok(all.join(" ").into())
    }

    async fn write_messages(
        &self,
        request: WriteMessagesRequest,
        _: Context,
    ) -> Result<WriteMessagesResponse, WriteMessagesError> {
        let Some(mut body) = request.body else {
            return Ok("none".to_owned().into());
        };
        let mut all = Vec::new();
        while let Some(event) = body.try_next().await? {
            all.push(event.data);
        }
        Ok(all.join("|").into())
    }
}

async fn serve(app: axum::Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = app.layer(axum::Extension(body::BodyLimit(1000)));
    let app = app.layer(axum::Extension(multipart::PartLimit(20)));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn client() -> (Client, Echo) {
    let echo = Echo::default();
    let url = format!("http://{}", serve(router(echo.clone())).await);
    (Client::builder(url).build().unwrap(), echo)
}

fn place(x: f64) -> Place {
    Place {
        y: Some(-1.5),
        ..Place::new(x)
    }
}

#[tokio::test]
async fn values_arrive_as_they_are() {
    let (client, echo) = client().await;
    let tags = vec!["a".to_owned(), "b,&c".to_owned()];
    let least = calls::AddNoteForm::new("Grüße\r\n--".to_owned(), tags.clone(), place(1.0));
    client.add_note(least.clone()).send().await.unwrap();
    let note = echo.note.lock().unwrap().take().unwrap();
    assert_eq!(note.title, "Grüße\r\n--");
    assert_eq!((note.tags, note.at), (tags, place(1.0)));
    assert_eq!(
        (note.count, note.comment, note.further),
        (None, None, Vec::new())
    );
    let written: chrono::DateTime<chrono::Utc> = "2024-02-29T12:00:00Z".parse().unwrap();
    let mut headers = http::HeaderMap::new();
    headers.insert("x-language", "de".parse().unwrap());
    let expand = AddNoteBodyExpand {
        names: Some(vec!["x y".to_owned(), "z".to_owned()]),
        ..AddNoteBodyExpand::new(3)
    };
    let values = AddNoteBodyValues {
        width: Some(2.5),
        height: None,
    };
    let words = vec!["a+b".to_owned(), "c%20d".to_owned()];
    let all = calls::AddNoteForm {
        count: Some(7),
        kind: Some(AddNoteBodyKind::Long),
        written: Some(written),
        further: vec![place(2.0), place(3.0)],
        codes: Some(vec![4, 5]),
        comment: Some(Some("5 > 4".to_owned())),
        expand: Some(expand.clone()),
        words: Some(words.clone()),
        values: Some(values),
        legend: Some(Headed {
            value: "above".to_owned(),
            headers,
        }),
        ..least
    };
    client.add_note(all).draft(true).send().await.unwrap();
    let note = echo.note.lock().unwrap().take().unwrap();
    assert_eq!(
        (note.count, note.kind),
        (Some(7), Some(AddNoteBodyKind::Long))
    );
    assert_eq!(note.written, Some(written));
    assert_eq!(note.further, [place(2.0), place(3.0)]);
    assert_eq!(note.codes, Some(vec![4, 5]));
    assert_eq!(note.comment.as_deref(), Some("5 > 4"));
    assert_eq!((note.expand, note.words), (Some(expand), Some(words)));
    assert_eq!(note.values, Some(values));
    let legend = note.legend.unwrap();
    assert_eq!(legend.value, "above");
    assert_eq!(legend.headers["x-language"], "de");
}

#[tokio::test]
async fn files_arrive_as_they_are() {
    let (client, _) = client().await;
    let image = Upload::new(vec![b'\r'; 300_000])
        .file_name("a \"b\".png")
        .media_type("image/png");
    let form = calls::AddImageForm {
        thumbnails: vec![Upload::new("1"), Upload::new("")],
        sizes: vec![3, 4],
        ..calls::AddImageForm::new("ab".to_owned(), image)
    };
    let said = client.add_image(form).send().await.unwrap();
    let expected = "ab [3, 4]: image a \"b\".png image/png 300000, thumbnails thumbnails application/octet-stream 1, thumbnails thumbnails application/octet-stream 0";
    assert_eq!(said, expected);
    assert_eq!(client.set_image().send().await.unwrap(), "none");
    let form = calls::SetImageForm::new("12");
    let said = client.set_image().body(form).send().await.unwrap();
    assert_eq!(said, "image image application/octet-stream 2");
}

#[tokio::test]
async fn what_has_no_names_arrives_too() {
    let (client, _) = client().await;
    let parts = Multipart::new()
        .part("a")
        .part(Upload::new("bc").media_type("text/csv").file_name("x"));
    let body = calls::AddDocumentBody::Mixed(parts);
    let said = client.add_document().body(body).send().await.unwrap();
    assert_eq!(said, "   1, x text/csv 2");
    let form = calls::AddDocumentForm {
        title: Some("t".to_owned()),
        others: Multipart::new().text("more", [&"abc"], "text/plain"),
    };
    let said = client.add_document().body(form).send().await.unwrap();
    assert_eq!(said, "Some(\"t\") more  text/plain 3");
    let said = client.add_document().body(place(1.0)).send().await.unwrap();
    assert_eq!(said, format!("{:?}", place(1.0)));
    assert_eq!(client.add_document().send().await.unwrap(), "none");
}

#[tokio::test]
async fn events_arrive_as_they_are() {
    let (client, _) = client().await;
    let places = [place(1.0), place(2.5)];
    assert_eq!(client.write_changes(places).send().await.unwrap(), "1 2.5");
    let messages = ["a", "", "b\nc"].map(str::to_owned);
    let said = client.write_messages().body(messages).send().await.unwrap();
    assert_eq!(said, "a||b\nc");
    assert_eq!(client.write_messages().send().await.unwrap(), "none");
}

/// The most memory that this process has had, in KiB.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[tokio::test]
async fn a_large_file_is_never_in_memory() {
    let (client, _) = client().await;
    let before = peak();
    let pieces = (0..1000).map(|_| bytes::Bytes::from(vec![b'-'; 100_000]));
    let stream = Body::stream(Pieces(Box::new(pieces)));
    let form =
        calls::AddImageForm::new("ab".to_owned(), Upload::new(stream).media_type("image/png"));
    let said = client.add_image(form).send().await.unwrap();
    assert_eq!(said, "ab []: image image image/png 100000000");
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < 30_000, "{} KiB", after - before);
    }
}

/// Pieces that are made when they are asked for.
struct Pieces(Box<dyn Iterator<Item = bytes::Bytes> + Send>);

impl futures_core::Stream for Pieces {
    type Item = Result<bytes::Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next().map(Ok))
    }
}

/// A request with a body of parts: the headers and the text of each.
fn parts(parts: &[(&str, &str)]) -> String {
    let parts = parts.iter().map(|(headers, text)| {
        format!("--b\r\ncontent-disposition: form-data; {headers}\r\n\r\n{text}\r\n")
    });
    format!("{}--b--\r\n", parts.collect::<String>())
}

const FORM: &str = "multipart/form-data; boundary=b";

/// The status, and the places of the faults.
async fn send(address: SocketAddr, path: &str, content_type: &str, body: String) -> (u16, String) {
    let request = reqwest::Client::new().post(format!("http://{address}{path}"));
    let request = request.header("content-type", content_type).body(body);
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let said: serde_json::Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    let errors = said["errors"].as_array().cloned().unwrap_or_default();
    let places = errors.iter().map(|error| {
        let loc = error["loc"].as_array().unwrap().iter();
        let loc = loc.map(|it| it.to_string().trim_matches('"').to_owned());
        loc.collect::<Vec<_>>().join(".")
    });
    (status, places.collect::<Vec<_>>().join(" "))
}

const TITLE: (&str, &str) = ("name=title", "ab");
const TAG: (&str, &str) = ("name=tags", "a");
const AT: (&str, &str) = ("name=at", "{\"x\":1}");
const IMAGE: (&str, &str) = ("name=image; filename=x", "…");

/// What is wrong with a note besides.
fn note(wrong: (&str, &str)) -> String {
    parts(&[TITLE, TAG, AT, wrong])
}

#[tokio::test]
async fn what_breaks_the_document_is_refused() {
    let address = serve(router(Echo::default())).await;
    let long = "a".repeat(1001);
    for (path, body, status, places) in [
        ("/notes", parts(&[]), 422, "body.title body.tags body.at"),
        (
            "/notes?draft=x",
            parts(&[TITLE, TAG]),
            422,
            "query.draft body.at",
        ),
        (
            "/notes",
            parts(&[
                ("name=title", "a"),
                ("name=tags", "abcdef"),
                ("name=at", "{\"x\":101}"),
            ]),
            422,
            "body.title body.tags.0 body.at.x",
        ),
        ("/notes", parts(&[TITLE, TITLE, TAG, AT]), 422, "body.title"),
        (
            "/notes",
            parts(&[TITLE, TAG, TAG, TAG, TAG, AT]),
            422,
            "body.tags",
        ),
        ("/notes", note(("name=count", "1.5")), 422, "body.count"),
        ("/notes", note(("name=kind", "other")), 422, "body.kind"),
        (
            "/notes",
            note(("name=written", "yesterday")),
            422,
            "body.written",
        ),
        (
            "/notes",
            note(("name=further", "{\"x\":\"1\"}")),
            422,
            "body.further.0.x",
        ),
        (
            "/notes",
            note(("name=codes", "[1,\"2\"]")),
            422,
            "body.codes.1",
        ),
        (
            "/notes",
            note(("name=\"expand[depth]\"", "x")),
            422,
            "body.expand.depth",
        ),
        ("/notes", note(("name=other", "x")), 422, "body.other"),
        (
            "/notes",
            note(("name=legend", "x")),
            422,
            "body.legend.X-Language",
        ),
        (
            "/notes",
            note(("name=legend\r\nx-language: de\r\nx-rank: a", "x")),
            422,
            "body.legend.X-Rank",
        ),
        ("/notes", note(("name=comment", &long)), 413, ""),
        ("/images", parts(&[TITLE]), 422, "body.image"),
        ("/images", parts(&[IMAGE]), 422, "body.title"),
        ("/images", parts(&[IMAGE, IMAGE]), 422, "body.image"),
        (
            "/images",
            parts(&[("name=image\r\ncontent-type: image/gif", "")]),
            422,
            "body.image",
        ),
        (
            "/images",
            parts(&[
                TITLE,
                IMAGE,
                ("name=thumbnails", ""),
                ("name=thumbnails", ""),
                ("name=thumbnails", ""),
            ]),
            422,
            "body.thumbnails",
        ),
        ("/images", parts(&[IMAGE, ("name=title", &long)]), 413, ""),
        ("/images", parts(&[TAG; 21]), 413, ""),
        (
            "/images",
            "--b\r\nbroken\r\n\r\n\r\n--b--".to_owned(),
            400,
            "",
        ),
    ] {
        let sent = send(address, path, FORM, body.clone()).await;
        assert_eq!(sent, (status, places.to_owned()), "{path} {body}");
    }
    for (path, content_type, body, status, places) in [
        ("/notes", "multipart/form-data", parts(&[]), 400, ""),
        ("/notes", "multipart/mixed; boundary=b", parts(&[]), 415, ""),
        (
            "/changes",
            "text/event-stream",
            "data: {\"x\":1}\n\ndata: {\"x\":101}\n\n".to_owned(),
            422,
            "body.1.x",
        ),
        (
            "/changes",
            "text/event-stream",
            "data: {}\n\n".to_owned(),
            422,
            "body.0.x",
        ),
        (
            "/messages",
            "text/event-stream",
            "data: abcdef\n\n".to_owned(),
            422,
            "body.0",
        ),
        (
            "/messages",
            "text/event-stream",
            format!("data: {long}\n\n"),
            413,
            "",
        ),
    ] {
        let sent = send(address, path, content_type, body.clone()).await;
        assert_eq!(sent, (status, places.to_owned()), "{path} {body}");
    }
}

#[tokio::test]
async fn the_mock_looks_at_bodies_too() {
    let address = serve(Mock::new().router()).await;
    for (path, content_type, body, status) in [
        ("/images", FORM, parts(&[TITLE, IMAGE]), 200),
        ("/images", FORM, parts(&[TITLE]), 422),
        ("/documents", FORM, parts(&[]), 200),
        ("/documents", FORM, parts(&[TITLE, TITLE]), 422),
        (
            "/changes",
            "text/event-stream",
            "data: {\"x\":1}\n\n".to_owned(),
            200,
        ),
        (
            "/changes",
            "text/event-stream",
            "data: {\"x\":101}\n\n".to_owned(),
            422,
        ),
    ] {
        assert_eq!(
            send_plainly(address, path, content_type, body).await,
            status,
            "{path}"
        );
    }
}

async fn send_plainly(address: SocketAddr, path: &str, content_type: &str, body: String) -> u16 {
    let request = reqwest::Client::new().post(format!("http://{address}{path}"));
    let request = request.header("content-type", content_type).body(body);
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn what_breaks_off_is_refused() {
    let address = serve(router(Echo::default())).await;
    for path in ["/notes", "/images"] {
        let body = parts(&[TITLE, TAG, AT, IMAGE]);
        let half = &body.as_bytes()[..body.len() / 2];
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: {FORM}\r\ncontent-length: {}\r\n\r\n",
            half.len()
        );
        let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
        socket.write_all(head.as_bytes()).await.unwrap();
        socket.write_all(half).await.unwrap();
        let mut answer = [0; 12];
        socket.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 400", "{path}");
    }
}
