//! Callbacks, as a socket sees them, and as they are received.

use axum::Router;
use axum::extract::{Path, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use callbacks_api::client::webhooks::OnDataHeaders;
use callbacks_api::client::{Client, Error, contents as read};
use callbacks_api::server::contents::StreamEndedConflictContent;
use callbacks_api::server::webhooks::{
    OnDataError, OnDataOfPutAlarmsError, OnDataOfPutAlarmsRequest, OnDataOfPutAlarmsResponse,
    OnDataRequest, OnDataResponse, Receiver, StreamEndedError, StreamEndedRequest,
    StreamEndedResponse, Webhooks, router,
};
use callbacks_api::server::{Access, Authenticator, Context, Credentials, Refusal as Refused};
use callbacks_api::types::{Reading, Refusal};
use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

async fn receiver(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let told = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await.unwrap());
        }
        let text = format!("HTTP/1.1 {answer}");
        socket.write_all(text.as_bytes()).await.unwrap();
        String::from_utf8(head).unwrap()
    });
    (format!("http://{address}"), told)
}

fn client() -> Client {
    Client::builder("http://127.0.0.1:1").build().unwrap()
}

fn reading() -> Reading {
    serde_json::from_str(r#"{"at": "2026-01-02T03:04:05Z", "value": 1.5}"#).unwrap()
}

#[tokio::test]
async fn a_callback_goes_to_the_address_that_the_caller_made() {
    let (address, told) = receiver("202 Accepted\r\nx-pause: 3\r\ncontent-length: 0\r\n\r\n").await;
    let call = client()
        .webhooks()
        .on_data(format!("{address}/mine/data"), reading());
    let answer = call.send_with_response().await.unwrap();
    assert_eq!(
        OnDataHeaders::read(answer.headers()).unwrap().x_pause,
        Some(3)
    );
    let head = told.await.unwrap();
    assert!(head.starts_with("POST /mine/data HTTP/1.1\r\n"), "{head}");
}

#[tokio::test]
async fn what_the_receiver_refuses_with_is_typed() {
    let refusal = "400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{\"reason\":\"old\"}";
    let (address, _told) = receiver(refusal).await;
    let call = client().webhooks().on_data(address, reading());
    let Err(Error::Api(error)) = call.send().await else {
        panic!("no refusal");
    };
    assert_eq!(error.body().reason, "old");
}

#[tokio::test]
async fn callbacks_of_callbacks_and_of_components_are_sent_too() {
    let (address, told) = receiver("204 No Content\r\n\r\n").await;
    client()
        .webhooks()
        .delete_on_snooze(address)
        .send()
        .await
        .unwrap();
    assert!(told.await.unwrap().starts_with("DELETE / "));
    let (address, told) = receiver("204 No Content\r\n\r\n").await;
    client()
        .webhooks()
        .stream_ended(address)
        .send()
        .await
        .unwrap();
    assert!(told.await.unwrap().starts_with("POST / "));
}

/// Which stream a callback is of: whoever opens one names it in the address.
#[derive(Clone)]
struct Stream(String);

struct Listener;

impl Authenticator for Listener {
    type Principal = ();

    async fn authenticate(&self, credentials: Credentials, _: Access<'_>) -> Result<(), Refused> {
        let Credentials::HookKey(key) = credentials;
        key.is("secret").then_some(()).ok_or(Refused::Forbidden)
    }
}

impl Webhooks for Listener {
    async fn on_data(
        &self,
        request: OnDataRequest,
        context: Context,
    ) -> Result<OnDataResponse, OnDataError> {
        assert_eq!(request.body, reading());
        match context.extensions.get() {
            Some(Stream(name)) if name == "my stream" => {
                Ok(OnDataResponse::Accepted { x_pause: Some(3) })
            }
            Some(Stream(name)) => Err(OnDataError::BadRequest(Refusal {
                reason: format!("no stream {name}"),
            })),
            None => Ok(OnDataResponse::NoContent),
        }
    }

    async fn on_data_of_put_alarms(
        &self,
        request: OnDataOfPutAlarmsRequest,
        context: Context<Option<()>>,
    ) -> Result<OnDataOfPutAlarmsResponse, OnDataOfPutAlarmsError> {
        let expected = context.principal.map(|()| 11);
        assert_eq!(request.body.and_then(|body| body.volume), expected);
        Ok(OnDataOfPutAlarmsResponse::NoContent)
    }

    async fn stream_ended(
        &self,
        _: StreamEndedRequest,
        _: Context,
    ) -> Result<StreamEndedResponse, StreamEndedError> {
        let text = StreamEndedConflictContent::Text("never".to_owned());
        Err(StreamEndedError::Conflict(text))
    }
}

async fn note_stream(Path(name): Path<String>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(Stream(name));
    next.run(request).await
}

async fn serve(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

#[tokio::test]
async fn a_receiver_knows_by_the_address_what_a_callback_is_about() {
    let routes = Receiver::new(Listener).on_data();
    let routes = routes.layer(middleware::from_fn(note_stream));
    let address = serve(Router::new().route("/streams/{name}/data", routes)).await;
    let hooks = client().webhooks();
    let mine = format!("{address}/streams/my%20stream/data");
    let answer = hooks.on_data(mine, reading()).send_with_response().await;
    let headers = OnDataHeaders::read(answer.unwrap().headers()).unwrap();
    assert_eq!(headers.x_pause, Some(3));
    let other = hooks.on_data(format!("{address}/streams/other/data"), reading());
    let Err(Error::Api(error)) = other.send().await else {
        panic!("no refusal");
    };
    assert_eq!(error.body().reason, "no stream other");
}

#[tokio::test]
async fn callbacks_of_one_name_are_told_apart() {
    let address = serve(router(Listener)).await;
    let hooks = client().webhooks();
    let data = hooks.on_data(format!("{address}/on-data"), reading());
    data.send().await.unwrap();
    let alarm = format!("{address}/on-data-of-put-alarms");
    hooks.on_data_of_put_alarms(&alarm).send().await.unwrap();
    let with_key = |key: &str| {
        let client = Client::builder("http://127.0.0.1:1").hook_key(key).build();
        let body = serde_json::from_str(r#"{"volume": 11}"#).unwrap();
        let hooks = client.unwrap().webhooks();
        hooks.on_data_of_put_alarms(&alarm).body(body).send()
    };
    with_key("secret").await.unwrap();
    let refused = with_key("another").await.unwrap_err().to_string();
    assert!(refused.contains("403"), "{refused}");
    let quiet = hooks.delete_on_snooze(format!("{address}/on-snooze"));
    assert!(quiet.send().await.unwrap_err().to_string().contains("501"));
    let ended = hooks.stream_ended(format!("{address}/on-end"));
    let Err(Error::Api(refused)) = ended.send().await else {
        panic!("no refusal");
    };
    assert_eq!(refused.status(), 409);
    let never = read::StreamEndedConflictContent::Text("never".to_owned());
    assert_eq!(*refused.body(), never);
}

#[tokio::test]
async fn a_receiver_refuses_in_the_error_shape_of_its_operation() {
    let address = serve(router(Listener)).await;
    let request = reqwest::Client::new().post(format!("{address}/on-data"));
    let request = request.header("content-type", "application/json");
    let refused = request.body(r#"{"at": "today", "value": 1}"#).send().await;
    let refused = refused.unwrap();
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let body: serde_json::Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    // What this operation describes for such requests has no list for faults.
    let reason = body["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("The request has a fault: body.at: "),
        "{body}"
    );
    let other = reqwest::get(format!("{address}/on-data")).await.unwrap();
    assert_eq!(other.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(other.headers()["allow"], "POST");
}
