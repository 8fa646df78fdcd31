//! What the generated server costs, and what the same handler costs written by hand on axum with the same checks:
//! `cargo bench -p oasmith-example-server`.
//!
//! One client asks both over loopback, in one process and on one thread. Criterion times them one after the other, which is
//! good for the numbers; for the ratio they take turns, so that whatever else the machine does falls on both.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT, AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, serve};
use chrono::DateTime;
use criterion::Criterion;
use oasmith_example_server::Activity;
use oasmith_example_server::dataset_activity::server::router;
use oasmith_example_server::dataset_activity::types::{
    DatasetAction, DatasetActivityEvent, DatasetActivityPage, ErrorEnvelope,
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// How long the servers take turns, and how many requests make a turn.
const TURNS: Duration = Duration::from_secs(10);
const REQUESTS: u32 = 20;

/// How many events the page has that is asked for.
const EVENTS: u8 = 3;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let generated = router(Activity::of("acme", "token", events()));
    let mut servers = [
        runtime.block_on(Connection::to("generated", generated)),
        runtime.block_on(Connection::to("by hand", by_hand(true))),
        runtime.block_on(Connection::to("by hand without checks", by_hand(false))),
    ];
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("request");
    for server in &mut servers {
        group.bench_function(server.name, |bench| {
            bench.iter(|| runtime.block_on(server.ask()));
        });
    }
    group.finish();
    if std::env::args().any(|argument| argument == "--bench") {
        println!("{}", taking_turns(&runtime, &mut servers));
    }
    criterion.final_summary();
}

fn events() -> Vec<DatasetActivityEvent> {
    let event = |second: u8| {
        let at = DateTime::from_timestamp(second.into(), 0).expect("a time");
        let id = Uuid::from_u128(second.into());
        let actor = Some("ada".to_owned());
        DatasetActivityEvent::new(id, "weather", DatasetAction::Download, at, 1024, actor)
    };
    (0..EVENTS).map(event).collect()
}

/// The requests per second of each server, the ratio of the first two, and what the checks cost.
fn taking_turns(runtime: &Runtime, servers: &mut [Connection; 3]) -> String {
    let mut turns: [Vec<f64>; 3] = Default::default();
    let begin = Instant::now();
    let mut first = 0;
    while begin.elapsed() < TURNS {
        for position in (0..3).map(|position| (first + position) % 3) {
            turns[position].push(timed(runtime, &mut servers[position]));
        }
        first += 1;
    }
    let ratios = turns[1]
        .iter()
        .zip(&turns[0])
        .map(|(by_hand, generated)| by_hand / generated);
    let [low, middle, high] = quartiles(ratios);
    let [generated, by_hand, unchecked] =
        turns.each_ref().map(|of| quartiles(of.iter().copied())[1]);
    let rate = |micros: f64| 1e6 / micros;
    format!(
        "generated {:.0} requests/s, by hand {:.0}, ratio {:.3}; of {first} turns {middle:.3}, half of them between {low:.3} \
         and {high:.3}; without checks {:.0}: of {generated:.2} µs the checks take {:.2}, by hand {:.2}",
        rate(generated),
        rate(by_hand),
        by_hand / generated,
        rate(unchecked),
        generated - unchecked,
        by_hand - unchecked,
    )
}

/// What one request of a turn takes, in microseconds.
fn timed(runtime: &Runtime, server: &mut Connection) -> f64 {
    let begin = Instant::now();
    runtime.block_on(async {
        for _ in 0..REQUESTS {
            server.ask().await;
        }
    });
    begin.elapsed().as_secs_f64() * 1e6 / f64::from(REQUESTS)
}

fn quartiles(of: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut of: Vec<f64> = of.collect();
    of.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| of[of.len() * quarter / 4])
}

const REQUEST: &[u8] = b"GET /org/acme/datasets/activity?limit=10&offset=0 HTTP/1.1\r\n\
    host: localhost\r\nauthorization: Bearer token\r\naccept: application/json\r\n\r\n";

/// A connection to a server that is kept open, by as little of a client as there can be: what it costs would hide the
/// difference.
struct Connection {
    name: &'static str,
    socket: TcpStream,
    answer: Vec<u8>,
    /// How long an answer is.
    length: usize,
}

impl Connection {
    async fn to(name: &'static str, router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        tokio::spawn(async move { serve(listener, router).await });
        let mut socket = TcpStream::connect(address).await.expect("a connection");
        socket.set_nodelay(true).expect("it is set");
        socket.write_all(REQUEST).await.expect("it is sent");
        let mut answer = vec![0; 1 << 16];
        let length = socket.read(&mut answer).await.expect("an answer");
        let text = String::from_utf8_lossy(&answer[..length]);
        assert!(
            text.starts_with("HTTP/1.1 200 OK") && text.ends_with('}'),
            "{text}"
        );
        Self {
            name,
            socket,
            answer,
            length,
        }
    }

