//! The bytes of bodies, as a socket sees them.

use forms_api::client::operations::{
    AddDocumentBody, AddDocumentForm, AddFileForm, PatchBody, UploadImageForm,
};
use forms_api::client::{Body, Client, Headed, Multipart, Upload};
use forms_api::types::{AddFileBodyLink, Order, OrderExpand, Position};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What arrived: the head in small letters, and the body.
struct Seen {
    head: String,
    body: Vec<u8>,
}

impl Seen {
    fn has(&self, line: &str) -> bool {
        self.head.lines().any(|it| it == line)
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// Takes the one request that `send` sends.
async fn seen<F: Future<Output = ()>>(send: impl FnOnce(Client) -> F) -> Seen {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::builder(format!("http://{}", listener.local_addr().unwrap()));
    let server = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut bytes = Vec::new();
        let head = loop {
            bytes.push(socket.read_u8().await.unwrap());
            if bytes.ends_with(b"\r\n\r\n") {
                break String::from_utf8(bytes).unwrap();
            }
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let body = match length {
            Some(length) => {
                let mut body = vec![0; length.parse().unwrap()];
                socket.read_exact(&mut body).await.unwrap();
                body
            }
            None => chunks(&mut socket).await,
        };
        let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
        socket.write_all(answer).await.unwrap();
        Seen { head, body }
    };
    tokio::join!(server, send(client.build().unwrap())).0
}

/// A body that comes in chunks (RFC 9112, section 7.1), if one comes at all.
async fn chunks(socket: &mut tokio::net::TcpStream) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            line.push(socket.read_u8().await.unwrap());
        }
        let length = std::str::from_utf8(&line).unwrap().trim();
        let length = usize::from_str_radix(length, 16).unwrap();
        let mut chunk = vec![0; length + 2];
        socket.read_exact(&mut chunk).await.unwrap();
        body.extend_from_slice(&chunk[..length]);
        if length == 0 {
            return body;
        }
    }
}

fn position() -> Position {
    Position { x: 1.5, y: -2.0 }
}

#[tokio::test]
async fn a_form_is_pairs_with_the_styles_of_its_members() {
    let order: Order = serde_json::from_value(json!({
        "item": "a b", "count": 2, "tags": ["x", "y"], "codes": ["p", "q"],
        "expand": {"customer": "c", "lines": ["1", "2"]}, "note": "a/b?c&d", "extra": {"k": "v"},
        "parts": ["m", "n"], "at": {"x": 1, "y": 2},
    }))
    .unwrap();
    assert_eq!(
        order
            .expand
            .as_ref()
            .map(|it: &OrderExpand| it.customer.as_deref()),
        Some(Some("c"))
    );
    let seen = seen(|client| async move { client.place_order(order).send().await.unwrap() }).await;
    assert!(
        seen.has("content-type: application/x-www-form-urlencoded"),
        "{}",
        seen.head
    );
    assert_eq!(
        seen.text(),
        "item=a%20b&count=2&tags=x,y&codes=p%7Cq&expand%5Bcustomer%5D=c&expand%5Blines%5D%5B%5D=1\
         &expand%5Blines%5D%5B%5D=2&note=a/b?c%26d&extra=%7B%22k%22%3A%22v%22%7D&parts=m&parts=n\
         &at=%7B%22x%22%3A1.0%2C%22y%22%3A2.0%7D"
    );
}

#[tokio::test]
async fn parts_have_the_styles_that_their_encoding_asks_for() {
    let form = AddFileForm {
        link: Some(AddFileBodyLink {
            create: Some(true),
            expires: Some(5),
        }),
        codes: Some(Headed::from(vec![1, 2])),
        legend: Some("a/b".to_owned()),
        ..AddFileForm::new("f", vec!["x".to_owned(), "y".to_owned()])
    };
    let seen = seen(|client| async move { client.add_file(form).send().await.unwrap() }).await;
    let boundary = seen.text().lines().next().unwrap();
    let text = seen.text().replace("\r\n", "\n").replace(boundary, "--B");
    let part = |name: &str, text: &str| {
        format!("--B\ncontent-disposition: form-data; name=\"{name}\"\n\n{text}\n")
    };
    let file = "--B\ncontent-disposition: form-data; name=\"file\"; filename=\"file\"\n\
                content-type: application/octet-stream\n\nf\n";
    let expected = [
        file.to_owned(),
        part("expand[]", "x"),
        part("expand[]", "y"),
        part("link[create]", "true"),
        part("link[expires]", "5"),
        part("codes", "1|2"),
        part("legend", "a/b"),
        "--B--\n".to_owned(),
    ];
    assert_eq!(text, expected.concat());
}

#[tokio::test]
async fn a_form_without_names_is_a_text() {
    let seen = seen(|client| async move { client.send_counts("1&2").send().await.unwrap() }).await;
    assert_eq!(seen.text(), "1&2");
}

