//! An API that has nothing but webhooks, over a socket.

use http::StatusCode;
use v3_1_webhooks_api::client::Client;
use v3_1_webhooks_api::server::Context;
use v3_1_webhooks_api::server::webhooks::{
    NewPetError, NewPetRequest, NewPetResponse, Webhooks, router,
};
use v3_1_webhooks_api::types::Pet;

struct Receiver;

impl Webhooks for Receiver {
    async fn new_pet(
        &self,
        request: NewPetRequest,
        _: Context,
    ) -> Result<NewPetResponse, NewPetError> {
        let name = request.body.and_then(|pet| pet.name.into());
        assert_eq!(name.as_deref(), Some("Rex"));
        Ok(NewPetResponse::Ok)
    }
}

#[tokio::test]
async fn what_is_sent_is_received() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Receiver)).await });
    let client = Client::builder("http://127.0.0.1:1").build().unwrap();
    let url = format!("http://{address}/new-pet");
    let pet = Pet {
        name: "Rex".to_owned(),
    };
    let sent = client.webhooks().new_pet(&url).body(pet);
    sent.send().await.unwrap();
    let request = reqwest::Client::new().post(url);
    let request = request.header("content-type", "application/json");
    let refused = request.body(r#"{"name": 7}"#).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text().await.unwrap();
    assert!(text.contains(r#""loc":["body","name"]"#), "{text}");
}
