//! All of templates/runtime/client, as the output would declare it.

#[path = "../../../templates/runtime/client/answer.rs"]
pub mod answer;
#[path = "../../../templates/runtime/client/api_error.rs"]
pub mod api_error;
#[path = "../../../templates/runtime/client/auth.rs"]
pub mod auth;
#[path = "../../../templates/runtime/client/authorized.rs"]
pub mod authorized;
#[path = "../../../templates/runtime/client/base_url.rs"]
pub mod base_url;
#[path = "../../../templates/runtime/client/blocking.rs"]
pub mod blocking;
#[path = "../../../templates/runtime/client/body.rs"]
pub mod body;
#[path = "../../../templates/runtime/client/builder.rs"]
pub mod builder;
#[path = "../../../templates/runtime/client/byte_stream.rs"]
pub mod byte_stream;
#[path = "../../../templates/runtime/client/chosen.rs"]
pub mod chosen;
#[path = "../../../templates/runtime/client/client_credentials.rs"]
pub mod client_credentials;
#[path = "../../../templates/runtime/client/confidential.rs"]
pub mod confidential;
#[path = "../../../templates/runtime/client/cursor_pages.rs"]
pub mod cursor_pages;
#[path = "../../../templates/runtime/client/deadline.rs"]
pub mod deadline;
#[path = "../../../templates/runtime/client/decode.rs"]
pub mod decode;
#[path = "../../../templates/runtime/client/disk.rs"]
pub mod disk;
#[path = "../../../templates/runtime/client/encode.rs"]
pub mod encode;
#[path = "../../../templates/runtime/client/error.rs"]
pub mod error;
#[path = "../../../templates/runtime/client/event_body.rs"]
pub mod event_body;
#[path = "../../../templates/runtime/client/event_reader.rs"]
pub mod event_reader;
#[path = "../../../templates/runtime/client/events.rs"]
pub mod events;
#[path = "../../../templates/runtime/client/form.rs"]
pub mod form;
#[path = "../../../templates/runtime/client/handle.rs"]
pub mod handle;
#[path = "../../../templates/runtime/client/headers.rs"]
pub mod headers;
#[path = "../../../templates/runtime/client/hook.rs"]
pub mod hook;
#[path = "../../../templates/runtime/client/idempotency.rs"]
pub mod idempotency;
#[path = "../../../templates/runtime/client/in_process.rs"]
pub mod in_process;
#[path = "../../../templates/runtime/client/incoming.rs"]
pub mod incoming;
#[path = "../../../templates/runtime/client/invalid.rs"]
pub mod invalid;
#[path = "../../../templates/runtime/client/link_values.rs"]
pub mod link_values;
#[path = "../../../templates/runtime/client/linked_pages.rs"]
pub mod linked_pages;
#[path = "../../../templates/runtime/client/media_type.rs"]
pub mod media_type;
#[path = "../../../templates/runtime/client/multipart.rs"]
pub mod multipart;
#[path = "../../../templates/runtime/client/numbered_pages.rs"]
pub mod numbered_pages;
#[path = "../../../templates/runtime/client/offset_pages.rs"]
pub mod offset_pages;
#[path = "../../../templates/runtime/client/operation.rs"]
pub mod operation;
#[path = "../../../templates/runtime/client/options.rs"]
pub mod options;
#[path = "../../../templates/runtime/client/outgoing.rs"]
pub mod outgoing;
#[path = "../../../templates/runtime/client/over_reqwest.rs"]
pub mod over_reqwest;
#[path = "../../../templates/runtime/client/pages.rs"]
pub mod pages;
#[path = "../../../templates/runtime/client/parameters.rs"]
pub mod parameters;
#[path = "../../../templates/runtime/client/part.rs"]
pub mod part;
#[path = "../../../templates/runtime/client/platform.rs"]
pub mod platform;
#[path = "../../../templates/runtime/client/query_keys.rs"]
pub mod query_keys;
#[path = "../../../templates/runtime/client/redirection.rs"]
pub mod redirection;
#[path = "../../../templates/runtime/client/redirects.rs"]
pub mod redirects;
#[path = "../../../templates/runtime/client/refresh_token.rs"]
pub mod refresh_token;
#[path = "../../../templates/runtime/client/request.rs"]
pub mod request;
#[path = "../../../templates/runtime/client/response.rs"]
pub mod response;
#[path = "../../../templates/runtime/client/retries.rs"]
pub mod retries;
#[path = "../../../templates/runtime/client/retry_after.rs"]
pub mod retry_after;
#[path = "../../../templates/runtime/client/sequence.rs"]
pub mod sequence;
#[path = "../../../templates/runtime/client/spans.rs"]
pub mod spans;
#[path = "../../../templates/runtime/client/streamed.rs"]
pub mod streamed;
#[path = "../../../templates/runtime/client/text.rs"]
pub mod text;
#[path = "../../../templates/runtime/client/token_endpoint.rs"]
pub mod token_endpoint;
#[path = "../../../templates/runtime/client/token_provider.rs"]
pub mod token_provider;
#[path = "../../../templates/runtime/client/transport.rs"]
pub mod transport;
#[path = "../../../templates/runtime/client/tree.rs"]
pub mod tree;
#[path = "../../../templates/runtime/client/unexpected.rs"]
pub mod unexpected;
#[path = "../../../templates/runtime/client/upload_disk.rs"]
pub mod upload_disk;
#[path = "../../../templates/runtime/client/written.rs"]
pub mod written;

/// The security schemes of the tests with the builder's methods, as the output has them.
const SCHEMES: &[(&str, &str)] = &[
    ("oauth", "oauth_token"),
    ("key", "api_key"),
    ("odd[key]", "odd_key"),
];

/// The names of the tests' keys, as the output has them.
const KEYS: confidential::KeyNames = confidential::KeyNames {
    headers: &["X-Api-Key"],
    query: &["api key"],
};

/// The servers of the tests, as the output has them.
const SERVERS: &[&str] = &["https://example.com/v1"];

/// Where a call to `/a` is sent, perhaps to a server of its own.
pub fn url_of(
    client: &handle::Client,
    own: Option<(&str, &str)>,
) -> Result<String, invalid::InvalidRequest> {
    let server = match own {
        Some((name, url)) => client.own_server(name, url)?,
        None => None,
    };
    let url = client.url(server.as_deref(), "/a", "")?;
    Ok(url.to_string())
}

/// How long a policy waits after an attempt.
pub fn pause(
    policy: &retries::RetryPolicy,
    number: u32,
    asked: Option<std::time::Duration>,
    left: Option<std::time::Duration>,
) -> Option<std::time::Duration> {
    policy.pause(number, asked, left)
}

/// What is added to a call.
pub async fn authorized(
    client: &handle::Client,
    security: auth::Security,
) -> Result<authorized::Authorized, error::SendError> {
    client.credentials().authorize(client, security).await
}