    async fn ask(&mut self) {
        self.socket.write_all(REQUEST).await.expect("it is sent");
        let answer = &mut self.answer[..self.length];
        self.socket.read_exact(answer).await.expect("an answer");
        assert!(answer.starts_with(b"HTTP/1.1 200 OK"));
    }
}

/// What the handlers by hand know.
#[derive(Clone)]
struct Known {
    organizations: Arc<HashMap<&'static str, Organization>>,
}

struct Organization {
    token: &'static str,
    events: Vec<DatasetActivityEvent>,
}

/// The server as one writes it for this one operation.
fn by_hand(checks: bool) -> Router {
    let organization = Organization {
        token: "token",
        events: events(),
    };
    let known = Known {
        organizations: Arc::new(HashMap::from([("acme", organization)])),
    };
    let path = "/org/{org}/datasets/activity";
    let router = match checks {
        true => Router::new().route(path, get(checked)),
        false => Router::new().route(path, get(unchecked)),
    };
    router.with_state(known)
}

#[derive(Deserialize)]
struct Raw {
    limit: Option<String>,
    offset: Option<String>,
}

#[derive(Serialize)]
struct Fault {
    loc: [&'static str; 2],
    msg: &'static str,
    r#type: &'static str,
}

#[derive(Serialize)]
struct Refused {
    code: u16,
    detail: &'static str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
}

fn refused(
    status: StatusCode,
    detail: &'static str,
    kind: &'static str,
    errors: Vec<Fault>,
) -> Response {
    let code = status.as_u16();
    let body = Refused {
        code,
        detail,
        r#type: kind,
        errors,
    };
    (status, Json(body)).into_response()
}

async fn checked(
    State(known): State<Known>,
    Path(org): Path<String>,
    Query(raw): Query<Raw>,
    headers: HeaderMap,
) -> Response {
    let token = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let token = token.and_then(|text| text.strip_prefix("Bearer "));
    let caller = known.organizations.iter().find(|(_, organization)| {
        let expected = organization.token.as_bytes();
        token.is_some_and(|token| token.as_bytes().ct_eq(expected).into())
    });
    let Some((caller, _)) = caller else {
        let answer = refused(
            StatusCode::UNAUTHORIZED,
            "Authentication failed",
            "authentication_error",
            Vec::new(),
        );
        return ([(WWW_AUTHENTICATE, "Bearer")], answer).into_response();
    };
    let accept = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("*/*");
    let mut taken = accept
        .split(',')
        .map(|range| range.split(';').next().unwrap_or_default().trim());
    if !taken.any(|range| matches!(range, "application/json" | "application/*" | "*/*")) {
        return refused(
            StatusCode::NOT_ACCEPTABLE,
            "The answer is application/json",
            "not_acceptable",
            Vec::new(),
        );
    }
    if *caller != org && known.organizations.contains_key(org.as_str()) {
        return refused(
            StatusCode::FORBIDDEN,
            "The token is another organization's",
            "permission_error",
            Vec::new(),
        );
    }
    let mut faults = Vec::new();
    let limit = integer(raw.limit.as_deref(), 50, 1, 1000, "limit", &mut faults);
    let offset = integer(raw.offset.as_deref(), 0, 0, i64::MAX, "offset", &mut faults);
    if !faults.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return refused(status, "The request has faults", "validation_error", faults);
    }
    answer(&known, &org, limit, offset)
}

/// What stands in the query, or what holds without.
fn integer(
    text: Option<&str>,
    otherwise: i64,
    least: i64,
    most: i64,
    name: &'static str,
    faults: &mut Vec<Fault>,
) -> i64 {
    let Some(text) = text else {
        return otherwise;
    };
    let (msg, kind) = match text.parse() {
        Ok(value) if (least..=most).contains(&value) => return value,
        Ok(_) => ("Must be within the bounds", "out_of_range"),
        Err(_) => ("Must be an integer", "int_parsing"),
    };
    faults.push(Fault {
        loc: ["query", name],
        msg,
        r#type: kind,
    });
    otherwise
}

#[derive(Deserialize)]
struct Plain {
    limit: i64,
    offset: i64,
}

async fn unchecked(
    State(known): State<Known>,
    Path(org): Path<String>,
    Query(query): Query<Plain>,
) -> Response {
    answer(&known, &org, query.limit, query.offset)
}

fn answer(known: &Known, org: &str, limit: i64, offset: i64) -> Response {
    let Some(organization) = known.organizations.get(org) else {
        let detail = format!("There is no organization `{org}`");
        let body = ErrorEnvelope::new(404, detail, "not_found");
        return (StatusCode::NOT_FOUND, Json(body)).into_response();
    };
    let (skipped, taken) = (usize::try_from(offset), usize::try_from(limit));
    let events = organization
        .events
        .iter()
        .skip(skipped.unwrap_or(0))
        .take(taken.unwrap_or(0));
    let total = i64::try_from(organization.events.len()).unwrap_or(0);
    let page = DatasetActivityPage {
        events: Some(events.cloned().collect()),
        ..DatasetActivityPage::new(limit, offset, total)
    };
    Json(page).into_response()
}
