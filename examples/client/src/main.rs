//! Prints how many bytes of each dataset an organization's users have downloaded.
//!
//! ```text
//! oasmith-example-client http://127.0.0.1:3000/api/v1 acme token
//! ```

use std::collections::BTreeMap;
use std::env;
use std::process::ExitCode;
use std::time::Duration;

use oasmith_example_client::dataset_activity::{Client, Error};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [base_url, org, token] = arguments.as_slice() else {
        eprintln!("usage: oasmith-example-client BASE_URL ORGANIZATION TOKEN");
        return ExitCode::from(64);
    };
    match run(base_url, org, token).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(base_url: &str, org: &str, token: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(base_url)
        .bearer_auth(token)
        .timeout(Duration::from_secs(10))
        .build()?;
    for (dataset, bytes) in downloads(&client, org).await? {
        println!("{dataset}: {bytes}");
    }
    Ok(())
}

/// How many bytes of each dataset were sent. Begins anew when the server asks for a pause.
async fn downloads(client: &Client, org: &str) -> Result<BTreeMap<String, i64>, Error> {
    loop {
        match all_pages(client, org).await {
            Err(Error::Api(error)) if error.status() == 429 => {
                let wait = error.retry_after().unwrap_or(Duration::from_secs(1));
                tokio::time::sleep(wait).await;
            }
            other => return other,
        }
    }
}

async fn all_pages(client: &Client, org: &str) -> Result<BTreeMap<String, i64>, Error> {
    let mut bytes = BTreeMap::new();
    let mut events = client.list_dataset_activity(org).limit(1000).stream();
    while let Some(event) = events.try_next().await? {
        *bytes.entry(event.dataset).or_default() += event.bytes;
    }
    Ok(bytes)
}
