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
#[path = "../../../templates/runtime/client/builder.rs"]
pub mod builder;
#[path = "../../../templates/runtime/client/client_credentials.rs"]
pub mod client_credentials;
#[path = "../../../templates/runtime/client/decode.rs"]
pub mod decode;
#[path = "../../../templates/runtime/client/encode.rs"]
pub mod encode;
#[path = "../../../templates/runtime/client/error.rs"]
pub mod error;
#[path = "../../../templates/runtime/client/handle.rs"]
pub mod handle;
#[path = "../../../templates/runtime/client/invalid.rs"]
pub mod invalid;
#[path = "../../../templates/runtime/client/offset_pages.rs"]
pub mod offset_pages;
#[path = "../../../templates/runtime/client/pages.rs"]
pub mod pages;
#[path = "../../../templates/runtime/client/refresh_token.rs"]
pub mod refresh_token;
#[path = "../../../templates/runtime/client/request.rs"]
pub mod request;
#[path = "../../../templates/runtime/client/response.rs"]
pub mod response;
#[path = "../../../templates/runtime/client/retry_after.rs"]
pub mod retry_after;
#[path = "../../../templates/runtime/client/token_endpoint.rs"]
pub mod token_endpoint;
#[path = "../../../templates/runtime/client/token_provider.rs"]
pub mod token_provider;
#[path = "../../../templates/runtime/client/transport.rs"]
pub mod transport;
#[path = "../../../templates/runtime/client/unexpected.rs"]
pub mod unexpected;
#[path = "../../../templates/runtime/client/written.rs"]
pub mod written;

/// The security schemes of the tests with the builder's methods, as the output has them.
const SCHEMES: &[(&str, &str)] = &[
    ("oauth", "oauth_token"),
    ("key", "api_key"),
    ("odd[key]", "odd_key"),
];

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

/// What is added to a call.
pub async fn authorized(
    client: &handle::Client,
    security: auth::Security,
) -> Result<authorized::Authorized, error::SendError> {
    client.credentials().authorize(client, security).await
}
