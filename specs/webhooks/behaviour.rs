//! Webhooks, as a socket sees them: where they go, what they hold, and what does not go with them; and as they are received.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::Request;
use axum::{Router, middleware};
use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use webhooks_api::client::{Client, Error, RetryPolicy, contents as read};
use webhooks_api::server::webhook_receiver::*;
use webhooks_api::server::{Access, Authenticator, Context, Credentials, Refusal, contents};
use webhooks_api::types::{Pet, Receipt, Shop};

/// A server that tells each request it gets, and gives one answer after the other.
async fn receiver(
    answers: &'static [&'static str],
) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (tell, told) = tokio::sync::mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for answer in answers {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !is_whole(&request) {
                request.push(socket.read_u8().await.unwrap());
            }
            tell.send(String::from_utf8(request).unwrap()).unwrap();
            let head = "HTTP/1.1 ";
            let text = format!("{head}{answer}");
            socket.write_all(text.as_bytes()).await.unwrap();
        }
    });
    (format!("http://{address}"), told)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    body.len() == length.map_or(0, |length| length.parse().unwrap())
}

const SEEN: &str = "200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{\"seen\":true}";
const NOTHING: &str = "204 No Content\r\nconnection: close\r\n\r\n";
const GONE: &str = "410 Gone\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
const LATER: &str = "503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

fn pet() -> Pet {
    Pet {
        id: 7,
        name: "Rex".to_owned(),
    }
}

