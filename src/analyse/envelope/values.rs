//! Which value of an enumeration says what went wrong.

use serde::Serialize;

use super::words::plain;
use crate::ir::{Api, EnumerationType, SchemaId, SchemaKind};

/// The values of an enumeration for statuses; positions are those in [`Enumeration::values`](crate::ir::Enumeration::values).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindValues {
    /// Those for single statuses.
    pub exact: Vec<(u16, usize)>,
    /// What is said of other faults of callers.
    pub client: usize,
    /// What is said of other faults of servers.
    pub server: usize,
}

/// What the values for a status are called, without case, separators and `error` at the end.
const EXACT: [(u16, &[&str]); 11] = [
    (
        401,
        &[
            "unauthorized",
            "unauthenticated",
            "notauthenticated",
            "authentication",
            "authenticationfailed",
            "auth",
        ],
    ),
    (
        403,
        &[
            "forbidden",
            "permissiondenied",
            "accessdenied",
            "permission",
            "notauthorized",
            "authorization",
        ],
    ),
    (
        404,
        &["notfound", "resourcenotfound", "resourcemissing", "missing"],
    ),
    (405, &["methodnotallowed"]),
    (406, &["notacceptable"]),
    (409, &["conflict", "resourceconflict"]),
    (
        413,
        &[
            "payloadtoolarge",
            "contenttoolarge",
            "requestentitytoolarge",
            "requesttoolarge",
            "toolarge",
        ],
    ),
    (415, &["unsupportedmediatype"]),
    (
        422,
        &[
            "unprocessableentity",
            "unprocessablecontent",
            "unprocessable",
            "validation",
            "validationfailed",
        ],
    ),
    (
        429,
        &[
            "toomanyrequests",
            "ratelimit",
            "ratelimited",
            "ratelimitexceeded",
        ],
    ),
    (501, &["notimplemented", "unimplemented"]),
];

const CLIENT: [&str; 14] = [
    "badrequest",
    "invalidrequest",
    "invalid",
    "validation",
    "validationfailed",
    "invalidargument",
    "invalidinput",
    "invalidparameter",
    "invalidparameters",
    "malformedrequest",
    "client",
    "request",
    "unprocessableentity",
    "unprocessablecontent",
];

const SERVER: [&str; 9] = [
    "internalserver",
    "internal",
    "server",
    "internalservice",
    "api",
    "unexpected",
    "unknown",
    "other",
    "general",
];

/// Finds the values; `None` where there is none for faults of callers, or none for those of the server.
pub(super) fn find(api: &Api, schema: SchemaId) -> Option<KindValues> {
    let SchemaKind::Enumeration(listed) = &api.schemas.resolve(schema).1.kind else {
        return None;
    };
    if listed.values_type != EnumerationType::Text {
        return None;
    }
    let called: Vec<String> = listed.texts().map(bare).collect();
    let first = |words: &[&str]| {
        let mut words = words.iter();
        words.find_map(|word| called.iter().position(|value| value == word))
    };
    let (client, server) = (first(&CLIENT)?, first(&SERVER)?);
    let exact = EXACT.iter().filter_map(|(status, words)| {
        let usual = if *status < 500 { client } else { server };
        let value = first(words).filter(|value| *value != usual)?;
        Some((*status, value))
    });
    Some(KindValues {
        exact: exact.collect(),
        client,
        server,
    })
}

/// A value without what all of them say: that it is an error.
fn bare(value: &str) -> String {
    let value = plain(value);
    let endings = ["error", "exception"];
    let mut bare = endings
        .iter()
        .filter_map(|ending| value.strip_suffix(ending));
    let bare = bare.find(|bare| !bare.is_empty()).map(str::to_owned);
    bare.unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn that_it_is_an_error_goes_without_saying() {
        for (value, expected) in [
            ("INVALID_REQUEST", "invalidrequest"),
            ("invalid_request_error", "invalidrequest"),
            ("InternalServerError", "internalserver"),
            ("error", "error"),
        ] {
            assert_eq!(bare(value), expected);
        }
    }
}
