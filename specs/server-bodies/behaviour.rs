//! What the client sends, the server takes; what breaks the document, it refuses.

use std::net::SocketAddr;

use server_bodies_api::client::Client;
use server_bodies_api::client::operations as calls;
use server_bodies_api::server::*;
use server_bodies_api::types::{Pet, PetHome, Reading};

/// Says what it took.
struct Echo;

impl Api for Echo {
    async fn add_pet(
        &self,
        request: AddPetRequest,
        _: Context,
    ) -> Result<AddPetResponse, AddPetError> {
        let said = match request.body {
            AddPetBody::Json(pet) => format!("json {pet:?}"),
            AddPetBody::Form(pet) => format!("form {pet:?}"),
            AddPetBody::Csv(text) => format!("csv {text}"),
            AddPetBody::Image(stream) => {
                format!("image of {}", stream.into_bytes(10).await?.len())
            }
        };
        Ok(said.into())
    }

    async fn change_pet(
        &self,
        request: ChangePetRequest,
        _: Context,
    ) -> Result<ChangePetResponse, ChangePetError> {
        Ok(format!("{:?}", request.body).into())
    }

    async fn set_note(
        &self,
        request: SetNoteRequest,
        _: Context,
    ) -> Result<SetNoteResponse, SetNoteError> {
        Ok(request.body.into())
    }

    async fn clear_note(
        &self,
        request: ClearNoteRequest,
        _: Context,
    ) -> Result<ClearNoteResponse, ClearNoteError> {
        Ok(format!("{:?}", request.body).into())
    }

    async fn set_file(
        &self,
        mut request: SetFileRequest,
        _: Context,
    ) -> Result<SetFileResponse, SetFileError> {
        let mut length = 0;
        while let Some(piece) = request.body.try_next().await? {
            length += piece.len();
        }
        Ok(format!("{length} of {:?}", request.size).into())
    }

    async fn change_file(
        &self,
        request: ChangeFileRequest,
        _: Context,
    ) -> Result<ChangeFileResponse, ChangeFileError> {
        Ok(request.body.is_some().to_string().into())
    }

    async fn add_readings(
        &self,
        mut request: AddReadingsRequest,
        _: Context,
    ) -> Result<AddReadingsResponse, AddReadingsError> {
        let mut sum = 0.0;
        while let Some(reading) = request.body.try_next().await? {
            sum += reading.value;
        }
        Ok(sum.to_string().into())
    }

    async fn add_counts(
        &self,
        mut request: AddCountsRequest,
        _: Context,
    ) -> Result<AddCountsResponse, AddCountsError> {
        let mut sum = 0;
        while let Some(count) = request.body.try_next().await? {
            sum += count;
        }
        Ok(sum.to_string().into())
    }
}

async fn serve() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = router(Echo).layer(axum::Extension(body::BodyLimit(1000)));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn client() -> Client {
    let url = format!("http://{}", serve().await);
    Client::builder(url).build().unwrap()
}

fn pet() -> Pet {
    Pet {
        age: Some(3),
        tags: Some(vec!["a".to_owned(), "b,c".to_owned()]),
        home: Some(PetHome {
            street: "High & Low".to_owned(),
            number: Some(7),
        }),
        ..Pet::new("Ümit")
    }
}

#[tokio::test]
async fn the_client_is_understood() {
    let client = client().await;
    let said = client.add_pet(pet()).send().await.unwrap();
    assert_eq!(said, format!("json {:?}", pet()));
    let said = client.add_pet(calls::AddPetBody::Form(pet())).send().await;
    assert_eq!(said.unwrap(), format!("form {:?}", pet()));
    let csv = calls::AddPetBody::Csv("a,b".to_owned());
    assert_eq!(client.add_pet(csv).send().await.unwrap(), "csv a,b");
    let said = client.change_pet().send().await.unwrap();
    assert_eq!(said, "None");
    let said = client.change_pet().body(pet()).send().await.unwrap();
    assert_eq!(said, format!("{:?}", Some(pet())));
    assert_eq!(client.set_note("grün").send().await.unwrap(), "grün");
    assert_eq!(client.set_note("").send().await.unwrap(), "");
    assert_eq!(client.clear_note().send().await.unwrap(), "None");
    let said = client.clear_note().body("x").send().await.unwrap();
    assert_eq!(said, "Some(\"x\")");
    let said = client.set_file(vec![0; 100_000]).size(4).send().await;
    assert_eq!(said.unwrap(), "100000 of Some(4)");
    assert_eq!(client.change_file().send().await.unwrap(), "false");
    let readings = (0..3).map(|it| Reading::new(f64::from(it)));
    let said = client.add_readings(readings).send().await.unwrap();
    assert_eq!(said, "3");
    let said = client.add_counts([1, 2]).send().await.unwrap();
    assert_eq!(said, "3");
}

