//! Bodies that are forms, parts and texts, byte by byte.

use std::sync::{Arc, Mutex};

use http::header::{CONTENT_DISPOSITION, HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use serde_json::json;

use crate::client::body::Body;
use crate::client::error::SendError;
use crate::client::form::Field;
use crate::client::handle::Client;
use crate::client::multipart::{Headed, Multipart, Upload};
use crate::client::platform::BoxFuture;
use crate::client::request::Request;
use crate::client::transport::{Transport, TransportError};
use crate::support::style::Style;

/// A transport that keeps the one request that it is given, its body read to the end.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Option<Sent>>>);

struct Sent {
    headers: HeaderMap,
    body: Vec<u8>,
    length: Option<u64>,
    is_stream: bool,
}

impl Transport for Kept {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let (length, is_stream) = (body.length(), !body.can_repeat());
            let mut stream = body.into_stream();
            let mut body = Vec::new();
            while let Some(piece) = stream.try_next().await? {
                body.extend_from_slice(&piece);
            }
            *self.0.lock().unwrap() = Some(Sent {
                headers: parts.headers,
                body,
                length,
                is_stream,
            });
            Ok(http::Response::new(Body::default()))
        })
    }
}

async fn sent(fill: impl FnOnce(Request) -> Request) -> Result<Sent, SendError> {
    let kept = Kept::default();
    let builder = Client::builder("http://localhost").transport(kept.clone());
    let request = builder.build().unwrap().request(Method::POST, &[]);
    fill(request).send().await?;
    let sent = kept.0.lock().unwrap().take();
    Ok(sent.unwrap())
}

