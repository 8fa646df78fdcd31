//! Problem details (RFC 9457), for an API that has no error envelope of its own.

use std::borrow::Cow;

use axum::response::Response;
use serde::Serialize;

use super::fault::{Fault, Segment};
use super::rejection::Rejection;
use super::reply;

#[derive(Serialize)]
struct Problem<'a> {
    status: u16,
    title: &'a str,
    detail: &'a str,
    /// No URI: the `type` of RFC 9457 is left at its default, `about:blank`, and programs look here.
    code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    loc: Vec<Step<'a>>,
    msg: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// A name or an index, each as JSON writes it.
#[derive(Serialize)]
#[serde(untagged)]
enum Step<'a> {
    Name(&'a Cow<'static, str>),
    Index(usize),
}

/// A rejection as `application/problem+json`.
pub fn details(rejection: &Rejection) -> Response {
    let body = Problem {
        status: rejection.status.as_u16(),
        title: rejection.reason(),
        detail: &rejection.message,
        code: rejection.kind,
        errors: rejection.faults.iter().map(entry).collect(),
    };
    reply::json_as("application/problem+json", rejection.status, &body)
}

fn entry(fault: &Fault) -> Entry<'_> {
    let step = |segment| match segment {
        &Segment::Index(index) => Step::Index(index),
        Segment::Name(name) => Step::Name(name),
    };
    Entry {
        loc: fault.location.iter().map(step).collect(),
        msg: &fault.message,
        kind: fault.kind,
    }
}