/// The status, and what is said of it.
async fn send(
    address: SocketAddr,
    (method, path): (&str, &str),
    content_type: Option<&str>,
    body: &'static str,
) -> (u16, serde_json::Value) {
    let method = http::Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = reqwest::Client::new().request(method, format!("http://{address}{path}"));
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    let response = request.body(body).send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap())
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn what_breaks_the_document_is_refused() {
    let address = serve().await;
    for (at, content_type, body, status, place) in [
        (
            ("POST", "/pets"),
            Some("application/json"),
            "{\"name\":\"x\"}",
            422,
            "body.name",
        ),
        (("POST", "/pets"), Some(FORM), "name=x", 422, "body.name"),
        (
            ("POST", "/pets"),
            Some(FORM),
            "name=xy&age=a",
            422,
            "body.age",
        ),
        (("POST", "/pets"), Some(FORM), "age=1", 422, "body.name"),
        (
            ("POST", "/pets"),
            Some(FORM),
            "name=xy&tags=a|long",
            422,
            "body.tags.1",
        ),
        (
            ("POST", "/pets"),
            Some(FORM),
            "name=xy&home[number]=1",
            422,
            "body.home.street",
        ),
        (
            ("POST", "/pets"),
            Some("text/csv"),
            "0123456789,0123456789",
            422,
            "body",
        ),
        (("POST", "/pets"), Some("image/png"), "0123456789,", 413, ""),
        (("POST", "/pets"), Some("text/plain"), "x", 415, ""),
        (("POST", "/pets"), None, "x", 415, ""),
        (("POST", "/pets"), None, "", 422, "body"),
        (("PATCH", "/pets"), Some("text/plain"), "x", 415, ""),
        (("PUT", "/note"), Some("text/plain"), "toolong", 422, "body"),
        (("PUT", "/note"), Some("text/plain"), "A", 422, "body"),
        (
            ("PUT", "/file?size=-1"),
            Some("application/octet-stream"),
            "x",
            422,
            "query.size",
        ),
        (
            ("POST", "/readings"),
            Some("application/jsonl"),
            "{\"value\":1}\n{\"value\":101}\n",
            422,
            "body.1.value",
        ),
        (
            ("POST", "/readings"),
            Some("application/jsonl"),
            "{\"value\":1}\n{}\n",
            422,
            "body.1.value",
        ),
        (
            ("POST", "/counts"),
            Some("application/jsonl"),
            "1.0\n1.5\n",
            422,
            "body.1",
        ),
    ] {
        let (given, said) = send(address, at, content_type, body).await;
        assert_eq!(given, status, "{at:?} {body}: {said}");
        let loc = said["errors"][0]["loc"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let loc: Vec<String> = loc
            .iter()
            .map(|it| it.to_string().trim_matches('"').to_owned())
            .collect();
        assert_eq!(loc.join("."), place, "{at:?} {body}: {said}");
    }
}

#[tokio::test]
async fn what_is_read_into_memory_has_a_limit() {
    let address = serve().await;
    let long: &'static str = Box::leak("a".repeat(1001).into_boxed_str());
    for (at, content_type) in [
        (("POST", "/pets"), FORM),
        (("PUT", "/note"), "text/plain"),
        (("POST", "/readings"), "application/jsonl"),
    ] {
        let (status, said) = send(address, at, Some(content_type), long).await;
        assert_eq!(status, 413, "{said}");
    }
}

/// The mock as a program: of who tells it to end, and of who has begun to ask by then.
#[cfg(all(unix, feature = "mock-server"))]
#[test]
fn the_mock_ends_when_it_is_told() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpStream;
    use std::process::{Command, Stdio};

    for signal in ["-INT", "-TERM"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_server-bodies-api-mock"));
        let mut mock = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(mock.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://");
        let address: SocketAddr = address.unwrap().parse().unwrap();
        let mut begun = TcpStream::connect(address).unwrap();
        begun.write_all(b"PUT /note HTTP/1.1\r\n").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        let id = mock.id().to_string();
        let told = Command::new("kill").args([signal, &id]).status();
        assert!(told.unwrap().success());
        while TcpStream::connect(address).is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let rest = b"host: x\r\ncontent-type: text/plain\r\ncontent-length: 1\r\n\r\na";
        begun.write_all(rest).unwrap();
        let mut answer = String::new();
        begun.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{signal} {answer}");
        assert_eq!(mock.wait().unwrap().code(), Some(0), "{signal}");
    }
}