impl Sent {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn content_type(&self) -> &str {
        self.headers["content-type"].to_str().unwrap()
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn the_members_of_a_form_are_pairs() {
    let value = json!({
        "a": "x y&z=ü", "n": 1.5, "yes": true, "none": null, "list": ["p", "q"], "empty": [],
        "object": {"in": [1]}, "a&b": "",
    });
    let sent = sent(|request| request.form(FORM, &value, &[]))
        .await
        .unwrap();
    assert_eq!(sent.content_type(), FORM);
    assert_eq!(
        sent.text(),
        "a=x%20y%26z%3D%C3%BC&n=1.5&yes=true&list=p&list=q&object=%7B%22in%22%3A%5B1%5D%7D&a%26b="
    );
}

#[tokio::test]
async fn members_have_styles_of_their_own() {
    let field = |name, style| Field {
        name,
        style,
        reserved: name == "free",
    };
    let styles = [
        field("list", Style::Form),
        field("spaces", Style::SpaceDelimited),
        field("pipes", Style::PipeDelimited),
        field("deep", Style::DeepObject),
        field("json", Style::Json),
        field("free", Style::FormExploded),
    ];
    let value = json!({
        "list": [1, 2], "spaces": [1, 2], "pipes": [1, 2], "deep": {"a": {"b": 1}, "c": [2, 3]}, "json": [1],
        "free": "a/b?c=d&e", "other": [1, 2],
    });
    let sent = sent(|request| request.form(FORM, &value, &styles))
        .await
        .unwrap();
    assert_eq!(
        sent.text(),
        "list=1,2&spaces=1%202&pipes=1%7C2&deep%5Ba%5D%5Bb%5D=1&deep%5Bc%5D%5B%5D=2&deep%5Bc%5D%5B%5D=3\
         &json=%5B1%5D&free=a/b?c=d%26e&other=1&other=2"
    );
}

#[tokio::test]
async fn what_has_no_members_is_no_form() {
    for value in [json!([1, 2]), json!(7), json!("a=b")] {
        match sent(|request| request.form(FORM, &value, &[])).await {
            Err(SendError::InvalidRequest(error)) => {
                assert!(error.to_string().contains("is no object"), "{error}");
            }
            _ => panic!("{value} was sent"),
        }
    }
    let nothing = sent(|request| request.form(FORM, &json!(null), &[])).await;
    assert_eq!(nothing.unwrap().text(), "");
}

/// The body with its boundary, which nobody knows before, written as `B`.
fn parts(sent: &Sent) -> String {
    let boundary = sent.content_type().split("boundary=").nth(1).unwrap();
    assert!(boundary.len() >= 32, "{boundary}");
    sent.text().replace(boundary, "B").replace("\r\n", "\n")
}

#[tokio::test]
async fn parts_have_names_and_headers() {
    let mut headers = HeaderMap::new();
    headers.insert("x-language", "en".parse().unwrap());
    let legend = Headed {
        value: String::from("<b>"),
        headers,
    };
    let parts_of = Multipart::new()
        .file(
            "image",
            [Upload::new("PNG")
                .file_name("a \"b\".png")
                .media_type("image/png")],
            "",
        )
        .file("plain", [Upload::from("x")], "application/octet-stream")
        .text("title", [&"T"], "")
        .text("sizes", &[1, 2], "")
        .text("none", &None::<i64>, "")
        .json("position", [&json!({"x": 1})], "application/json")
        .text_headed("legend", [&legend], "text/html");
    let sent = sent(|request| request.multipart("multipart/form-data", parts_of))
        .await
        .unwrap();
    assert!(!sent.is_stream);
    let expected = "--B
content-disposition: form-data; name=\"image\"; filename=\"a %22b%22.png\"
content-type: image/png

PNG
--B
content-disposition: form-data; name=\"plain\"; filename=\"plain\"
content-type: application/octet-stream

x
--B
content-disposition: form-data; name=\"title\"

T
--B
content-disposition: form-data; name=\"sizes\"

1
--B
content-disposition: form-data; name=\"sizes\"

2
--B
content-disposition: form-data; name=\"position\"
content-type: application/json

{\"x\":1}
--B
content-disposition: form-data; name=\"legend\"
content-type: text/html
x-language: en

<b>
--B--
";
    assert_eq!(parts(&sent), expected);
}

#[tokio::test]
async fn parts_are_written_in_the_styles_of_a_query() {
    let link = json!({"create": true, "a b": "ü&", "none": null});
    let headed = Headed {
        value: vec![3, 4],
        headers: HeaderMap::from_iter([(HeaderName::from_static("x-unit"), "cm".parse().unwrap())]),
    };
    let form = Multipart::new()
        .styled("expand", [&["x/y", "z"]], Style::DeepObject)
        .styled("link", [&link], Style::DeepObject)
        .styled("codes", [&[3, 4]], Style::SpaceDelimited)
        .styled("link", [&link], Style::PipeDelimited)
        .styled_headed("sizes", [&headed], Style::Form)
        .styled("link", [&json!({"p": 1})], Style::FormExploded)
        .styled("none", &None::<i64>, Style::DeepObject)
        .styled("empty", [&json!([])], Style::SpaceDelimited)
        .styled("one", [&1], Style::PipeDelimited);
    let sent = sent(|request| request.multipart("multipart/form-data", form)).await;
    let expected = [
        ("expand[]", "", "x/y"),
        ("expand[]", "", "z"),
        ("link[create]", "", "true"),
        ("link[a b]", "", "ü&"),
        ("codes", "", "3 4"),
        ("link", "", "create|true|a b|ü&"),
        ("sizes", "x-unit: cm\n", "3,4"),
        ("p", "", "1"),
        ("one", "", "1"),
    ];
    let expected = expected.map(|(name, headers, text)| {
        format!("--B\ncontent-disposition: form-data; name=\"{name}\"\n{headers}\n{text}\n")
    });
    assert_eq!(parts(&sent.unwrap()), expected.concat() + "--B--\n");
}

#[tokio::test]
async fn only_the_parts_of_forms_have_names() {
    let own = |name| Upload::new("u").header(CONTENT_DISPOSITION, HeaderValue::from_static(name));
    let mixed = || {
        Multipart::new()
            .part(Upload::new("{}").media_type("application/json"))
            .part(Upload::new("f").file_name("a.txt"))
            .file("b", [Upload::new("b")], "")
            .text("c", [&"c"], "text/plain")
            .part("d")
            .file("e", [own("inline")], "")
    };
    let related = sent(|request| request.multipart("Multipart/Related", mixed())).await;
    let expected = "--B\ncontent-type: application/json\n\n{}\n\
         --B\ncontent-disposition: attachment; filename=\"a.txt\"\n\nf\n\
         --B\n\nb\n\
         --B\ncontent-type: text/plain\n\nc\n\
         --B\n\nd\n\
         --B\ncontent-disposition: inline\n\nu\n--B--\n";
    assert_eq!(parts(&related.unwrap()), expected);
    let form = Multipart::new()
        .part("d")
        .file("e", [own("form-data; name=e")], "");
    let form = sent(|request| request.multipart("multipart/form-data; charset=utf-8", form)).await;
    let expected = "--B\n\nd\n--B\ncontent-disposition: form-data; name=e\n\nu\n--B--\n";
    assert_eq!(parts(&form.unwrap()), expected);
}

#[tokio::test]
async fn a_file_of_a_disk_is_sent_as_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.bin");
    let long = "0123456789".repeat(20_000);
    std::fs::write(&path, &long).unwrap();
    let upload = Upload::open(&path).await.unwrap();
    let form = Multipart::new()
        .text("a", [&1], "")
        .file("file", [upload], "");
    let sent = sent(|request| request.multipart("multipart/form-data", form))
        .await
        .unwrap();
    assert!(sent.is_stream);
    assert_eq!(sent.length, Some(sent.body.len() as u64));
    let text = parts(&sent);
    assert!(text.contains("filename=\"long.bin\""));
    assert!(text.contains(&long) && text.ends_with("\n--B--\n"));
    assert!(Body::open(folder.path().join("other")).await.is_err());
}

#[tokio::test]
async fn a_part_that_cannot_be_written_is_said_before_anything_is_sent() {
    let upload = Upload::new("x").media_type("image/\n");
    let form = Multipart::new().file("a", [upload], "");
    match sent(|request| request.multipart("multipart/form-data", form)).await {
        Err(SendError::InvalidRequest(error)) => {
            assert!(error.to_string().contains("is no media type"), "{error}");
        }
        _ => panic!("it was sent"),
    }
}

#[tokio::test]
async fn a_text_has_the_charset_of_its_media_type() {
    let plain = sent(|request| request.text("text/plain", "ü"))
        .await
        .unwrap();
    assert_eq!(plain.content_type(), "text/plain; charset=utf-8");
    assert_eq!(plain.body, "ü".as_bytes());
    let latin = sent(|request| request.text("text/plain; charset=ISO-8859-1", "ü"))
        .await
        .unwrap();
    assert_eq!(latin.body, [0xFC]);
    for (media_type, text) in [
        ("text/plain; charset=iso-8859-1", "語"),
        ("text/plain; charset=odd", "a"),
    ] {
        let refused = sent(|request| request.text(media_type, text)).await;
        assert!(matches!(refused, Err(SendError::InvalidRequest(_))));
    }
}
