//! Security schemes (OpenAPI 3.0.3, sections 4.7.27 to 4.7.29).

use serde_json::{Map, Value, json};

use super::{Members, Report};
use crate::diagnostic::Code;
use crate::document::keywords;

/// A scheme that could not be read, as something that can be typed: see [`keywords::FAULT`].
pub(crate) fn stand_in(reason: &str) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("type".to_owned(), Value::from("http"));
    members.insert("scheme".to_owned(), Value::from(""));
    members.insert(keywords::FAULT.to_owned(), Value::from(reason));
    members
}

/// Leaves a scheme of one of the four types that has what its type requires.
pub(super) fn normalise_scheme(members: &mut Members, report: &mut Report<'_>) {
    let kind = members.get("type").and_then(Value::as_str).unwrap_or("");
    match kind {
        "apiKey" => normalise_key(members, report),
        "http" => require(members, "scheme", report),
        "oauth2" => {
            if !members.contains_key("flows") {
                let message = "an `oauth2` scheme has no `flows`";
                report.here(Code::MissingKeyword, message);
                members.insert("flows".to_owned(), json!({}));
            }
        }
        "openIdConnect" => require(members, "openIdConnectUrl", report),
        "basic" | "bearer" => {
            let message = format!("`type: {kind}` is written `type: http` with `scheme: {kind}`");
            let scheme = Value::from(kind);
            report.member(Code::CoercedValue, "type", message);
            members.insert("scheme".to_owned(), scheme);
            members.insert("type".to_owned(), Value::from("http"));
        }
        "mutualTLS" => {
            members.insert("type".to_owned(), Value::from("http"));
            members.insert("scheme".to_owned(), Value::from("mutual"));
            members.insert(keywords::MUTUAL_TLS.to_owned(), Value::from(true));
        }
        other => {
            let reason = format!("the security scheme has the unknown type `{other}`");
            refuse(members, "type", &reason, report);
        }
    }
}

fn refuse(members: &mut Members, key: &str, reason: &str, report: &mut Report<'_>) {
    report.member(Code::UnsupportedSecurity, key, reason);
    *members = stand_in(reason);
}

fn normalise_key(members: &mut Members, report: &mut Report<'_>) {
    let place = members.get("in").and_then(Value::as_str).unwrap_or("");
    if !matches!(place, "query" | "header" | "cookie") {
        let reason =
            format!("an `apiKey` scheme must be in query, header or cookie, not `{place}`");
        refuse(members, "in", &reason, report);
        return;
    }
    if !members.contains_key("name") {
        refuse(members, "name", "an `apiKey` scheme has no `name`", report);
    }
}

fn require(members: &mut Members, key: &str, report: &mut Report<'_>) {
    if members.contains_key(key) {
        return;
    }
    report.here(
        Code::MissingKeyword,
        format!("the security scheme has no `{key}`, which its type requires"),
    );
    members.insert(key.to_owned(), Value::from(""));
}

/// Each flow with the addresses that it requires (4.7.29.1).
const FLOWS: &[(&str, &[&str])] = &[
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    ("clientCredentials", &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
];

/// Fills in what the flow requires.
pub(super) fn normalise_flow(members: &mut Members, report: &mut Report<'_>) {
    let flow = report.at.key().unwrap_or("").to_owned();
    let Some((_, required)) = FLOWS.iter().find(|(name, _)| *name == flow) else {
        return;
    };
    for key in *required {
        if !members.contains_key(*key) {
            let message = format!("the flow `{flow}` has no `{key}`, which it requires");
            report.here(Code::MissingKeyword, message);
            members.insert((*key).to_owned(), Value::from(""));
        }
    }
}