#[tokio::test]
async fn parts_are_files_texts_and_json() {
    let form = UploadImageForm {
        thumbnails: vec![Upload::new("t1"), Upload::new("t2").file_name("t.png")],
        position: Some(position()),
        private: Some(true),
        legend: Some(Headed::from("<b>".to_owned())),
        ..UploadImageForm::new(
            Upload::new("PNG")
                .file_name("a.png")
                .media_type("image/png"),
            "A title".to_owned(),
            vec![1, 2],
        )
    };
    let seen = seen(|client| async move { client.upload_image(form).send().await.unwrap() }).await;
    let boundary = seen
        .head
        .split("content-type: multipart/form-data; boundary=")
        .nth(1)
        .unwrap();
    let boundary = boundary.lines().next().unwrap();
    let body = seen.text().replace(boundary, "B").replace("\r\n", "\n");
    let part = |name: &str, more: &str, value: &str| {
        format!("--B\ncontent-disposition: form-data; name=\"{name}\"{more}\n\n{value}\n")
    };
    let expected = [
        part(
            "image",
            "; filename=\"a.png\"\ncontent-type: image/png",
            "PNG",
        ),
        part("title", "", "A title"),
        part("sizes", "", "1"),
        part("sizes", "", "2"),
        part(
            "thumbnails",
            "; filename=\"thumbnails\"\ncontent-type: application/octet-stream",
            "t1",
        ),
        part(
            "thumbnails",
            "; filename=\"t.png\"\ncontent-type: application/octet-stream",
            "t2",
        ),
        part(
            "position",
            "\ncontent-type: application/json",
            r#"{"x":1.5,"y":-2.0}"#,
        ),
        part("private", "", "true"),
        part("legend", "\ncontent-type: text/html", "<b>"),
    ];
    assert_eq!(body, expected.concat() + "--B--\n");
}

#[tokio::test]
async fn a_body_is_of_the_media_type_that_is_chosen() {
    let document = |body: AddDocumentBody| async move {
        seen(|client| async move { client.add_document().body(body).send().await.unwrap() }).await
    };
    let json = document(position().into()).await;
    assert!(json.has("content-type: application/json"), "{}", json.head);
    assert_eq!(json.text(), r#"{"x":1.5,"y":-2.0}"#);
    let form = document(AddDocumentBody::Form(position())).await;
    assert_eq!(form.text(), "x=1.5&y=-2.0");
    let parts = AddDocumentForm {
        others: Multipart::new().text("word", [&"w"], ""),
        ..AddDocumentForm::default()
    };
    let parts = document(parts.into()).await;
    assert!(
        parts.text().contains("name=\"word\"\r\n\r\nw\r\n--"),
        "{}",
        parts.text()
    );
    let text = document("ü".to_owned().into()).await;
    assert!(
        text.has("content-type: text/plain; charset=utf-8"),
        "{}",
        text.head
    );
    let pdf = document(Body::from("%PDF").into()).await;
    assert!(pdf.has("content-type: application/pdf"), "{}", pdf.head);
    let none = seen(|client| async move { client.write_note("").send().await.unwrap() }).await;
    assert!(none.has("content-length: 0"), "{}", none.head);
}

#[tokio::test]
async fn kinds_of_json_are_told_apart() {
    let patch = |body: PatchBody| async move {
        seen(|client| async move { client.patch(body).send().await.unwrap() }).await
    };
    let merged = patch(PatchBody::MergePatchJson(position())).await;
    assert!(
        merged.has("content-type: application/merge-patch+json"),
        "{}",
        merged.head
    );
    let steps = patch(PatchBody::JsonPatchJson(Vec::new())).await;
    assert!(
        steps.has("content-type: application/json-patch+json"),
        "{}",
        steps.head
    );
    assert_eq!(steps.text(), "[]");
    // A value that several are of is plain JSON, or else the first.
    let plain = patch(PatchBody::Json(position())).await;
    assert!(
        plain.has("content-type: application/json"),
        "{}",
        plain.head
    );
}

#[tokio::test]
async fn bytes_lines_and_streams_are_sent_as_they_are() {
    let blob = seen(|client| async move { client.write_blob(vec![0, 255]).send().await.unwrap() });
    assert_eq!(blob.await.body, [0, 255]);
    let lines = [position(), position()];
    let lines = seen(|client| async move { client.write_lines(lines).send().await.unwrap() }).await;
    assert_eq!(
        lines.text(),
        "{\"x\":1.5,\"y\":-2.0}\n{\"x\":1.5,\"y\":-2.0}\n"
    );
    let path = std::env::temp_dir().join(format!("oasmith-forms-{}", std::process::id()));
    std::fs::write(&path, "0123456789".repeat(10_000)).unwrap();
    let file = Body::open(&path).await.unwrap();
    let file = seen(|client| async move { client.write_blob(file).send().await.unwrap() }).await;
    std::fs::remove_file(&path).unwrap();
    assert!(file.has("content-length: 100000"), "{}", file.head);
    assert_eq!(file.body.len(), 100_000);
}
