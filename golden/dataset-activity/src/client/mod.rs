//! The client.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use dataset_activity::Client;
//!
//! let client = Client::builder("https://example.com/api/v1")
//!     .bearer_auth("token")
//!     .build()?;
//! let page = client.list_dataset_activity("example").send().await?;
//! # Ok(())
//! # }
//! ```

#[path = "../../../../templates/runtime/client/answer.rs"]
pub mod answer;
#[path = "../../../../templates/runtime/client/api_error.rs"]
pub mod api_error;
#[path = "../../../../templates/runtime/client/auth.rs"]
pub mod auth;
#[path = "../../../../templates/runtime/client/builder.rs"]
pub mod builder;
pub mod datasets;
#[path = "../../../../templates/runtime/client/decode.rs"]
pub mod decode;
#[path = "../../../../templates/runtime/client/encode.rs"]
pub mod encode;
#[path = "../../../../templates/runtime/client/error.rs"]
pub mod error;
#[path = "../../../../templates/runtime/client/handle.rs"]
pub mod handle;
#[path = "../../../../templates/runtime/client/invalid.rs"]
pub mod invalid;
#[path = "../../../../templates/runtime/client/offset_pages.rs"]
pub mod offset_pages;
#[path = "../../../../templates/runtime/client/pages.rs"]
pub mod pages;
#[path = "../../../../templates/runtime/client/plain.rs"]
pub mod plain;
#[path = "../../../../templates/runtime/client/request.rs"]
pub mod request;
#[path = "../../../../templates/runtime/client/response.rs"]
pub mod response;
#[path = "../../../../templates/runtime/client/retry_after.rs"]
pub mod retry_after;
#[path = "../../../../templates/runtime/client/transport.rs"]
pub mod transport;
#[path = "../../../../templates/runtime/client/unexpected.rs"]
pub mod unexpected;

pub use self::api_error::ApiError;
pub use self::auth::Credential;
pub use self::builder::{BuildError, ClientBuilder};
pub use self::decode::DecodeError;
pub use self::handle::Client;
pub use self::invalid::InvalidRequest;
pub use self::pages::ItemStream;
pub use self::response::Response;
pub use self::transport::TransportError;
pub use self::unexpected::UnexpectedResponse;

use super::types::ErrorEnvelope;

/// Everything that can go wrong with a call.
pub type Error<E = ErrorEnvelope> = error::Error<E>;

impl ClientBuilder {
    /// A token of the organization.
    pub fn bearer_auth(self, token: impl Into<String>) -> Self {
        self.credential("bearerAuth", Credential::bearer(token))
    }
}
