//! Serves the activity of the organization `acme`, whose token is `token`, at `http://127.0.0.1:3000/api/v1`, or at the address
//! that it is given. Ctrl-C and SIGTERM end it, when those are answered who have begun to ask.
//!
//! ```text
//! curl -H 'authorization: Bearer token' 'http://127.0.0.1:3000/api/v1/org/acme/datasets/activity?limit=2'
//! ```

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use oasmith_example_server::dataset_activity::server::{BASE_PATH, router};
use oasmith_example_server::dataset_activity::types::{DatasetAction, DatasetActivityEvent};
use oasmith_example_server::{Activity, serve, told_to_end};
use tokio::net::TcpListener;
use uuid::Uuid;

/// How long it waits for who has begun to ask.
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let activity = Activity::of("acme", "token", (0..5).map(event).collect());
    let app = axum::Router::new().nest_service(BASE_PATH, router(activity));
    let address = std::env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:3000")).await?;
    println!("http://{}{BASE_PATH}", listener.local_addr()?);
    serve(listener, app, told_to_end(), PATIENCE).await
}

/// A download that took place so many hours ago.
fn event(hours: u8) -> DatasetActivityEvent {
    let at = Utc::now() - TimeDelta::hours(hours.into());
    let id = Uuid::from_u128(hours.into());
    let actor = Some("ada".to_owned());
    DatasetActivityEvent::new(id, "weather", DatasetAction::Download, at, 1024, actor)
}
