//! Answers that the document does not describe.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use axum::response::Response;
use http::StatusCode;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::server::failure::{Failure, undocumented};
use crate::server::rejection::Rejection;
use crate::server::{problem, reply};

#[test]
fn every_error_becomes_a_failure_that_gives_nothing_away() {
    let before = undocumented();
    let failure = Failure::from("x".parse::<i64>().unwrap_err());
    assert_eq!(failure.status(), 500);
    assert!(format!("{failure:?}").contains("InvalidDigit"));
    let rejection = failure.report("operation");
    assert_eq!(rejection.message, "The server failed to answer");
    assert_eq!(rejection.kind, "server_error");

    let failure = Failure::new(StatusCode::NOT_FOUND, "Gone").with_source("hush");
    let rejection = failure.report("operation");
    assert_eq!(
        (rejection.status.as_u16(), rejection.kind),
        (404, "not_found")
    );
    assert!(!format!("{rejection:?}").contains("hush"));
    // Another test may fail at the same time.
    assert!(undocumented() >= before + 2);
    assert_eq!(problem::details(&rejection).status(), 404);
}

#[test]
fn a_header_that_cannot_be_sent_is_left_out() {
    let with = |value: Option<&str>| -> Response {
        reply::header(reply::empty(StatusCode::OK), "retry-after", value)
    };
    assert_eq!(with(Some("7")).headers()["retry-after"], "7");
    assert!(with(Some("a\nb")).headers().is_empty());
    assert!(with(None).headers().is_empty());
}

/// A log that is one text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = self.0.lock().unwrap();
        write!(text, "{}", event.metadata().level()).unwrap();
        event.record(&mut Line(&mut text));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

#[derive(Debug)]
struct Outer(std::num::ParseIntError);

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("outer")
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn a_failure_is_logged_with_its_whole_chain() {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        Failure::from(Outer("x".parse::<i64>().unwrap_err())).report("list_things")
    });
    assert_eq!(
        log.0.lock().unwrap().as_str(),
        "ERROR message=The server failed to answer operation=\"list_things\" status=500 \
         cause=\"outer: invalid digit found in string\""
    );
}

#[test]
fn what_is_wrong_with_a_request_has_the_status_of_the_document() {
    let of = |rejection: Rejection| rejection.invalid_as(400).status.as_u16();
    assert_eq!(of(Rejection::invalid(Vec::new())), 400);
    assert_eq!(of(Rejection::too_large(1)), 413);
    assert_eq!(of(Rejection::not_found()), 404);
    let of = |rejection: Rejection| rejection.invalid_as(422).status.as_u16();
    assert_eq!(of(Rejection::malformed("x")), 422);
    assert_eq!(of(Rejection::unsupported_media_type(&["a/b"])), 415);
    // What cannot be read at all is at fault like the rest where the document has one status for both.
    assert!(Rejection::invalid(Vec::new()).is_invalid());
    assert!(!Rejection::malformed("x").is_invalid());
    assert!(Rejection::malformed("x").invalid_as(422).is_invalid());
    assert!(!Rejection::too_large(1).invalid_as(422).is_invalid());
    // A failure of the implementation stays one.
    let failure = Failure::new(StatusCode::CONFLICT, "Taken").report("operation");
    assert_eq!(of(failure), 409);
}
