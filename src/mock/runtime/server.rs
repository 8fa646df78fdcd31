//! What of templates/runtime/server the interpreter uses, and what the output would have beside it.

#[path = "../../../templates/runtime/server/accept.rs"]
pub(in crate::mock) mod accept;
#[path = "../../../templates/runtime/server/access.rs"]
pub(in crate::mock) mod access;
#[path = "../../../templates/runtime/server/api_key.rs"]
pub(in crate::mock) mod api_key;
#[path = "../../../templates/runtime/server/assembly.rs"]
pub(in crate::mock) mod assembly;
#[path = "../../../templates/runtime/server/authorization.rs"]
pub(in crate::mock) mod authorization;
#[path = "../../../templates/runtime/server/basic.rs"]
pub(in crate::mock) mod basic;
#[path = "../../../templates/runtime/server/bearer.rs"]
pub(in crate::mock) mod bearer;
#[path = "../../../templates/runtime/server/body.rs"]
pub(in crate::mock) mod body;
#[path = "../../../templates/runtime/server/breach.rs"]
pub(in crate::mock) mod breach;
#[path = "../../../templates/runtime/server/byte_stream.rs"]
pub(in crate::mock) mod byte_stream;
#[path = "../../../templates/runtime/server/constant_time.rs"]
pub(in crate::mock) mod constant_time;
#[path = "../../../templates/runtime/server/disposition.rs"]
pub(in crate::mock) mod disposition;
#[path = "../../../templates/runtime/server/event_items.rs"]
pub(in crate::mock) mod event_items;
#[path = "../../../templates/runtime/server/events.rs"]
pub(in crate::mock) mod events;
#[path = "../../../templates/runtime/server/failure.rs"]
pub(in crate::mock) mod failure;
#[path = "../../../templates/runtime/server/fault.rs"]
pub(in crate::mock) mod fault;
#[path = "../../../templates/runtime/server/form_body.rs"]
pub(in crate::mock) mod form_body;
#[path = "../../../templates/runtime/server/form_parts.rs"]
pub(in crate::mock) mod form_parts;
#[path = "../../../templates/runtime/server/header.rs"]
pub(in crate::mock) mod header;
#[path = "../../../templates/runtime/server/http_credential.rs"]
pub(in crate::mock) mod http_credential;
#[path = "../../../templates/runtime/server/items.rs"]
pub(in crate::mock) mod items;
#[path = "../../../templates/runtime/server/json_body.rs"]
pub(in crate::mock) mod json_body;
#[path = "../../../templates/runtime/server/json_text.rs"]
pub(in crate::mock) mod json_text;
#[path = "../../../templates/runtime/server/media.rs"]
pub(in crate::mock) mod media;
#[path = "../../../templates/runtime/server/mend.rs"]
pub(in crate::mock) mod mend;
#[path = "../../../templates/runtime/server/methods.rs"]
pub(in crate::mock) mod methods;
#[path = "../../../templates/runtime/server/misfit.rs"]
pub(in crate::mock) mod misfit;
#[path = "../../../templates/runtime/server/multipart.rs"]
pub(in crate::mock) mod multipart;
#[path = "../../../templates/runtime/server/outline.rs"]
pub(in crate::mock) mod outline;
#[path = "../../../templates/runtime/server/pairs.rs"]
pub(in crate::mock) mod pairs;
#[path = "../../../templates/runtime/server/parameter.rs"]
pub(in crate::mock) mod parameter;
#[path = "../../../templates/runtime/server/part_reader.rs"]
pub(in crate::mock) mod part_reader;
#[path = "../../../templates/runtime/server/part_values.rs"]
pub(in crate::mock) mod part_values;
#[path = "../../../templates/runtime/server/path.rs"]
pub(in crate::mock) mod path;
#[path = "../../../templates/runtime/server/place.rs"]
pub(in crate::mock) mod place;
#[path = "../../../templates/runtime/server/problem.rs"]
pub(in crate::mock) mod problem;
#[path = "../../../templates/runtime/server/rejection.rs"]
pub(in crate::mock) mod rejection;
#[path = "../../../templates/runtime/server/reply.rs"]
pub(in crate::mock) mod reply;
#[path = "../../../templates/runtime/server/reviewed.rs"]
pub(in crate::mock) mod reviewed;
#[path = "../../../templates/runtime/server/route.rs"]
pub(in crate::mock) mod route;
#[path = "../../../templates/runtime/server/scalar.rs"]
pub(in crate::mock) mod scalar;
#[path = "../../../templates/runtime/server/schema.rs"]
pub(in crate::mock) mod schema;
#[path = "../../../templates/runtime/server/sequence.rs"]
pub(in crate::mock) mod sequence;
#[path = "../../../templates/runtime/server/structure.rs"]
pub(in crate::mock) mod structure;
#[path = "../../../templates/runtime/server/template.rs"]
pub(in crate::mock) mod template;
#[path = "../../../templates/runtime/server/text_body.rs"]
pub(in crate::mock) mod text_body;
#[path = "../../../templates/runtime/server/unreadable.rs"]
pub(in crate::mock) mod unreadable;
#[path = "../../../templates/runtime/server/violation.rs"]
pub(in crate::mock) mod violation;