/// A client of an API at which nobody listens.
fn client() -> Client {
    Client::builder("http://127.0.0.1:1/api")
        .key("secret")
        .hook_token("token")
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_webhook_goes_where_it_is_told_without_the_keys_of_the_api() {
    let (address, mut told) = receiver(&[SEEN]).await;
    let call = client()
        .webhooks()
        .new_pet(format!("{address}/hook?of=me#part"), "e1", pet())
        .attempt(2);
    let receipt = call.send().await.unwrap();
    assert!(receipt.seen);
    let request = told.recv().await.unwrap();
    assert!(
        request.starts_with("POST /hook?of=me&attempt=2 HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(request.contains("\r\nx-event-id: e1\r\n"), "{request}");
    assert!(
        request.ends_with("\r\n\r\n{\"id\":7,\"name\":\"Rex\"}"),
        "{request}"
    );
    for hidden in ["secret", "token", "x-key", "authorization"] {
        assert!(!request.contains(hidden), "{request}");
    }
}

#[tokio::test]
async fn credentials_that_the_webhook_itself_asks_for_are_sent() {
    let (address, mut told) = receiver(&[NOTHING]).await;
    let call = client().webhooks().tell_of_closing(address.as_str());
    call.send().await.unwrap();
    let request = told.recv().await.unwrap();
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    assert!(
        request.contains("\r\nauthorization: Bearer token\r\n"),
        "{request}"
    );
    assert!(!request.contains("secret"), "{request}");
    let without = Client::builder("http://127.0.0.1:1").build().unwrap();
    let refused = without.webhooks().tell_of_closing(address).send().await;
    assert!(refused.unwrap_err().to_string().contains("hookToken"));
}

#[tokio::test]
async fn answers_and_retries_are_those_of_operations() {
    let (address, mut told) = receiver(&[GONE, LATER, NOTHING]).await;
    let hooks = client().webhooks();
    let gone = hooks.new_pet(&address, "e1", pet()).send().await;
    assert!(matches!(gone, Err(Error::Api(error)) if error.status() == 410));
    let patient = client().with(|options| {
        let policy = RetryPolicy::default().first_pause(Duration::from_millis(1));
        options.retries(policy)
    });
    let changed = patient.webhooks().put_new_pet(&address).body(pet());
    changed.send().await.unwrap();
    for method in ["POST", "PUT", "PUT"] {
        assert!(told.recv().await.unwrap().starts_with(method));
    }
}

#[tokio::test]
async fn what_is_no_address_is_refused_before_anything_is_sent() {
    let hooks = client().webhooks();
    for (url, reason) in [
        ("", "is none"),
        ("/hook", "is none"),
        ("ftp://127.0.0.1/hook", "none of HTTP"),
        ("data:text/plain,x", "none of HTTP"),
        ("http://user:hidden@127.0.0.1/", "holds a user"),
        ("http://hidden@127.0.0.1/", "holds a user"),
    ] {
        let error = hooks.shared(url).send().await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(reason), "{url}: {text}");
        assert!(!text.contains("hidden"), "{text}");
    }
}

/// Notes what it is told.
#[derive(Clone, Default)]
struct Keeper(Arc<Mutex<Vec<NewPetWebhookRequest>>>);

impl Authenticator for Keeper {
    type Principal = &'static str;

    async fn authenticate(
        &self,
        credentials: Credentials,
        access: Access<'_>,
    ) -> Result<&'static str, Refusal> {
        assert_eq!(access.operation, "tell_of_closing");
        match credentials {
            Credentials::HookToken(token) if token.is("token") => Ok("the shop"),
            _ => Err(Refusal::Unauthenticated),
        }
    }
}

impl Webhooks for Keeper {
    async fn new_pet(
        &self,
        request: NewPetWebhookRequest,
        _: Context,
    ) -> Result<NewPetWebhookResponse, NewPetWebhookError> {
        if request.body.name == "Nobody" {
            return Err(NewPetWebhookError::Gone);
        }
        let seen = request.attempt == Some(2);
        self.0.lock().unwrap().push(request);
        Ok(Receipt { seen }.into())
    }

    async fn put_new_pet(
        &self,
        request: PutNewPetRequest,
        _: Context,
    ) -> Result<PutNewPetResponse, PutNewPetError> {
        assert!(request.body.is_none());
        Ok(PutNewPetResponse::NoContent)
    }

    async fn tell_of_closing(
        &self,
        _: TellOfClosingRequest,
        context: Context<&'static str>,
    ) -> Result<TellOfClosingResponse, TellOfClosingError> {
        assert_eq!(context.principal, "the shop");
        Ok(TellOfClosingResponse::NoContent)
    }

    async fn shared(
        &self,
        request: SharedRequest,
        _: Context,
    ) -> Result<SharedResponse, SharedError> {
        match request.body {
            Some(text) => Ok(contents::SharedContent::Text(text).into()),
            None => Ok(contents::SharedContent::Json(Receipt { seen: false }).into()),
        }
    }
}

async fn serve(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

#[tokio::test]
async fn what_is_sent_is_received_and_its_answer_comes_back() {
    let keeper = Keeper::default();
    let address = serve(router(keeper.clone())).await;
    let hooks = client().webhooks();
    let shop = Shop {
        name: Some("Zoo & Söhne".to_owned()),
        city: None,
    };
    let call = hooks.new_pet(format!("{address}/new-pet?of=me"), "e 1", pet());
    let receipt = call.attempt(2).shop(shop.clone()).send().await.unwrap();
    assert!(receipt.seen);
    let told = keeper.0.lock().unwrap().clone();
    let [told] = told.as_slice() else {
        panic!("told {} times", told.len());
    };
    assert_eq!((told.x_event_id.as_str(), &told.body), ("e 1", &pet()));
    assert_eq!(told.shop, Some(shop));
    let nobody = Pet {
        name: "Nobody".to_owned(),
        ..pet()
    };
    let gone = hooks.new_pet(format!("{address}/new-pet"), "e2", nobody);
    let Err(Error::Api(error)) = gone.send().await else {
        panic!("no error of the API");
    };
    assert_eq!(error.status(), 410);
}

#[tokio::test]
async fn an_answer_is_of_the_media_type_that_it_holds() {
    let address = serve(router(Keeper::default())).await + "/shared";
    let hooks = client().webhooks();
    let text = hooks.shared(&address).body("known").send().await.unwrap();
    assert!(matches!(text, read::SharedContent::Text(text) if text == "known"));
    let json = hooks.shared(&address).send().await.unwrap();
    assert!(matches!(json, read::SharedContent::Json(receipt) if !receipt.seen));
}

#[tokio::test]
async fn each_can_be_at_any_path_with_all_of_its_methods() {
    let receiver = Receiver::new(Keeper::default());
    let app = Router::new()
        .route("/mine/pets", receiver.new_pet())
        .route("/mine/closing", receiver.shop_closed());
    let address = serve(app.merge(routes(Keeper::default()))).await;
    let hooks = client().webhooks();
    let pets = format!("{address}/mine/pets");
    hooks.new_pet(&pets, "e1", pet()).send().await.unwrap();
    hooks.put_new_pet(&pets).send().await.unwrap();
    let closing = format!("{address}/mine/closing");
    hooks.tell_of_closing(closing).send().await.unwrap();
    let other = reqwest::Client::new().delete(&pets).send().await.unwrap();
    assert_eq!(other.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(other.headers()["allow"], "PUT,POST");
    assert_eq!(other.headers()["content-type"], "application/problem+json");
    let asked = reqwest::Client::new().request(http::Method::OPTIONS, &pets);
    let asked = asked.send().await.unwrap();
    assert_eq!(asked.status(), StatusCode::NO_CONTENT);
    assert_eq!(asked.headers()["allow"], "PUT,POST");
}

/// Which webhook it is, a header says.
async fn by_event(mut request: Request) -> Request {
    let event = request.headers().get("x-event");
    let event = event.and_then(|event| event.to_str().ok());
    let path = format!("/{}", event.unwrap_or_default());
    *request.uri_mut() = path.parse().unwrap_or_default();
    request
}

#[tokio::test]
async fn all_can_go_to_one_address() {
    let hooks = Router::new()
        .fallback_service(router(Keeper::default()))
        .layer(middleware::map_request(by_event));
    let address = serve(Router::new().nest("/hook", hooks)).await + "/hook";
    let of_event = |event: &'static str| {
        let client = client().with(|it| {
            let name = http::HeaderName::from_static("x-event");
            it.header(name, http::HeaderValue::from_static(event))
        });
        client.webhooks()
    };
    let pet = of_event("new-pet").new_pet(&address, "e1", pet());
    pet.send().await.unwrap();
    let closing = of_event("shop-closed").tell_of_closing(&address);
    closing.send().await.unwrap();
    let lost = of_event("other").tell_of_closing(address).send().await;
    assert!(lost.unwrap_err().to_string().contains("404"));
}

#[tokio::test]
async fn what_breaks_the_contract_is_not_received() {
    let keeper = Keeper::default();
    let address = serve(router(keeper.clone())).await;
    let post = |path: &str, body: &'static str| {
        let request = reqwest::Client::new().post(format!("{address}/{path}"));
        request
            .header("content-type", "application/json")
            .body(body)
    };
    let faulty = post("new-pet?attempt=0", r#"{"id": 7, "name": ""}"#);
    let faulty = faulty.send().await.unwrap();
    assert_eq!(faulty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = faulty.text().await.unwrap();
    for place in [
        r#"["header","X-Event-Id"]"#,
        r#"["query","attempt"]"#,
        r#"["body","name"]"#,
    ] {
        assert!(text.contains(place), "{place}: {text}");
    }
    let other = reqwest::Client::new().post(format!("{address}/new-pet"));
    let other = other.header("x-event-id", "e1").body("<pet/>");
    let other = other.header("content-type", "text/xml").send().await;
    assert_eq!(other.unwrap().status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let lost = post("no-such-hook", "{}").send().await.unwrap();
    assert_eq!(lost.status(), StatusCode::NOT_FOUND);
    assert!(keeper.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn who_sends_has_to_say_so_where_the_webhook_asks_for_it() {
    let address = serve(router(Keeper::default())).await + "/shop-closed";
    for token in [None, Some("another")] {
        let request = reqwest::Client::new().post(&address);
        let request = match token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        };
        let refused = request.send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
        let challenge = refused.headers()["www-authenticate"].to_str().unwrap();
        assert!(challenge.starts_with("Bearer"), "{challenge}");
    }
}

/// Has no method yet.
struct Nothing;

impl Authenticator for Nothing {
    type Principal = ();

    async fn authenticate(&self, _: Credentials, _: Access<'_>) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Webhooks for Nothing {}

#[tokio::test]
async fn what_a_receiver_leaves_out_is_answered_with_501() {
    let address = serve(router(Nothing)).await;
    let sent = client()
        .webhooks()
        .put_new_pet(format!("{address}/new-pet"))
        .send()
        .await;
    let text = sent.unwrap_err().to_string();
    assert!(text.contains("501"), "{text}");
}
