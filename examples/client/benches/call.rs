//! What a call costs with the generated client, and what it costs written by hand with reqwest and serde_json:
//! `cargo bench -p oasmith-example-client`.
//!
//! Both ask the same server over loopback, in one process and on one thread. Criterion times them one after the other, which
//! is good for the numbers; for the ratio they take turns, so that whatever else the machine does falls on both.

use std::hint::black_box;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use criterion::Criterion;
use http::header::ACCEPT;
use oasmith_example_client::dataset_activity::Client;
use oasmith_example_client::dataset_activity::types::{DatasetActivityPage, ErrorEnvelope};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::StatusCode;
use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

/// How long calls take turns for each ratio.
const TURNS: Duration = Duration::from_secs(10);

/// One page to ask for.
struct Page {
    name: &'static str,
    /// The organization whose page it is.
    org: &'static str,
    /// How many calls make a turn.
    calls: u32,
}

const PAGES: [Page; 2] = [
    Page {
        name: "small call",
        org: "small",
        calls: 10,
    },
    Page {
        name: "page of 1 MB",
        org: "large",
        calls: 1,
    },
];

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let address = runtime.block_on(serve());
    let base_url = format!("http://{address}/api/v1");
    let generated = Client::builder(base_url.as_str())
        .bearer_auth("token")
        .build()
        .expect("a client");
    let by_hand = ByHand::new(base_url);
    let mut criterion = Criterion::default().configure_from_args();
    for page in PAGES {
        let mut group = criterion.benchmark_group(page.name);
        group.bench_function("generated", |bench| {
            bench.iter(|| runtime.block_on(with_generated(&generated, page.org)));
        });
        group.bench_function("by hand", |bench| {
            bench.iter(|| runtime.block_on(with_hand_written(&by_hand, page.org)));
        });
        group.finish();
    }
    if std::env::args().any(|argument| argument == "--bench") {
        for page in PAGES {
            println!("{}", taking_turns(&runtime, &generated, &by_hand, &page));
        }
    }
    criterion.final_summary();
}

async fn with_generated(client: &Client, org: &str) {
    let call = client.list_dataset_activity(org).limit(100).offset(0);
    black_box(call.send().await.expect("a page"));
}

async fn with_hand_written(client: &ByHand, org: &str) {
    let page = client.list_dataset_activity(org, Some(100), Some(0));
    black_box(page.await.expect("a page"));
}

/// The ratio of what both cost: of the medians, and of the turns with their quartiles.
fn taking_turns(runtime: &Runtime, generated: &Client, by_hand: &ByHand, page: &Page) -> String {
    let generated = || timed(runtime, page, || with_generated(generated, page.org));
    let by_hand = || timed(runtime, page, || with_hand_written(by_hand, page.org));
    let mut turns = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < TURNS {
        turns.push(if turns.len() % 2 == 0 {
            let first = generated();
            (first, by_hand())
        } else {
            let first = by_hand();
            (generated(), first)
        });
    }
    let [_, generated, _] = quartiles(turns.iter().map(|turn| turn.0));
    let [_, by_hand, _] = quartiles(turns.iter().map(|turn| turn.1));
    let [low, middle, high] = quartiles(turns.iter().map(|turn| turn.0 / turn.1));
    format!(
        "{}: generated {generated:.2} µs, by hand {by_hand:.2} µs, ratio {:.3}; of {} turns {middle:.3}, half of them \
         between {low:.3} and {high:.3}",
        page.name,
        generated / by_hand,
        turns.len(),
    )
}

/// What one call of a turn takes, in microseconds.
fn timed<F: Future<Output = ()>>(runtime: &Runtime, page: &Page, call: impl Fn() -> F) -> f64 {
    let begin = Instant::now();
    runtime.block_on(async {
        for _ in 0..page.calls {
            call().await;
        }
    });
    begin.elapsed().as_secs_f64() * 1e6 / f64::from(page.calls)
}

fn quartiles(of: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut of: Vec<f64> = of.collect();
    of.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| of[of.len() * quarter / 4])
}

/// A client as one writes it for this one operation.
struct ByHand {
    http: reqwest::Client,
    base_url: String,
    token: String,
}

/// What can go wrong with it.
#[derive(Debug)]
#[expect(dead_code, reason = "nothing goes wrong here")]
enum Fault {
    Exchange(reqwest::Error),
    Answer(StatusCode, ErrorEnvelope),
    Unexpected(StatusCode, Bytes),
    Decode(serde_json::Error),
}

#[derive(Serialize)]
struct Query {
    limit: Option<i64>,
    offset: Option<i64>,
}

/// Everything but the unreserved characters of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl ByHand {
    fn new(base_url: String) -> Self {
        Self {
            http: reqwest::Client::new(),
            base_url,
            token: "token".into(),
        }
    }

    async fn list_dataset_activity(
        &self,
        org: &str,
        limit: Option<i64>,
        offset: Option<i64>,
    ) -> Result<DatasetActivityPage, Fault> {
        let org = utf8_percent_encode(org, SEGMENT);
        let url = format!("{}/org/{org}/datasets/activity", self.base_url);
        let request = self
            .http
            .get(url)
            .bearer_auth(&self.token)
            .header(ACCEPT, "application/json")
            .query(&Query { limit, offset });
        let response = request.send().await.map_err(Fault::Exchange)?;
        let status = response.status();
        let body = response.bytes().await.map_err(Fault::Exchange)?;
        match status.as_u16() {
            200 => serde_json::from_slice(&body).map_err(Fault::Decode),
            400..=599 => Err(match serde_json::from_slice(&body) {
                Ok(envelope) => Fault::Answer(status, envelope),
                Err(_) => Fault::Unexpected(status, body),
            }),
            _ => Err(Fault::Unexpected(status, body)),
        }
    }
}

/// A server of as little as there can be: what it costs would hide the difference.
async fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let pages = [answer(1), answer(4_700)];
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(answer_all(socket, pages.clone()));
        }
    });
    address
}

/// Answers with the first page whoever asks for the small one, else with the second, until the client closes.
async fn answer_all(mut socket: TcpStream, [small, large]: [Bytes; 2]) {
    socket.set_nodelay(true).expect("it is set");
    let mut head = Vec::with_capacity(4096);
    while let Ok(1..) = socket.read_buf(&mut head).await {
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        let is_small = head.starts_with(b"GET /api/v1/org/small/");
        let answer = if is_small { &small } else { &large };
        if socket.write_all(answer).await.is_err() {
            break;
        }
        head.clear();
    }
}

fn answer(events: usize) -> Bytes {
    let event = |number: usize| {
        format!(
            "{{\"id\":\"{number:08x}-0000-4000-8000-000000000000\",\"dataset\":\"weather-{number}\",\"action\":\"download\",\
             \"occurred_at\":\"2024-05-17T12:34:56Z\",\"bytes\":{},\"actor\":\"somebody\",\
             \"user_agent\":\"curl/8.7.1 (on Linux)\",\"country\":\"DE\"}}",
            number * 1_000,
        )
    };
    let all: Vec<String> = (0..events).map(event).collect();
    let body = format!(
        "{{\"limit\":100,\"offset\":0,\"total\":{events},\"events\":[{}]}}",
        all.join(",")
    );
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    Bytes::from(head + &body)
}
