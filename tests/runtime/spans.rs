//! What a subscriber of `tracing` gets to see.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use http::Method;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::client::auth::Credential;
use crate::client::handle::Client;
use crate::client::hook::{Attempt, Hook};
use crate::client::invalid::InvalidRequest;
use crate::client::operation::Operation;
use crate::client::platform::BoxFuture;
use crate::client::request::Request;
use crate::client::retries::RetryPolicy;
use crate::peer::{Peer, Step, answer};

type Fields = BTreeMap<&'static str, String>;

/// Keeps the fields of each span, and whether it has ended.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<(Fields, bool)>>>);

struct Writer<'a>(&'a mut Fields);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Kept {
    fn with(&self, id: &Id, change: impl FnOnce(&mut (Fields, bool))) {
        let position = usize::try_from(id.into_u64()).unwrap() - 1;
        change(&mut self.0.lock().unwrap()[position]);
    }
}

impl Subscriber for Kept {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.name() == "http.client.request"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        span.record(&mut Writer(&mut fields));
        let mut spans = self.0.lock().unwrap();
        spans.push((fields, false));
        Id::from_u64(u64::try_from(spans.len()).unwrap())
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        self.with(id, |(fields, _)| values.record(&mut Writer(fields)));
    }

    fn try_close(&self, id: Id) -> bool {
        self.with(&id, |(_, has_ended)| *has_ended = true);
        true
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn each_attempt_is_a_span_without_secrets() {
    let peer = Peer::new([answer("503 Service Unavailable", "", ""), Step::Close]).await;
    let client = Client::builder(peer.url(""))
        .credential("key", Credential::query_key("key", "secret"))
        .retries(
            RetryPolicy::new()
                .attempts(2)
                .first_pause(std::time::Duration::ZERO),
        )
        .tracing()
        .build()
        .unwrap();
    let kept = Kept::default();
    let guard = tracing::subscriber::set_default(kept.clone());
    const GET: Operation = Operation {
        id: "getThing",
        method: "GET",
        path: "/things/{id}",
    };
    let request = Request::of(client, &GET, &[&["key"]])
        .path("/things/")
        .path_value("id", "secret");
    request
        .query("q", "secret")
        .header("x-q", "secret")
        .send()
        .await
        .unwrap_err();
    drop(guard);
    let port = peer.address.port().to_string();
    let common = [
        ("http.request.method", "\"GET\""),
        ("otel.kind", "\"client\""),
        ("otel.name", "\"GET /things/{id}\""),
        ("otel.status_code", "\"ERROR\""),
        ("server.address", "\"127.0.0.1\""),
        ("server.port", &port),
        ("url.template", "\"/things/{id}\""),
    ];
    let with = |own: &[(&'static str, &str)]| {
        let all = common.iter().chain(own);
        (
            all.map(|(name, value)| (*name, (*value).to_owned()))
                .collect::<Fields>(),
            true,
        )
    };
    assert_eq!(
        *kept.0.lock().unwrap(),
        [
            with(&[
                ("error.type", "\"503\""),
                ("http.response.status_code", "503")
            ]),
            with(&[
                ("error.type", "\"transport\""),
                ("http.request.resend_count", "1")
            ]),
        ]
    );
}

#[tokio::test]
async fn a_request_by_hand_has_no_template() {
    let peer = Peer::new([answer("200 OK", "", "")]).await;
    let client = Client::builder(peer.url("")).tracing().build().unwrap();
    let kept = Kept::default();
    let guard = tracing::subscriber::set_default(kept.clone());
    client
        .request(Method::PUT, &[])
        .path("/a")
        .send()
        .await
        .unwrap();
    drop(guard);
    let spans = kept.0.lock().unwrap();
    let (fields, has_ended) = &spans[0];
    assert!(has_ended);
    assert_eq!(fields["otel.name"], "\"PUT\"");
    assert_eq!(fields["http.response.status_code"], "200");
    assert!(!fields.contains_key("url.template") && !fields.contains_key("error.type"));
}

/// Lets nothing pass.
struct Stop;

impl Hook for Stop {
    fn before<'a>(&'a self, _: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
        Box::pin(std::future::ready(Err(InvalidRequest::new("not today"))))
    }
}

#[tokio::test]
async fn an_attempt_that_is_stopped_says_so() {
    let builder = Client::builder("http://localhost:1").tracing().hook(Stop);
    let client = builder.build().unwrap();
    let kept = Kept::default();
    let guard = tracing::subscriber::set_default(kept.clone());
    let request = client.request(Method::GET, &[]);
    request.send().await.unwrap_err();
    drop(guard);
    let spans = kept.0.lock().unwrap();
    let (fields, has_ended) = &spans[0];
    assert!(has_ended);
    assert_eq!(fields["error.type"], "\"unsent\"");
}
