//! Spans for `tracing`, with the names that OpenTelemetry has for HTTP clients.

use std::future::ready;

use tracing::Span;
use tracing::field::Empty;

use super::builder::ClientBuilder;
use super::hook::{Attempt, AttemptEnd, Hook};
use super::invalid::InvalidRequest;
use super::platform::BoxFuture;

/// Makes a span of each attempt, below the span in which the call is sent.
///
/// It has the attributes of OpenTelemetry's semantic conventions for HTTP clients: the method, the template of the path,
/// the server, how often it was sent before, the status, and what kind of error there was. Of what the caller or the
/// server said there is nothing in it: no value of a path, query or header, and no key.
#[derive(Debug, Clone, Copy)]
pub struct Spans;

impl ClientBuilder {
    /// Makes a span for `tracing` of each attempt of a call; see [`Spans`].
    pub fn tracing(self) -> Self {
        self.hook(Spans)
    }
}

impl Hook for Spans {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
        let span = begin(attempt);
        attempt.extensions_mut().insert(span);
        Box::pin(ready(Ok(())))
    }

    fn after<'a>(&'a self, attempt: &'a mut Attempt, end: &'a AttemptEnd<'a>) -> BoxFuture<'a, ()> {
        if let Some(span) = attempt.extensions_mut().remove::<Span>() {
            record(&span, end);
        }
        Box::pin(ready(()))
    }
}

fn begin(attempt: &Attempt) -> Span {
    let method = attempt.method().as_str();
    let template = attempt.operation().map(|operation| operation.path);
    let name = match template {
        Some(template) => format!("{method} {template}"),
        None => method.to_owned(),
    };
    let url = attempt.url();
    let again = attempt.number().saturating_sub(1);
    tracing::info_span!(
        "http.client.request",
        otel.name = name,
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = method,
        http.request.resend_count = (again > 0).then_some(again),
        http.response.status_code = Empty,
        url.template = template,
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        "error.type" = Empty,
    )
}

fn record(span: &Span, end: &AttemptEnd<'_>) {
    if let Some(status) = end.status() {
        span.record("http.response.status_code", status.as_u16());
    }
    let error = match (end.status(), end.error()) {
        (Some(status), _) if status.as_u16() >= 400 => status.as_str().to_owned(),
        (_, Some(error)) if error.is_connect() => "connect".to_owned(),
        (_, Some(error)) if error.is_timeout() => "timeout".to_owned(),
        (_, Some(error)) if error.is_redirect() => "redirect".to_owned(),
        (_, Some(_)) => "transport".to_owned(),
        (None, None) if end.unsent().is_some() => "unsent".to_owned(),
        _ => return,
    };
    span.record("error.type", error.as_str());
    span.record("otel.status_code", "ERROR");
}
