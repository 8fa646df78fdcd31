//! The values that are sent and answered, as JSON.

use serde_json::{Map, json};

use super::{Tried, tried};
use crate::analyse::{CallValue, Exchange, RustName};
use crate::emit::Context;
use crate::ir::Json;

/// The exchanges by operation, one a line.
pub(in crate::emit) fn text(context: Context<'_>) -> String {
    let tried = tried(context);
    let operations: Vec<String> = tried
        .iter()
        .map(|tried| {
            let exchanges = tried.talk.exchanges.iter();
            let lines: Vec<String> = exchanges
                .map(|it| exchange(tried, it).to_string())
                .collect();
            let name = Json::from(tried.names.function.unraw());
            format!("{name}: [\n{}\n]", lines.join(",\n"))
        })
        .collect();
    format!("{{\n{}\n}}\n", operations.join(",\n"))
}

fn exchange(tried: &Tried<'_>, exchange: &Exchange) -> Json {
    let mut told = Map::new();
    let mut tell = |name: &str, value: Json| told.insert(name.to_owned(), value);
    tell(
        "sent",
        members(&tried.names.parameters, &exchange.parameters),
    );
    if let Some(body) = &exchange.body {
        tell("content", json!(body.content));
        tell(
            "body",
            match &body.value {
                CallValue::Json(value) => value.clone(),
                CallValue::Text(text) => json!(text),
                CallValue::Parts(values) => {
                    let form = tried.names.body.form(body.content);
                    let fields = form.map(|form| form.fields.as_slice());
                    members(fields.unwrap_or_default(), values)
                }
            },
        );
    }
    tell("answer", json!(exchange.case));
    if let Some(case) = tried.talk.cases.get(exchange.case) {
        tell("status", json!(case.status));
        let fields = case.response.and_then(|it| tried.names.headers.get(it));
        let fields = fields.map(Vec::as_slice).unwrap_or_default();
        tell("headers", members(fields, &exchange.headers));
    }
    if let Some(holds) = &exchange.holds {
        tell("holds", holds.clone());
    }
    Json::Object(told)
}

/// The values that are there, by their names in Rust.
fn members(names: &[RustName], values: &[Option<Json>]) -> Json {
    let all = names.iter().zip(values);
    let there = all.filter_map(|(name, value)| Some((name.unraw().to_owned(), value.clone()?)));
    Json::Object(there.collect())
}
