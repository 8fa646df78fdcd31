//! The client against a server whose implementation does what a test needs.

use std::time::Duration;

use super::common::{self, wire};
use http::StatusCode;
use oasmith_example_client::dataset_activity::{Client, Error, types};
use oasmith_example_server::dataset_activity::server::{
    Access, Api, Authenticator, Context, Credentials, Failure, ListDatasetActivityError as E,
    ListDatasetActivityRequest, ListDatasetActivityResponse, Refusal, router, undocumented,
};
use oasmith_example_server::dataset_activity::types::{
    DatasetAction, DatasetActivityEvent, DatasetActivityPage, ErrorEnvelope,
};

const TOTAL: i64 = 7;

/// Does what the organization's name says.
struct Activity;

impl Authenticator for Activity {
    type Principal = ();

    async fn authenticate(&self, credentials: Credentials, _: Access<'_>) -> Result<(), Refusal> {
        let Credentials::BearerAuth(token) = credentials;
        let is_known = token.is("token");
        is_known.then_some(()).ok_or(Refusal::Unauthenticated)
    }
}

impl Api for Activity {
    async fn list_dataset_activity(
        &self,
        request: ListDatasetActivityRequest,
        _: Context,
    ) -> Result<ListDatasetActivityResponse, E> {
        let body = |code| ErrorEnvelope::new(code, "no", "no");
        Err(match request.org.as_str() {
            "400" => E::BadRequest(body(400)),
            "401" => E::Unauthorized(body(401)),
            "403" => E::Forbidden(body(403)),
            "404" => E::NotFound(body(404)),
            "409" => E::Conflict(body(409)),
            "422" => E::UnprocessableEntity(body(422)),
            "426" => E::UpgradeRequired(body(426)),
            "429" => E::TooManyRequests {
                body: body(429),
                retry_after: Some("7".into()),
            },
            "500" => E::InternalServerError(body(500)),
            "502" => E::BadGateway(body(502)),
            "504" => E::GatewayTimeout(body(504)),
            "teapot" => Failure::new(StatusCode::IM_A_TEAPOT, "short and stout").into(),
            "broken" => "x".parse::<i64>().map(|_| E::NotFound(body(404)))?,
            "slow" => {
                tokio::time::sleep(Duration::from_secs(60)).await;
                E::NotFound(body(404))
            }
            org => return Ok(page(org, request.limit, request.offset).into()),
        })
    }
}

fn page(org: &str, limit: i64, offset: i64) -> DatasetActivityPage {
    let events = (offset..TOTAL.min(offset + limit)).map(|index| event(org, index));
    DatasetActivityPage {
        events: Some(events.collect()),
        ..DatasetActivityPage::new(limit, offset, TOTAL)
    }
}

fn event(org: &str, index: i64) -> DatasetActivityEvent {
    let id = uuid::Uuid::from_u128(index.unsigned_abs().into());
    let at = chrono::DateTime::from_timestamp(1_700_000_000 + index, 0).unwrap();
    DatasetActivityEvent {
        country: Some(None),
        ..DatasetActivityEvent::new(id, org, DatasetAction::from("erase"), at, i64::MAX, None)
    }
}

async fn start() -> Client {
    common::client(common::serve(router(Activity)).await)
}

#[tokio::test]
async fn a_page_arrives_as_it_was_sent() {
    let client = start().await;
    let org = "a/b c%?ü+..";
    let answer = client
        .list_dataset_activity(org)
        .limit(2)
        .offset(3)
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(wire(answer.into_body()), wire(page(org, 2, 3)));
    let defaults = client.list_dataset_activity("acme").send().await.unwrap();
    assert_eq!((defaults.limit, defaults.offset), (50, 0));
}

#[tokio::test]
async fn every_documented_error_arrives_typed() {
    let client = start().await;
    for status in [400, 401, 403, 404, 409, 422, 426, 429, 500, 502, 504_u16] {
        match client
            .list_dataset_activity(status.to_string())
            .send()
            .await
        {
            Err(Error::Api(error)) => {
                assert_eq!(error.status(), status);
                let body = types::ErrorEnvelope::new(status.into(), "no", "no");
                assert_eq!(error.body(), &body);
                let wait = (status == 429).then_some(Duration::from_secs(7));
                assert_eq!(error.retry_after(), wait);
            }
            other => panic!("{status}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn what_is_not_documented_is_unexpected_and_counted() {
    let client = start().await;
    let before = undocumented();
    match client.list_dataset_activity("teapot").send().await {
        Err(Error::Unexpected(error)) => {
            assert_eq!(error.status(), 418);
            assert!(error.text().contains("short and stout"), "{}", error.text());
        }
        other => panic!("{other:?}"),
    }
    match client.list_dataset_activity("broken").send().await {
        Err(Error::Api(error)) => {
            assert_eq!(error.status(), 500);
            assert_eq!(error.body().detail, "The server failed to answer");
            assert_eq!(error.body().r#type, "server_error");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(undocumented(), before + 2);
}

#[tokio::test]
async fn three_pages_are_one_stream() {
    let client = start().await;
    let mut events = client.list_dataset_activity("acme").limit(3).stream();
    let mut all = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        all.push(event);
    }
    assert_eq!(wire(Some(all)), wire(page("acme", TOTAL, 0).events));
    assert!(events.try_next().await.unwrap().is_none());

    let mut late = client
        .list_dataset_activity("acme")
        .limit(3)
        .offset(5)
        .stream();
    for index in [5, 6] {
        let next = late.try_next().await.unwrap();
        assert_eq!(wire(next), wire(Some(event("acme", index))));
    }
    assert!(late.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_stream_ends_after_an_error() {
    let client = start().await;
    let mut events = client.list_dataset_activity("404").stream();
    assert_eq!(events.try_next().await.unwrap_err().status().unwrap(), 404);
    assert!(events.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_deadline_expires() {
    let address = common::serve(router(Activity)).await;
    let client = Client::builder(format!("http://{address}/api/v1/"))
        .bearer_auth("token")
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let error = client
        .list_dataset_activity("slow")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn a_bad_token_is_refused_by_the_implementation() {
    let address = common::serve(router(Activity)).await;
    let builder = Client::builder(format!("http://{address}/api/v1"));
    let client = builder.clone().bearer_auth("wrong").build().unwrap();
    let error = client
        .list_dataset_activity("acme")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 401);

    // One that is not well formed does not get that far.
    let client = builder.clone().bearer_auth("a b").build().unwrap();
    match client.list_dataset_activity("acme").send().await {
        Err(Error::Api(error)) => {
            assert_eq!(error.status(), 401);
            assert_eq!(error.headers()["www-authenticate"], "Bearer");
            assert_eq!(error.body().r#type, "authentication_error");
        }
        other => panic!("{other:?}"),
    }

    let client = builder.build().unwrap();
    match client.list_dataset_activity("acme").send().await {
        Err(Error::InvalidRequest(error)) => {
            assert!(error.to_string().contains("bearerAuth"), "{error}")
        }
        other => panic!("{other:?}"),
    }
}
