//! The client against the example server, which keeps its events in memory.

use std::time::Duration;

use super::common::{self, wire};
use oasmith_example_client::dataset_activity::Client;
use oasmith_example_server::Activity;
use oasmith_example_server::dataset_activity::server::router;
use oasmith_example_server::dataset_activity::types::{DatasetAction, DatasetActivityEvent};

/// A download that took place so many minutes after the first.
fn event(minutes: u8) -> DatasetActivityEvent {
    let start = chrono::DateTime::from_timestamp(1_700_000_000, 0).unwrap();
    let at = start + Duration::from_secs(60 * u64::from(minutes));
    let id = uuid::Uuid::from_u128(minutes.into());
    DatasetActivityEvent::new(id, "weather", DatasetAction::Download, at, 1, None)
}

async fn start() -> Client {
    let activity = Activity::of("acme", "token", (0..7).map(event).collect());
    common::client(common::serve(router(activity)).await)
}

#[tokio::test]
async fn all_events_arrive_with_the_newest_first() {
    let client = start().await;
    let page = client.list_dataset_activity("acme").limit(3).send();
    assert_eq!(page.await.unwrap().total, 7);
    let mut events = client.list_dataset_activity("acme").limit(3).stream();
    for minutes in (0..7).rev() {
        let next = events.try_next().await.unwrap();
        assert_eq!(wire(next), wire(Some(event(minutes))));
    }
    assert!(events.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn nothing_stands_behind_the_last_page() {
    let page = start().await.list_dataset_activity("acme").offset(8);
    let page = page.send().await.unwrap();
    assert_eq!((page.total, page.events), (7, Some(Vec::new())));
}

#[tokio::test]
async fn another_organization_is_not_found() {
    let call = start().await.list_dataset_activity("other");
    assert_eq!(call.send().await.unwrap_err().status().unwrap(), 404);
}

#[tokio::test]
async fn another_token_is_refused() {
    let activity = Activity::of("acme", "another", Vec::new());
    let client = common::client(common::serve(router(activity)).await);
    let call = client.list_dataset_activity("acme");
    assert_eq!(call.send().await.unwrap_err().status().unwrap(), 401);
}
