//! What is wrong is told in the document's own object, or as the user likes; what answers break is counted.

use axum::response::IntoResponse;
use http::StatusCode;
use serde_json::{Value, json};
use server_envelope_api::server::*;
use server_envelope_api::types::Pet;

/// Answers what breaks the document where it is asked for `bad`.
struct Pets {
    is_bad: bool,
}

impl Pets {
    fn pet(&self) -> Pet {
        Pet::new(if self.is_bad { "" } else { "Rex" })
    }
}

impl Api for Pets {
    async fn add_pet(&self, request: AddPetRequest, _: Context) -> Result<AddPetResponse, AddPetError> {
        if request.body.name == "nobody" {
            return Err(Failure::new(StatusCode::CONFLICT, "Nobody can be added").into());
        }
        Ok(AddPetResponse::Created {
            body: Pet { age: self.is_bad.then_some(41), ..self.pet() },
            x_left: if self.is_bad { -1 } else { 1 },
            x_note: self.is_bad.then(|| "too long".to_owned()),
        })
    }

    async fn watch_pets(&self, _: WatchPetsRequest, _: Context) -> Result<WatchPetsResponse, WatchPetsError> {
        Ok(items::Items::from(vec![self.pet(), Pet::new("Tom"), self.pet()]).into())
    }

    async fn tell_pets(&self, _: TellPetsRequest, _: Context) -> Result<TellPetsResponse, TellPetsError> {
        Ok(items::Items::from(vec![self.pet().into()]).into())
    }

    async fn first_pet(&self, _: FirstPetRequest, _: Context) -> Result<FirstPetResponse, FirstPetError> {
        Ok(FirstPetResponse::Ok(self.pet().into()))
    }
}

async fn serve(app: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

async fn told(request: reqwest::RequestBuilder) -> (u16, http::HeaderMap, Value) {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = answer.bytes().await.unwrap();
    (status, headers, serde_json::from_slice(&body).unwrap_or_default())
}

/// A request with a pet in it.
fn post(base: &str, pet: &Value) -> reqwest::RequestBuilder {
    let request = reqwest::Client::new().post(format!("{base}/pets"));
    request.header("content-type", "application/json").body(pet.to_string())
}

fn envelope(code: u16, status: &str, message: &str) -> Value {
    json!({
        "success": false,
        "kind": "error",
        "request_id": "",
        "error": {"code": code, "status": status, "message": message},
    })
}

#[tokio::test]
async fn what_is_wrong_is_told_in_the_object_of_the_document() {
    let base = serve(router(Pets { is_bad: false })).await;
    let client = reqwest::Client::new();
    let (status, _, body) = told(client.get(format!("{base}/nowhere"))).await;
    assert_eq!(status, 404);
    assert_eq!(body, envelope(404, "not_found", "There is no such route"));
    let (status, headers, _) = told(client.get(format!("{base}/pets"))).await;
    assert_eq!((status, &headers["allow"]), (405, &"POST".parse().unwrap()));
    let (status, headers, body) = told(post(&base, &json!({"name": "", "age": 41}))).await;
    assert_eq!(status, 422);
    assert_eq!(headers["content-type"], "application/json");
    let mut expected = envelope(422, "validation_error", "The request has 2 faults");
    expected["error"]["details"] = json!([
        {"field": "body.name", "issue": "string_too_short", "description": "Must have at least 1 characters"},
        {"field": "body.age", "issue": "less_than_equal", "description": "Must be at most 40"},
    ]);
    assert_eq!(body, expected);
    let (status, _, body) = told(post(&base, &json!({"name": "nobody"}))).await;
    assert_eq!((status, &body["error"]["message"]), (409, &json!("Nobody can be added")));
}

#[tokio::test]
async fn the_user_may_make_it() {
    let app = router_with(Pets { is_bad: false }, |rejection| {
        let places = rejection.faults.iter().map(fault::Fault::place);
        let body = format!("{}: {}", rejection.kind, places.collect::<Vec<_>>().join(" "));
        (rejection.status, [("x-mine", "yes")], body).into_response()
    });
    // What stands around it still finds out what was wrong.
    let app = app.layer(axum::middleware::map_response(
        |mut response: axum::response::Response| async move {
            if let Some(rejection) = response.extensions().get::<Rejection>().cloned() {
                let kind = rejection.kind.parse().unwrap();
                response.headers_mut().insert("x-kind", kind);
            }
            response
        },
    ));
    let base = serve(app).await;
    let client = reqwest::Client::new();
    for (request, status, text) in [
        (client.get(format!("{base}/nowhere")), 404, "not_found: "),
        (client.get(format!("{base}/pets")), 405, "method_not_allowed: "),
        (
            post(&base, &json!({"name": ""})),
            422,
            "validation_error: body.name",
        ),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["x-mine"], "yes");
        assert_eq!(answer.headers()["x-kind"], text.split(':').next().unwrap());
        assert_eq!(answer.headers().contains_key("allow"), status == 405);
        assert_eq!(answer.text().await.unwrap(), text);
    }
    let added = post(&base, &json!({"name": "Rex"}));
    let (status, headers, body) = told(added).await;
    assert_eq!((status, body), (201, json!({"name": "Rex"})));
    assert!(!headers.contains_key("x-mine"));
}

/// One test alone looks at the counter, which the whole process shares.
#[tokio::test]
async fn what_answers_break_is_counted_and_sent() {
    let client = reqwest::Client::new();
    let good = serve(router(Pets { is_bad: false })).await;
    let bad = serve(router(Pets { is_bad: true })).await;
    for (base, is_bad) in [(&good, false), (&bad, true)] {
        for (path, expected) in [("watched", 2), ("told", 1), ("first", 1)] {
            let before = breaches();
            let answer = client.get(format!("{base}/pets/{path}")).send().await.unwrap();
            assert_eq!(answer.status(), 200);
            answer.bytes().await.unwrap();
            let expected = if is_bad && cfg!(debug_assertions) { expected } else { 0 };
            assert_eq!(breaches() - before, expected, "{path}");
        }
    }
    let before = breaches();
    let (status, headers, body) = told(post(&bad, &json!({"name": "Rex"}))).await;
    assert_eq!(status, 201);
    assert_eq!(headers["x-left"], "-1");
    assert_eq!(headers["x-note"], "too long");
    assert_eq!(body, json!({"name": "", "age": 41}));
    let expected = if cfg!(debug_assertions) { 4 } else { 0 };
    assert_eq!(breaches() - before, expected);
}