use http::request::Parts;

pub(in crate::mock) use self::failure::Failure;

/// What a caller shows: a credential for each scheme of a requirement.
#[derive(Debug, Clone)]
pub(in crate::mock) struct Credentials(pub Vec<Credential>);

/// One credential.
#[derive(Debug, Clone)]
pub(in crate::mock) enum Credential {
    /// `Authorization: Bearer …`
    Token(bearer::BearerToken),
    /// `Authorization: Basic …`
    User(basic::BasicCredentials),
    /// `Authorization:` and another scheme.
    Other(http_credential::HttpCredential),
    /// A key in a header, in the query or in a cookie.
    Key(api_key::ApiKey),
}

impl Credential {
    /// Whether it is this one: the token, the key, or the user and the password with a colon between them.
    pub(in crate::mock) fn is(&self, accepted: &str) -> bool {
        match self {
            Self::Token(token) => token.is(accepted),
            Self::User(user) => accepted
                .split_once(':')
                .is_some_and(|(name, password)| user.are(name, password)),
            Self::Other(other) => other.is(accepted),
            Self::Key(key) => key.is(accepted),
        }
    }
}

/// What a request shows for these schemes; `None` where one of the credentials is missing or not well formed. A scheme is told by
/// what it asks for, as [`scheme`](crate::mock::access::scheme) writes it.
fn credentials(parts: &Parts, schemes: &[&str]) -> Option<Credentials> {
    if schemes.is_empty() {
        return None;
    }
    let headers = &parts.headers;
    let mut shown = Vec::new();
    for scheme in schemes {
        shown.push(match scheme.split_once(' ').unwrap_or((scheme, "")) {
            ("bearer", _) => Credential::Token(bearer::BearerToken::read(headers)?),
            ("basic", _) => Credential::User(basic::BasicCredentials::read(headers)?),
            ("http", name) => {
                Credential::Other(http_credential::HttpCredential::read(headers, name)?)
            }
            ("header", name) => Credential::Key(api_key::ApiKey::in_header(headers, name)?),
            ("query", name) => Credential::Key(api_key::ApiKey::in_query(parts.uri.query(), name)?),
            ("cookie", name) => Credential::Key(api_key::ApiKey::in_cookie(headers, name)?),
            // What proves it is not in the request.
            _ => continue,
        });
    }
    Some(Credentials(shown))
}

/// How callers are asked for the credential of a scheme (RFC 9110, section 11.6.1). HTTP has no challenge for keys of one's own, and
/// one is asked for all the same.
fn challenge(scheme: &str) -> Option<&str> {
    Some(match scheme.split_once(' ').unwrap_or((scheme, "")) {
        ("bearer", _) => "Bearer",
        ("basic", _) => "Basic realm=\"api\", charset=\"UTF-8\"",
        ("http", name) => name,
        ("header" | "query" | "cookie", _) => "ApiKey",
        _ => return None,
    })
}
