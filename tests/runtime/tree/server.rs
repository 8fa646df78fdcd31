//! All of templates/runtime/server, as the output would declare it.

#[path = "../../../templates/runtime/server/accept.rs"]
pub mod accept;
#[path = "../../../templates/runtime/server/access.rs"]
pub mod access;
#[path = "../../../templates/runtime/server/api_key.rs"]
pub mod api_key;
#[path = "../../../templates/runtime/server/assembly.rs"]
pub mod assembly;
#[path = "../../../templates/runtime/server/authorization.rs"]
pub mod authorization;
#[path = "../../../templates/runtime/server/basic.rs"]
pub mod basic;
#[path = "../../../templates/runtime/server/bearer.rs"]
pub mod bearer;
#[path = "../../../templates/runtime/server/body.rs"]
pub mod body;
#[path = "../../../templates/runtime/server/breach.rs"]
pub mod breach;
#[path = "../../../templates/runtime/server/byte_stream.rs"]
pub mod byte_stream;
#[path = "../../../templates/runtime/server/check_answer.rs"]
pub mod check_answer;
#[path = "../../../templates/runtime/server/constant_time.rs"]
pub mod constant_time;
#[path = "../../../templates/runtime/server/context.rs"]
pub mod context;
#[path = "../../../templates/runtime/server/disposition.rs"]
pub mod disposition;
#[path = "../../../templates/runtime/server/event_items.rs"]
pub mod event_items;
#[path = "../../../templates/runtime/server/events.rs"]
pub mod events;
#[path = "../../../templates/runtime/server/failure.rs"]
pub mod failure;
#[path = "../../../templates/runtime/server/fault.rs"]
pub mod fault;
#[path = "../../../templates/runtime/server/form_body.rs"]
pub mod form_body;
#[path = "../../../templates/runtime/server/form_parts.rs"]
pub mod form_parts;
#[path = "../../../templates/runtime/server/header.rs"]
pub mod header;
#[path = "../../../templates/runtime/server/http_credential.rs"]
pub mod http_credential;
#[path = "../../../templates/runtime/server/items.rs"]
pub mod items;
#[path = "../../../templates/runtime/server/json_body.rs"]
pub mod json_body;
#[path = "../../../templates/runtime/server/json_text.rs"]
pub mod json_text;
#[path = "../../../templates/runtime/server/media.rs"]
pub mod media;
#[path = "../../../templates/runtime/server/mend.rs"]
pub mod mend;
#[path = "../../../templates/runtime/server/methods.rs"]
pub mod methods;
#[path = "../../../templates/runtime/server/misfit.rs"]
pub mod misfit;
#[path = "../../../templates/runtime/server/multipart.rs"]
pub mod multipart;
#[path = "../../../templates/runtime/server/outline.rs"]
pub mod outline;
#[path = "../../../templates/runtime/server/pairs.rs"]
pub mod pairs;
#[path = "../../../templates/runtime/server/parameter.rs"]
pub mod parameter;
#[path = "../../../templates/runtime/server/part_reader.rs"]
pub mod part_reader;
#[path = "../../../templates/runtime/server/part_values.rs"]
pub mod part_values;
#[path = "../../../templates/runtime/server/path.rs"]
pub mod path;
#[path = "../../../templates/runtime/server/place.rs"]
pub mod place;
#[path = "../../../templates/runtime/server/problem.rs"]
pub mod problem;
#[path = "../../../templates/runtime/server/rejection.rs"]
pub mod rejection;
#[path = "../../../templates/runtime/server/reply.rs"]
pub mod reply;
#[path = "../../../templates/runtime/server/reviewed.rs"]
pub mod reviewed;
#[path = "../../../templates/runtime/server/route.rs"]
pub mod route;
#[path = "../../../templates/runtime/server/scalar.rs"]
pub mod scalar;
#[path = "../../../templates/runtime/server/schema.rs"]
pub mod schema;
#[path = "../../../templates/runtime/server/sequence.rs"]
pub mod sequence;
#[path = "../../../templates/runtime/server/structure.rs"]
pub mod structure;
#[path = "../../../templates/runtime/server/template.rs"]
pub mod template;
#[path = "../../../templates/runtime/server/text_body.rs"]
pub mod text_body;
#[path = "../../../templates/runtime/server/unreadable.rs"]
pub mod unreadable;
#[path = "../../../templates/runtime/server/violation.rs"]
pub mod violation;

pub use failure::Failure;

/// Two keys, and a bearer token.
#[derive(Debug, Clone)]
pub enum Credentials {
    Token(bearer::BearerToken),
    Keys {
        key: api_key::ApiKey,
        user: basic::BasicCredentials,
    },
    Certificate,
}

fn credentials(parts: &http::request::Parts, schemes: &[&str]) -> Option<Credentials> {
    let headers = &parts.headers;
    Some(match schemes {
        ["token"] => Credentials::Token(bearer::BearerToken::read(headers)?),
        ["key", "user"] => Credentials::Keys {
            key: api_key::ApiKey::in_header(headers, "x-key")?,
            user: basic::BasicCredentials::read(headers)?,
        },
        ["certificate"] => Credentials::Certificate,
        _ => return None,
    })
}

fn challenge(scheme: &str) -> Option<&'static str> {
    Some(match scheme {
        "token" => "Bearer",
        "key" => "ApiKey",
        "user" => "Basic realm=\"api\"",
        _ => return None,
    })
}
